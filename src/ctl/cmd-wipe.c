/* cmd-wipe.c - nightstandctl wipe, and the receipt in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-wipe.h>

#include "command.h"
#include "json.h"

/* In JSON. */
static const char *const part_names[VAULT_WIPE_N_PARTS] = {
  [VAULT_WIPE_MEMORY] = "memory",     [VAULT_WIPE_HEADER] = "header",
  [VAULT_WIPE_EPOCHS] = "epochs",     [VAULT_WIPE_CELLS] = "cells",
  [VAULT_WIPE_DATABASE] = "database", [VAULT_WIPE_COPIES] = "copies",
};

static const char *const outcome_names[] = {
  [VAULT_WIPE_DESTROYED] = "destroyed", [VAULT_WIPE_OVERWRITTEN] = "overwritten",
  [VAULT_WIPE_REMOVED] = "removed",     [VAULT_WIPE_FAILED] = "failed",
  [VAULT_WIPE_NOTHING] = "nothing",     [VAULT_WIPE_UNKNOWN] = "unknown",
};

/* For people. */
static const char *const labels[VAULT_WIPE_N_PARTS] = {
  [VAULT_WIPE_MEMORY] = "Keys in the memory of this program",
  [VAULT_WIPE_HEADER] = "The header, which every passphrase needs",
  [VAULT_WIPE_EPOCHS] = "The keys of what expires",
  [VAULT_WIPE_CELLS] = "The keys of single items",
  [VAULT_WIPE_DATABASE] = "The sealed media, vault.db",
  [VAULT_WIPE_COPIES] = "Backups, snapshots, old blocks of an SSD, exported files",
};

static const char *const sentences[] = {
  [VAULT_WIPE_DESTROYED] = "destroyed: overwritten, flushed to the disk and read back.",
  [VAULT_WIPE_OVERWRITTEN] = "overwritten and flushed to the disk, but reading it back "
                             "did not confirm that.",
  [VAULT_WIPE_REMOVED] = "removed, not overwritten: the sealed blocks stay on the disk "
                         "until they are used again.",
  [VAULT_WIPE_FAILED] = "NOT destroyed.",
  [VAULT_WIPE_NOTHING] = "there was nothing of this kind.",
  [VAULT_WIPE_UNKNOWN] = "cannot be known from here.",
};

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

static const char *
get_sentence (const VaultWipeStep *step)
{
  /* Memory has no disk to be flushed to. */
  if (step->part == VAULT_WIPE_MEMORY && step->outcome == VAULT_WIPE_DESTROYED)
    return "overwritten.";
  return sentences[step->outcome];
}

static void
print_receipt (const VaultReceipt *receipt)
{
  for (gsize i = 0; i < G_N_ELEMENTS (receipt->steps); i++) {
    const VaultWipeStep *step = &receipt->steps[i];

    g_print ("%s: %s%s%s\n", labels[step->part], get_sentence (step),
             step->outcome == VAULT_WIPE_FAILED ? "  " : "",
             step->outcome == VAULT_WIPE_FAILED ? ctl_sentence_of_code (step->error)
                                                : "");
  }
  if (vault_receipt_is_destroyed (receipt))
    g_print (
        "The vault is destroyed: no passphrase opens its files as they are now.\n");
  else
    g_print ("The vault is NOT destroyed.  Whoever has the passphrase may open it.\n");
}

static void
print_json_receipt (const VaultReceipt *receipt)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "destroyed");
  json_builder_add_boolean_value (builder, vault_receipt_is_destroyed (receipt));
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (receipt->steps); i++) {
    const VaultWipeStep *step = &receipt->steps[i];
    gboolean failed = step->outcome == VAULT_WIPE_FAILED;

    json_builder_begin_object (builder);
    ctl_json_add_string (builder, "part", part_names[step->part]);
    ctl_json_add_string (builder, "outcome", outcome_names[step->outcome]);
    ctl_json_add_string (builder, "error",
                         failed ? vault_error_get_nick (step->error) : NULL);
    ctl_json_add_uint (builder, "elapsed_us", (guint64) MAX (step->elapsed_us, 0));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

/* If the vault is not destroyed, the first failure gives the status.  If it is, a failure
 * to tidy up afterwards is one of part. */
static CtlExit
get_exit (const VaultReceipt *receipt)
{
  gboolean is_destroyed = vault_receipt_is_destroyed (receipt);

  for (gsize i = 0; i < G_N_ELEMENTS (receipt->steps); i++) {
    if (receipt->steps[i].outcome == VAULT_WIPE_FAILED)
      return is_destroyed ? CTL_EXIT_SOME_FAILED
                          : ctl_exit_of_code (receipt->steps[i].error);
  }
  return is_destroyed ? CTL_EXIT_OK : CTL_EXIT_SOME_FAILED;
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
    print_receipt (&receipt);
  return get_exit (&receipt);
}
