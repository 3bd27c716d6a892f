/* test-draft.c - new files, on file systems that know more and less
 *
 * What a file system does not know is refused here, in front of the real calls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Both names of a function are defined here, so none may be an alias of the other. */
#undef _FILE_OFFSET_BITS

#include "file/draft.h"

#include "support/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static gboolean knows_nameless;
static gboolean knows_noreplace;
static gboolean knows_links;
static guint n_nameless;
static guint n_renamed;
static guint n_linked;

static int
open_known (int dir_fd, const char *name, int flags, mode_t mode)
{
  if ((flags & O_TMPFILE) == O_TMPFILE) {
    n_nameless++;
    if (!knows_nameless) {
      errno = EOPNOTSUPP;
      return -1;
    }
  }
  return (int) syscall (SYS_openat, dir_fd, name, flags, mode);
}

#define DEFINE_OPENAT(function)                                                        \
  int function (int dir_fd, const char *name, int flags, ...)                          \
  {                                                                                    \
    va_list rest;                                                                      \
    mode_t mode;                                                                       \
                                                                                       \
    va_start (rest, flags);                                                            \
    mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (rest, mode_t) : 0;           \
    va_end (rest);                                                                     \
    return open_known (dir_fd, name, flags, mode);                                     \
  }

DEFINE_OPENAT (openat)
DEFINE_OPENAT (openat64)

int
renameat2 (int from_fd, const char *from, int to_fd, const char *to, unsigned int flags)
{
  n_renamed++;
  if (flags != 0 && !knows_noreplace) {
    errno = EINVAL;
    return -1;
  }
  return (int) syscall (SYS_renameat2, from_fd, from, to_fd, to, flags);
}

int
linkat (int from_fd, const char *from, int to_fd, const char *to, int flags)
{
  n_linked++;
  if (!knows_links) {
    errno = EPERM;
    return -1;
  }
  return (int) syscall (SYS_linkat, from_fd, from, to_fd, to, flags);
}

/* The file systems there are, by what they know. */
static const struct {
  const char *name;
  gboolean nameless, noreplace, links;
} kinds[] = {
  { "most", TRUE, TRUE, TRUE },
  { "fat", FALSE, TRUE, FALSE },
  { "nfs", FALSE, FALSE, TRUE },
  { "user-space", FALSE, FALSE, FALSE },
};

static void
set_kind (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  knows_nameless = kinds[i].nameless;
  knows_noreplace = kinds[i].noreplace;
  knows_links = kinds[i].links;
  n_nameless = n_renamed = n_linked = 0;
}

static VaultDraft *
draft_with (const char *folder, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  VaultDraft *draft = vault_draft_new (folder, &error);

  g_assert_no_error (error);
  /* In two parts: the second goes behind the first. */
  g_assert_true (vault_draft_write (draft, data, n_bytes / 3, &error));
  g_assert_true (
      vault_draft_write (draft, data + n_bytes / 3, n_bytes - n_bytes / 3, &error));
  g_assert_true (vault_draft_flush (draft, &error));
  return draft;
}

static guint
count_visible (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    n += *name != '.';
  return n;
}

static void
test_named (gconstpointer data)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 300001);
  g_autofree char *path = folder_path (folder, "whole.bin");
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GError) error = NULL;
  VaultDraft *draft;
  struct stat info;

  set_kind (data);
  draft = draft_with (folder, bytes);
  g_assert_cmpuint (count_visible (folder), ==, 0);
  g_assert_cmpuint (folder_count (folder), ==, knows_nameless ? 0 : 1);
  g_assert_true (vault_draft_name (draft, "whole.bin", &error));
  g_assert_no_error (error);
  vault_draft_free (draft);

  found = file_get (path);
  assert_same_bytes (found, bytes);
  g_assert_cmpuint (folder_count (folder), ==, 1);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint ((int) info.st_nlink, ==, 1);

  /* The ways are really different ones. */
  g_assert_cmpuint (n_nameless, ==, 1);
  g_assert_cmpuint (n_renamed, ==, knows_nameless ? 0 : 1);
  g_assert_cmpuint (n_linked, ==, knows_nameless || !knows_noreplace ? 1 : 0);
}

/* Whatever has the name stays what it is, also a link that leads nowhere. */
static void
test_taken (gconstpointer data)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autoptr (GBytes) bytes = bytes_noise (2, 1000);
  g_autoptr (GBytes) theirs = g_bytes_new_static ("theirs", 6);
  g_autofree char *file = folder_put_text (folder, "file", "theirs");
  g_autofree char *sub = folder_path (folder, "folder");
  g_autofree char *link = folder_path (folder, "link");
  static const char *const taken[] = { "file", "folder", "link" };
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (GError) error = NULL;
  VaultDraft *draft;

  g_assert_cmpint (g_mkdir (sub, 0700), ==, 0);
  g_assert_cmpint (symlink ("nowhere", link), ==, 0);
  set_kind (data);
  draft = draft_with (folder, bytes);
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++) {
    g_assert_false (vault_draft_name (draft, taken[i], &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
    g_clear_error (&error);
  }
  g_assert_true (vault_draft_name (draft, "free", &error));
  vault_draft_free (draft);

  kept = file_get (file);
  assert_same_bytes (kept, theirs);
  g_assert_cmpuint (folder_count (folder), ==, 4);
  g_assert_false (g_file_test (link, G_FILE_TEST_EXISTS));
}

/* What gets no name leaves nothing, nor does a name that could not be given. */
static void
test_given_up (gconstpointer data)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autoptr (GBytes) bytes = bytes_noise (3, 1000);
  g_autoptr (GError) error = NULL;
  g_autofree char *long_name = g_strnfill (300, 'x');
  VaultDraft *draft;

  set_kind (data);
  draft = draft_with (folder, bytes);
  g_assert_false (vault_draft_name (draft, long_name, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG);
  vault_draft_free (draft);
  g_assert_cmpuint (folder_count (folder), ==, 0);
}

static void
test_nowhere (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *file = folder_put_text (folder, "file", "x");
  g_autofree char *missing = folder_path (folder, "missing");
  const char *const places[] = { file, missing, "/proc" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (vault_draft_new (places[i], &error));
    g_assert_cmpuint (error->domain, ==, G_IO_ERROR);
  }
  g_assert_cmpuint (folder_count (folder), ==, 1);
  vault_draft_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    static const struct {
      const char *name;
      GTestDataFunc run;
    } tests[] = { { "named", test_named },
                  { "taken", test_taken },
                  { "given-up", test_given_up } };

    for (guint k = 0; k < G_N_ELEMENTS (tests); k++) {
      g_autofree char *path =
          g_strdup_printf ("/draft/%s/%s", kinds[i].name, tests[k].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), tests[k].run);
    }
  }
  g_test_add_func ("/draft/nowhere", test_nowhere);
  return g_test_run ();
}
