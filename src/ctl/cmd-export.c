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

/* The exact bytes that were imported, with --keep-metadata and, for as long as nothing
 * here can strip metadata, without it. */
CtlExit
ctl_run_export (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GFile) folder = g_file_new_for_path (request->to);
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  CtlProgress progress = ctl_progress_begin ("Exporting");
  guint n_exported = 0;

  items = ctl_session_dup_items (session, request->words, request->n_words, &error);
  if (items == NULL)
    return ctl_fail (error);

  vault_export_async (session->vault, items, folder, session->cancellable,
                      ctl_progress_cb, &progress, ctl_done_cb, &result);
  ctl_wait (&result);
  ctl_progress_end (&progress);

  if (!vault_export_finish (session->vault, result, &n_exported, &problems, &error))
    g_assert (error != NULL);
  g_print ("Exported: %u\n", n_exported);
  if (n_exported > 0 && !request->keep_metadata)
    g_printerr ("nightstandctl: the files hold everything the originals held, also the "
                "place and the camera; nothing takes that out yet.\n");
  return ctl_problems_report (problems, n_exported, error);
}
