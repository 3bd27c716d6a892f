/* test-file.c - POSIX files, done carefully
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "file/file.h"

#include "support/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vault/vault-error.h>

static void
test_errno (void)
{
  static const struct {
    int saved_errno;
    VaultError code;
  } cases[] = {
    { ENOSPC, VAULT_ERROR_NO_SPACE },
    { EDQUOT, VAULT_ERROR_NO_SPACE },
    { EFBIG, VAULT_ERROR_NO_SPACE },
    { EROFS, VAULT_ERROR_READ_ONLY },
    { EACCES, VAULT_ERROR_PERMISSION },
    { EPERM, VAULT_ERROR_PERMISSION },
    { EMFILE, VAULT_ERROR_TOO_MANY_FILES },
    { ENFILE, VAULT_ERROR_TOO_MANY_FILES },
    { ENOENT, VAULT_ERROR_NO_VAULT },
    { ENOTDIR, VAULT_ERROR_NO_VAULT },
    { ENOMEM, VAULT_ERROR_NO_MEMORY },
    { EIO, VAULT_ERROR_IO },
    { ELOOP, VAULT_ERROR_IO },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (vault_file_set_error (&error, cases[i].saved_errno, "do it"));
    g_assert_error (error, VAULT_ERROR, (int) cases[i].code);
  }
}

static void
test_open_folder (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *deep = folder_path (folder, "a/b/c");
  g_autofree char *file = folder_put_text (folder, "file", "x");
  g_autoptr (GError) error = NULL;
  struct stat info;
  int fd;

  g_assert_cmpint (vault_file_open_folder (deep, 0, &error), ==, -1);
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT);
  g_clear_error (&error);
  g_assert_cmpint (vault_file_open_folder (file, 0, &error), ==, -1);
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT);
  g_clear_error (&error);

  fd = vault_file_open_folder (deep, 0700, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fstat (fd, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, ==, FD_CLOEXEC);
  close (fd);
}

static void
assert_not_opened (int dir_fd, const char *name, VaultError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (vault_file_open_at (dir_fd, name, O_RDWR, &error), ==, -1);
  g_assert_error (error, VAULT_ERROR, (int) code);
}

/* Only regular files; a pipe planted there must not hang us. */
static void
test_open_only_files (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *file = folder_put_text (folder, "file", "x");
  g_autofree char *fifo = folder_path (folder, "fifo");
  g_autofree char *link = folder_path (folder, "link");
  g_autofree char *dangling = folder_path (folder, "dangling");
  int dir_fd = vault_file_open_folder (folder, 0, NULL);
  int fd;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("file", link), ==, 0);
  g_assert_cmpint (symlink ("nothing", dangling), ==, 0);

  fd = vault_file_open_at (dir_fd, "file", O_RDWR, NULL);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, ==, FD_CLOEXEC);
  close (fd);
  assert_not_opened (dir_fd, "none", VAULT_ERROR_NO_VAULT);
  assert_not_opened (dir_fd, "fifo", VAULT_ERROR_IO);
  assert_not_opened (dir_fd, "link", VAULT_ERROR_IO);
  assert_not_opened (dir_fd, "dangling", VAULT_ERROR_IO);
  assert_not_opened (dir_fd, ".", VAULT_ERROR_IO);
  close (dir_fd);
}

static void
test_created_private (void)
{
  g_autoptr (Folder) folder = folder_new ();
  int dir_fd = vault_file_open_folder (folder, 0, NULL);
  int fd = vault_file_open_at (dir_fd, "new", O_RDWR | O_CREAT | O_EXCL, NULL);
  struct stat info;

  g_assert_cmpint (fstat (fd, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  vault_file_set_nocow (fd);
  close (fd);
  close (dir_fd);
}

static void
test_sizes (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *file = folder_put (folder, "file", "12345", 5);
  g_autofree char *link = folder_path (folder, "link");
  int dir_fd = vault_file_open_folder (folder, 0, NULL);
  int fd = vault_file_open_at (dir_fd, "file", O_RDONLY, NULL);
  guint64 n_bytes;

  g_assert_cmpint (symlink ("file", link), ==, 0);
  g_assert_true (vault_file_get_size (fd, &n_bytes, NULL));
  g_assert_cmpuint (n_bytes, ==, 5);
  g_assert_true (vault_file_stat_at (dir_fd, "file", &n_bytes));
  g_assert_cmpuint (n_bytes, ==, 5);
  g_assert_false (vault_file_stat_at (dir_fd, "none", &n_bytes));
  g_assert_cmpuint (n_bytes, ==, 0);
  g_assert_false (vault_file_stat_at (dir_fd, "link", &n_bytes));
  g_assert_false (vault_file_stat_at (dir_fd, ".", &n_bytes));
  close (fd);
  close (dir_fd);
  g_assert_false (vault_file_get_size (-1, &n_bytes, NULL));
}

static void
test_read_and_write (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *file = folder_put_text (folder, "file", "0123456789");
  g_autoptr (GError) error = NULL;
  int dir_fd = vault_file_open_folder (folder, 0, NULL);
  int fd = vault_file_open_at (dir_fd, "file", O_RDWR, NULL);
  guint8 room[8] = { 0 };

  g_assert_true (vault_file_write_at (fd, (const guint8 *) "abc", 3, 4, NULL));
  g_assert_true (vault_file_sync (fd, NULL));
  g_assert_true (vault_file_read_at (fd, room, 5, 3, NULL));
  g_assert_cmpmem (room, 5, "3abc7", 5);
  g_assert_true (vault_file_read_at (fd, room, 0, 100, NULL));

  /* A read is whole or an error. */
  g_assert_false (vault_file_read_at (fd, room, 8, 5, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_IO);
  g_clear_error (&error);
  close (fd);

  fd = vault_file_open_at (dir_fd, "file", O_RDONLY, NULL);
  g_assert_false (vault_file_write_at (fd, room, 1, 0, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_IO);
  close (fd);
  close (dir_fd);
}

static void
test_device_full (void)
{
  g_autoptr (GError) error = NULL;
  int fd = open ("/dev/full", O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_false (vault_file_write_at (fd, (const guint8 *) "x", 1, 0, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_SPACE);
  close (fd);
}

static void
test_lock (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *file = folder_put_text (folder, "file", "x");
  g_autoptr (GError) error = NULL;
  int dir_fd = vault_file_open_folder (folder, 0, NULL);
  int first = vault_file_open_at (dir_fd, "file", O_RDWR, NULL);
  int second = vault_file_open_at (dir_fd, "file", O_RDWR, NULL);
  int copy = dup (first);

  g_assert_true (vault_file_lock (first, NULL));
  g_assert_true (vault_file_lock (first, NULL));
  g_assert_false (vault_file_lock (second, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BUSY);

  /* It goes with the last descriptor of the same opening. */
  close (first);
  g_assert_false (vault_file_lock (second, NULL));
  close (copy);
  g_assert_true (vault_file_lock (second, NULL));
  close (second);
  close (dir_fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file/errno", test_errno);
  g_test_add_func ("/file/open-folder", test_open_folder);
  g_test_add_func ("/file/open-only-files", test_open_only_files);
  g_test_add_func ("/file/created-private", test_created_private);
  g_test_add_func ("/file/sizes", test_sizes);
  g_test_add_func ("/file/read-and-write", test_read_and_write);
  g_test_add_func ("/file/device-full", test_device_full);
  g_test_add_func ("/file/lock", test_lock);
  return g_test_run ();
}
