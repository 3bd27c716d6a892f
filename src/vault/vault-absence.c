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
    (void) vault_session_get_absence (self->session, out);
}

static void
set_absence (GTask *task,
             gpointer source,
             gpointer task_data,
             GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  VaultAbsence rule;
  gboolean known;
  gboolean ok = vault_session_set_absence (job->session, job->number, job->everything,
                                           job->groups, &rule, &known, &error);

  if (known)
    vault_reminders_update (VAULT_VAULT (source)->folder, &rule);
  vault_job_answer (task, ok, error);
}

/* Also after a failure: what is shown is what there is. */
static void
absence_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  Vault *self = VAULT_VAULT (source);
  VaultJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (self->session == job->session)
    vault_groups_show (self);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (outer, TRUE);
  else
    g_task_return_error (outer, error);
}

void
vault_set_absence_async (Vault *self,
                         guint n_days,
                         gboolean everything,
                         GPtrArray *albums,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  VaultJob *job;
  GTask *task = vault_job_new_open (self, NULL, absence_set_cb, outer,
                                    vault_set_absence_async, &job);

  if (task == NULL)
    return;

  job->number = n_days;
  job->everything = everything;
  if (albums != NULL)
    job->groups = vault_numbers_of_groups (albums);
  vault_job_run (task, set_absence);
}

gboolean
vault_set_absence_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
