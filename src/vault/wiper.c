/* wiper.c - everything an emergency wipe needs, made before it is needed
 *
 *      WAITING --vault_wiper_start--> RUNNING --> OVER
 *      WAITING --vault_wiper_free---> LEAVING
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/wiper-private.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/remains.h"
#include "file/file.h"
#include "store/store.h"

/* ---- Files ---- */

static gboolean
is_same (int fd, const struct stat *other)
{
  struct stat info;

  return fstat (fd, &info) == 0 && info.st_dev == other->st_dev
         && info.st_ino == other->st_ino;
}

/* Somebody has made the file immutable, or not writable for us: if it is ours to change, it
 * is changed. */
static void
make_writable (int dir_fd)
{
  int fd = vault_file_open_at (dir_fd, VAULT_KEYRING_NAME, O_RDONLY, NULL);
  int flags = 0;

  if (fd >= 0) {
    if (ioctl (fd, FS_IOC_GETFLAGS, &flags) == 0
        && (flags & (FS_IMMUTABLE_FL | FS_APPEND_FL)) != 0) {
      flags &= ~(FS_IMMUTABLE_FL | FS_APPEND_FL);
      (void) ioctl (fd, FS_IOC_SETFLAGS, &flags);
    }
    (void) fchmod (fd, 0600);
    close (fd);
  } else {
    (void) fchmodat (dir_fd, VAULT_KEYRING_NAME, 0600, 0);
  }
}

static int
open_keyring (int dir_fd, GError **error)
{
  g_autoptr (GError) local = NULL;
  int fd = vault_file_open_at (dir_fd, VAULT_KEYRING_NAME, O_RDWR, &local);

  if (fd < 0 && g_error_matches (local, VAULT_ERROR, VAULT_ERROR_PERMISSION)) {
    make_writable (dir_fd);
    g_clear_error (&local);
    fd = vault_file_open_at (dir_fd, VAULT_KEYRING_NAME, O_RDWR, &local);
  }
  if (fd < 0)
    g_propagate_error (error, g_steal_pointer (&local));
  return fd;
}

/* The file at the path, unless it is one that is held already.  FALSE if there is one and it
 * cannot be opened. */
static gboolean
hold_file_at_path (VaultWiper *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  struct stat info;
  int fd;

  if (self->n_files == VAULT_WIPER_MAX_FILES)
    return TRUE;
  if (fstatat (self->dir_fd, VAULT_KEYRING_NAME, &info, AT_SYMLINK_NOFOLLOW) == 0) {
    for (guint i = 0; i < self->n_files; i++) {
      if (is_same (self->fds[i], &info))
        return TRUE;
    }
  }

  fd = open_keyring (self->dir_fd, &local);
  if (fd >= 0) {
    self->fds[self->n_files++] = fd;
    return TRUE;
  }
  if (g_error_matches (local, VAULT_ERROR, VAULT_ERROR_NO_VAULT))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Idempotent: what is there already is not made again. */
gboolean
vault_wiper_prepare (VaultWiper *self, GError **error)
{
  if (self->room == NULL) {
    self->room = g_new (VaultWipeRoom, 1);
    /* Every page is there from now on. */
    memset (self->room, 1, sizeof *self->room);
  }
  if (self->dir_fd < 0)
    self->dir_fd = vault_file_open_folder (self->folder, 0, error);

  return self->dir_fd >= 0 && hold_file_at_path (self, error);
}

static gboolean
has_anything (VaultWiper *self)
{
  struct stat info;

  return self->n_files > 0 || self->keyring_error != VAULT_N_ERRORS
         || fstatat (self->dir_fd, VAULT_STORE_NAME, &info, AT_SYMLINK_NOFOLLOW) == 0;
}

gboolean
vault_wiper_run (VaultWiper *self,
                 VaultSession *session,
                 VaultReceipt *out_receipt,
                 GError **error)
{
  g_autoptr (GError) local = NULL;

  if (self->start_us == 0)
    self->start_us = g_get_monotonic_time ();
  *out_receipt = (VaultReceipt){ 0 };
  if (session == NULL && self->n_files == 0) {
    if (!vault_wiper_prepare (self, &local) && self->dir_fd < 0) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    if (local != NULL)
      self->keyring_error = (VaultError) local->code;
    if (!has_anything (self)) {
      g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT, "nothing there");
      return FALSE;
    }
  }

  vault_wiper_do_all (self, session);
  *out_receipt = self->receipt;
  memset (self->room, 0, sizeof *self->room);
  return TRUE;
}

/* ---- The thread ---- */

static void
run_and_tell (VaultWiper *self)
{
  g_autoptr (VaultSession) session = g_steal_pointer (&self->session);
  g_autoptr (GError) error = NULL;
  VaultReceipt receipt;

  (void) !vault_wiper_run (self, session, &receipt, &error);
  vault_remains_clear ();
  self->func (&receipt, error, self->user_data);
}

static gpointer
wait_and_run (gpointer data)
{
  VaultWiper *self = data;
  VaultWiperState state;

  (void) !vault_wiper_prepare (self, NULL);
  g_mutex_lock (&self->mutex);
  while (self->state == VAULT_WIPER_WAITING)
    g_cond_wait (&self->cond, &self->mutex);
  state = self->state;
  g_mutex_unlock (&self->mutex);

  if (state == VAULT_WIPER_RUNNING)
    run_and_tell (self);
  return NULL;
}

static VaultWiper *
wiper_new (const char *folder)
{
  VaultWiper *self = g_new0 (VaultWiper, 1);

  self->folder = g_strdup (folder);
  self->dir_fd = -1;
  self->keyring_error = VAULT_N_ERRORS;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return self;
}

VaultWiper *
vault_wiper_new (const char *folder)
{
  VaultWiper *self = wiper_new (folder);

  self->thread = g_thread_try_new ("wipe", wait_and_run, self, NULL);
  return self;
}

/* The file that is in use, opened anew: a copy of its descriptor would keep its lock. */
static gboolean
hold_file_in_use (VaultWiper *self, int keyring_fd, GError **error)
{
  struct stat info;
  int fd;

  if (!vault_wiper_prepare (self, error))
    return FALSE;
  if (fstat (keyring_fd, &info) == 0 && self->n_files > 0
      && is_same (self->fds[0], &info))
    return TRUE;

  fd = fcntl (keyring_fd, F_DUPFD_CLOEXEC, 3);
  if (fd < 0)
    return vault_file_set_error (error, errno, "keep the key file");
  if (self->n_files > 0)
    self->fds[1] = self->fds[0];
  self->fds[0] = fd;
  self->n_files++;
  return TRUE;
}

VaultWiper *
vault_wiper_new_prepared (const char *folder, int keyring_fd, GError **error)
{
  g_autoptr (VaultWiper) self = wiper_new (folder);

  if (!(keyring_fd >= 0 ? hold_file_in_use (self, keyring_fd, error)
                        : vault_wiper_prepare (self, error)))
    return NULL;

  self->thread = g_thread_try_new ("wipe", wait_and_run, self, error);
  if (self->thread == NULL) {
    g_clear_error (error);
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_MEMORY, "no thread");
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
vault_wiper_start (VaultWiper *self,
                   VaultSession *session,
                   VaultWiperFunc func,
                   gpointer user_data)
{
  self->start_us = g_get_monotonic_time ();
  g_mutex_lock (&self->mutex);
  self->session = session;
  self->func = func;
  self->user_data = user_data;
  self->state = VAULT_WIPER_RUNNING;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  /* Rather a window that stands still than a vault that stays. */
  if (self->thread == NULL)
    run_and_tell (self);
}

void
vault_wiper_free (VaultWiper *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  if (self->state == VAULT_WIPER_WAITING)
    self->state = VAULT_WIPER_LEAVING;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  if (self->thread != NULL)
    g_thread_join (self->thread);

  for (guint i = 0; i < self->n_files; i++)
    close (self->fds[i]);
  if (self->dir_fd >= 0)
    close (self->dir_fd);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->room);
  g_free (self->folder);
  g_free (self);
}
