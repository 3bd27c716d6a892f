/* vault-timer.c - expiry while a vault is locked, as the facade offers it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include <unistd.h>

#include "file/file.h"
#include "keyring/keyring.h"
#include "vault/reminders.h"
#include "vault/schedule.h"

static void
look (Vault *self, VaultTimerStatus *out)
{
  VaultKeyringPeek peek = { 0 };
  int dir_fd = vault_file_open_folder (self->folder, 0, NULL);

  *out = (VaultTimerStatus){ 0 };
  vault_schedule_look (self->folder, out);
  if (dir_fd < 0)
    return;
  if (vault_keyring_peek (dir_fd, &peek, NULL))
    out->reaped_until = peek.reaped_until_s;
  close (dir_fd);
}

/* Of an open vault the rule is known; of a locked one nothing is noted before it is opened. */
static void
note_reminders (Vault *self, VaultJob *job)
{
  VaultAbsence rule = { 0 };

  if (job->session == NULL || vault_session_get_absence (job->session, &rule))
    vault_reminders_update (self->folder, &rule);
}

static void
answer (GTask *task, VaultJob *job, gboolean ok, GError *error)
{
  look (g_task_get_source_object (task), &job->timer);
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
install (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean ok = vault_schedule_install (VAULT_VAULT (source)->folder, &error);

  note_reminders (VAULT_VAULT (source), task_data);
  answer (task, task_data, ok, error);
}

static void
uninstall (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean ok = vault_schedule_remove (VAULT_VAULT (source)->folder, &error);

  note_reminders (VAULT_VAULT (source), task_data);
  answer (task, task_data, ok, error);
}

static void
status (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  answer (task, task_data, TRUE, NULL);
}

static void
start (Vault *self, GTaskThreadFunc func, GAsyncReadyCallback callback, gpointer data)
{
  VaultJob *job;

  vault_job_run (vault_job_new (self, NULL, callback, data, start, &job), func);
}

void
vault_timer_install_async (Vault *self,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  start (self, install, callback, user_data);
}

void
vault_timer_remove_async (Vault *self, GAsyncReadyCallback callback, gpointer user_data)
{
  start (self, uninstall, callback, user_data);
}

void
vault_timer_status_async (Vault *self, GAsyncReadyCallback callback, gpointer user_data)
{
  start (self, status, callback, user_data);
}

gboolean
vault_timer_change_finish (Vault *self,
                           GAsyncResult *result,
                           VaultTimerStatus *out_status,
                           GError **error)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *out_status = job->timer;
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
vault_timer_status_finish (Vault *self,
                           GAsyncResult *result,
                           VaultTimerStatus *out_status,
                           GError **error)
{
  return vault_timer_change_finish (self, result, out_status, error);
}
