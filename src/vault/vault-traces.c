/* vault-traces.c - the traces of files, as the facade offers them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/traces.h"

#include "vault/vault-private.h"

static void
find (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  VaultWork work = vault_job_get_work (task);
  GError *error = NULL;

  job->traces = vault_session_find_traces (job->session, job->files, &work, &error);
  vault_job_answer (task, job->traces != NULL, error);
}

void
vault_traces_find_async (Vault *self,
                         GFile *const *files,
                         gsize n_files,
                         GCancellable *cancellable,
                         VaultProgressFunc progress,
                         gpointer progress_data,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  VaultJob *job;
  GTask *task = vault_job_new_open (self, cancellable, callback, user_data,
                                    vault_traces_find_async, &job);

  if (task == NULL)
    return;

  vault_job_set_files (job, files, n_files);
  job->progress_func = progress;
  job->progress_data = progress_data;
  vault_job_run (task, find);
}

GPtrArray *
vault_traces_find_finish (Vault *self, GAsyncResult *result, GError **error)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&job->traces);
}

static void
find_copies (GTask *task,
             gpointer source,
             gpointer task_data,
             GCancellable *cancellable)
{
  VaultJob *job = task_data;
  VaultWork work = vault_job_get_work (task);
  GError *error = NULL;

  job->traces =
      vault_session_find_copies (job->session, job->entries->pdata[0], &work, &error);
  vault_job_answer (task, job->traces != NULL, error);
}

void
vault_copies_find_async (Vault *self,
                         VaultItem *item,
                         GCancellable *cancellable,
                         VaultProgressFunc progress,
                         gpointer progress_data,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  VaultEntry *entry = vault_item_dup_entry (item);
  VaultJob *job;
  GTask *task = vault_job_new_open (self, cancellable, callback, user_data,
                                    vault_copies_find_async, &job);

  if (task == NULL) {
    vault_entry_unref (entry);
    return;
  }
  if (entry == NULL) {
    g_task_return_new_error (task, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "gone");
    g_object_unref (task);
    return;
  }

  job->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
  g_ptr_array_add (job->entries, entry);
  job->progress_func = progress;
  job->progress_data = progress_data;
  vault_job_run (task, find_copies);
}

GPtrArray *
vault_copies_find_finish (Vault *self, GAsyncResult *result, GError **error)
{
  return vault_traces_find_finish (self, result, error);
}

static void
remove_them (GTask *task,
             gpointer source,
             gpointer task_data,
             GCancellable *cancellable)
{
  VaultJob *job = task_data;
  VaultWork work = vault_job_get_work (task);
  GError *error = NULL;
  gboolean ok = vault_session_remove_traces (job->session, job->traces, &work, &error);

  vault_job_answer (task, ok, error);
}

void
vault_traces_remove_async (Vault *self,
                           GPtrArray *traces,
                           GCancellable *cancellable,
                           VaultProgressFunc progress,
                           gpointer progress_data,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  VaultJob *job;
  GTask *task = vault_job_new_open (self, cancellable, callback, user_data,
                                    vault_traces_remove_async, &job);

  if (task == NULL)
    return;

  job->traces = g_ptr_array_new_with_free_func ((GDestroyNotify) vault_trace_unref);
  for (guint i = 0; i < traces->len; i++)
    g_ptr_array_add (job->traces, vault_trace_ref (traces->pdata[i]));
  job->progress_func = progress;
  job->progress_data = progress_data;
  vault_job_run (task, remove_them);
}

gboolean
vault_traces_remove_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
