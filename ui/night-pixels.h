/* night-pixels.h - decoded pixels as a texture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault-media.h>

G_BEGIN_DECLS

/* Share the bytes of @pixels with a texture.
 * Returns: (transfer full) (nullable): NULL if the sizes do not fit together. */
GdkTexture *night_pixels_to_texture (const VaultPixels *pixels);

/* What differs so little in pixels is drawn as it is. */
#define NIGHT_PIXELS_CLOSE 2

/* The square in the middle of @pixels, @side_px large or so close to it that it need not be
 * scaled, with round corners: what takes the time, at every frame, is to scale and to clip.
 * Returns: (transfer full) (nullable): the same. */
GdkTexture *
night_pixels_to_square (const VaultPixels *pixels, guint side_px, guint radius_px);

/* What @node draws into the rectangle from 0,0, at @scale pixels for each of its own.
 * Returns: (transfer full) (nullable). */
GdkTexture *
night_pixels_from_node (GskRenderNode *node, int width, int height, int scale);

/* Draw @texture, one of the last two, as @widget.  GTK 4.8 would take it apart into floating
 * point numbers and put it together again, at every frame, before cairo may draw it. */
void night_pixels_draw (GdkTexture *texture,
                        GtkWidget *widget,
                        GtkSnapshot *snapshot,
                        const graphene_rect_t *place);

/* Whether nothing shows through, as far as the corners and the middle tell. */
gboolean night_pixels_are_opaque (const VaultPixels *pixels);

G_END_DECLS
