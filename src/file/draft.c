/* draft.c - a new file that gets its name when all of it is there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "file/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

#define PART_RANDOM_BYTES 8

struct _VaultDraft {
  int dir_fd;
  int fd;
  guint64 n_bytes;
  char *part; /* its hidden name; NULL: it has none, or its own by now */
};

static gboolean
set_error (GError **error, const char *what)
{
  int saved_errno = errno;

  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (saved_errno),
               "cannot %s: %s", what, g_strerror (saved_errno));
  return FALSE;
}

char *
vault_draft_dup_part_name (void)
{
  guint8 random[PART_RANDOM_BYTES];
  char hex[2 * PART_RANDOM_BYTES + 1];

  randombytes_buf (random, sizeof random);
  return g_strdup_printf (".%s.part",
                          sodium_bin2hex (hex, sizeof hex, random, sizeof random));
}

static int
open_part (int dir_fd, char **out_part)
{
  g_autofree char *part = vault_draft_dup_part_name ();
  int fd =
      openat (dir_fd, part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd >= 0)
    *out_part = g_steal_pointer (&part);
  return fd;
}

VaultDraft *
vault_draft_new (const char *folder, GError **error)
{
  g_autoptr (VaultDraft) self = g_new0 (VaultDraft, 1);

  self->fd = -1;
  self->dir_fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->dir_fd < 0) {
    set_error (error, "open the folder");
    return NULL;
  }

  self->fd = openat (self->dir_fd, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (self->fd < 0)
    self->fd = open_part (self->dir_fd, &self->part);
  if (self->fd < 0) {
    set_error (error, "make a file");
    return NULL;
  }

  return g_steal_pointer (&self);
}

gboolean
vault_draft_write (VaultDraft *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  while (n_bytes > 0) {
    gssize n = pwrite (self->fd, bytes, n_bytes, (off_t) self->n_bytes);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return set_error (error, "write");

    bytes += n;
    n_bytes -= (gsize) n;
    self->n_bytes += (guint64) n;
  }

  return TRUE;
}

static gboolean
is_flushed (int fd)
{
  /* There are file systems that cannot, and nothing is to be done about that. */
  return fsync (fd) == 0 || errno == EINVAL || errno == EROFS;
}

gboolean
vault_draft_flush (VaultDraft *self, GError **error)
{
  return is_flushed (self->fd) || set_error (error, "flush to the disk");
}

/* The name is made, as an empty file of ours, and what replaces it is ours as well. */
static gboolean
rename_over_own (VaultDraft *self, const char *name)
{
  int fd = openat (self->dir_fd, name,
                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  int saved_errno;

  if (fd < 0)
    return FALSE;
  close (fd);
  if (renameat (self->dir_fd, self->part, self->dir_fd, name) == 0)
    return TRUE;

  saved_errno = errno;
  (void) unlinkat (self->dir_fd, name, 0);
  errno = saved_errno;
  return FALSE;
}

/* FALSE with errno set; EEXIST if the name is taken.  NFS cannot rename without replacing, but
 * link; FAT the other way round; some file systems in user space neither. */
static gboolean
take_name (VaultDraft *self, const char *name)
{
  g_autofree char *nameless = NULL;

  if (self->part == NULL) {
    nameless = g_strdup_printf ("/proc/self/fd/%d", self->fd);
    return linkat (AT_FDCWD, nameless, self->dir_fd, name, AT_SYMLINK_FOLLOW) == 0;
  }

  if (renameat2 (self->dir_fd, self->part, self->dir_fd, name, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  if (linkat (self->dir_fd, self->part, self->dir_fd, name, 0) == 0) {
    (void) unlinkat (self->dir_fd, self->part, 0);
    return TRUE;
  }
  return errno != EEXIST && rename_over_own (self, name);
}

gboolean
vault_draft_name (VaultDraft *self, const char *name, GError **error)
{
  if (!take_name (self, name))
    return set_error (error, "give a file its name");

  g_clear_pointer (&self->part, g_free);
  if (is_flushed (self->dir_fd))
    return TRUE;

  set_error (error, "flush to the disk");
  (void) unlinkat (self->dir_fd, name, 0);
  return FALSE;
}

void
vault_draft_free (VaultDraft *self)
{
  if (self == NULL)
    return;

  if (self->part != NULL)
    (void) unlinkat (self->dir_fd, self->part, 0);
  g_free (self->part);
  if (self->fd >= 0)
    close (self->fd);
  if (self->dir_fd >= 0)
    close (self->dir_fd);
  g_free (self);
}
