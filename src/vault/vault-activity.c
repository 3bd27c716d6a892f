/* vault-activity.c - what was done with this vault: the facade's side
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

GArray *
vault_dup_activity (Vault *self)
{
  return self->session == NULL ? g_array_new (FALSE, FALSE, sizeof (VaultActivity))
                               : vault_session_dup_activity (self->session);
}

void
vault_activity_look (Vault *self)
{
  guint n_noted = self->session == NULL ? 0 : vault_session_get_n_noted (self->session);

  if (n_noted == self->n_noted)
    return;
  self->n_noted = n_noted;
  if (n_noted > 0)
    g_signal_emit_by_name (self, "activity-changed");
}

static void
note (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;

  vault_session_note_activity (job->session, (VaultActivityKind) job->number,
                               job->n_done);
  g_task_return_boolean (task, TRUE);
}

void
vault_note_activity (Vault *self, VaultActivityKind kind, guint count)
{
  VaultJob *job;
  GTask *task;

  if (self->session == NULL)
    return;

  task = vault_job_new (self, NULL, NULL, NULL, vault_note_activity, &job);
  job->number = kind;
  job->n_done = count;
  vault_job_run (task, note);
}

static void
clear (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  gboolean ok = !g_cancellable_set_error_if_cancelled (job->cancellable, &error)
                && vault_session_clear_activity (job->session, &error);

  vault_job_answer (task, ok, error);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  GError *error = NULL;

  vault_activity_look (VAULT_VAULT (source));
  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (outer, TRUE);
  else
    g_task_return_error (outer, error);
}

void
vault_clear_activity_async (Vault *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  VaultJob *job;
  GTask *task;

  if (self->session == NULL) {
    g_task_return_new_error (outer, VAULT_ERROR, VAULT_ERROR_LOCKED, "not open");
    g_object_unref (outer);
    return;
  }

  task = vault_job_new (self, cancellable, cleared_cb, outer,
                        vault_clear_activity_async, &job);
  vault_job_run (task, clear);
}

gboolean
vault_clear_activity_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
