/* vault-checkup.c - a check-up, as the facade offers it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-checkup.h>

#include <unistd.h>

#include "checkup/checks.h"
#include "file/file.h"
#include "keyring/keyring.h"
#include "vault/schedule.h"
#include "vault/storage.h"
#include "vault/vault-private.h"

static VaultCheck
check_storage (const char *folder)
{
  VaultStorage storage = { 0 };
  gboolean is_known = vault_storage_probe (folder, &storage, NULL);

  return vault_check_storage (is_known, storage.light);
}

static VaultCheck
check_timer (const char *folder)
{
  VaultTimerStatus status = { 0 };

  vault_schedule_look (folder, &status);
  return vault_check_timer (&status);
}

static VaultCheck
check_cost (const char *folder)
{
  VaultKeyringPeek peek = { 0 };
  int dir_fd = vault_file_open_folder (folder, 0, NULL);
  gboolean known = dir_fd >= 0 && vault_keyring_peek (dir_fd, &peek, NULL)
                   && peek.exists && peek.status == VAULT_HEADER_OK;

  if (dir_fd >= 0)
    close (dir_fd);
  return vault_check_cost (known ? peek.kdf.memory_bytes : 0,
                           known ? peek.kdf.passes : 0);
}

static void
look_at_all (const char *folder, VaultCheck out[VAULT_N_CHECKS])
{
  g_autoptr (VaultRoots) roots = vault_roots_new_with_bus ();

  out[VAULT_CHECK_DISK] = vault_check_disk (roots, folder);
  out[VAULT_CHECK_STORAGE] = check_storage (folder);
  out[VAULT_CHECK_SWAP] = vault_check_swap (roots);
  out[VAULT_CHECK_HIBERNATION] = vault_check_hibernation (roots);
  out[VAULT_CHECK_SYNC] = vault_check_sync (roots, folder);
  out[VAULT_CHECK_BACKUP] = vault_check_backup (roots, folder);
  out[VAULT_CHECK_SNAPSHOTS] = vault_check_snapshots (roots, folder);
  out[VAULT_CHECK_SCREEN] = vault_check_screen (roots);
  out[VAULT_CHECK_ACCESSIBILITY] = vault_check_accessibility (roots);
  out[VAULT_CHECK_REMOTE] = vault_check_remote (roots);
  out[VAULT_CHECK_CORES] = vault_check_cores (roots);
  out[VAULT_CHECK_CLOCK] = vault_check_clock (roots);
  out[VAULT_CHECK_TIMER] = check_timer (folder);
  out[VAULT_CHECK_PASSPHRASE] = check_cost (folder);
}

static void
check_up (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  VaultCheck *checks = g_new0 (VaultCheck, VAULT_N_CHECKS);
  GError *error = NULL;

  look_at_all (vault_get_folder (source), checks);
  if (!g_cancellable_set_error_if_cancelled (job->cancellable, &error)) {
    g_task_return_pointer (task, checks, g_free);
    return;
  }

  g_free (checks);
  g_task_return_error (task, error);
}

void
vault_checkup_async (Vault *self,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  VaultJob *job;

  vault_job_run (
      vault_job_new (self, cancellable, callback, user_data, vault_checkup_async, &job),
      check_up);
}

gboolean
vault_checkup_finish (Vault *self,
                      GAsyncResult *result,
                      VaultCheck out[VAULT_N_CHECKS],
                      GError **error)
{
  g_autofree VaultCheck *checks = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  checks = g_task_propagate_pointer (G_TASK (result), error);
  if (checks == NULL)
    return FALSE;

  for (guint i = 0; i < VAULT_N_CHECKS; i++)
    out[i] = checks[i];
  return TRUE;
}
