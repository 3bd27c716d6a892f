/* cmd-wipe.c - nightstandctl wipe and drill
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-wipe.h>

#include "command.h"
#include "json.h"
#include "receipt.h"

gboolean
ctl_check_wipe (const CtlRequest *request, GError **error)
{
  if (request->now)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               "Nothing was done.  To destroy the vault at once and for good, write "
               "wipe --now.");
  return FALSE;
}

static void
print_json_receipt (const VaultReceipt *receipt)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ctl_json_add_receipt (builder, receipt);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

CtlExit
ctl_run_wipe (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  VaultReceipt receipt;

  /* No cancellable: what has begun here is finished, also after Ctrl+C. */
  vault_wipe_async (session->vault, ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_wipe_finish (session->vault, result, &receipt, &error))
    return ctl_fail (error);

  if (request->json)
    print_json_receipt (&receipt);
  else
    ctl_print_receipt (&receipt);
  return ctl_exit_of_receipt (&receipt);
}

static void
print_json_drill (const VaultDrill *drill)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ctl_json_add_uint (builder, "keyring_bytes", drill->keyring_bytes);
  ctl_json_add_uint (builder, "database_bytes", drill->database_bytes);
  json_builder_set_member_name (builder, "database_whole");
  json_builder_add_boolean_value (builder, drill->database_whole);
  json_builder_set_member_name (builder, "opened_before");
  json_builder_add_boolean_value (builder, drill->opened_before);
  json_builder_set_member_name (builder, "opens_after");
  json_builder_add_boolean_value (builder, drill->opens_after);
  ctl_json_add_receipt (builder, &drill->receipt);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

static void
print_drill (const VaultDrill *drill)
{
  g_autofree char *keyring = g_format_size (drill->keyring_bytes);
  g_autofree char *database = g_format_size (drill->database_bytes);

  g_print ("A dummy vault was made, with a key file of %s and a vault.db of %s.\n",
           keyring, database);
  if (!drill->database_whole)
    g_print ("There was no room for a vault.db of that size; it was smaller.\n");
  g_print ("Its passphrase opened it.  Then it was wiped as yours would be:\n\n");
  ctl_print_receipt (&drill->receipt);
  g_print ("\n%s  Your own vault was not touched.\n",
           drill->opens_after ? "Its passphrase STILL opens it."
                              : "Its passphrase opens it no longer.");
}

CtlExit
ctl_run_drill (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  VaultDrill drill;

  vault_drill_async (session->vault, session->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_drill_finish (session->vault, result, &drill, &error))
    return ctl_fail (error);

  if (request->json)
    print_json_drill (&drill);
  else
    print_drill (&drill);
  return drill.opens_after ? CTL_EXIT_SOME_FAILED
                           : ctl_exit_of_receipt (&drill.receipt);
}
