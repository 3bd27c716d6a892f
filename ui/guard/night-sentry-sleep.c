/* night-sentry-sleep.c - holding up sleep until everything is locked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "guard/night-sentry-private.h"

#include <gio/gunixfdlist.h>
#include <glib/gstdio.h>

void
night_sentry_close_hold (NightSentry *self)
{
  if (self->hold_fd >= 0)
    g_close (self->hold_fd, NULL);
  self->hold_fd = -1;
}

static void
held_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightSentry) self = user_data;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_with_unix_fd_list_finish (
      G_DBUS_CONNECTION (source), &fds, result, &error);
  gint32 handle = -1;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_asking = FALSE;
  if (answer != NULL && fds != NULL) {
    g_variant_get (answer, "(h)", &handle);
    self->hold_fd = g_unix_fd_list_get (fds, handle, NULL);
  }
  night_sentry_set_post (self, NIGHT_POST_SLEEP, self->hold_fd >= 0);

  /* Let go of meanwhile. */
  if (!self->wants_hold)
    night_sentry_close_hold (self);
}

void
night_sentry_ask_for_hold (NightSentry *self)
{
  if (self->system_bus == NULL || self->is_asking || self->hold_fd >= 0)
    return;

  self->is_asking = TRUE;
  g_dbus_connection_call_with_unix_fd_list (
      self->system_bus, NIGHT_LOGIN_NAME, NIGHT_LOGIN_PATH, NIGHT_LOGIN_MANAGER,
      "Inhibit",
      g_variant_new ("(ssss)", "sleep:shutdown", "Nightstand", "Locking first",
                     "delay"),
      G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, self->cancellable,
      held_cb, g_object_ref (self));
}

void
night_sentry_hold_sleep (NightSentry *self)
{
  g_return_if_fail (NIGHT_IS_SENTRY (self));

  self->wants_hold = TRUE;
  night_sentry_ask_for_hold (self);
}

void
night_sentry_let_sleep (NightSentry *self)
{
  g_return_if_fail (NIGHT_IS_SENTRY (self));

  self->wants_hold = FALSE;
  night_sentry_close_hold (self);
}

void
night_sentry_going_down (GDBusConnection *bus,
                         const char *sender,
                         const char *path,
                         const char *interface,
                         const char *name,
                         GVariant *parameters,
                         gpointer user_data)
{
  NightSentry *self = user_data;
  gboolean begins = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;

  g_variant_get (parameters, "(b)", &begins);
  if (begins)
    night_sentry_leave (self, NIGHT_LEAVING_SLEEP);
}
