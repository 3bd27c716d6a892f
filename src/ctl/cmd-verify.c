/* cmd-verify.c - nightstandctl verify, and what it found in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-verify.h>

#include "command.h"
#include "json.h"
#include "progress.h"
#include "text.h"

typedef struct {
  VaultRepairReport healed;
  VaultVerifyReport report;
  GPtrArray *damaged; /* VaultDamagedItem */
} Outcome;

static void
print_damaged (const VaultDamagedItem *item)
{
  g_autofree char *name = ctl_text_safe (item->name);

  if (item->n_bytes_bad == 0)
    g_print (
        "  %s  %s: the original is whole; its record, preview or thumbnail is not.\n",
        item->id, name);
  else
    g_print ("  %s  %s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
             " bytes do not verify.\n",
             item->id, name, item->n_bytes_bad, item->n_bytes);
}

static void
print_healed (const VaultRepairReport *healed)
{
  guint n_healed =
      healed->n_blocks + healed->n_epochs + healed->n_cells + healed->n_stamps;

  g_print ("Healed from their other copy: %u\n", n_healed);
  if (healed->n_blocks > 0)
    g_print ("  blocks of the keyring: %u\n", healed->n_blocks);
  if (healed->n_epochs > 0)
    g_print ("  keys of what expires: %u\n", healed->n_epochs);
  if (healed->n_cells > 0)
    g_print ("  keys of single items: %u\n", healed->n_cells);
  if (healed->n_stamps > 0)
    g_print ("  stamps of vault.db: %u\n", healed->n_stamps);
}

static void
print_report (const Outcome *outcome)
{
  const VaultVerifyReport *report = &outcome->report;

  g_print ("Whole items: %u, %" G_GUINT64_FORMAT " bytes\n", report->n_items,
           report->n_bytes);
  g_print ("Damaged items: %u\n", report->n_damaged);
  for (guint i = 0; i < outcome->damaged->len; i++)
    print_damaged (outcome->damaged->pdata[i]);
  g_print ("Unreadable records: %u\n", report->n_unreadable);

  if (report->n_missing > 0)
    g_print ("Records that should be there and are not: %u\n", report->n_missing);
  if (report->n_lone_keys > 0)
    g_print ("Keys without a record: %u\n", report->n_lone_keys);
  if (report->n_mirror_faults > 0)
    g_print ("Places kept twice of which one copy is bad: %u\n",
             report->n_mirror_faults);
  if (report->n_healed > 0)
    g_print ("Places kept twice of which one copy was bad, healed by unlocking: %u\n",
             report->n_healed);
  if (report->n_structure_faults > 0)
    g_print ("Places where the structure of vault.db is broken: %u\n",
             report->n_structure_faults);
  if (report->n_stray_pieces > 0)
    g_print ("Sealed pieces that no readable record lists: %" G_GUINT64_FORMAT "\n",
             report->n_stray_pieces);
}

/* What a person can do about it; nothing of this is ever done by itself. */
static void
print_advice (const VaultVerifyReport *report, gboolean was_repaired)
{
  g_printerr ("nightstandctl: Not everything in this vault is whole.  Nothing was "
              "removed.\n");
  if (report->n_mirror_faults > 0 && !was_repaired)
    g_printerr ("verify --repair heals what is kept twice from its good copy.\n");
  if (report->n_mirror_faults > 0 && was_repaired)
    g_printerr ("Some of what is kept twice has no good copy, and was left alone.\n");
  if (report->n_damaged > 0)
    g_printerr ("salvage --to FOLDER writes out what is left of the damaged items.\n");
  if (report->n_unreadable + report->n_missing + report->n_lone_keys > 0)
    g_printerr ("If there is a backup of keyring and vault.db from the same time, keep "
                "it: it may have what is missing here.\n");
  if (report->n_structure_faults > 0)
    g_printerr ("Import nothing more into this vault: what is new could overwrite what "
                "is whole.  Export or salvage everything, and make a new vault.\n");
}

static void
add_json_healed (JsonBuilder *builder, const VaultRepairReport *healed)
{
  json_builder_set_member_name (builder, "healed");
  json_builder_begin_object (builder);
  ctl_json_add_uint (builder, "keyring_blocks", healed->n_blocks);
  ctl_json_add_uint (builder, "expiry_keys", healed->n_epochs);
  ctl_json_add_uint (builder, "item_keys", healed->n_cells);
  ctl_json_add_uint (builder, "stamps", healed->n_stamps);
  json_builder_end_object (builder);
}

static void
add_json_damaged (JsonBuilder *builder, const VaultDamagedItem *item)
{
  json_builder_begin_object (builder);
  ctl_json_add_string (builder, "id", item->id);
  ctl_json_add_string (builder, "name", item->name);
  ctl_json_add_uint (builder, "bytes", item->n_bytes);
  ctl_json_add_uint (builder, "bytes_bad", item->n_bytes_bad);
  json_builder_end_object (builder);
}

static void
print_json (const Outcome *outcome, gboolean was_repaired)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  const VaultVerifyReport *report = &outcome->report;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "whole");
  json_builder_add_boolean_value (builder, vault_verify_report_is_whole (report));
  ctl_json_add_uint (builder, "whole_items", report->n_items);
  ctl_json_add_uint (builder, "whole_bytes", report->n_bytes);
  json_builder_set_member_name (builder, "damaged_items");
  json_builder_begin_array (builder);
  for (guint i = 0; i < outcome->damaged->len; i++)
    add_json_damaged (builder, outcome->damaged->pdata[i]);
  json_builder_end_array (builder);
  ctl_json_add_uint (builder, "unreadable_records", report->n_unreadable);
  ctl_json_add_uint (builder, "missing_records", report->n_missing);
  ctl_json_add_uint (builder, "lone_keys", report->n_lone_keys);
  ctl_json_add_uint (builder, "mirror_faults", report->n_mirror_faults);
  ctl_json_add_uint (builder, "healed_by_unlocking", report->n_healed);
  ctl_json_add_uint (builder, "structure_faults", report->n_structure_faults);
  ctl_json_add_uint (builder, "stray_pieces", report->n_stray_pieces);
  if (was_repaired)
    add_json_healed (builder, &outcome->healed);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

static gboolean
look (CtlSession *session, gboolean repair, Outcome *outcome, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  CtlProgress progress = ctl_progress_begin ("Verifying");

  if (repair)
    vault_repair_async (session->vault, session->cancellable, ctl_progress_cb,
                        &progress, ctl_done_cb, &result);
  else
    vault_verify_async (session->vault, session->cancellable, ctl_progress_cb,
                        &progress, ctl_done_cb, &result);
  ctl_wait (&result);
  ctl_progress_end (&progress);

  if (repair)
    return vault_repair_finish (session->vault, result, &outcome->healed,
                                &outcome->report, &outcome->damaged, error);
  return vault_verify_finish (session->vault, result, &outcome->report,
                              &outcome->damaged, error);
}

CtlExit
ctl_run_verify (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GPtrArray) damaged = NULL;
  g_autoptr(GError) error = NULL;
  Outcome outcome = { 0 };
  gboolean ok = look (session, request->repair, &outcome, &error);

  damaged = outcome.damaged;
  if (!ok)
    return ctl_fail (error);

  if (request->json) {
    print_json (&outcome, request->repair);
  } else {
    if (request->repair)
      print_healed (&outcome.healed);
    print_report (&outcome);
  }

  if (vault_verify_report_is_whole (&outcome.report))
    return CTL_EXIT_OK;
  print_advice (&outcome.report, request->repair);
  return CTL_EXIT_DAMAGED;
}
