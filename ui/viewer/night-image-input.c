/* night-image-input.c - what the hands do to an image view: wheel, drag, pinch, keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-image-input.h"

#include <math.h>

#define SCROLL_STEP 1.1
#define PAN_STEP 48.0

typedef struct {
  NightImageView *view; /* which has this */
  NightZoom *zoom;
  double pointer_x;
  double pointer_y;
  double drag_x; /* how far the drag has come */
  double drag_y;
  double pinch_scale; /* the scale it began with */
} Input;

/* ---- hands ---- */

/* A wheel zooms, as it does in other viewers, and two fingers on a touchpad pan; with Ctrl
 * they zoom, too. */
static gboolean
scroll (GtkEventControllerScroll *controller, double dx, double dy, Input *self)
{
  GtkEventController *event = GTK_EVENT_CONTROLLER (controller);
  GdkModifierType state = gtk_event_controller_get_current_event_state (event);

  if (state & GDK_CONTROL_MASK
      || gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL)
    night_zoom_to (self->zoom, self->zoom->scale * pow (SCROLL_STEP, -dy),
                   self->pointer_x, self->pointer_y);
  else if (self->zoom->fits)
    return GDK_EVENT_PROPAGATE;
  else
    night_zoom_pan (self->zoom, -dx * PAN_STEP, -dy * PAN_STEP);

  night_image_view_zoomed (self->view);
  return GDK_EVENT_STOP;
}

static void
pointer_moved (Input *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static void
drag_begin (Input *self)
{
  self->drag_x = self->drag_y = 0;
}

static void
drag_update (Input *self, double x, double y)
{
  night_zoom_pan (self->zoom, x - self->drag_x, y - self->drag_y);
  self->drag_x = x;
  self->drag_y = y;
  night_image_view_zoomed (self->view);
}

static void
pinch_begin (Input *self)
{
  self->pinch_scale = self->zoom->scale;
}

static void
pinch_changed (Input *self, double by, GtkGesture *gesture)
{
  double x = self->zoom->view_width / 2;
  double y = self->zoom->view_height / 2;

  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  night_zoom_to (self->zoom, self->pinch_scale * by, x, y);
  night_image_view_zoomed (self->view);
}

static void
clicked (Input *self, int n, double x, double y)
{
  if (n % 2 != 0)
    return;

  night_zoom_toggle (self->zoom, x, y);
  night_image_view_zoomed (self->view);
}

static void
add_gestures (Input *self)
{
  GtkWidget *widget = GTK_WIDGET (self->view);
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

/* ---- keys ---- */

static gboolean
turn_by_key (GtkWidget *widget, GVariant *step, gpointer user_data)
{
  NightPicture *picture = night_image_view_get_picture (NIGHT_IMAGE_VIEW (widget));
  guint n_pages;

  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  night_picture_get_page (picture, &n_pages);
  night_picture_turn (picture, g_variant_get_int32 (step));
  /* At the end of a document the next item would come as a surprise. */
  return n_pages > 1;
}

static void
add_key (GtkEventController *keys, guint key, int step)
{
  GtkShortcut *shortcut =
      gtk_shortcut_new (gtk_keyval_trigger_new (key, 0),
                        gtk_callback_action_new (turn_by_key, NULL, NULL));

  gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (step));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
}

static void
add_keys (Input *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  /* Before the page around it takes these keys for the next item. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  add_key (keys, GDK_KEY_Page_Down, 1);
  add_key (keys, GDK_KEY_KP_Page_Down, 1);
  add_key (keys, GDK_KEY_Page_Up, -1);
  add_key (keys, GDK_KEY_KP_Page_Up, -1);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

void
night_image_input_add (NightImageView *view)
{
  Input *self = g_new0 (Input, 1);

  self->view = view;
  self->zoom = night_image_view_get_zoom (view);
  g_object_set_data_full (G_OBJECT (view), "night-image-input", self, g_free);
  add_gestures (self);
  add_keys (self);
}
