/* night-reminder.c - the desktop is told that something is due, and not what
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-reminder.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "guard/night-guard.h"
#include "night-settings.h"

#define ID "reminder"
#define AGAIN_S 3

static struct {
  gboolean is_sent;
  guint again_id;
} reminder;

/* Without a bus nobody is there to show it. */
static GApplication *
get_application (void)
{
  GApplication *application = g_application_get_default ();

  return application != NULL && g_application_get_dbus_connection (application) != NULL
             ? application
             : NULL;
}

void
night_reminder_send (void)
{
  GApplication *application = get_application ();
  g_autoptr (GNotification) notification = NULL;
  /* How many items it is about must not be seen. */
  guint n = 1;
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u reminder", "%u reminders", n), n);

  if (application == NULL || !night_settings_get_remind ()
      || night_guard_is_in_front ())
    return;

  g_clear_handle_id (&reminder.again_id, g_source_remove);
  notification = g_notification_new (text);
  g_application_send_notification (application, ID, notification);
  reminder.is_sent = TRUE;
}

static gboolean
withdraw_again (gpointer user_data)
{
  GApplication *application = get_application ();

  reminder.again_id = 0;
  if (application != NULL)
    g_application_withdraw_notification (application, ID);
  return G_SOURCE_REMOVE;
}

/* GLib cannot take back what the desktop has not answered yet, and does not say so: once more
 * when it has. */
void
night_reminder_withdraw (void)
{
  GApplication *application = get_application ();

  if (!reminder.is_sent || application == NULL)
    return;

  reminder.is_sent = FALSE;
  g_application_withdraw_notification (application, ID);
  g_clear_handle_id (&reminder.again_id, g_source_remove);
  reminder.again_id = g_timeout_add_seconds (AGAIN_S, withdraw_again, NULL);
}

void
night_reminder_follow_setting (void)
{
  if (!night_settings_get_remind ())
    night_reminder_withdraw ();
}
