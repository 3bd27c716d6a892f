/* night-guard.c - locks and covers the window when the person is not at it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "guard/night-guard.h"

#include "night-chooser.h"
#include "night-settings.h"

/* Between one window of ours and the next none has the focus for a moment. */
#define AWAY_MS 150

#define SECONDS_PER_MINUTE 60
#define KEY "night-guard"

struct _NightGuard {
  GObject parent_instance;

  GtkWindow *window; /* not owned */
  NightSentry *sentry;
  NightIdle *idle;
  NightUsb *usb;
  guint away_id;
  gboolean is_on;
  gboolean is_covered;
};

G_DEFINE_FINAL_TYPE (NightGuard, night_guard, G_TYPE_OBJECT)

enum {
  LOCK,
  COVER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
lock (NightGuard *self, NightGuardReason why)
{
  if (self->is_on)
    g_signal_emit (self, signals[LOCK], 0, (int) why);
}

static void
left_cb (NightSentry *sentry, int why, NightGuard *self)
{
  lock (self, (NightGuardReason) why);
}

static void
idle_cb (NightGuard *self)
{
  lock (self, NIGHT_GUARD_IDLE);
}

static void
removed_cb (NightGuard *self)
{
  lock (self, NIGHT_GUARD_DEVICE);
}

/* ---- whether the window is in front ---- */

static void
cover (NightGuard *self, gboolean covered)
{
  if (self->is_covered == covered)
    return;

  self->is_covered = covered;
  g_signal_emit (self, signals[COVER], 0, covered);
}

gboolean
night_guard_is_in_front (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (gtk_window_is_active (window))
      return TRUE;
  }

  return FALSE;
}

static gboolean
away_cb (gpointer user_data)
{
  NightGuard *self = user_data;

  self->away_id = 0;
  if (night_guard_is_in_front ())
    return G_SOURCE_REMOVE;

  cover (self, night_settings_get_cover ());
  /* A dialog of the desktop's in which files are chosen is part of the work here. */
  if (night_settings_get_lock_when_away () && !night_chooser_is_open ())
    lock (self, NIGHT_GUARD_AWAY);
  return G_SOURCE_REMOVE;
}

static void
active_changed (NightGuard *self)
{
  g_clear_handle_id (&self->away_id, g_source_remove);
  if (night_guard_is_in_front ())
    cover (self, FALSE);
  else
    self->away_id = g_timeout_add (AWAY_MS, away_cb, self);
}

/* Who drags a file here wants to see where it goes. */
static void
dragged_over (GtkDropControllerMotion *motion, GParamSpec *spec, NightGuard *self)
{
  if (gtk_drop_controller_motion_contains_pointer (motion))
    cover (self, FALSE);
  else
    active_changed (self);
}

/* ---- every window of ours ---- */

/* Who clicks on a covered window wants it back, and does not see what is under the mouse. */
static gboolean
is_blind (NightGuard *self, GdkEvent *event)
{
  GdkEventType type = gdk_event_get_event_type (event);

  return self->is_covered
         && (type == GDK_BUTTON_PRESS || type == GDK_BUTTON_RELEASE
             || type == GDK_TOUCH_BEGIN || type == GDK_TOUCH_END);
}

static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, NightGuard *self)
{
  if (is_blind (self, event))
    return GDK_EVENT_STOP;

  switch ((int) gdk_event_get_event_type (event)) {
  case GDK_MOTION_NOTIFY:
  case GDK_BUTTON_PRESS:
  case GDK_KEY_PRESS:
  case GDK_SCROLL:
  case GDK_TOUCH_BEGIN:
  case GDK_TOUCH_UPDATE:
  case GDK_TOUCHPAD_SWIPE:
  case GDK_TOUCHPAD_PINCH:
  case GDK_DRAG_MOTION:
    night_idle_touch (self->idle);
    break;
  default:
    break;
  }

  return GDK_EVENT_PROPAGATE;
}

static void
watch_window (NightGuard *self, GtkWindow *window)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (active_changed),
                           self, G_CONNECT_SWAPPED);
}

static void
windows_changed (GListModel *windows,
                 guint position,
                 guint n_removed,
                 guint n_added,
                 NightGuard *self)
{
  for (guint i = position; i < position + n_added; i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    watch_window (self, window);
  }

  active_changed (self);
}

static void
watch_windows (NightGuard *self)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkEventController *motion = gtk_drop_controller_motion_new ();

  g_signal_connect_object (windows, "items-changed", G_CALLBACK (windows_changed), self,
                           0);
  windows_changed (windows, 0, 0, g_list_model_get_n_items (windows), self);
  g_signal_connect_object (motion, "notify::contains-pointer",
                           G_CALLBACK (dragged_over), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->window), motion);
}

/* ---- on and off ---- */

static void
begin_to_count (NightGuard *self)
{
  g_autofree char *device = night_settings_dup_lock_device ();

  night_idle_start (self->idle,
                    night_settings_get_lock_minutes () * SECONDS_PER_MINUTE);
  night_usb_watch (self->usb, device);
}

static void
settings_changed (NightGuard *self)
{
  if (self->is_on)
    begin_to_count (self);
  if (!night_settings_get_cover ())
    cover (self, FALSE);
}

void
night_guard_begin (NightGuard *self)
{
  g_return_if_fail (NIGHT_IS_GUARD (self));

  if (self->is_on)
    return;

  self->is_on = TRUE;
  night_sentry_hold_sleep (self->sentry);
  begin_to_count (self);
}

void
night_guard_end (NightGuard *self)
{
  g_return_if_fail (NIGHT_IS_GUARD (self));

  self->is_on = FALSE;
  night_idle_stop (self->idle);
  night_usb_watch (self->usb, NULL);
  night_sentry_let_sleep (self->sentry);
}

NightSentry *
night_guard_get_sentry (NightGuard *self)
{
  g_return_val_if_fail (NIGHT_IS_GUARD (self), NULL);

  return self->sentry;
}

NightUsb *
night_guard_get_usb (NightGuard *self)
{
  g_return_val_if_fail (NIGHT_IS_GUARD (self), NULL);

  return self->usb;
}

NightGuard *
night_guard_get_for (GtkWindow *window)
{
  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  return g_object_get_data (G_OBJECT (window), KEY);
}

NightGuard *
night_guard_new (GtkWindow *window, NightWatchingFunc is_watching)
{
  static const char *const followed[] = { "lock-after-minutes", "lock-device",
                                          "cover-when-away" };
  NightGuard *self = g_object_new (NIGHT_TYPE_GUARD, NULL);

  self->window = window;
  self->idle = night_idle_new (is_watching, window);
  g_signal_connect_object (self->idle, "idle", G_CALLBACK (idle_cb), self,
                           G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (followed); i++)
    night_settings_follow (followed[i], G_CALLBACK (settings_changed), self);
  g_object_set_data (G_OBJECT (window), KEY, self);
  watch_windows (self);
  return self;
}

static void
night_guard_dispose (GObject *object)
{
  NightGuard *self = NIGHT_GUARD (object);

  g_clear_handle_id (&self->away_id, g_source_remove);
  g_object_set_data (G_OBJECT (self->window), KEY, NULL);
  g_clear_object (&self->sentry);
  g_clear_object (&self->idle);
  g_clear_object (&self->usb);

  G_OBJECT_CLASS (night_guard_parent_class)->dispose (object);
}

static void
night_guard_class_init (NightGuardClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_guard_dispose;

  signals[LOCK] = g_signal_new ("lock", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT);
  signals[COVER] = g_signal_new ("cover", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
night_guard_init (NightGuard *self)
{
  self->sentry = night_sentry_new ();
  self->usb = night_usb_new (NULL, NULL);
  g_signal_connect_object (self->sentry, "left", G_CALLBACK (left_cb), self, 0);
  g_signal_connect_object (self->usb, "removed", G_CALLBACK (removed_cb), self,
                           G_CONNECT_SWAPPED);
}
