/* night-sentry.c - what the desktop says when a person leaves it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "guard/night-sentry-private.h"

#define NIGHT_LOGIN_SESSION NIGHT_LOGIN_NAME ".Session"
#define POWER_NAME "org.freedesktop.UPower"
#define POWER_PATH "/org/freedesktop/UPower"
#define PROPERTIES "org.freedesktop.DBus.Properties"

/* They all speak alike: ActiveChanged (b). */
static const char *const screen_locks[] = {
  "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver",
  "org.mate.ScreenSaver",        "org.xfce.ScreenSaver",
};

G_DEFINE_FINAL_TYPE (NightSentry, night_sentry, G_TYPE_OBJECT)

enum {
  LEFT,
  POSTS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
night_sentry_set_post (NightSentry *self, NightPosts post, gboolean on)
{
  NightPosts posts = on ? self->posts | post : self->posts & ~post;

  if (posts == self->posts)
    return;

  self->posts = posts;
  g_signal_emit (self, signals[POSTS_CHANGED], 0);
}

void
night_sentry_leave (NightSentry *self, NightLeaving why)
{
  g_signal_emit (self, signals[LEFT], 0, (int) why);
}

/* ---- the session ---- */

static void
lock_cb (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *name,
         GVariant *parameters,
         gpointer user_data)
{
  night_sentry_leave (user_data, NIGHT_LEAVING_SCREEN_LOCKED);
}

static void
session_changed_cb (GDBusConnection *bus,
                    const char *sender,
                    const char *path,
                    const char *interface,
                    const char *name,
                    GVariant *parameters,
                    gpointer user_data)
{
  NightSentry *self = user_data;
  g_autoptr (GVariant) changed = NULL;
  gboolean active = TRUE;
  gboolean locked = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;

  changed = g_variant_get_child_value (parameters, 1);
  g_variant_lookup (changed, "Active", "b", &active);
  g_variant_lookup (changed, "LockedHint", "b", &locked);
  if (locked)
    night_sentry_leave (self, NIGHT_LEAVING_SCREEN_LOCKED);
  else if (!active)
    night_sentry_leave (self, NIGHT_LEAVING_SWITCHED);
}

static void
subscribe (NightSentry *self,
           const char *sender,
           const char *interface,
           const char *name,
           const char *path,
           const char *arg0,
           GDBusSignalCallback callback)
{
  gboolean on_system = sender != NULL;
  GDBusConnection *bus = on_system ? self->system_bus : self->session_bus;
  GArray *into = on_system ? self->system_subscriptions : self->session_subscriptions;
  guint id = g_dbus_connection_signal_subscribe (bus, sender, interface, name, path,
                                                 arg0, G_DBUS_SIGNAL_FLAGS_NONE,
                                                 callback, self, NULL);

  g_array_append_val (into, id);
}

static void
session_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightSentry) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (
      G_DBUS_CONNECTION (source), result, &error);
  const char *path = NULL;

  if (answer == NULL)
    return;

  g_variant_get (answer, "(&o)", &path);
  subscribe (self, NIGHT_LOGIN_NAME, NIGHT_LOGIN_SESSION, "Lock", path, NULL, lock_cb);
  subscribe (self, NIGHT_LOGIN_NAME, PROPERTIES, "PropertiesChanged", path,
             NIGHT_LOGIN_SESSION, session_changed_cb);
  night_sentry_set_post (self, NIGHT_POST_SESSION, TRUE);
}

/* "auto" is the session this process is in or, where the desktop starts its programs
 * outside of any, the one on the person's screen. */
static void
find_session (NightSentry *self)
{
  g_dbus_connection_call (self->system_bus, NIGHT_LOGIN_NAME, NIGHT_LOGIN_PATH,
                          NIGHT_LOGIN_MANAGER, "GetSession",
                          g_variant_new ("(s)", "auto"), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable,
                          session_found_cb, g_object_ref (self));
}

/* ---- the lid ---- */

static void
lid_cb (GDBusConnection *bus,
        const char *sender,
        const char *path,
        const char *interface,
        const char *name,
        GVariant *parameters,
        gpointer user_data)
{
  g_autoptr (GVariant) changed = NULL;
  gboolean closed = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;

  changed = g_variant_get_child_value (parameters, 1);
  if (g_variant_lookup (changed, "LidIsClosed", "b", &closed) && closed)
    night_sentry_leave (user_data, NIGHT_LEAVING_LID);
}

static void
lid_known_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightSentry) self = user_data;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (
      G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) value = NULL;

  if (answer == NULL)
    return;

  g_variant_get (answer, "(v)", &value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return;

  self->has_lid = g_variant_get_boolean (value);
  night_sentry_set_post (self, NIGHT_POST_LID, self->has_lid);
}

static void
find_lid (NightSentry *self)
{
  subscribe (self, POWER_NAME, PROPERTIES, "PropertiesChanged", POWER_PATH, POWER_NAME,
             lid_cb);
  g_dbus_connection_call (self->system_bus, POWER_NAME, POWER_PATH, PROPERTIES, "Get",
                          g_variant_new ("(ss)", POWER_NAME, "LidIsPresent"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, -1,
                          self->cancellable, lid_known_cb, g_object_ref (self));
}

/* ---- the screen lock ---- */

static void
screen_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *name,
           GVariant *parameters,
           gpointer user_data)
{
  gboolean active = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;

  g_variant_get (parameters, "(b)", &active);
  if (active)
    night_sentry_leave (user_data, NIGHT_LEAVING_SCREEN_LOCKED);
}

static void
screen_lock_appeared (GDBusConnection *bus,
                      const char *name,
                      const char *owner,
                      gpointer user_data)
{
  NightSentry *self = user_data;

  self->n_screen_locks++;
  night_sentry_set_post (self, NIGHT_POST_SCREEN_LOCK, TRUE);
}

/* Also called once for a name that nobody has. */
static void
screen_lock_vanished (GDBusConnection *bus, const char *name, gpointer user_data)
{
  NightSentry *self = user_data;

  if (self->n_screen_locks > 0)
    self->n_screen_locks--;
  night_sentry_set_post (self, NIGHT_POST_SCREEN_LOCK, self->n_screen_locks > 0);
}

static void
watch_screen_locks (NightSentry *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (screen_locks); i++) {
    guint id = g_bus_watch_name_on_connection (
        self->session_bus, screen_locks[i], G_BUS_NAME_WATCHER_FLAGS_NONE,
        screen_lock_appeared, screen_lock_vanished, self, NULL);

    g_array_append_val (self->watches, id);
    subscribe (self, NULL, screen_locks[i], "ActiveChanged", NULL, NULL, screen_cb);
  }
}

/* ---- the object ---- */

static void
system_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightSentry) self = user_data;
  GDBusConnection *bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    return;

  g_dbus_connection_set_exit_on_close (bus, FALSE);
  self->system_bus = bus;
  subscribe (self, NIGHT_LOGIN_NAME, NIGHT_LOGIN_MANAGER, "PrepareForSleep",
             NIGHT_LOGIN_PATH, NULL, night_sentry_going_down);
  subscribe (self, NIGHT_LOGIN_NAME, NIGHT_LOGIN_MANAGER, "PrepareForShutdown",
             NIGHT_LOGIN_PATH, NULL, night_sentry_going_down);
  find_session (self);
  find_lid (self);
  if (self->wants_hold)
    night_sentry_ask_for_hold (self);
}

static void
session_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightSentry) self = user_data;
  GDBusConnection *bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    return;

  self->session_bus = bus;
  watch_screen_locks (self);
}

NightPosts
night_sentry_get_posts (NightSentry *self)
{
  g_return_val_if_fail (NIGHT_IS_SENTRY (self), 0);

  return self->posts;
}

gboolean
night_sentry_has_lid (NightSentry *self)
{
  g_return_val_if_fail (NIGHT_IS_SENTRY (self), FALSE);

  return self->has_lid;
}

NightSentry *
night_sentry_new (void)
{
  NightSentry *self = g_object_new (NIGHT_TYPE_SENTRY, NULL);

  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, system_bus_cb, g_object_ref (self));
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, session_bus_cb,
             g_object_ref (self));
  return self;
}

static void
unsubscribe (GDBusConnection *bus, GArray *subscriptions)
{
  for (guint i = 0; i < subscriptions->len; i++)
    g_dbus_connection_signal_unsubscribe (bus, g_array_index (subscriptions, guint, i));
  g_array_set_size (subscriptions, 0);
}

static void
night_sentry_dispose (GObject *object)
{
  NightSentry *self = NIGHT_SENTRY (object);

  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; i < self->watches->len; i++)
    g_bus_unwatch_name (g_array_index (self->watches, guint, i));
  g_array_set_size (self->watches, 0);
  unsubscribe (self->session_bus, self->session_subscriptions);
  unsubscribe (self->system_bus, self->system_subscriptions);
  g_clear_object (&self->session_bus);
  g_clear_object (&self->system_bus);
  night_sentry_close_hold (self);

  G_OBJECT_CLASS (night_sentry_parent_class)->dispose (object);
}

static void
night_sentry_finalize (GObject *object)
{
  NightSentry *self = NIGHT_SENTRY (object);

  g_clear_object (&self->cancellable);
  g_array_unref (self->watches);
  g_array_unref (self->session_subscriptions);
  g_array_unref (self->system_subscriptions);

  G_OBJECT_CLASS (night_sentry_parent_class)->finalize (object);
}

static void
night_sentry_class_init (NightSentryClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_sentry_dispose;
  G_OBJECT_CLASS (klass)->finalize = night_sentry_finalize;

  signals[LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT);
  signals[POSTS_CHANGED] = g_signal_new ("posts-changed", type, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
night_sentry_init (NightSentry *self)
{
  self->cancellable = g_cancellable_new ();
  self->session_subscriptions = g_array_new (FALSE, FALSE, sizeof (guint));
  self->system_subscriptions = g_array_new (FALSE, FALSE, sizeof (guint));
  self->watches = g_array_new (FALSE, FALSE, sizeof (guint));
  self->hold_fd = -1;
}
