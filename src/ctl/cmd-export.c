/* cmd-export.c - nightstandctl export
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "command.h"
#include "problems.h"
#include "progress.h"

gboolean
ctl_check_export (const CtlRequest *request, GError **error)
{
  if (request->to != NULL)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               "The folder to export to is missing: --to FOLDER.");
  return FALSE;
}

static gboolean
has_refusal (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++) {
    const VaultImportProblem *problem = g_ptr_array_index (problems, i);

    if (g_error_matches (problem->error, VAULT_ERROR, VAULT_ERROR_METADATA_STAYS))
      return TRUE;
  }
  return FALSE;
}

CtlExit
ctl_run_export (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GFile) folder = NULL;
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  CtlProgress progress = ctl_progress_begin ("Exporting");
  guint n_exported = 0;

  items = ctl_session_dup_items (session, request->words, request->n_words, &error);
  if (items == NULL)
    return ctl_fail (error);

  folder = ctl_session_dup_target (request->to);
  vault_export_async (session->vault, items, folder,
                      request->original ? VAULT_METADATA_KEPT : VAULT_METADATA_REMOVED,
                      session->cancellable, ctl_progress_cb, &progress, ctl_done_cb,
                      &result);
  ctl_wait (&result);
  ctl_progress_end (&progress);

  if (!vault_export_finish (session->vault, result, &n_exported, &problems, &error))
    g_assert (error != NULL);
  g_print ("Exported: %u\n", n_exported);
  if (has_refusal (problems))
    g_printerr (
        "nightstandctl: Such files were not exported; --original exports them as "
        "they are.\n");
  return ctl_problems_report (problems, n_exported, error);
}
