/* night-viewer-page.h - one item, large: an image, a film, a recording, or why not
 *
 * Emits "closed" with the VaultItem when the person leaves or the item is gone.
 *
 * Owns:     what is shown, and what was decoded beforehand of its neighbours.
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  when the item becomes "gone" nothing of it stays on the screen or in memory
 *           held here; after night_viewer_page_drop() neither.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_VIEWER_PAGE (night_viewer_page_get_type ())
G_DECLARE_FINAL_TYPE (NightViewerPage, night_viewer_page, NIGHT, VIEWER_PAGE, GtkBox)

/* @items: where @item is, and what is before and after it.  @preview (nullable) stands in
 * for an image until it is decoded. */
void night_viewer_page_show (NightViewerPage *self,
                             Vault *vault,
                             GListModel *items,
                             VaultItem *item,
                             GdkTexture *preview);
void night_viewer_page_drop (NightViewerPage *self);

/* Stop what plays and the slideshow; the item stays. */
void night_viewer_page_rest (NightViewerPage *self);

/* Whether something plays, or a slideshow runs. */
gboolean night_viewer_page_is_watched (NightViewerPage *self);

G_END_DECLS
