/* night-image-view.c - one still image, zoomed and panned
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-image-view.h"

#include <math.h>

#include "viewer/night-still.h"
#include "viewer/night-zoom.h"

#define ZOOM_STEP 1.25
#define SCROLL_STEP 1.1
#define PAN_STEP 48.0

struct _NightImageView {
  GtkWidget parent_instance;

  VaultItem *item;
  NightStill *still;
  GdkTexture *preview;
  NightZoom zoom;

  double pointer_x;
  double pointer_y;
  double drag_x; /* how far the drag has come */
  double drag_y;
  double pinch_scale; /* the scale it began with */
};

G_DEFINE_FINAL_TYPE (NightImageView, night_image_view, GTK_TYPE_WIDGET)

enum {
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* How many pixels of the longer side the screen could show now. */
static guint
get_useful_side_px (NightImageView *self)
{
  double factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double side = MAX (self->zoom.image_width, self->zoom.image_height);

  /* Before the size of the image is known the view sets the measure. */
  if (side <= 0)
    return (guint) (MAX (self->zoom.view_width, self->zoom.view_height) * factor);

  return (guint) ceil (side * MIN (self->zoom.scale, 1.0) * factor);
}

static void
changed (NightImageView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->still != NULL && self->zoom.view_width > 0)
    night_still_want (self->still, get_useful_side_px (self));
}

static GdkTexture *
get_texture (NightImageView *self)
{
  if (night_image_view_is_loaded (self))
    return night_still_get_texture (self->still);

  return self->preview;
}

/* The catalog knows the size of most images; of the others, what was decoded does. */
static void
measure_image (NightImageView *self)
{
  double factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  guint width = vault_item_get_width (self->item);
  guint height = vault_item_get_height (self->item);
  GdkTexture *texture = get_texture (self);

  if ((width == 0 || height == 0) && texture != NULL) {
    width = (guint) gdk_texture_get_width (texture);
    height = (guint) gdk_texture_get_height (texture);
  }

  night_zoom_set_image (&self->zoom, width / factor, height / factor);
  changed (self);
}

static void
still_failed (NightImageView *self, int code)
{
  g_signal_emit (self, signals[FAILED], 0, code);
}

void
night_image_view_show (NightImageView *self,
                       Vault *vault,
                       VaultItem *item,
                       GdkTexture *preview)
{
  g_return_if_fail (NIGHT_IS_IMAGE_VIEW (self));

  night_image_view_drop (self);
  self->item = g_object_ref (item);
  g_set_object (&self->preview, preview);
  self->still = night_still_new (vault, item);
  g_signal_connect_object (self->still, "changed", G_CALLBACK (measure_image), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->still, "failed", G_CALLBACK (still_failed), self,
                           G_CONNECT_SWAPPED);
  night_zoom_fit (&self->zoom);
  measure_image (self);
}

void
night_image_view_drop (NightImageView *self)
{
  g_return_if_fail (NIGHT_IS_IMAGE_VIEW (self));

  if (self->still != NULL)
    night_still_close (self->still);
  g_clear_object (&self->still);
  g_clear_object (&self->preview);
  g_clear_object (&self->item);
  night_zoom_set_image (&self->zoom, 0, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
night_image_view_is_loaded (NightImageView *self)
{
  g_return_val_if_fail (NIGHT_IS_IMAGE_VIEW (self), FALSE);

  return self->still != NULL && night_still_get_texture (self->still) != NULL;
}

static void
zoom_by (NightImageView *self, double by, double x, double y)
{
  night_zoom_to (&self->zoom, self->zoom.scale * by, x, y);
  changed (self);
}

void
night_image_view_zoom_in (NightImageView *self)
{
  zoom_by (self, ZOOM_STEP, self->zoom.view_width / 2, self->zoom.view_height / 2);
}

void
night_image_view_zoom_out (NightImageView *self)
{
  zoom_by (self, 1 / ZOOM_STEP, self->zoom.view_width / 2, self->zoom.view_height / 2);
}

void
night_image_view_zoom_fit (NightImageView *self)
{
  night_zoom_fit (&self->zoom);
  changed (self);
}

static gboolean
scroll (GtkEventControllerScroll *controller,
        double dx,
        double dy,
        NightImageView *self)
{
  GtkEventController *event = GTK_EVENT_CONTROLLER (controller);
  GdkModifierType state = gtk_event_controller_get_current_event_state (event);

  if (state & GDK_CONTROL_MASK) {
    zoom_by (self, pow (SCROLL_STEP, -dy), self->pointer_x, self->pointer_y);
    return GDK_EVENT_STOP;
  }

  if (self->zoom.fits)
    return GDK_EVENT_PROPAGATE;

  night_zoom_pan (&self->zoom, -dx * PAN_STEP, -dy * PAN_STEP);
  changed (self);
  return GDK_EVENT_STOP;
}

static void
pointer_moved (NightImageView *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static void
drag_begin (NightImageView *self)
{
  self->drag_x = self->drag_y = 0;
}

static void
drag_update (NightImageView *self, double x, double y)
{
  night_zoom_pan (&self->zoom, x - self->drag_x, y - self->drag_y);
  self->drag_x = x;
  self->drag_y = y;
  changed (self);
}

static void
pinch_begin (NightImageView *self)
{
  self->pinch_scale = self->zoom.scale;
}

static void
pinch_changed (NightImageView *self, double by, GtkGesture *gesture)
{
  double x = self->zoom.view_width / 2;
  double y = self->zoom.view_height / 2;

  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  night_zoom_to (&self->zoom, self->pinch_scale * by, x, y);
  changed (self);
}

/* A double click goes between the whole image and its own size. */
static void
clicked (NightImageView *self, int n, double x, double y)
{
  if (n != 2)
    return;

  if (self->zoom.fits)
    night_zoom_to (&self->zoom, MAX (1, self->zoom.scale * 2), x, y);
  else
    night_zoom_fit (&self->zoom);
  changed (self);
}

static void
add_gestures (NightImageView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *wheel =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (wheel, "scroll", G_CALLBACK (scroll), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (pointer_moved), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (pointer_moved), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_changed), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (clicked), self);

  gtk_widget_add_controller (widget, wheel);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

static void
night_image_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NightImageView *self = NIGHT_IMAGE_VIEW (widget);

  night_zoom_set_view (&self->zoom, width, height);
  changed (self);
}

static void
night_image_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NightImageView *self = NIGHT_IMAGE_VIEW (widget);
  GdkTexture *texture = get_texture (self);
  double x, y, width, height;

  if (texture == NULL)
    return;

  night_zoom_get_rect (&self->zoom, &x, &y, &width, &height);
  gtk_snapshot_append_texture (
      snapshot, texture,
      &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

static void
night_image_view_dispose (GObject *object)
{
  night_image_view_drop (NIGHT_IMAGE_VIEW (object));

  G_OBJECT_CLASS (night_image_view_parent_class)->dispose (object);
}

static void
night_image_view_class_init (NightImageViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_image_view_dispose;
  widget_class->size_allocate = night_image_view_size_allocate;
  widget_class->snapshot = night_image_view_snapshot;

  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_set_css_name (widget_class, "nightimage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
night_image_view_init (NightImageView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  add_gestures (self);
}
