/* night-pixels.c - decoded pixels as a texture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-pixels.h"

#include <string.h>

#define BYTES_PER_PIXEL ((gsize) 4)
/* A square's surface, which its bytes keep alive. */
#define SURFACE_KEY "night-surface"

/* The decoder reads hostile files; a texture is only made of bytes that are there. */
static gboolean
are_whole (const VaultPixels *pixels)
{
  gsize n_bytes = g_bytes_get_size (pixels->bytes);

  return pixels->width > 0 && pixels->height > 0 && pixels->width <= G_MAXINT16
         && pixels->height <= G_MAXINT16
         && pixels->stride_bytes >= pixels->width * BYTES_PER_PIXEL
         && pixels->stride_bytes <= n_bytes / pixels->height;
}

GdkTexture *
night_pixels_to_texture (const VaultPixels *pixels)
{
  if (!are_whole (pixels))
    return NULL;

  return gdk_memory_texture_new ((int) pixels->width, (int) pixels->height,
                                 GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, pixels->bytes,
                                 pixels->stride_bytes);
}

static void
copy_square (cairo_surface_t *surface, const VaultPixels *pixels, guint side)
{
  const guint8 *from = g_bytes_get_data (pixels->bytes, NULL);
  guint8 *to = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);

  from += (gsize) ((pixels->height - side) / 2) * pixels->stride_bytes
          + (gsize) ((pixels->width - side) / 2) * BYTES_PER_PIXEL;
  for (guint y = 0; y < side; y++)
    memcpy (to + y * stride, from + y * pixels->stride_bytes, side * BYTES_PER_PIXEL);
  cairo_surface_mark_dirty (surface);
}

/* Take away what is outside of a square with round corners. */
static void
round_corners (cairo_surface_t *surface, double side, double radius)
{
  cairo_t *cr = cairo_create (surface);

  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle (cr, 0, 0, side, side);
  cairo_new_sub_path (cr);
  for (guint corner = 0; corner < 4; corner++)
    cairo_arc (cr, corner == 0 || corner == 3 ? side - radius : radius,
               corner < 2 ? side - radius : radius, radius, corner * G_PI / 2,
               (corner + 1) * G_PI / 2);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_destroy (cr);
}

GdkTexture *
night_pixels_to_square (const VaultPixels *pixels, guint radius_px)
{
  guint side = MIN (pixels->width, pixels->height);
  cairo_surface_t *surface;
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;
  gsize stride;

  if (!are_whole (pixels))
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) side, (int) side);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy (surface);
    return NULL;
  }
  copy_square (surface, pixels, side);
  round_corners (surface, side, MIN (radius_px, side / 2));
  cairo_surface_flush (surface);
  stride = (gsize) cairo_image_surface_get_stride (surface);
  bytes =
      g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * side,
                                  (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new ((int) side, (int) side, GDK_MEMORY_DEFAULT, bytes,
                                    stride);
  g_object_set_data (G_OBJECT (texture), SURFACE_KEY, surface);
  return texture;
}

cairo_surface_t *
night_pixels_get_surface (GdkTexture *square)
{
  return g_object_get_data (G_OBJECT (square), SURFACE_KEY);
}

gboolean
night_pixels_are_opaque (const VaultPixels *pixels)
{
  const guint8 *bytes = g_bytes_get_data (pixels->bytes, NULL);
  guint8 least = 255;

  if (!are_whole (pixels))
    return FALSE;
  for (guint i = 0; i < 9; i++) {
    gsize x = (gsize) (pixels->width - 1) * (i % 3) / 2;
    gsize y = (gsize) (pixels->height - 1) * (i / 3) / 2;

    least = MIN (least, bytes[y * pixels->stride_bytes + x * BYTES_PER_PIXEL + 3]);
  }
  return least == 255;
}
