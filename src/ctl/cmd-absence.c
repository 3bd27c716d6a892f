/* cmd-absence.c - nightstandctl absence and believe-clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-absence.h>
#include <vault/vault-group.h>

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

/* Albums go with days: nothing else is done with them here. */
static gboolean
check_groups (const CtlRequest *request, guint n_days, GError **error)
{
  if (request->people != NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "The rule can be about albums, not about people.");
    return FALSE;
  }
  if (request->albums != NULL && n_days == 0) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "Give a number of days with --album.");
    return FALSE;
  }

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
  if (!check_groups (request, n_days, error))
    return FALSE;
  if (n_days == 0 || request->now)
    return TRUE;

  /* The same as the typed word in the window. */
  g_set_error (
      error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
      "When nobody opens the vault for %u days, every item in %s is destroyed, "
      "also if you are ill or travelling.  Add --now to say that you want this.",
      n_days, request->albums == NULL ? "it" : "these albums");
  return FALSE;
}

/* The albums the rule is about, none if there is none or it is about everything.
 * Returns: (transfer full) (element-type VaultGroup). */
static GPtrArray *
list_chosen (Vault *vault, const VaultAbsence *absence)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *albums = vault_get_groups (vault, VAULT_GROUP_ALBUM);

  if (absence->n_days == 0 || absence->everything)
    return chosen;

  for (guint i = 0; i < g_list_model_get_n_items (albums); i++) {
    g_autoptr(VaultGroup) album = g_list_model_get_item (albums, i);

    if (vault_group_is_under_absence (album))
      g_ptr_array_add (chosen, g_steal_pointer (&album));
  }

  return chosen;
}

static void
print_json (const VaultAbsence *absence, GPtrArray *chosen)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ctl_json_add_uint (builder, "days", absence->n_days);
  ctl_json_add_boolean (builder, "everything", absence->everything);
  json_builder_set_member_name (builder, "albums");
  json_builder_begin_array (builder);
  for (guint i = 0; i < chosen->len; i++)
    json_builder_add_string_value (builder, vault_group_get_name (chosen->pdata[i]));
  json_builder_end_array (builder);
  ctl_json_add_time (builder, "ends", absence->ends);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

static void
print_rule (Vault *vault, const CtlRequest *request, const VaultAbsence *absence)
{
  g_autoptr(GPtrArray) chosen = list_chosen (vault, absence);
  g_autofree char *ends = NULL;

  if (request->json) {
    print_json (absence, chosen);
    return;
  }
  if (absence->n_days == 0) {
    g_print ("absence rule           off\n");
    return;
  }

  ends = ctl_text_utc (absence->ends);
  g_print ("%-22s after %u days, %s\n", "absence rule", absence->n_days,
           absence->everything ? "every item"
           : chosen->len > 0   ? "every item in these albums"
                               : "nothing: no album is chosen");
  for (guint i = 0; i < chosen->len; i++) {
    g_autofree char *name = ctl_text_safe (vault_group_get_name (chosen->pdata[i]));

    g_print ("%-22s %s\n", "", name);
  }
  g_print ("%-22s %s, unless the vault is opened before\n", "destroyed by", ends);
}

static gboolean
set_rule (CtlSession *session, const CtlRequest *request, guint n_days, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) albums = NULL;

  if (request->albums != NULL) {
    albums = ctl_session_dup_groups (session, request, error);
    if (albums == NULL)
      return FALSE;
  }

  vault_set_absence_async (session->vault, n_days, albums == NULL, albums, ctl_done_cb,
                           &result);
  ctl_wait (&result);
  return vault_set_absence_finish (session->vault, result, error);
}

CtlExit
ctl_run_absence (CtlSession *session,
                 const CtlRequest *request,
                 VaultSecret *passphrase)
{
  g_autoptr(GError) error = NULL;
  VaultAbsence absence;
  guint n_days;

  if (request->n_words > 0) {
    if (!parse_days (request->words[0], &n_days))
      return CTL_EXIT_USAGE;
    if (!set_rule (session, request, n_days, &error))
      return ctl_fail (error);
  }

  vault_get_absence (session->vault, &absence);
  print_rule (session->vault, request, &absence);
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
