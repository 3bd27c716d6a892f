/* storage.c - what a disk makes of an overwritten key, put together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/storage.h"

#include <string.h>
#include <unistd.h>

#include "checkup/checks.h"
#include "checkup/sync.h"
#include "file/disk.h"
#include "file/file.h"
#include "keyring/keyring.h"
#include "vault/vault-private.h"

/* What was seen, not what is to be feared of a program or a computer beside. */
#define SEEN_TO_KEEP                                                                   \
  (VAULT_STORAGE_MOVED | VAULT_STORAGE_SHARED | VAULT_STORAGE_JOURNALED                \
   | VAULT_STORAGE_COPY_ON_WRITE)

gboolean
vault_storage_keeps_old (guint facts)
{
  return (facts & SEEN_TO_KEEP) != 0;
}

VaultLight
vault_storage_judge (guint facts)
{
  if ((facts & VAULT_STORAGE_POOR_FACTS) != 0)
    return VAULT_LIGHT_POOR;
  if ((facts & (VAULT_STORAGE_IN_PLACE | VAULT_STORAGE_MEMORY)) == 0)
    return VAULT_LIGHT_POOR;

  return (facts & VAULT_STORAGE_ENCRYPTED) != 0 ? VAULT_LIGHT_GOOD : VAULT_LIGHT_FAIR;
}

const char *
vault_light_get_nick (VaultLight light)
{
  static const char *const nicks[VAULT_N_LIGHTS] = {
    [VAULT_LIGHT_POOR] = "poor",
    [VAULT_LIGHT_FAIR] = "fair",
    [VAULT_LIGHT_GOOD] = "good",
  };

  return nicks[light];
}

const char *
vault_storage_get_nick (VaultStorageFacts fact)
{
  static const char *const nicks[VAULT_STORAGE_N_FACTS] = {
    "moved",     "shared",    "journaled", "copy-on-write", "remote",
    "synced",    "snapshots", "untold",    "in-place",      "memory",
    "encrypted", "flash",     "discard",
  };

  for (guint i = 0; i < VAULT_STORAGE_N_FACTS; i++) {
    if ((guint) fact == 1u << i)
      return nicks[i];
  }

  return "unknown";
}

/* A snapshot that will be made tonight holds what is overwritten tomorrow. */
static gboolean
find_snapshots (const char *folder)
{
  return vault_check_is_below_snapper (folder)
         || g_file_test ("/run/timeshift", G_FILE_TEST_IS_DIR)
         || g_file_test ("/timeshift-btrfs", G_FILE_TEST_IS_DIR);
}

void
vault_storage_look_around (const char *folder,
                           int dir_fd,
                           guint facts,
                           VaultStorage *out)
{
  g_autoptr (VaultRoots) roots = vault_roots_new ();

  *out = (VaultStorage){ 0 };
  if (dir_fd >= 0)
    facts |= vault_disk_look (dir_fd, out->file_system);
  else
    facts |= VAULT_STORAGE_UNTOLD;

  /* Memory has no place to tell. */
  if ((facts & VAULT_STORAGE_MEMORY) != 0)
    facts &= ~(guint) VAULT_STORAGE_UNTOLD;

  out->sync_service = vault_sync_find (roots, folder);
  if (out->sync_service != NULL)
    facts |= VAULT_STORAGE_SYNCED;
  if (strcmp (out->file_system, "btrfs") == 0 && find_snapshots (folder))
    facts |= VAULT_STORAGE_SNAPSHOTS;

  out->facts = facts;
  out->light = vault_storage_judge (facts);
}

/* The folder, or the first one above it that is there. */
static int
open_existing (const char *folder, GError **error)
{
  g_autofree char *at = g_strdup (folder);

  for (;;) {
    g_autoptr (GError) local = NULL;
    int fd = vault_file_open_folder (at, 0, &local);

    if (fd >= 0)
      return fd;
    if (!g_error_matches (local, VAULT_ERROR, VAULT_ERROR_NO_VAULT)
        || !vault_file_go_up (&at)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return -1;
    }
  }
}

gboolean
vault_storage_probe (const char *folder, VaultStorage *out, GError **error)
{
  guint64 n_bytes;
  guint facts;
  int dir_fd = open_existing (folder, error);

  if (dir_fd < 0)
    return FALSE;

  facts = vault_file_stat_at (dir_fd, VAULT_KEYRING_NAME, &n_bytes)
              ? vault_keyring_try_disk (dir_fd)
              : vault_disk_try_folder (dir_fd);
  vault_storage_look_around (folder, dir_fd, facts, out);
  close (dir_fd);
  return TRUE;
}

static void
probe (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;

  if (vault_storage_probe (vault_get_folder (source), &job->storage, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
vault_storage_probe_async (Vault *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  VaultJob *job;
  GTask *task = vault_job_new (self, cancellable, callback, user_data,
                               vault_storage_probe_async, &job);

  vault_job_run (task, probe);
}

gboolean
vault_storage_probe_finish (Vault *self,
                            GAsyncResult *result,
                            VaultStorage *out_storage,
                            GError **error)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *out_storage = job->storage;
  return g_task_propagate_boolean (G_TASK (result), error);
}
