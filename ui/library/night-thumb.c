/* night-thumb.c - a square that a picture covers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-thumb.h"

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

static void
night_thumb_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NightThumb *self = NIGHT_THUMB (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  float texture_width, texture_height, scale;

  if (self->texture == NULL) {
    gtk_widget_snapshot_child (widget, self->icon, snapshot);
    return;
  }

  texture_width = (float) gdk_texture_get_width (self->texture);
  texture_height = (float) gdk_texture_get_height (self->texture);
  scale = MAX (width / texture_width, height / texture_height);
  /* It covers a square, and so it does however it is turned. */
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (width / 2, height / 2));
  gtk_snapshot_rotate (snapshot, 90 * (float) self->rotation);
  gtk_snapshot_append_texture (
      snapshot, self->texture,
      &GRAPHENE_RECT_INIT (-texture_width * scale / 2, -texture_height * scale / 2,
                           texture_width * scale, texture_height * scale));
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
night_thumb_set_texture (NightThumb *self, GdkTexture *texture)
{
  g_return_if_fail (NIGHT_IS_THUMB (self));

  if (g_set_object (&self->texture, texture))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
night_thumb_set_icon (NightThumb *self, const char *icon_name)
{
  g_return_if_fail (NIGHT_IS_THUMB (self));

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
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->icon = g_object_new (GTK_TYPE_IMAGE, "pixel-size", 48, "accessible-role",
                             GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
}
