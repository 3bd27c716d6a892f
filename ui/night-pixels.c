/* night-pixels.c - decoded pixels as a texture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-pixels.h"

#include <string.h>

#define BYTES_PER_PIXEL ((gsize) 4)
/* The surface of a texture made of one, which its bytes keep alive. */
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

/* Small pictures, and those of another shape than was known.  Returns: FALSE if cairo cannot
 * read the bytes. */
static gboolean
scale_square (cairo_surface_t *surface, const VaultPixels *pixels, guint side_px)
{
  guint8 *bytes = (guint8 *) g_bytes_get_data (pixels->bytes, NULL);
  double scale = side_px / (double) MIN (pixels->width, pixels->height);
  cairo_surface_t *from = cairo_image_surface_create_for_data (
      bytes, CAIRO_FORMAT_ARGB32, (int) pixels->width, (int) pixels->height,
      (int) pixels->stride_bytes);
  gboolean is_good = cairo_surface_status (from) == CAIRO_STATUS_SUCCESS;
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, from, (side_px / scale - pixels->width) / 2,
                            (side_px / scale - pixels->height) / 2);
  /* What is beyond the edge is not mixed into it. */
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (from);
  return is_good;
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

/* Returns: (transfer full): NULL if there is no room for it. */
static cairo_surface_t *
create_surface (int width, int height)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);

  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_surface_destroy (surface);
  return NULL;
}

/* @surface is taken. */
static GdkTexture *
wrap (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      stride * (gsize) height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
  g_object_set_data (G_OBJECT (texture), SURFACE_KEY, surface);
  return texture;
}

GdkTexture *
night_pixels_to_square (const VaultPixels *pixels, guint side_px, guint radius_px)
{
  guint side = MIN (pixels->width, pixels->height);
  gboolean is_close = ABS ((int) side - (int) side_px) <= NIGHT_PIXELS_CLOSE;
  cairo_surface_t *surface;

  if (!are_whole (pixels) || side_px == 0 || side_px > G_MAXINT16)
    return NULL;
  if (!is_close)
    side = side_px;
  surface = create_surface ((int) side, (int) side);
  if (surface == NULL)
    return NULL;
  if (is_close)
    copy_square (surface, pixels, side);
  else if (!scale_square (surface, pixels, side)) {
    cairo_surface_destroy (surface);
    return NULL;
  }
  round_corners (surface, side, MIN (radius_px, side / 2));
  return wrap (surface);
}

GdkTexture *
night_pixels_from_node (GskRenderNode *node, int width, int height, int scale)
{
  cairo_surface_t *surface = create_surface (width * scale, height * scale);
  cairo_t *cr;

  if (surface == NULL)
    return NULL;
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  return wrap (surface);
}

static gboolean
is_drawn_by_cairo (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GskRenderer *renderer = native == NULL ? NULL : gtk_native_get_renderer (native);

  return renderer != NULL
         && G_TYPE_CHECK_INSTANCE_TYPE (renderer, GSK_TYPE_CAIRO_RENDERER);
}

void
night_pixels_draw (GdkTexture *texture,
                   GtkWidget *widget,
                   GtkSnapshot *snapshot,
                   const graphene_rect_t *place)
{
  cairo_surface_t *surface = g_object_get_data (G_OBJECT (texture), SURFACE_KEY);
  cairo_t *cr;

  if (surface == NULL || !is_drawn_by_cairo (widget)) {
    gtk_snapshot_append_texture (snapshot, texture, place);
    return;
  }

  cr = gtk_snapshot_append_cairo (snapshot, place);
  cairo_translate (cr, place->origin.x, place->origin.y);
  cairo_scale (cr, place->size.width / (float) gdk_texture_get_width (texture),
               place->size.height / (float) gdk_texture_get_height (texture));
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
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
