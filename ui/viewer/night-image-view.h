/* night-image-view.h - one still image, zoomed and panned
 *
 * Emits "failed" with a VaultError when the image cannot be shown.
 *
 * Owns:     the decoded image.
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  after night_image_view_drop() it holds no texture and no item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_IMAGE_VIEW (night_image_view_get_type ())
G_DECLARE_FINAL_TYPE (NightImageView, night_image_view, NIGHT, IMAGE_VIEW, GtkWidget)

/* @preview (nullable) is shown until the image is decoded. */
void night_image_view_show (NightImageView *self,
                            Vault *vault,
                            VaultItem *item,
                            GdkTexture *preview);
void night_image_view_drop (NightImageView *self);

/* Whether the image itself is shown, no longer the preview. */
gboolean night_image_view_is_loaded (NightImageView *self);

/* Zoom about the middle of the view, a step in or out. */
void night_image_view_zoom_in (NightImageView *self);
void night_image_view_zoom_out (NightImageView *self);
void night_image_view_zoom_fit (NightImageView *self);

G_END_DECLS
