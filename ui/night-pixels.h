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

/* The square in the middle of @pixels, as large as they hold, with round corners: what takes a
 * clip at every frame otherwise.
 * Returns: (transfer full) (nullable): the same. */
GdkTexture *night_pixels_to_square (const VaultPixels *pixels, guint radius_px);

/* The same pixels for cairo.  Returns: (transfer none): as long as @square lives. */
cairo_surface_t *night_pixels_get_surface (GdkTexture *square);

/* Whether nothing shows through, as far as the corners and the middle tell. */
gboolean night_pixels_are_opaque (const VaultPixels *pixels);

G_END_DECLS
