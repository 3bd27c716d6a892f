/* folder.c - a folder of a test's own, and careless edits of the files in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/folder.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Folder *
folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("nightstand-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

static void
remove_tree (const char *path)
{
  struct stat info;

  if (g_lstat (path, &info) == 0 && S_ISDIR (info.st_mode)) {
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  }

  g_remove (path);
}

void
folder_free (Folder *self)
{
  if (self == NULL)
    return;

  remove_tree (self);
  g_free (self);
}

char *
folder_path (const Folder *self, const char *name)
{
  return g_build_filename (self, name, NULL);
}

char *
folder_put (const Folder *self, const char *name, const void *bytes, gsize n_bytes)
{
  char *path = folder_path (self, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) n_bytes, &error);
  g_assert_no_error (error);
  return path;
}

char *
folder_put_text (const Folder *self, const char *name, const char *text)
{
  return folder_put (self, name, text, strlen (text));
}

guint
folder_count (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

GBytes *
file_get (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize n_bytes;

  g_file_get_contents (path, &bytes, &n_bytes, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, n_bytes);
}

static int
open_for_edit (const char *path, int flags)
{
  int fd = open (path, flags | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  return fd;
}

/* In place, so that a descriptor somebody holds sees it too. */
void
file_put (const char *path, GBytes *bytes)
{
  gsize n_bytes;
  const void *data = g_bytes_get_data (bytes, &n_bytes);
  int fd = open_for_edit (path, O_WRONLY | O_CREAT | O_TRUNC);

  g_assert_cmpint (pwrite (fd, data, n_bytes, 0), ==, (gssize) n_bytes);
  close (fd);
}

void
file_copy (const char *from, const char *to)
{
  g_autoptr (GBytes) bytes = file_get (from);

  file_put (to, bytes);
}

guint64
file_size (const char *path)
{
  struct stat info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return (guint64) info.st_size;
}

void
file_read (const char *path, guint64 offset, void *out, gsize n_bytes)
{
  int fd = open_for_edit (path, O_RDONLY);

  g_assert_cmpint (pread (fd, out, n_bytes, (off_t) offset), ==, (gssize) n_bytes);
  close (fd);
}

void
file_write (const char *path, guint64 offset, const void *bytes, gsize n_bytes)
{
  int fd = open_for_edit (path, O_WRONLY);

  g_assert_cmpint (pwrite (fd, bytes, n_bytes, (off_t) offset), ==, (gssize) n_bytes);
  close (fd);
}

void
file_flip (const char *path, guint64 offset, guint8 mask)
{
  int fd = open_for_edit (path, O_RDWR);
  guint8 byte;

  g_assert_cmpint (pread (fd, &byte, 1, (off_t) offset), ==, 1);
  byte ^= mask;
  g_assert_cmpint (pwrite (fd, &byte, 1, (off_t) offset), ==, 1);
  close (fd);
}

void
file_truncate (const char *path, guint64 n_bytes)
{
  g_assert_cmpint (truncate (path, (off_t) n_bytes), ==, 0);
}

gboolean
file_exists (const char *path)
{
  struct stat info;

  return g_lstat (path, &info) == 0;
}

GBytes *
bytes_noise (guint32 seed, gsize n_bytes)
{
  guint8 key[randombytes_SEEDBYTES] = { 0 };
  guint8 *bytes = g_malloc (n_bytes);

  memcpy (key, &seed, sizeof seed);
  randombytes_buf_deterministic (bytes, n_bytes, key);
  return g_bytes_new_take (bytes, n_bytes);
}

void
assert_same_bytes (GBytes *a, GBytes *b)
{
  g_assert_cmpuint (g_bytes_get_size (a), ==, g_bytes_get_size (b));
  g_assert_true (g_bytes_equal (a, b));
}
