/* vault-wipe.c - the emergency wipe of a whole vault
 *
 *   content off the screen, new uses refused  (main context, at once)
 *   headers, epochs, cells                    (keyring, on a thread)
 *   wait for the last use, wipe keys          (session)
 *   unlink the database                       (tidying up)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/file.h"
#include "keyring/keyring.h"
#include "store/store.h"

gboolean
vault_receipt_is_destroyed (const VaultReceipt *self)
{
  const VaultWipeOutcome header = self->steps[VAULT_WIPE_HEADER].outcome;
  const VaultWipeOutcome epochs = self->steps[VAULT_WIPE_EPOCHS].outcome;
  const VaultWipeOutcome cells = self->steps[VAULT_WIPE_CELLS].outcome;
  gboolean header_gone =
      header == VAULT_WIPE_DESTROYED || header == VAULT_WIPE_OVERWRITTEN;
  gboolean rest_gone =
      (epochs == VAULT_WIPE_DESTROYED || epochs == VAULT_WIPE_OVERWRITTEN)
      && (cells == VAULT_WIPE_DESTROYED || cells == VAULT_WIPE_OVERWRITTEN);

  return header_gone || rest_gone;
}

static void
set_step (VaultReceipt *receipt,
          VaultWipePart part,
          VaultWipeOutcome outcome,
          gint64 start_us)
{
  receipt->steps[part].part = part;
  receipt->steps[part].outcome = outcome;
  receipt->steps[part].elapsed_us = g_get_monotonic_time () - start_us;
}

/* Every part of the keyring that has not been dealt with failed for the same reason. */
static void
fail_keyring (VaultReceipt *receipt, VaultError code, gint64 start_us)
{
  for (VaultWipePart part = VAULT_WIPE_HEADER; part <= VAULT_WIPE_CELLS; part++) {
    set_step (receipt, part, VAULT_WIPE_FAILED, start_us);
    receipt->steps[part].error = code;
  }
}

/* What one pass says must hold for the other too before the receipt may say it.  The times
 * stay those of the first. */
static void
merge (VaultReceipt *receipt, const VaultReceipt *other)
{
  static const int badness[] = {
    [VAULT_WIPE_NOTHING] = 0, [VAULT_WIPE_DESTROYED] = 1, [VAULT_WIPE_OVERWRITTEN] = 2,
    [VAULT_WIPE_REMOVED] = 3, [VAULT_WIPE_UNKNOWN] = 4,   [VAULT_WIPE_FAILED] = 5,
  };

  for (VaultWipePart part = VAULT_WIPE_HEADER; part <= VAULT_WIPE_CELLS; part++) {
    if (badness[other->steps[part].outcome] <= badness[receipt->steps[part].outcome])
      continue;
    receipt->steps[part].outcome = other->steps[part].outcome;
    receipt->steps[part].error = other->steps[part].error;
  }
}

static void
wipe_file (VaultReceipt *receipt, int fd, VaultWipeRoom *room, gint64 start_us)
{
  VaultReceipt pass = { 0 };
  gboolean first = receipt->steps[VAULT_WIPE_HEADER].outcome == VAULT_WIPE_NOTHING;

  vault_keyring_wipe (fd, room, start_us, pass.steps);
  for (VaultWipePart part = VAULT_WIPE_HEADER; first && part <= VAULT_WIPE_CELLS;
       part++)
    receipt->steps[part] = pass.steps[part];
  merge (receipt, &pass);
}

/* Whether the file at the keyring's path is the one behind @fd. */
static gboolean
is_at_path (int dir_fd, int fd)
{
  struct stat held;
  struct stat at_path;

  return fstat (fd, &held) == 0
         && fstatat (dir_fd, VAULT_KEYRING_NAME, &at_path, AT_SYMLINK_NOFOLLOW) == 0
         && held.st_dev == at_path.st_dev && held.st_ino == at_path.st_ino;
}

/* The file that stands at the path: the only one there is, or one that a synchronisation
 * tool has put there in place of the one we hold. */
static void
wipe_at_path (VaultReceipt *receipt, int dir_fd, VaultWipeRoom *room, gint64 start_us)
{
  g_autoptr (GError) error = NULL;
  int fd = vault_file_open_at (dir_fd, VAULT_KEYRING_NAME, O_RDWR, &error);

  if (fd >= 0) {
    wipe_file (receipt, fd, room, start_us);
    close (fd);
  } else if (!g_error_matches (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT)) {
    VaultReceipt failed = { 0 };

    fail_keyring (&failed, (VaultError) error->code, start_us);
    merge (receipt, &failed);
  }
}

static void
wipe_keyrings (VaultJob *job, int dir_fd, gint64 start_us)
{
  g_autofree VaultWipeRoom *room = g_new0 (VaultWipeRoom, 1);
  int held = job->session == NULL ? -1 : vault_session_get_wipe_fd (job->session);

  if (held >= 0)
    wipe_file (&job->receipt, held, room, start_us);
  if (dir_fd >= 0 && (held < 0 || !is_at_path (dir_fd, held)))
    wipe_at_path (&job->receipt, dir_fd, room, start_us);
  if (held < 0)
    return;

  /* Now that the last writer of this process has ended, once more: one of them may have
   * been past its last look at the header when the marker was written. */
  vault_session_close (job->session);
  set_step (&job->receipt, VAULT_WIPE_MEMORY, VAULT_WIPE_DESTROYED, start_us);
  wipe_file (&job->receipt, held, room, start_us);
}

static void
remove_database (VaultReceipt *receipt, int dir_fd, gint64 start_us)
{
  static const char *const names[] = { VAULT_STORE_NAME, VAULT_STORE_JOURNAL_NAME,
                                       "keyring.new" };
  VaultWipeOutcome outcome = VAULT_WIPE_NOTHING;
  VaultWipeStep *step = &receipt->steps[VAULT_WIPE_DATABASE];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (unlinkat (dir_fd, names[i], 0) == 0) {
      outcome = outcome == VAULT_WIPE_FAILED ? outcome : VAULT_WIPE_REMOVED;
    } else if (errno != ENOENT) {
      g_autoptr (GError) error = NULL;

      vault_file_set_error (&error, errno, "unlink");
      step->error = (VaultError) error->code;
      outcome = VAULT_WIPE_FAILED;
    }
  }

  (void) fsync (dir_fd);
  set_step (receipt, VAULT_WIPE_DATABASE, outcome, start_us);
}

static gboolean
has_anything (int dir_fd)
{
  struct stat info;

  return fstatat (dir_fd, VAULT_KEYRING_NAME, &info, AT_SYMLINK_NOFOLLOW) == 0
         || fstatat (dir_fd, VAULT_STORE_NAME, &info, AT_SYMLINK_NOFOLLOW) == 0;
}

static void
wipe (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  gint64 start_us = g_get_monotonic_time ();
  GError *error = NULL;
  int dir_fd = vault_file_open_folder (VAULT_VAULT (source)->folder, 0, &error);

  if (dir_fd >= 0 && job->session == NULL && !has_anything (dir_fd)) {
    close (dir_fd);
    dir_fd = -1;
    g_set_error (&error, VAULT_ERROR, VAULT_ERROR_NO_VAULT, "nothing there");
  }
  if (dir_fd < 0 && job->session == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_clear_error (&error);

  for (guint part = 0; part < VAULT_WIPE_N_PARTS; part++)
    set_step (&job->receipt, part, VAULT_WIPE_NOTHING, start_us);

  wipe_keyrings (job, dir_fd, start_us);
  if (dir_fd >= 0) {
    remove_database (&job->receipt, dir_fd, start_us);
    close (dir_fd);
  } else {
    set_step (&job->receipt, VAULT_WIPE_DATABASE, VAULT_WIPE_FAILED, start_us);
    job->receipt.steps[VAULT_WIPE_DATABASE].error = VAULT_ERROR_IO;
  }
  set_step (&job->receipt, VAULT_WIPE_COPIES, VAULT_WIPE_UNKNOWN, start_us);
  g_task_return_boolean (task, TRUE);
}

static void
wiped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  Vault *self = VAULT_VAULT (source);
  VaultJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (outer, error);
    return;
  }

  vault_set_state (self, vault_receipt_is_destroyed (&job->receipt)
                             ? VAULT_STATE_WIPED
                             : VAULT_STATE_LOCKED);
  g_task_return_pointer (outer, g_memdup2 (&job->receipt, sizeof job->receipt), g_free);
}

void
vault_wipe_async (Vault *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  VaultSession *session = vault_let_go (self);
  VaultJob *job;
  GTask *task = vault_job_new (self, NULL, wiped_cb, outer, vault_wipe_async, &job);

  job->session = session;
  vault_set_state (self, VAULT_STATE_LOCKED);
  vault_job_run (task, wipe);
}

gboolean
vault_wipe_finish (Vault *self,
                   GAsyncResult *result,
                   VaultReceipt *out_receipt,
                   GError **error)
{
  g_autofree VaultReceipt *receipt = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *out_receipt = (VaultReceipt){ 0 };
  receipt = g_task_propagate_pointer (G_TASK (result), error);
  if (receipt == NULL)
    return FALSE;

  *out_receipt = *receipt;
  return TRUE;
}
