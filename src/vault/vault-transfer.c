/* vault-transfer.c - importing and exporting: the long operations
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

static GPtrArray *
problems_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) vault_import_problem_free);
}

/* What was done, also if it ended early. */
static void
note (VaultJob *job, VaultActivityKind kind)
{
  if (job->n_done > 0)
    vault_session_note_activity (job->session, kind, job->n_done);
}

static void
import (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  VaultWork work = vault_job_get_work (task);
  guint n_sources = job->bytes != NULL ? 1 : job->files->len;
  g_autofree VaultImportSource *sources = g_new0 (VaultImportSource, n_sources);
  GError *error = NULL;
  gboolean ok;

  for (guint i = 0; i < n_sources; i++) {
    if (job->bytes != NULL)
      sources[i] = (VaultImportSource){ NULL, job->bytes, job->name };
    else
      sources[i].file = job->files->pdata[i];
  }

  ok =
      vault_session_import (job->session, sources, n_sources, job->groups, job->expires,
                            job->metadata, &work, job->problems, &job->n_done, &error);
  note (job, VAULT_ACTIVITY_IMPORTED);
  vault_job_answer (task, ok, error);
}

void
vault_import_into_async (Vault *self,
                         GFile *const *files,
                         gsize n_files,
                         GPtrArray *groups,
                         gint64 expires,
                         VaultMetadata metadata,
                         GCancellable *cancellable,
                         VaultProgressFunc progress,
                         gpointer progress_data,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  VaultJob *job;
  GTask *task = vault_job_new_open (self, cancellable, callback, user_data,
                                    vault_import_async, &job);

  if (task == NULL)
    return;

  vault_job_set_files (job, files, n_files);
  job->groups = vault_numbers_of_groups (groups);
  job->expires = expires;
  job->metadata = metadata;
  job->problems = problems_new ();
  job->progress_func = progress;
  job->progress_data = progress_data;
  vault_job_run (task, import);
}

void
vault_import_async (Vault *self,
                    GFile *const *files,
                    gsize n_files,
                    gint64 expires,
                    VaultMetadata metadata,
                    GCancellable *cancellable,
                    VaultProgressFunc progress,
                    gpointer progress_data,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  vault_import_into_async (self, files, n_files, NULL, expires, metadata, cancellable,
                           progress, progress_data, callback, user_data);
}

/* The job is there only if the operation was begun. */
static void
take_outcome (GAsyncResult *result, guint *out_n_done, GPtrArray **out_problems)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  if (out_n_done != NULL)
    *out_n_done = job->n_done;
  *out_problems = g_steal_pointer (&job->problems);
  if (*out_problems == NULL)
    *out_problems = problems_new ();
}

gboolean
vault_import_finish (Vault *self,
                     GAsyncResult *result,
                     guint *out_n_imported,
                     GPtrArray **out_problems,
                     GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  take_outcome (result, out_n_imported, out_problems);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
vault_import_bytes_into_async (Vault *self,
                               const char *name,
                               GBytes *bytes,
                               GPtrArray *groups,
                               gint64 expires,
                               VaultMetadata metadata,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  VaultJob *job;
  GTask *task = vault_job_new_open (self, cancellable, callback, user_data,
                                    vault_import_bytes_async, &job);

  if (task == NULL)
    return;

  job->bytes = g_bytes_ref (bytes);
  job->name = g_strdup (name);
  job->groups = vault_numbers_of_groups (groups);
  job->expires = expires;
  job->metadata = metadata;
  job->problems = problems_new ();
  vault_job_run (task, import);
}

void
vault_import_bytes_async (Vault *self,
                          const char *name,
                          GBytes *bytes,
                          gint64 expires,
                          VaultMetadata metadata,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  vault_import_bytes_into_async (self, name, bytes, NULL, expires, metadata,
                                 cancellable, callback, user_data);
}

gboolean
vault_import_bytes_finish (Vault *self,
                           GAsyncResult *result,
                           GPtrArray **out_problems,
                           GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  take_outcome (result, NULL, out_problems);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void export(GTask *task,
                   gpointer source,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  VaultJob *job = task_data;
  VaultWork work = vault_job_get_work (task);
  GError *error = NULL;
  gboolean ok =
      vault_session_export (job->session, job->entries, job->folder, job->metadata,
                            &work, job->problems, &job->n_done, &error);

  note (job, VAULT_ACTIVITY_EXPORTED);
  vault_job_answer (task, ok, error);
}

void
vault_export_async (Vault *self,
                    GPtrArray *items,
                    GFile *folder,
                    VaultMetadata metadata,
                    GCancellable *cancellable,
                    VaultProgressFunc progress,
                    gpointer progress_data,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  VaultJob *job;
  GTask *task = vault_job_new_open (self, cancellable, callback, user_data,
                                    vault_export_async, &job);

  if (task == NULL)
    return;

  job->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
  for (guint i = 0; i < items->len; i++) {
    VaultEntry *entry = vault_item_dup_entry (items->pdata[i]);

    if (entry != NULL)
      g_ptr_array_add (job->entries, entry);
  }
  job->folder = g_object_ref (folder);
  job->metadata = metadata;
  job->problems = problems_new ();
  job->progress_func = progress;
  job->progress_data = progress_data;
  vault_job_run (task, export);
}

gboolean
vault_export_finish (Vault *self,
                     GAsyncResult *result,
                     guint *out_n_exported,
                     GPtrArray **out_problems,
                     GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  take_outcome (result, out_n_exported, out_problems);
  return g_task_propagate_boolean (G_TASK (result), error);
}
