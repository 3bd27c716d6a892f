/* cmd-wipe.c - nightstandctl wipe and drill
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-wipe-all.h>

#include "command.h"
#include "json.h"
#include "known.h"
#include "receipt.h"
#include "text.h"

gboolean
ctl_check_wipe (const CtlRequest *request, GError **error)
{
  if (request->now)
    return ctl_check_all (request, error);
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

/* ---- all vaults ---- */

static void
print_json_all (GPtrArray *all)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "vaults");
  json_builder_begin_array (builder);
  for (guint i = 0; i < all->len; i++) {
    const VaultWiped *wiped = all->pdata[i];
    gboolean reached = wiped->problem == VAULT_N_ERRORS;
    g_autofree char *folder = g_filename_display_name (wiped->folder);

    json_builder_begin_object (builder);
    ctl_json_add_string (builder, "folder", folder);
    ctl_json_add_string (builder, "error",
                         reached ? NULL : vault_error_get_nick (wiped->problem));
    if (reached)
      ctl_json_add_receipt (builder, &wiped->receipt);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

static void
print_all (GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++) {
    const VaultWiped *wiped = all->pdata[i];
    g_autofree char *folder = ctl_text_safe (wiped->folder);

    g_print ("%s%s\n", i == 0 ? "" : "\n", folder);
    if (wiped->problem == VAULT_N_ERRORS)
      ctl_print_receipt (&wiped->receipt);
    else if (wiped->problem == VAULT_ERROR_NO_VAULT)
      g_print (
          "NOT destroyed: no vault is to be seen there.  If it lies on a disk that "
          "is not connected, it is as it was.\n");
    else
      g_print ("NOT destroyed.  %s\n", ctl_sentence_of_code (wiped->problem));
  }
}

/* The first one that is not well decides. */
static CtlExit
exit_of_all (GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++) {
    const VaultWiped *wiped = all->pdata[i];
    CtlExit status = wiped->problem == VAULT_N_ERRORS
                         ? ctl_exit_of_receipt (&wiped->receipt)
                         : ctl_exit_of_code (wiped->problem);

    if (status != CTL_EXIT_OK)
      return status;
  }
  return CTL_EXIT_OK;
}

/* As in the window: what is destroyed is forgotten, and nothing else is. */
static void
forget_destroyed (GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++) {
    const VaultWiped *wiped = all->pdata[i];

    if (vault_wiped_is_destroyed (wiped))
      ctl_forget_known (wiped->folder);
  }
}

static CtlExit
wipe_all (const CtlRequest *request)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_auto(GStrv) folders = ctl_dup_known_folders ();
  CtlExit status;

  vault_wipe_all_async ((const char *const *) folders, NULL, ctl_done_cb, &result);
  ctl_wait (&result);
  all = vault_wipe_all_finish (result);
  forget_destroyed (all);
  if (request->json)
    print_json_all (all);
  else
    print_all (all);
  if (all->len == 0) {
    g_printerr ("nightstandctl: No vault is known; nothing was done.\n");
    return ctl_exit_of_code (VAULT_ERROR_NO_VAULT);
  }

  status = exit_of_all (all);
  if (status != CTL_EXIT_OK)
    g_printerr ("nightstandctl: Not everything is destroyed; see above.\n");
  return status;
}

/* ---- one ---- */

CtlExit
ctl_run_wipe (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  VaultReceipt receipt;

  if (request->all)
    return wipe_all (request);

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
