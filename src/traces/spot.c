/* spot.c - one file that was found, and removing that one and no other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "traces/spot.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file/file.h"

#define ASIDE_BYTES 8

typedef int Fd;

static void
fd_clear (Fd *fd)
{
  if (*fd >= 0)
    close (*fd);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fd, fd_clear)

static gboolean
is_same_file (const struct stat *a, const struct stat *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size
         && a->st_mtim.tv_sec == b->st_mtim.tv_sec
         && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static gboolean
set_changed (GError **error)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_SOURCE_CHANGED, "not what was found");
  return FALSE;
}

VaultSpot *
vault_spot_new (const char *path, GError **error)
{
  g_autoptr (VaultSpot) self = g_new0 (VaultSpot, 1);
  g_autofree char *above = g_path_get_dirname (path);
  g_auto (Fd) dir_fd = -1;

  self->name = g_path_get_basename (path);
  self->folder = vault_file_dup_real (above);
  if (self->folder == NULL) {
    vault_file_set_error (error, ENOENT, "find a folder");
    return NULL;
  }
  dir_fd = open (self->folder, O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (dir_fd < 0 || fstat (dir_fd, &self->folder_info) != 0
      || fstatat (dir_fd, self->name, &self->info, AT_SYMLINK_NOFOLLOW) != 0) {
    vault_file_set_error (error, errno, "look at a file");
    return NULL;
  }
  if (!S_ISREG (self->info.st_mode)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NOT_A_FILE, "not a regular file");
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
vault_spot_free (VaultSpot *self)
{
  if (self == NULL)
    return;

  g_free (self->folder);
  g_free (self->name);
  g_free (self);
}

char *
vault_spot_dup_path (const VaultSpot *self)
{
  return g_build_filename (self->folder, self->name, NULL);
}

/* Component by component: O_NOFOLLOW alone is about the last one. */
static int
walk_to (const char *folder, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (folder, "/", -1);
  g_auto (Fd) at = open ("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

  for (guint i = 0; at >= 0 && parts[i] != NULL; i++) {
    int next;

    if (*parts[i] == '\0')
      continue;
    next = openat (at, parts[i], O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (next < 0) {
      if (errno == ELOOP || errno == ENOTDIR || errno == ENOENT)
        set_changed (error);
      else
        vault_file_set_error (error, errno, "open a folder");
      return -1;
    }
    close (at);
    at = next;
  }

  if (at < 0)
    vault_file_set_error (error, errno, "open a folder");
  return g_steal_fd (&at);
}

static int
open_folder (const VaultSpot *self, GError **error)
{
  g_auto (Fd) fd = walk_to (self->folder, error);
  struct stat info;

  if (fd < 0)
    return -1;
  if (fstat (fd, &info) == 0 && info.st_dev == self->folder_info.st_dev
      && info.st_ino == self->folder_info.st_ino)
    return g_steal_fd (&fd);

  set_changed (error);
  return -1;
}

/* Not one of file.h's: a pipe put there would be waited for, and what is not there any more
 * is not an error here. */
static int
open_in (int dir_fd, const VaultSpot *self, GError **error)
{
  g_auto (Fd) fd = openat (dir_fd, self->name,
                           O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat info;

  if (fd < 0 && errno == ELOOP) {
    set_changed (error);
    return -1;
  }
  if (fd < 0 || fstat (fd, &info) != 0) {
    vault_file_set_error (error, errno, "open what was found");
    return -1;
  }
  if (!is_same_file (&info, &self->info)) {
    set_changed (error);
    return -1;
  }

  return g_steal_fd (&fd);
}

int
vault_spot_open (const VaultSpot *self, GError **error)
{
  g_auto (Fd) dir_fd = open_folder (self, error);

  return dir_fd < 0 ? -1 : open_in (dir_fd, self, error);
}

/* Without replacing anything.  A file system that does not know how is asked whether the name
 * is free; ours are too long to be taken by chance. */
static gboolean
rename_in (int dir_fd, const char *from, const char *to)
{
  struct stat info;

  if (renameat2 (dir_fd, from, dir_fd, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  if (fstatat (dir_fd, to, &info, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT) {
    errno = EEXIST;
    return FALSE;
  }
  return renameat (dir_fd, from, dir_fd, to) == 0;
}

/* A name is removed by its letters, whatever file has it at that moment.  So it is given
 * another one first, which nobody knows; then it is looked at; then it is removed, or put
 * back.  A program that saves a file of the same name meanwhile loses nothing. */
static gboolean
remove_in (int dir_fd, const VaultSpot *self, GError **error)
{
  guint8 random[ASIDE_BYTES];
  char hex[2 * ASIDE_BYTES + 1];
  g_autofree char *aside = NULL;
  struct stat info;

  randombytes_buf (random, sizeof random);
  aside =
      g_strdup_printf (".%s", sodium_bin2hex (hex, sizeof hex, random, sizeof random));
  if (!rename_in (dir_fd, self->name, aside))
    return vault_file_set_error (error, errno, "set a file aside");

  if (fstatat (dir_fd, aside, &info, AT_SYMLINK_NOFOLLOW) == 0
      && is_same_file (&info, &self->info)) {
    if (unlinkat (dir_fd, aside, 0) == 0)
      return TRUE;
    vault_file_set_error (error, errno, "remove a file");
  } else {
    set_changed (error);
  }
  /* If somebody has taken the name, theirs stays, and so does ours beside it. */
  (void) rename_in (dir_fd, aside, self->name);
  return FALSE;
}

static gboolean
remove_proven (const VaultSpot *self,
               VaultSpotProof proof,
               gpointer user_data,
               GError **error)
{
  g_auto (Fd) dir_fd = open_folder (self, error);
  g_auto (Fd) fd = dir_fd < 0 ? -1 : open_in (dir_fd, self, error);

  return fd >= 0
         && (proof == NULL
             || proof (fd, (guint64) self->info.st_size, user_data, error))
         && remove_in (dir_fd, self, error);
}

VaultTraceOutcome
vault_spot_remove (const VaultSpot *self,
                   VaultSpotProof proof,
                   gpointer user_data,
                   GError **error)
{
  GError *local = NULL;

  if (remove_proven (self, proof, user_data, &local))
    return VAULT_TRACE_REMOVED;
  if (g_error_matches (local, VAULT_ERROR, VAULT_ERROR_NO_VAULT)) {
    g_error_free (local);
    return VAULT_TRACE_GONE;
  }
  if (g_error_matches (local, VAULT_ERROR, VAULT_ERROR_SOURCE_CHANGED)) {
    g_error_free (local);
    return VAULT_TRACE_CHANGED;
  }

  g_propagate_error (error, local);
  return VAULT_TRACE_FAILED;
}
