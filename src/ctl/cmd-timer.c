/* cmd-timer.c - nightstandctl timer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-timer.h>

#include "command.h"
#include "json.h"
#include "text.h"

gboolean
ctl_check_timer (const CtlRequest *request, GError **error)
{
  static const char *const verbs[] = { "install", "remove", "status", NULL };

  if (g_strv_contains (verbs, request->words[0]))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               "The form is: timer install|remove|status");
  return FALSE;
}

static void
print_json (const VaultTimerStatus *status)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ctl_json_add_boolean (builder, "listed", status->listed);
  ctl_json_add_boolean (builder, "hourly", status->hourly);
  ctl_json_add_boolean (builder, "at_login", status->at_login);
  ctl_json_add_time (builder, "reaped_until", status->reaped_until);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

static const char *
describe (const VaultTimerStatus *status)
{
  if (!status->listed || (!status->hourly && !status->at_login))
    return "off";

  return status->hourly ? "every hour" : "at each login";
}

static void
print_status (const VaultTimerStatus *status)
{
  g_autofree char *text = status->reaped_until == 0
                              ? g_strdup ("cannot be seen")
                              : ctl_text_utc (status->reaped_until);

  g_print ("%-22s %s\n", "expiry while locked", describe (status));
  /* By the timer, at a login or by an opening: nobody writes down who it was. */
  g_print ("%-22s %s\n", "keys last overwritten", text);
}

CtlExit
ctl_run_timer (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  const char *verb = request->words[0];
  VaultTimerStatus status;
  gboolean ok;

  if (g_str_equal (verb, "install")) {
    /* Nobody is promised that a vault is looked after which is not there. */
    if (!ctl_session_expect (session, TRUE, &error))
      return ctl_fail (error);
    vault_timer_install_async (session->vault, ctl_done_cb, &result);
  } else if (g_str_equal (verb, "remove")) {
    vault_timer_remove_async (session->vault, ctl_done_cb, &result);
  } else {
    vault_timer_status_async (session->vault, ctl_done_cb, &result);
  }

  ctl_wait (&result);
  ok = vault_timer_change_finish (session->vault, result, &status, &error);
  if (request->json)
    print_json (&status);
  else
    print_status (&status);
  return ok ? CTL_EXIT_OK : ctl_fail (error);
}
