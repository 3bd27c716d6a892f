/* night-fader.c - controls that step back while nobody moves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-fader.h"

#define FADE_AFTER_MS 3000
#define CSS_CLASS "night-faded"
/* A hand on the table moves the pointer, too. */
#define STILL_PX 2.0

struct _NightFader {
  GObject parent_instance;

  GtkWidget *stage; /* borrowed */
  GPtrArray *controls;
  guint timer_id;
  gboolean is_faded;
  gboolean hides_pointer;
  double x;
  double y;
};

G_DEFINE_FINAL_TYPE (NightFader, night_fader, G_TYPE_OBJECT)

enum {
  FADED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_in_use (GtkWidget *control)
{
  GtkRoot *root = gtk_widget_get_root (control);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (gtk_widget_get_state_flags (control) & GTK_STATE_FLAG_PRELIGHT)
    return TRUE;
  return focus != NULL && gtk_window_get_focus_visible (GTK_WINDOW (root))
         && (focus == control || gtk_widget_is_ancestor (focus, control));
}

static gboolean
any_in_use (NightFader *self)
{
  for (guint i = 0; i < self->controls->len; i++)
    if (is_in_use (self->controls->pdata[i]))
      return TRUE;

  return FALSE;
}

static void
set_faded (NightFader *self, gboolean is_faded)
{
  for (guint i = 0; i < self->controls->len; i++) {
    if (is_faded)
      gtk_widget_add_css_class (self->controls->pdata[i], CSS_CLASS);
    else
      gtk_widget_remove_css_class (self->controls->pdata[i], CSS_CLASS);
  }
  gtk_widget_set_cursor_from_name (self->stage,
                                   is_faded && self->hides_pointer ? "none" : NULL);
  if (self->is_faded != is_faded) {
    self->is_faded = is_faded;
    g_signal_emit (self, signals[FADED], 0);
  }
}

static gboolean
rested (gpointer user_data)
{
  NightFader *self = user_data;

  if (any_in_use (self))
    return G_SOURCE_CONTINUE;

  self->timer_id = 0;
  set_faded (self, TRUE);
  return G_SOURCE_REMOVE;
}

void
night_fader_wake (NightFader *self)
{
  g_return_if_fail (NIGHT_IS_FADER (self));

  g_clear_handle_id (&self->timer_id, g_source_remove);
  set_faded (self, FALSE);
  self->timer_id = g_timeout_add (FADE_AFTER_MS, rested, self);
}

void
night_fader_rest (NightFader *self)
{
  g_return_if_fail (NIGHT_IS_FADER (self));

  g_clear_handle_id (&self->timer_id, g_source_remove);
  set_faded (self, FALSE);
}

static void
pointer_moved (NightFader *self, double x, double y)
{
  if (ABS (x - self->x) < STILL_PX && ABS (y - self->y) < STILL_PX)
    return;

  self->x = x;
  self->y = y;
  night_fader_wake (self);
}

void
night_fader_add (NightFader *self, GtkWidget *control)
{
  g_return_if_fail (NIGHT_IS_FADER (self));

  gtk_widget_add_css_class (control, "night-fading");
  g_ptr_array_add (self->controls, control);
}

void
night_fader_set_hides_pointer (NightFader *self, gboolean hides_pointer)
{
  g_return_if_fail (NIGHT_IS_FADER (self));

  self->hides_pointer = hides_pointer;
}

gboolean
night_fader_is_faded (NightFader *self)
{
  g_return_val_if_fail (NIGHT_IS_FADER (self), FALSE);

  return self->is_faded;
}

NightFader *
night_fader_new (GtkWidget *stage)
{
  NightFader *self = g_object_new (NIGHT_TYPE_FADER, NULL);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->stage = stage;
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_object (motion, "motion", G_CALLBACK (pointer_moved), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (stage, motion);
  return self;
}

static void
night_fader_finalize (GObject *object)
{
  NightFader *self = NIGHT_FADER (object);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_ptr_array_unref (self->controls);

  G_OBJECT_CLASS (night_fader_parent_class)->finalize (object);
}

static void
night_fader_class_init (NightFaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = night_fader_finalize;

  signals[FADED] = g_signal_new ("faded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
night_fader_init (NightFader *self)
{
  self->controls = g_ptr_array_new ();
}
