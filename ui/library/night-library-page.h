/* night-library-page.h - the grid of everything in the open vault
 *
 * Activating a tile emits "open-item" with the VaultItem.
 *
 * Owns:     the thumbnails shown lately.
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  after night_library_page_drop() no texture and no text of the vault is left
 *           in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_LIBRARY_PAGE (night_library_page_get_type ())
G_DECLARE_FINAL_TYPE (NightLibraryPage, night_library_page, NIGHT, LIBRARY_PAGE, GtkBox)

/* Show the items of @vault, which is open. */
void night_library_page_show (NightLibraryPage *self, Vault *vault);

/* Import @files, as if they had been dropped here. */
void night_library_page_import (NightLibraryPage *self, GListModel *files);

/* Forget everything: model, textures, running imports, notices. */
void night_library_page_drop (NightLibraryPage *self);

/* Something that is said of items has changed: names, albums, tags, favourites. */
void night_library_page_refresh (NightLibraryPage *self);

/* The items in the order in which they are shown.
 * Returns: (transfer none) (nullable): NULL without a vault. */
GListModel *night_library_page_get_model (NightLibraryPage *self);

/* The thumbnail of @item if it was shown lately.
 * Returns: (transfer none) (nullable): valid until the page is used again. */
GdkTexture *night_library_page_get_thumbnail (NightLibraryPage *self, VaultItem *item);

/* Select @item alone and move the focus there. */
void night_library_page_focus_item (NightLibraryPage *self, VaultItem *item);

G_END_DECLS
