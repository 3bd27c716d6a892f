/* vault-absence.c - the absence rule, as the facade offers it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-absence.h>

#include "keyring/heart.h"
#include "vault/reminders.h"
#include "vault/vault-private.h"

G_STATIC_ASSERT (VAULT_ABSENCE_MIN_DAYS == VAULT_HEART_MIN_DAYS);
G_STATIC_ASSERT (VAULT_ABSENCE_MAX_DAYS == VAULT_HEART_MAX_DAYS);

void
vault_get_absence (Vault *self, VaultAbsence *out)
{
  g_return_if_fail (VAULT_IS_VAULT (self));

  *out = (VaultAbsence){ 0 };
  if (self->session != NULL)
    vault_session_get_absence (self->session, out);
}

static void
set_absence (GTask *task,
             gpointer source,
             gpointer task_data,
             GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  gboolean ok =
      vault_session_set_absence (job->session, job->number, job->everything, &error);
  VaultAbsence rule;

  vault_session_get_absence (job->session, &rule);
  vault_reminders_update (VAULT_VAULT (source)->folder, &rule);
  vault_job_answer (task, ok, error);
}

void
vault_set_absence_async (Vault *self,
                         guint n_days,
                         gboolean everything,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  VaultJob *job;
  GTask *task = vault_job_new_open (self, NULL, callback, user_data,
                                    vault_set_absence_async, &job);

  if (task == NULL)
    return;

  job->number = n_days;
  job->everything = everything;
  vault_job_run (task, set_absence);
}

gboolean
vault_set_absence_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
