/* cmd-absence.c - nightstandctl absence and believe-clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-absence.h>

#include <string.h>

#include "command.h"
#include "json.h"
#include "text.h"

/* "off" is 0.  FALSE unless @text is that, or a number of days with or without a 'd'. */
static gboolean
parse_days (const char *text, guint *out_n_days)
{
  g_autofree char *digits = g_strdup (text);
  gsize length = strlen (digits);
  guint64 n_days = 0;

  if (length > 1 && digits[length - 1] == 'd')
    digits[length - 1] = '\0';
  if (!g_str_equal (text, "off")
      && !g_ascii_string_to_unsigned (digits, 10, VAULT_ABSENCE_MIN_DAYS,
                                      VAULT_ABSENCE_MAX_DAYS, &n_days, NULL))
    return FALSE;

  *out_n_days = (guint) n_days;
  return TRUE;
}

gboolean
ctl_check_absence (const CtlRequest *request, GError **error)
{
  guint n_days = 0;

  if (request->n_words > 0 && !parse_days (request->words[0], &n_days)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "Give %d to %d days, or off.", VAULT_ABSENCE_MIN_DAYS,
                 VAULT_ABSENCE_MAX_DAYS);
    return FALSE;
  }
  if (n_days == 0 || request->now)
    return TRUE;

  /* The same as the typed word in the window. */
  g_set_error (
      error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
      "When nobody opens the vault for %u days, every item in it is destroyed, "
      "also if you are ill or travelling.  Add --now to say that you want this.",
      n_days);
  return FALSE;
}

static void
print_rule (const CtlRequest *request, const VaultAbsence *absence)
{
  g_autofree char *ends = NULL;

  if (request->json) {
    g_autoptr(JsonBuilder) builder = json_builder_new ();

    json_builder_begin_object (builder);
    ctl_json_add_uint (builder, "days", absence->n_days);
    ctl_json_add_boolean (builder, "everything", absence->everything);
    ctl_json_add_time (builder, "ends", absence->ends);
    json_builder_end_object (builder);
    ctl_json_print (builder);
    return;
  }
  if (absence->n_days == 0) {
    g_print ("absence rule           off\n");
    return;
  }

  ends = ctl_text_utc (absence->ends);
  g_print ("%-22s after %u days, %s\n", "absence rule", absence->n_days,
           absence->everything ? "every item" : "nothing");
  g_print ("%-22s %s, unless the vault is opened before\n", "destroyed by", ends);
}

CtlExit
ctl_run_absence (CtlSession *session,
                 const CtlRequest *request,
                 VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  VaultAbsence absence;
  guint n_days;

  if (request->n_words > 0) {
    if (!parse_days (request->words[0], &n_days))
      return CTL_EXIT_USAGE;
    vault_set_absence_async (session->vault, n_days, TRUE, NULL, ctl_done_cb, &result);
    ctl_wait (&result);
    if (!vault_set_absence_finish (session->vault, result, &error))
      return ctl_fail (error);
  }

  vault_get_absence (session->vault, &absence);
  print_rule (request, &absence);
  return CTL_EXIT_OK;
}

CtlExit
ctl_run_believe_clock (CtlSession *session,
                       const CtlRequest *request,
                       VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  vault_believe_clock_async (session->vault, ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_believe_clock_finish (session->vault, result, &error))
    return ctl_fail (error);

  text = ctl_text_utc (vault_get_time (session->vault));
  g_print ("%-22s %s\n", "the vault's time is now", text);
  return CTL_EXIT_OK;
}
