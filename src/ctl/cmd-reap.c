/* cmd-reap.c - nightstandctl reap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>

#include <vault/vault-timer.h>

#include "command.h"

static gboolean
reap (CtlSession *session, guint *out_n_overwritten, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vault_reap_async (session->vault, session->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  return vault_reap_finish (session->vault, result, out_n_overwritten, error);
}

/* A vault that is open reaps by itself, and one that has gone has nothing left to reap. */
static gboolean
is_no_failure (const GError *error)
{
  return g_error_matches (error, VAULT_ERROR, VAULT_ERROR_BUSY)
         || g_error_matches (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT)
         || g_error_matches (error, VAULT_ERROR, VAULT_ERROR_DESTROYED);
}

/* Those of the timer.  One that fails keeps none of the others waiting. */
static CtlExit
reap_all (void)
{
  g_auto(GStrv) folders = vault_timer_dup_folders ();
  CtlExit worst = CTL_EXIT_OK;
  guint n_total = 0;

  for (guint i = 0; folders[i] != NULL; i++) {
    g_autoptr(CtlSession) session = ctl_session_new (folders[i]);
    g_autoptr(GError) error = NULL;
    guint n_overwritten = 0;

    if (!reap (session, &n_overwritten, &error) && !is_no_failure (error))
      worst = ctl_fail (error);
    n_total += n_overwritten;
  }

  g_print ("Expiry keys overwritten: %u\n", n_total);
  return worst;
}

/* The one thing that is not said on a terminal, and so in the language of the desktop. */
static char *
dup_reminder (void)
{
  bindtextdomain (GETTEXT_PACKAGE, NIGHTSTAND_LOCALE_FOLDER);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  return g_strdup_printf (ngettext ("%u reminder", "%u reminders", 1), 1u);
}

/* Nothing about what, and nothing about whom.  Without a desktop nobody is there to see it. */
static void
remind (void)
{
  guint n_due = vault_timer_take_reminders (g_get_real_time () / G_USEC_PER_SEC);
  g_autoptr(GDBusConnection) bus = NULL;
  g_autoptr(GVariant) answer = NULL;
  g_autofree char *text = NULL;

  if (n_due == 0)
    return;
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  if (bus == NULL)
    return;

  /* However many vaults: that there are two is nobody's business. */
  text = dup_reminder ();
  answer = g_dbus_connection_call_sync (
      bus, "org.freedesktop.Notifications", "/org/freedesktop/Notifications",
      "org.freedesktop.Notifications", "Notify",
      g_variant_new ("(susssasa{sv}i)", "", 0, "", text, "", NULL, NULL, -1), NULL,
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
}

gboolean
ctl_check_all (const CtlRequest *request, GError **error)
{
  if (!request->all || request->folder == NULL)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               "--all and --vault do not go together.");
  return FALSE;
}

gboolean
ctl_check_reap (const CtlRequest *request, GError **error)
{
  if (request->remind && !request->all) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "--remind goes with --all.");
    return FALSE;
  }
  return ctl_check_all (request, error);
}

CtlExit
ctl_run_reap (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GError) error = NULL;
  guint n_overwritten;

  if (request->remind)
    remind ();
  if (request->all)
    return reap_all ();
  if (!reap (session, &n_overwritten, &error))
    return ctl_fail (error);

  /* Of the keys whose time has passed; how many items they belonged to, if any, cannot be
   * seen without the passphrase. */
  g_print ("Expiry keys overwritten: %u\n", n_overwritten);
  return CTL_EXIT_OK;
}
