/* cmd-import.c - nightstandctl import
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-organise.h>

#include "command.h"
#include "problems.h"
#include "progress.h"

gboolean
ctl_check_import (const CtlRequest *request, GError **error)
{
  gint64 expires;

  if (request->strip && request->keep_metadata) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "--strip and --keep-metadata exclude each other.");
    return FALSE;
  }
  /* The form only.  Whether it has passed is known by the vault's own clock, when open. */
  return request->expires == NULL
         || vault_when_parse (request->expires, 0, &expires, error);
}

CtlExit
ctl_run_import (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) groups = NULL;
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  CtlProgress progress = ctl_progress_begin ("Importing");
  gint64 expires = VAULT_EXPIRES_NEVER;
  guint n_imported = 0;

  if (request->expires != NULL
      && !vault_when_parse (request->expires, vault_get_time (session->vault), &expires,
                            &error))
    return ctl_fail (error);
  groups = ctl_session_dup_groups (session, request, &error);
  if (groups == NULL)
    return ctl_fail (error);

  for (guint i = 0; i < request->n_words; i++)
    g_ptr_array_add (files, g_file_new_for_path (request->words[i]));

  vault_import_into_async (
      session->vault, (GFile *const *) files->pdata, files->len, groups, expires,
      request->strip ? VAULT_METADATA_REMOVED : VAULT_METADATA_KEPT,
      session->cancellable, ctl_progress_cb, &progress, ctl_done_cb, &result);
  ctl_wait (&result);
  ctl_progress_end (&progress);

  /* What was finished before a failure or a cancellation is in the vault. */
  if (!vault_import_finish (session->vault, result, &n_imported, &problems, &error))
    g_assert (error != NULL);
  g_print ("Imported: %u\n", n_imported);
  return ctl_problems_report (problems, n_imported, error);
}
