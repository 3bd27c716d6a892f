/* night-image-view.h - one image, animation or page, zoomed and panned
 *
 * Emits "failed" with a VaultError when it cannot be shown, "changed" whenever it is loaded,
 * zoomed or moved, and "turned" when another page
 * is shown, an animation begins, stops or turns out to be none, or nothing is shown any
 * more.
 *
 * An animation moves while the view is on the screen, unless the person has asked for less
 * motion.  The keys Page Down and Page Up turn a document's pages, wherever the focus in the
 * window is.
 *
 * Owns:     the picture.
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  after night_image_view_drop() it holds no texture and no item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "viewer/night-picture.h"
#include "viewer/night-zoom.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_IMAGE_VIEW (night_image_view_get_type ())
G_DECLARE_FINAL_TYPE (NightImageView, night_image_view, NIGHT, IMAGE_VIEW, GtkWidget)

/* @preview (nullable) is shown until the image is decoded.  @ready (nullable) is the image
 * itself, decoded beforehand for a longer side of @side_px. */
void night_image_view_show (NightImageView *self,
                            Vault *vault,
                            VaultItem *item,
                            GdkTexture *preview,
                            GdkTexture *ready,
                            guint side_px);

/* The longest side that the view can use, in pixels of the screen. */
guint night_image_view_get_side_px (NightImageView *self);

/* @quarter_turns: clockwise, from how the file says.  @smoothly: let it be seen turning,
 * where the person has not asked for less motion. */
void night_image_view_set_rotation (NightImageView *self,
                                    guint quarter_turns,
                                    gboolean smoothly);

void night_image_view_drop (NightImageView *self);

/* Whether the image itself is shown, no longer the preview. */
gboolean night_image_view_is_loaded (NightImageView *self);

/* Returns: (transfer none) (nullable): what is shown. */
NightPicture *night_image_view_get_picture (NightImageView *self);

/* Where it is shown.  Say night_image_view_zoomed() after changing it. */
NightZoom *night_image_view_get_zoom (NightImageView *self);
void night_image_view_zoomed (NightImageView *self);

/* Zoom about the middle of the view, a step in or out. */
void night_image_view_zoom_in (NightImageView *self);
void night_image_view_zoom_out (NightImageView *self);
void night_image_view_zoom_fit (NightImageView *self);
void night_image_view_zoom_own_size (NightImageView *self);

/* Between the whole image and its own size. */
void night_image_view_zoom_toggle (NightImageView *self);

/* In percent of its own size; 0 while nothing is shown. */
guint night_image_view_get_percent (NightImageView *self);

G_END_DECLS
