/* drill.c - a fire drill: a dummy vault of the same size is wiped for real
 *
 * The dummy is a vault like any other: a keyring with as many segments, under a random
 * passphrase that opens it, and a database with as much space.  It is wiped while it is open,
 * by the wiper that was made at its opening.  Whatever is found of an earlier drill goes first.
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
#include "vault/session-private.h"

#define DRILL_NAME "drill"

/* The dummy's database is open, so space is given to it in steps that can be cancelled, and
 * its length stays. */
#define SPACE_STEP_BYTES (1 << 30)

static void
remove_dummy (int dir_fd)
{
  static const char *const names[] = { VAULT_KEYRING_NAME, "keyring.new",
                                       VAULT_STORE_NAME, VAULT_STORE_JOURNAL_NAME };
  int fd = openat (dir_fd, DRILL_NAME, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

  if (fd < 0)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    (void) unlinkat (fd, names[i], 0);
  close (fd);
  (void) unlinkat (dir_fd, DRILL_NAME, AT_REMOVEDIR);
}

/* Nobody is to drill in a dummy that somebody else is drilling in. */
static gboolean
check_unused (int dir_fd, GError **error)
{
  int fd = vault_file_open_at (dir_fd, DRILL_NAME "/" VAULT_KEYRING_NAME, O_RDWR, NULL);
  gboolean unused = fd < 0 || vault_file_lock (fd, error);

  if (fd >= 0)
    close (fd);
  return unused;
}

static gboolean
take_place (int dir_fd, int *out_fd, GError **error)
{
  *out_fd = -1;
  if (mkdirat (dir_fd, DRILL_NAME, 0700) != 0 && errno != EEXIST)
    return vault_file_set_error (error, errno, "make a folder for the dummy");

  *out_fd =
      openat (dir_fd, DRILL_NAME, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (*out_fd < 0)
    return vault_file_set_error (error, errno, "open the folder for the dummy");

  return TRUE;
}

static gboolean
grow_keyring (VaultSession *session, guint64 n_bytes, GError **error)
{
  guint32 n_cells = vault_segments_in (n_bytes) * VAULT_SEGMENT_CELLS;
  guint32 cell = 0;

  while (vault_keyring_get_n_cells (session->keyring) < n_cells) {
    if (!vault_keyring_reserve_cell (session->keyring, &cell, error))
      return FALSE;
  }

  return TRUE;
}

/* The files' blocks are what takes time to be unlinked.  FALSE only if it was cancelled. */
static gboolean
grow_database (int dummy_fd,
               guint64 n_bytes,
               GCancellable *cancellable,
               gboolean *out_whole,
               GError **error)
{
  int fd = vault_file_open_at (dummy_fd, VAULT_STORE_NAME, O_RDWR, NULL);

  *out_whole = fd >= 0;
  for (guint64 at = 0; *out_whole && at < n_bytes; at += SPACE_STEP_BYTES) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error)) {
      close (fd);
      return FALSE;
    }
    *out_whole = fallocate (fd, FALLOC_FL_KEEP_SIZE, (off_t) at,
                            (off_t) MIN (n_bytes - at, SPACE_STEP_BYTES))
                 == 0;
  }
  if (fd >= 0)
    close (fd);
  return TRUE;
}

static gboolean
opens (const char *folder, VaultSecret *passphrase)
{
  g_autoptr (VaultSession) session =
                 vault_session_open (folder, passphrase, NULL, NULL);

  return session != NULL;
}

static gboolean
wipe_dummy (const char *folder,
            VaultSecret *passphrase,
            int dummy_fd,
            GCancellable *cancellable,
            VaultDrill *out,
            GError **error)
{
  g_autoptr (VaultSession) made = vault_session_create (
      folder, passphrase, VAULT_KDF_QUICK, cancellable, error);
  g_autoptr (VaultSession) session = NULL;
  g_autoptr (VaultWiper) wiper = NULL;

  if (made == NULL || !grow_keyring (made, out->keyring_bytes, error)
      || !grow_database (dummy_fd, out->database_bytes, cancellable,
                         &out->database_whole, error))
    return FALSE;
  vault_session_close (made);
  g_clear_pointer (&made, vault_session_unref);

  session = vault_session_open (folder, passphrase, cancellable, error);
  if (session == NULL)
    return FALSE;
  out->opened_before = TRUE;

  wiper = vault_session_steal_wiper (session);
  if (!vault_wiper_run (wiper, session, &out->receipt, error))
    return FALSE;
  out->opens_after = opens (folder, passphrase);
  return TRUE;
}

static gboolean
drill (const char *folder, GCancellable *cancellable, VaultDrill *out, GError **error)
{
  g_autofree char *dummy = g_build_filename (folder, DRILL_NAME, NULL);
  g_autoptr (VaultSecret) passphrase = vault_passphrase_generate (error);
  VaultKeyringPeek peek;
  int dir_fd = vault_file_open_folder (folder, 0, error);
  int dummy_fd = -1;
  gboolean done;

  if (dir_fd < 0)
    return FALSE;

  done = passphrase != NULL && vault_keyring_peek (dir_fd, &peek, error);
  if (done && !peek.exists) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT, "no keyring");
    done = FALSE;
  }
  if (done) {
    out->keyring_bytes = peek.n_file_bytes;
    (void) vault_file_stat_at (dir_fd, VAULT_STORE_NAME, &out->database_bytes);
    done = check_unused (dir_fd, error);
  }
  if (done) {
    remove_dummy (dir_fd);
    done = take_place (dir_fd, &dummy_fd, error)
           && wipe_dummy (dummy, passphrase, dummy_fd, cancellable, out, error);
    remove_dummy (dir_fd);
  }

  if (dummy_fd >= 0)
    close (dummy_fd);
  close (dir_fd);
  return done;
}

static void
run (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  gboolean ok =
      drill (vault_get_folder (source), job->cancellable, &job->drill, &error);

  if (ok && job->session != NULL)
    vault_session_remember_activity (job->session, VAULT_ACTIVITY_DRILLED, 0);
  vault_job_answer (task, ok, error);
}

void
vault_drill_async (Vault *self,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  VaultJob *job;
  GTask *task =
      vault_job_new (self, cancellable, callback, user_data, vault_drill_async, &job);

  vault_job_run (task, run);
}

gboolean
vault_drill_finish (Vault *self,
                    GAsyncResult *result,
                    VaultDrill *out_drill,
                    GError **error)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *out_drill = job->drill;
  return g_task_propagate_boolean (G_TASK (result), error);
}
