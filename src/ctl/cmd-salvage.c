/* cmd-salvage.c - nightstandctl salvage
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-verify.h>

#include "command.h"
#include "json.h"
#include "progress.h"
#include "text.h"

gboolean
ctl_check_salvage (const CtlRequest *request, GError **error)
{
  if (request->to != NULL)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               "The folder to salvage into is missing: --to FOLDER.");
  return FALSE;
}

static void
print_damaged (const VaultDamagedItem *item)
{
  g_autofree char *name = ctl_text_safe (item->name);

  if (item->error == NULL)
    g_print ("  %s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
             " bytes are missing; zeros are in their place.\n",
             name, item->n_bytes_bad, item->n_bytes);
  else
    g_print ("  %s: not written.  %s\n", name, ctl_sentence_of_error (item->error));
}

static void
print_report (const VaultSalvageReport *report, GPtrArray *damaged)
{
  g_print ("Written whole: %u\n", report->n_whole);
  g_print ("Written in part: %u\n", report->n_partial);
  g_print ("Known by name, but lost: %u\n", report->n_lost);
  for (guint i = 0; i < damaged->len; i++)
    print_damaged (damaged->pdata[i]);
  if (report->n_expired > 0)
    g_print ("Expired, and not written: %u\n", report->n_expired);
  if (report->n_nameless > 0)
    g_print ("Keys and records that cannot be brought together: %u.  At most so many "
             "more items were in the vault.\n",
             report->n_nameless);
  if (report->n_whole + report->n_partial > 0)
    g_print ("The files written are no longer protected.\n");
}

static void
print_json (const VaultSalvageReport *report, GPtrArray *damaged)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ctl_json_add_uint (builder, "whole", report->n_whole);
  ctl_json_add_uint (builder, "partial", report->n_partial);
  ctl_json_add_uint (builder, "lost", report->n_lost);
  ctl_json_add_uint (builder, "nameless", report->n_nameless);
  ctl_json_add_uint (builder, "expired", report->n_expired);
  ctl_json_add_uint (builder, "bytes", report->n_bytes);
  ctl_json_add_uint (builder, "bytes_missing", report->n_bytes_bad);
  json_builder_set_member_name (builder, "damaged");
  json_builder_begin_array (builder);
  for (guint i = 0; i < damaged->len; i++) {
    const VaultDamagedItem *item = g_ptr_array_index (damaged, i);

    json_builder_begin_object (builder);
    ctl_json_add_string (builder, "name", item->name);
    ctl_json_add_uint (builder, "bytes", item->n_bytes);
    ctl_json_add_uint (builder, "bytes_missing", item->n_bytes_bad);
    json_builder_set_member_name (builder, "written");
    json_builder_add_boolean_value (builder, item->error == NULL);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

static CtlExit
get_exit (const VaultSalvageReport *report)
{
  if (report->n_partial + report->n_lost + report->n_nameless == 0)
    return CTL_EXIT_OK;

  g_printerr (
      "nightstandctl: Not everything could be salvaged.  The vault's files are as "
      "they were.\n");
  return report->n_whole + report->n_partial > 0 ? CTL_EXIT_SOME_FAILED
                                                 : CTL_EXIT_DAMAGED;
}

CtlExit
ctl_run_salvage (CtlSession *session,
                 const CtlRequest *request,
                 VaultSecret *passphrase)
{
  g_autoptr(GFile) folder = ctl_session_dup_target (request->to);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) damaged = NULL;
  g_autoptr(GError) error = NULL;
  CtlProgress progress = ctl_progress_begin ("Salvaging");
  VaultSalvageReport report;
  gboolean ok;

  vault_salvage_async (session->vault, passphrase, folder, session->cancellable,
                       ctl_progress_cb, &progress, ctl_done_cb, &result);
  ctl_wait (&result);
  ctl_progress_end (&progress);

  /* What was finished before a failure or a cancellation is in the folder. */
  ok = vault_salvage_finish (session->vault, result, &report, &damaged, &error);
  if (ok || report.n_whole + report.n_partial > 0) {
    if (request->json)
      print_json (&report, damaged);
    else
      print_report (&report, damaged);
  }
  return ok ? get_exit (&report) : ctl_fail (error);
}
