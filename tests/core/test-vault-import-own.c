/* test-vault-import-own.c - a vault that is to be kept in itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/store-box.h"
#include "support/vault-box.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As the kernel sees it: whoever opened the file to ask would drop the locks by closing it. */
static guint
count_locks (const char *path)
{
  g_autofree char *table = NULL;
  g_autofree char *place = NULL;
  g_auto (GStrv) lines = NULL;
  struct stat info;
  guint n_locks = 0;

  g_assert_cmpint (stat (path, &info), ==, 0);
  place = g_strdup_printf (":%" G_GUINT64_FORMAT " ", (guint64) info.st_ino);
  g_assert_true (g_file_get_contents ("/proc/locks", &table, NULL, NULL));
  lines = g_strsplit (table, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    n_locks += strstr (lines[i], " POSIX ") != NULL && strstr (lines[i], place) != NULL;
  return n_locks;
}

static void
add (GPtrArray *files, const char *folder, const char *name)
{
  g_ptr_array_add (files, g_file_new_build_filename (folder, name, NULL));
}

/* By whatever path, and without looking into them. */
static void
test_refused (void)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;
  VaultBox *box = vault_box_new_open ();
  guint n_locks = count_locks (box->database);
  guint n_imported;

  g_assert_cmpuint (n_locks, >, 0);
  other = folder_path (box->home, "other.jpeg");
  g_assert_cmpint (link (box->database, other), ==, 0);
  g_ptr_array_add (files, g_file_new_for_path (other));
  g_free (folder_put_text (box->home, "good", "good"));
  add (files, box->home, "good");
  add (files, box->folder, "");
  add (files, box->folder, "keyring");
  add (files, box->folder, "vault.db-journal");
  /* No link in the end. */
  g_assert_cmpint (g_chdir (box->folder), ==, 0);
  add (files, "/proc/self/cwd", "vault.db");

  g_assert_true (run_import (box->vault, files, VAULT_EXPIRES_NEVER, NULL, &n_imported,
                             &problems, &error));
  g_assert_no_error (error);
  text = describe_problems (problems);
  g_assert_cmpstr (text, ==,
                   "other.jpeg:own-file vault:own-file keyring:own-file "
                   "vault.db-journal:own-file vault.db:own-file "
                   "good:unsupported-media+ ");
  g_assert_cmpuint (n_imported, ==, 1);
  g_assert_cmpuint (count_locks (box->database), ==, n_locks);
  g_assert_cmpint (g_chdir ("/"), ==, 0);
  vault_box_free (box);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-import-own/refused", test_refused);
  return g_test_run ();
}
