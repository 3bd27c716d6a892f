/* vault-job.c - one operation under way: its task, its cancelling, its progress
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include "crypto/remains.h"

static char **
list_ids (GPtrArray *items, gboolean with_gone)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **ids;

  for (guint i = 0; i < items->len; i++) {
    if (with_gone || !vault_item_is_gone (items->pdata[i]))
      g_strv_builder_add (builder, vault_item_get_id (items->pdata[i]));
  }

  ids = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return ids;
}

char **
vault_ids_of (GPtrArray *items)
{
  return list_ids (items, FALSE);
}

char **
vault_all_ids_of (GPtrArray *items)
{
  return list_ids (items, TRUE);
}

static void
job_free (gpointer data)
{
  VaultJob *job = data;

  if (job->outer != NULL)
    g_cancellable_disconnect (job->outer, job->outer_id);
  g_clear_object (&job->outer);
  g_clear_object (&job->cancellable);
  g_clear_pointer (&job->session, vault_session_unref);
  g_clear_pointer (&job->passphrase, vault_secret_unref);
  g_clear_pointer (&job->added, vault_secret_unref);
  g_clear_object (&job->items);
  g_strfreev (job->ids);
  vault_change_free (job->change);
  g_clear_pointer (&job->card, vault_card_unref);
  g_clear_pointer (&job->settings, g_variant_unref);
  g_clear_pointer (&job->groups, g_array_unref);
  g_clear_pointer (&job->entries, g_ptr_array_unref);
  g_clear_pointer (&job->files, g_ptr_array_unref);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job->name);
  g_clear_object (&job->folder);
  g_clear_pointer (&job->reel, vault_reel_unref);
  g_clear_pointer (&job->problems, g_ptr_array_unref);
  g_clear_pointer (&job->traces, g_ptr_array_unref);
  g_clear_pointer (&job->damaged, g_ptr_array_unref);
  g_mutex_clear (&job->mutex);
  g_free (job);
}

static void
cancel_inner (GCancellable *outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

GTask *
vault_job_new (Vault *self,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data,
               gpointer tag,
               VaultJob **out_job)
{
  VaultJob *job = g_new0 (VaultJob, 1);
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_mutex_init (&job->mutex);
  job->cancellable = g_cancellable_new ();
  job->decoder = self->decoder;
  if (self->session != NULL)
    job->session = vault_session_ref (self->session);
  if (cancellable != NULL) {
    job->outer = g_object_ref (cancellable);
    job->outer_id =
        g_cancellable_connect (cancellable, G_CALLBACK (cancel_inner),
                               g_object_ref (job->cancellable), g_object_unref);
  }

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  g_ptr_array_add (self->running, g_object_ref (job->cancellable));
  *out_job = job;
  return task;
}

GTask *
vault_job_new_open (Vault *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data,
                    gpointer tag,
                    VaultJob **out_job)
{
  GTask *task = vault_job_new (self, cancellable, callback, user_data, tag, out_job);

  if (self->session != NULL)
    return task;

  g_ptr_array_remove (self->running, (*out_job)->cancellable);
  *out_job = NULL;
  g_task_return_new_error (task, VAULT_ERROR, VAULT_ERROR_LOCKED, "not open");
  g_object_unref (task);
  return NULL;
}

static void
on_completed_cb (GTask *task, GParamSpec *pspec, gpointer user_data)
{
  Vault *self = g_task_get_source_object (task);
  VaultJob *job = g_task_get_task_data (task);

  g_ptr_array_remove (self->running, job->cancellable);
  vault_activity_look (self);
}

/* Afterwards the thread waits for other work, for as long as it likes. */
static void
run (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;

  job->func (task, source, task_data, cancellable);
  vault_remains_clear ();
}

void
vault_job_run (GTask *task, GTaskThreadFunc func)
{
  VaultJob *job = g_task_get_task_data (task);

  job->func = func;
  g_signal_connect (task, "notify::completed", G_CALLBACK (on_completed_cb), NULL);
  g_task_run_in_thread (task, run);
  g_object_unref (task);
}

/* Not g_main_context_invoke(): that runs the callback here and now, on this thread, if
 * nobody happens to be iterating the context. */
void
vault_job_attach (GTask *task, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, g_task_get_context (task));
}

static gboolean
deliver_progress (gpointer data)
{
  GTask *task = data;
  VaultJob *job = g_task_get_task_data (task);
  VaultProgress progress;

  g_mutex_lock (&job->mutex);
  progress = job->progress;
  job->progress_queued = FALSE;
  g_mutex_unlock (&job->mutex);

  if (!g_task_get_completed (task) && !g_cancellable_is_cancelled (job->outer))
    job->progress_func (&progress, job->progress_data);
  return G_SOURCE_REMOVE;
}

/* On the working thread.  Only the latest figure is worth delivering. */
static void
queue_progress (const VaultProgress *progress, gpointer user_data)
{
  GTask *task = user_data;
  VaultJob *job = g_task_get_task_data (task);
  gboolean queue;

  if (job->progress_func == NULL)
    return;

  g_mutex_lock (&job->mutex);
  job->progress = *progress;
  queue = !job->progress_queued;
  job->progress_queued = TRUE;
  g_mutex_unlock (&job->mutex);

  if (queue)
    vault_job_attach (task, deliver_progress, g_object_ref (task), g_object_unref);
}

typedef struct {
  GTask *task;
  GPtrArray *entries;
} Added;

static void
added_free (gpointer data)
{
  Added *added = data;

  g_object_unref (added->task);
  g_ptr_array_unref (added->entries);
  g_free (added);
}

static gboolean
deliver_added (gpointer data)
{
  Added *added = data;
  Vault *self = g_task_get_source_object (added->task);
  VaultJob *job = g_task_get_task_data (added->task);

  if (self->session == job->session) {
    vault_item_list_add (self->items, added->entries);
    vault_expiry_update (self);
  }

  return G_SOURCE_REMOVE;
}

static void
queue_added (GPtrArray *entries, gpointer user_data)
{
  Added *added = g_new0 (Added, 1);

  added->task = g_object_ref (user_data);
  added->entries = g_ptr_array_ref (entries);
  vault_job_attach (added->task, deliver_added, added, added_free);
}

void
vault_job_set_files (VaultJob *job, GFile *const *files, gsize n_files)
{
  job->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (gsize i = 0; i < n_files; i++)
    g_ptr_array_add (job->files, g_object_ref (files[i]));
}

VaultWork
vault_job_get_work (GTask *task)
{
  VaultJob *job = g_task_get_task_data (task);
  VaultWork work = { job->cancellable, queue_progress, queue_added, task,
                     job->decoder };

  return work;
}

void
vault_job_answer (GTask *task, gboolean ok, GError *error)
{
  VaultJob *job = g_task_get_task_data (task);

  if (!ok && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && !g_cancellable_is_cancelled (job->outer)) {
    g_clear_error (&error);
    g_set_error (&error, VAULT_ERROR, VAULT_ERROR_LOCKED, "the vault was locked");
  }

  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}
