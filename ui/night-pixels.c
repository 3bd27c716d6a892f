/* night-pixels.c - decoded pixels as a texture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-pixels.h"

#define BYTES_PER_PIXEL ((gsize) 4)

GdkTexture *
night_pixels_to_texture (const VaultPixels *pixels)
{
  gsize n_bytes = g_bytes_get_size (pixels->bytes);

  if (pixels->width == 0 || pixels->height == 0 || pixels->width > G_MAXINT16
      || pixels->height > G_MAXINT16)
    return NULL;

  /* The decoder reads hostile files; a texture is only made of bytes that are there. */
  if (pixels->stride_bytes < pixels->width * BYTES_PER_PIXEL
      || pixels->stride_bytes > n_bytes / pixels->height)
    return NULL;

  return gdk_memory_texture_new ((int) pixels->width, (int) pixels->height,
                                 GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, pixels->bytes,
                                 pixels->stride_bytes);
}
