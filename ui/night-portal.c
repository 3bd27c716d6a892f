/* night-portal.c - known to the desktop's portal, and closed to everybody else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-portal.h"

#include <vault/vault-process.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
/* Its own errors begin so: it listened, whatever it says. */
#define PORTAL_ERRORS "org.freedesktop.portal.Error."

/* A portal that takes longer is not waited for: nobody has typed a passphrase yet. */
#define MEET_MS 1000

static struct {
  gboolean is_closed;
  gboolean serves;
} portal;

void
night_portal_close (void)
{
  if (portal.is_closed)
    return;

  portal.is_closed = TRUE;
  if (!vault_process_refuse_tracers ())
    g_warning ("other programs of the same person may be able to look into this one");
}

gboolean
night_portal_serves (void)
{
  return portal.serves;
}

static gboolean
has_listened (GVariant *answer, const GError *error)
{
  g_autofree char *name = NULL;

  if (answer != NULL)
    return TRUE;

  name = g_dbus_error_get_remote_error (error);
  return name != NULL && g_str_has_prefix (name, PORTAL_ERRORS);
}

static void
met_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (
      G_DBUS_CONNECTION (source), result, &error);

  portal.serves = has_listened (answer, error);
  night_portal_close ();
}

/* What is asked says nothing about us, and every portal knows it. */
static void
appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  portal.serves = FALSE;
  g_dbus_connection_call (
      bus, owner, PORTAL_PATH, "org.freedesktop.portal.Settings", "Read",
      g_variant_new ("(ss)", "org.freedesktop.appearance", "color-scheme"),
      G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, MEET_MS, NULL, met_cb,
      NULL);
}

/* Also called once if it was never there. */
static void
vanished (GDBusConnection *bus, const char *name, gpointer user_data)
{
  portal.serves = FALSE;
  night_portal_close ();
}

static gboolean
waited_cb (gpointer user_data)
{
  night_portal_close ();
  return G_SOURCE_REMOVE;
}

void
night_portal_introduce (GDBusConnection *bus)
{
  if (bus == NULL) {
    night_portal_close ();
    return;
  }

  g_timeout_add (MEET_MS, waited_cb, NULL);
  g_bus_watch_name_on_connection (bus, PORTAL_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                  appeared, vanished, NULL, NULL);
}
