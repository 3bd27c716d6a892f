/* receipt.c - the receipt of a wipe, and the light of a disk, in words and in JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "receipt.h"

#include "json.h"

/* In JSON. */
static const char *const part_names[VAULT_WIPE_N_PARTS] = {
  [VAULT_WIPE_MEMORY] = "memory",     [VAULT_WIPE_HEADER] = "header",
  [VAULT_WIPE_EPOCHS] = "epochs",     [VAULT_WIPE_CELLS] = "cells",
  [VAULT_WIPE_DATABASE] = "database", [VAULT_WIPE_OTHERS] = "others",
  [VAULT_WIPE_COPIES] = "copies",
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
  [VAULT_WIPE_OTHERS] = "Another program that has the vault open",
  [VAULT_WIPE_COPIES] = "Copies elsewhere",
};

static VaultSaying
say_light (VaultLight light)
{
  const VaultReceipt receipt = { .storage = { .light = light } };

  return vault_receipt_say_light (&receipt);
}

void
ctl_print_storage (const VaultStorage *storage)
{
  g_print ("Disk: %s\n", ctl_sentence_of_saying (say_light (storage->light)));
  for (guint i = 0; i < VAULT_STORAGE_N_FACTS; i++) {
    VaultStorageFacts fact = 1u << i;

    if ((storage->facts & fact) == 0)
      continue;
    g_print ("  %s", ctl_sentence_of_fact (fact));
    if (fact == VAULT_STORAGE_SYNCED)
      g_print ("  (%s)", storage->sync_service);
    g_print ("\n");
  }
}

void
ctl_print_receipt (const VaultReceipt *receipt)
{
  for (VaultWipePart part = 0; part < VAULT_WIPE_N_PARTS; part++) {
    const VaultWipeStep *step = &receipt->steps[part];
    gboolean failed = step->outcome == VAULT_WIPE_FAILED;
    gboolean timed =
        step->outcome != VAULT_WIPE_NOTHING && step->outcome != VAULT_WIPE_UNKNOWN;
    g_autofree char *when =
        timed ? g_strdup_printf ("  (%.1f ms)", (double) step->elapsed_us / 1000)
              : g_strdup ("");

    g_print ("%s: %s%s%s%s\n", labels[part],
             ctl_sentence_of_saying (vault_receipt_say_part (receipt, part)),
             failed ? "  " : "", failed ? ctl_sentence_of_code (step->error) : "",
             when);
  }
  ctl_print_storage (&receipt->storage);
  g_print ("%s\n", ctl_sentence_of_saying (vault_receipt_say_whole (receipt)));
}

void
ctl_json_add_storage (JsonBuilder *builder, const VaultStorage *storage)
{
  json_builder_set_member_name (builder, "storage");
  json_builder_begin_object (builder);
  ctl_json_add_string (builder, "light", vault_light_get_nick (storage->light));
  ctl_json_add_string (builder, "file_system",
                       *storage->file_system == '\0' ? NULL : storage->file_system);
  ctl_json_add_string (builder, "sync", storage->sync_service);
  json_builder_set_member_name (builder, "facts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < VAULT_STORAGE_N_FACTS; i++) {
    if ((storage->facts & (1u << i)) != 0)
      json_builder_add_string_value (builder, vault_storage_get_nick (1u << i));
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_step (JsonBuilder *builder, const VaultReceipt *receipt, VaultWipePart part)
{
  static const char *const reasons[] = { NULL, "unread", "old-kept" };
  const VaultWipeStep *step = &receipt->steps[part];
  gboolean failed = step->outcome == VAULT_WIPE_FAILED;

  json_builder_begin_object (builder);
  ctl_json_add_string (builder, "part", part_names[part]);
  ctl_json_add_string (builder, "outcome", outcome_names[step->outcome]);
  ctl_json_add_string (builder, "reason",
                       step->outcome == VAULT_WIPE_OVERWRITTEN ? reasons[step->reason]
                                                               : NULL);
  ctl_json_add_string (builder, "error",
                       failed ? vault_error_get_nick (step->error) : NULL);
  ctl_json_add_string (builder, "says",
                       vault_saying_get_nick (vault_receipt_say_part (receipt, part)));
  ctl_json_add_uint (builder, "elapsed_us", (guint64) MAX (step->elapsed_us, 0));
  json_builder_end_object (builder);
}

void
ctl_json_add_receipt (JsonBuilder *builder, const VaultReceipt *receipt)
{
  json_builder_set_member_name (builder, "destroyed");
  json_builder_add_boolean_value (builder, vault_receipt_is_destroyed (receipt));
  ctl_json_add_string (builder, "says",
                       vault_saying_get_nick (vault_receipt_say_whole (receipt)));
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (VaultWipePart part = 0; part < VAULT_WIPE_N_PARTS; part++)
    add_step (builder, receipt, part);
  json_builder_end_array (builder);
  ctl_json_add_storage (builder, &receipt->storage);
}

CtlExit
ctl_exit_of_receipt (const VaultReceipt *receipt)
{
  gboolean is_destroyed = vault_receipt_is_destroyed (receipt);

  for (gsize i = 0; i < G_N_ELEMENTS (receipt->steps); i++) {
    if (receipt->steps[i].outcome == VAULT_WIPE_FAILED)
      return is_destroyed ? CTL_EXIT_SOME_FAILED
                          : ctl_exit_of_code (receipt->steps[i].error);
  }

  return vault_receipt_say_whole (receipt) == VAULT_SAYS_DESTROYED
             ? CTL_EXIT_OK
             : CTL_EXIT_SOME_FAILED;
}
