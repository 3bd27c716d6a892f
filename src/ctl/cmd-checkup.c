/* cmd-checkup.c - nightstandctl checkup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-checkup.h>

#include "command.h"
#include "json.h"

static void
print_json (const VaultCheck checks[VAULT_N_CHECKS])
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "checks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < VAULT_N_CHECKS; i++) {
    VaultFinding finding = checks[i].finding;
    const char *advice = vault_finding_get_advice (finding);
    g_autofree char *found =
        vault_check_fill (&checks[i], vault_finding_get_found (finding));

    json_builder_begin_object (builder);
    ctl_json_add_string (builder, "topic", vault_check_topic_get_nick (i));
    ctl_json_add_string (
        builder, "state",
        vault_check_state_get_nick (vault_finding_get_state (finding)));
    ctl_json_add_string (builder, "finding", vault_finding_get_nick (finding));
    ctl_json_add_string (builder, "what",
                         *checks[i].what == '\0' ? NULL : checks[i].what);
    ctl_json_add_string (builder, "found", found);
    ctl_json_add_string (builder, "meaning", vault_finding_get_meaning (finding));
    ctl_json_add_string (builder, "advice", advice);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

static void
print_check (guint topic, const VaultCheck *check)
{
  static const char *const words[VAULT_N_CHECK_STATES] = {
    [VAULT_CHECK_GOOD] = "good",
    [VAULT_CHECK_ATTENTION] = "ATTENTION",
    [VAULT_CHECK_UNKNOWN] = "could not check",
  };
  VaultFinding finding = check->finding;
  const char *advice = vault_finding_get_advice (finding);
  g_autofree char *found = vault_check_fill (check, vault_finding_get_found (finding));

  g_print ("%s: %s\n    %s\n    %s\n", vault_check_topic_get_title (topic),
           words[vault_finding_get_state (finding)], found,
           vault_finding_get_meaning (finding));
  if (advice != NULL)
    g_print ("    -> %s\n", advice);
}

CtlExit
ctl_run_checkup (CtlSession *session,
                 const CtlRequest *request,
                 VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  VaultCheck checks[VAULT_N_CHECKS];

  vault_checkup_async (session->vault, session->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_checkup_finish (session->vault, result, checks, &error))
    return ctl_fail (error);

  if (request->json) {
    print_json (checks);
    return CTL_EXIT_OK;
  }
  for (guint i = 0; i < VAULT_N_CHECKS; i++)
    print_check (i, &checks[i]);
  return CTL_EXIT_OK;
}
