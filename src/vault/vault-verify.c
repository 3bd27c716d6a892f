/* vault-verify.c - verifying, repairing, salvaging: the facade's side
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/salvage.h"
#include "vault/session-private.h"
#include "vault/vault-private.h"

void
vault_damaged_item_free (VaultDamagedItem *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
vault_verify_report_is_whole (const VaultVerifyReport *self)
{
  return self->n_damaged == 0 && self->n_unreadable == 0 && self->n_missing == 0
         && self->n_lone_keys == 0 && self->n_mirror_faults == 0
         && self->n_structure_faults == 0;
}

static GPtrArray *
damaged_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) vault_damaged_item_free);
}

/* The list is there only if the operation was begun. */
static void
take_damaged (GAsyncResult *result, GPtrArray **out_damaged)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  *out_damaged = g_steal_pointer (&job->damaged);
  if (*out_damaged == NULL)
    *out_damaged = damaged_new ();
}

/* What an open vault is asked to look through. */
static void
start (Vault *self,
       GCancellable *cancellable,
       VaultProgressFunc progress,
       gpointer progress_data,
       GAsyncReadyCallback callback,
       gpointer user_data,
       gpointer tag,
       GTaskThreadFunc func)
{
  VaultJob *job;
  GTask *task = vault_job_new_open (self, cancellable, callback, user_data, tag, &job);

  if (task == NULL)
    return;

  job->damaged = damaged_new ();
  job->progress_func = progress;
  job->progress_data = progress_data;
  vault_job_run (task, func);
}

/* Told of, but not written now: verifying changes nothing.  With a use under way. */
static void
remember (VaultJob *job, gboolean ok, const GError *error)
{
  const VaultVerifyReport *report = &job->report;

  if (!ok && vault_session_is_locked_away (job->session, error))
    vault_session_remember_stop (job->session, VAULT_ACTIVITY_STOPPED_CHECK, 0, 0, 0);
  if (!ok)
    return;

  vault_session_remember_activity (
      job->session, VAULT_ACTIVITY_VERIFIED,
      report->n_damaged + report->n_unreadable + report->n_missing + report->n_lone_keys
          + report->n_mirror_faults + report->n_structure_faults);
}

static void
verify (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  VaultWork work = vault_job_get_work (task);
  GError *error = NULL;
  gboolean ok = vault_session_enter (job->session, &error);

  if (ok) {
    g_autoptr (VaultSessionUse) use = job->session;

    ok = vault_session_verify (use, &work, &job->report, job->damaged, &error);
    remember (job, ok, error);
  }
  vault_job_answer (task, ok, error);
}

void
vault_verify_async (Vault *self,
                    GCancellable *cancellable,
                    VaultProgressFunc progress,
                    gpointer progress_data,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  start (self, cancellable, progress, progress_data, callback, user_data,
         vault_verify_async, verify);
}

gboolean
vault_verify_finish (Vault *self,
                     GAsyncResult *result,
                     VaultVerifyReport *out_report,
                     GPtrArray **out_damaged,
                     GError **error)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *out_report = job->report;
  take_damaged (result, out_damaged);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
repair_and_verify (VaultJob *job, const VaultWork *work, GError **error)
{
  gboolean ok = vault_session_repair (job->session, work, &job->healed, error);
  guint n_healed = job->healed.n_blocks + job->healed.n_epochs + job->healed.n_cells
                   + job->healed.n_stamps;

  if (n_healed > 0)
    vault_session_note_activity (job->session, VAULT_ACTIVITY_REPAIRED, n_healed);
  return ok
         && vault_session_verify (job->session, work, &job->report, job->damaged,
                                  error);
}

static void
repair (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  VaultWork work = vault_job_get_work (task);
  GError *error = NULL;
  gboolean ok = vault_session_enter (job->session, &error);

  if (ok) {
    g_autoptr (VaultSessionUse) use = job->session;

    ok = repair_and_verify (job, &work, &error);
    remember (job, ok, error);
  }
  vault_job_answer (task, ok, error);
}

void
vault_repair_async (Vault *self,
                    GCancellable *cancellable,
                    VaultProgressFunc progress,
                    gpointer progress_data,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  start (self, cancellable, progress, progress_data, callback, user_data,
         vault_repair_async, repair);
}

gboolean
vault_repair_finish (Vault *self,
                     GAsyncResult *result,
                     VaultRepairReport *out_healed,
                     VaultVerifyReport *out_left,
                     GPtrArray **out_damaged,
                     GError **error)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *out_healed = job->healed;
  *out_left = job->report;
  take_damaged (result, out_damaged);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
salvage (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Vault *self = source;
  VaultJob *job = task_data;
  VaultWork work = vault_job_get_work (task);
  GError *error = NULL;
  gboolean ok = vault_salvage_run (self->folder, job->passphrase, job->folder, &work,
                                   &job->salvaged, job->damaged, &error);

  vault_job_answer (task, ok, error);
}

void
vault_salvage_async (Vault *self,
                     VaultSecret *passphrase,
                     GFile *folder,
                     GCancellable *cancellable,
                     VaultProgressFunc progress,
                     gpointer progress_data,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  VaultJob *job;
  GTask *task =
      vault_job_new (self, cancellable, callback, user_data, vault_salvage_async, &job);

  job->damaged = damaged_new ();
  job->passphrase = vault_secret_ref (passphrase);
  job->folder = g_object_ref (folder);
  job->progress_func = progress;
  job->progress_data = progress_data;
  vault_job_run (task, salvage);
}

gboolean
vault_salvage_finish (Vault *self,
                      GAsyncResult *result,
                      VaultSalvageReport *out_report,
                      GPtrArray **out_damaged,
                      GError **error)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *out_report = job->salvaged;
  take_damaged (result, out_damaged);
  return g_task_propagate_boolean (G_TASK (result), error);
}
