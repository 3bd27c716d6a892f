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

G_END_DECLS
