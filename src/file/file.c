/* file.c - POSIX files, done carefully
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "file/file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <vault/vault-error.h>

static VaultError
code_from_errno (int saved_errno)
{
  switch (saved_errno) {
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return VAULT_ERROR_NO_SPACE;
  case EROFS:
    return VAULT_ERROR_READ_ONLY;
  case EACCES:
  case EPERM:
    return VAULT_ERROR_PERMISSION;
  case EMFILE:
  case ENFILE:
    return VAULT_ERROR_TOO_MANY_FILES;
  case ENOENT:
  case ENOTDIR:
    return VAULT_ERROR_NO_VAULT;
  case ENOMEM:
    return VAULT_ERROR_NO_MEMORY;
  default:
    return VAULT_ERROR_IO;
  }
}

gboolean
vault_file_set_error (GError **error, int saved_errno, const char *what)
{
  g_set_error (error, VAULT_ERROR, code_from_errno (saved_errno), "cannot %s: %s", what,
               g_strerror (saved_errno));
  return FALSE;
}

gboolean
vault_file_go_up (char **path)
{
  char *up = g_path_get_dirname (*path);
  gboolean any = strcmp (up, *path) != 0;

  g_free (*path);
  *path = up;
  return any;
}

char *
vault_file_dup_real (const char *path)
{
  char *real = realpath (path, NULL);
  char *ours = g_strdup (real);

  free (real);
  return ours;
}

int
vault_file_open_folder (const char *path, guint mode, GError **error)
{
  int fd;

  if (mode != 0 && g_mkdir_with_parents (path, (int) mode) != 0) {
    vault_file_set_error (error, errno, "make the folder");
    return -1;
  }

  fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    vault_file_set_error (error, errno, "open the folder");

  return fd;
}

int
vault_file_open_at (int dir_fd, const char *name, int flags, GError **error)
{
  struct stat info;
  /* Non-blocking, so that a pipe planted under this name cannot hang us. */
  int fd = openat (dir_fd, name, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);

  if (fd < 0) {
    vault_file_set_error (error, errno, "open a file of the vault");
    return -1;
  }
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode)) {
    close (fd);
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_IO, "not a regular file");
    return -1;
  }

  return fd;
}

gboolean
vault_file_get_size (int fd, guint64 *out_n_bytes, GError **error)
{
  struct stat info;

  *out_n_bytes = 0;
  if (fstat (fd, &info) != 0)
    return vault_file_set_error (error, errno, "read a file's size");

  *out_n_bytes = (guint64) info.st_size;
  return TRUE;
}

gboolean
vault_file_stat_at (int dir_fd, const char *name, guint64 *out_n_bytes)
{
  struct stat info;

  *out_n_bytes = 0;
  if (fstatat (dir_fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0
      || !S_ISREG (info.st_mode))
    return FALSE;

  *out_n_bytes = (guint64) info.st_size;
  return TRUE;
}

gboolean
vault_file_read_at (int fd, guint8 *out, gsize n_bytes, guint64 offset, GError **error)
{
  while (n_bytes > 0) {
    gssize n = pread (fd, out, n_bytes, (off_t) offset);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return vault_file_set_error (error, errno, "read");
    if (n == 0) {
      g_set_error (error, VAULT_ERROR, VAULT_ERROR_IO, "the file ended early");
      return FALSE;
    }

    out += n;
    n_bytes -= (gsize) n;
    offset += (guint64) n;
  }

  return TRUE;
}

gboolean
vault_file_write_at (int fd,
                     const guint8 *bytes,
                     gsize n_bytes,
                     guint64 offset,
                     GError **error)
{
  while (n_bytes > 0) {
    gssize n = pwrite (fd, bytes, n_bytes, (off_t) offset);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return vault_file_set_error (error, errno, "write");

    bytes += n;
    n_bytes -= (gsize) n;
    offset += (guint64) n;
  }

  return TRUE;
}

gboolean
vault_file_sync (int fd, GError **error)
{
  if (fdatasync (fd) == 0)
    return TRUE;

  return vault_file_set_error (error, errno, "flush to the disk");
}

gboolean
vault_file_lock (int fd, GError **error)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  if (fcntl (fd, F_OFD_SETLK, &lock) == 0)
    return TRUE;
  if (errno != EAGAIN && errno != EACCES)
    return vault_file_set_error (error, errno, "lock the vault");

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_BUSY, "another process has the lock");
  return FALSE;
}

void
vault_file_set_nocow (int fd)
{
  int flags = 0;

  if (ioctl (fd, FS_IOC_GETFLAGS, &flags) != 0)
    return;

  flags |= FS_NOCOW_FL;
  (void) ioctl (fd, FS_IOC_SETFLAGS, &flags);
}
