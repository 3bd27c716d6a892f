/* night-thumb.c - a square that a picture covers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-thumb.h"

#include <math.h>

#include "night-pixels.h"

/* So far from the size it is drawn in, a texture is taken to be of that size. */
#define CLOSE 0.013f
#define MIN_SIDE 128
#define NATURAL_SIDE 168

struct _NightThumb {
  GtkWidget parent_instance;

  GtkWidget *icon;
  GdkTexture *texture;
  guint rotation;
};

G_DEFINE_FINAL_TYPE (NightThumb, night_thumb, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
night_thumb_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
night_thumb_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  *minimum = MIN_SIDE;
  *natural = NATURAL_SIDE;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > 0)
    *minimum = *natural = MAX (for_size, MIN_SIDE);
}

static void
night_thumb_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkAllocation all = { 0, 0, width, height };

  gtk_widget_size_allocate (NIGHT_THUMB (widget)->icon, &all, -1);
}

/* GTK 4.8 takes a texture apart into floating point numbers and puts it together again, at
 * every frame, before cairo may draw it. */
static gboolean
is_drawn_by_cairo (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GskRenderer *renderer = native == NULL ? NULL : gtk_native_get_renderer (native);

  return renderer != NULL
         && G_TYPE_CHECK_INSTANCE_TYPE (renderer, GSK_TYPE_CAIRO_RENDERER);
}

static void
append_surface (GtkSnapshot *snapshot,
                cairo_surface_t *surface,
                const graphene_rect_t *place,
                double scale)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, place);

  cairo_translate (cr, place->origin.x, place->origin.y);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
}

/* It covers a square, and so it does however it is turned. */
static void
turn (GtkSnapshot *snapshot, const graphene_rect_t *place, guint rotation)
{
  graphene_point_t centre;

  graphene_rect_get_center (place, &centre);
  gtk_snapshot_translate (snapshot, &centre);
  gtk_snapshot_rotate (snapshot, 90 * (float) rotation);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-centre.x, -centre.y));
}

static void
night_thumb_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NightThumb *self = NIGHT_THUMB (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  float pixel = (float) gtk_widget_get_scale_factor (widget);
  cairo_surface_t *surface;
  graphene_rect_t place;
  float side, scale;

  if (self->texture == NULL) {
    gtk_widget_snapshot_child (widget, self->icon, snapshot);
    return;
  }

  side = (float) gdk_texture_get_width (self->texture);
  scale = MAX (width, height) / side;
  if (fabsf (scale * pixel - 1) < CLOSE)
    scale = 1 / pixel;
  graphene_rect_init (&place, roundf ((width - side * scale) / 2),
                      roundf ((height - side * scale) / 2), side * scale, side * scale);
  surface = night_pixels_get_surface (self->texture);

  gtk_snapshot_save (snapshot);
  if (self->rotation != 0)
    turn (snapshot, &place, self->rotation);
  if (surface != NULL && is_drawn_by_cairo (widget))
    append_surface (snapshot, surface, &place, scale);
  else
    gtk_snapshot_append_texture (snapshot, self->texture, &place);
  gtk_snapshot_restore (snapshot);
}

void
night_thumb_set_rotation (NightThumb *self, guint rotation)
{
  g_return_if_fail (NIGHT_IS_THUMB (self));

  if (self->rotation != rotation)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->rotation = rotation;
}

void
night_thumb_set_texture (NightThumb *self, GdkTexture *texture, gboolean is_opaque)
{
  g_return_if_fail (NIGHT_IS_THUMB (self));

  if (!g_set_object (&self->texture, texture))
    return;
  /* No plate is drawn behind what covers it. */
  if (is_opaque)
    gtk_widget_add_css_class (GTK_WIDGET (self), "opaque");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "opaque");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GdkTexture *
night_thumb_get_texture (NightThumb *self)
{
  g_return_val_if_fail (NIGHT_IS_THUMB (self), NULL);

  return self->texture;
}

void
night_thumb_set_icon (NightThumb *self, const char *icon_name)
{
  g_return_if_fail (NIGHT_IS_THUMB (self));

  if (gtk_widget_get_child_visible (self->icon) != (icon_name != NULL)) {
    gtk_widget_set_child_visible (self->icon, icon_name != NULL);
    gtk_widget_queue_allocate (GTK_WIDGET (self));
    gtk_widget_queue_draw (GTK_WIDGET (self));
  }
  /* Setting the same one again would look it up in the theme again. */
  if (icon_name != NULL
      && g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (self->icon)), icon_name) != 0)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
}

static void
night_thumb_dispose (GObject *object)
{
  NightThumb *self = NIGHT_THUMB (object);

  g_clear_object (&self->texture);
  g_clear_pointer (&self->icon, gtk_widget_unparent);

  G_OBJECT_CLASS (night_thumb_parent_class)->dispose (object);
}

static void
night_thumb_class_init (NightThumbClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_thumb_dispose;
  widget_class->get_request_mode = night_thumb_get_request_mode;
  widget_class->measure = night_thumb_measure;
  widget_class->size_allocate = night_thumb_size_allocate;
  widget_class->snapshot = night_thumb_snapshot;

  gtk_widget_class_set_css_name (widget_class, "nightthumb");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
night_thumb_init (NightThumb *self)
{
  self->icon = g_object_new (GTK_TYPE_IMAGE, "pixel-size", 48, "accessible-role",
                             GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
}
