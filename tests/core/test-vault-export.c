/* test-vault-export.c - copies outside, and a look at everything inside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/store-box.h"

#define NEVER VAULT_EXPIRES_NEVER

static GPtrArray *
all_items (VaultBox *box)
{
  GListModel *model = vault_get_items (box->vault);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));
  return items;
}

static void
assert_exports (VaultBox *box,
                const char *folder,
                guint n_expected,
                const char *expected)
{
  g_autoptr (GPtrArray) items = all_items (box);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_exported;

  g_assert_true (
      run_export (box->vault, items, folder, &n_exported, &problems, &error));
  g_assert_no_error (error);
  text = describe_problems (problems);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (n_exported, ==, n_expected);
}

static void
assert_file (const char *folder, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GBytes) found = file_get (path);
  struct stat info;

  assert_same_bytes (found, bytes);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_byte_for_byte (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (Folder) out = folder_new ();
  g_autoptr (GBytes) film = bytes_noise (1, 3 << 20);
  g_autoptr (GBytes) photo = bytes_noise (2, 1);

  g_object_unref (box_import (box, "film.mp4", film, NEVER));
  g_object_unref (box_import (box, "caf\xc3\xa9 photo", photo, NEVER));
  assert_exports (box, out, 2, "");
  assert_file (out, "film.mp4", film);
  assert_file (out, "caf\xc3\xa9 photo", photo);
  g_assert_cmpuint (folder_count (out), ==, 2);
}

/* What is there is never replaced. */
static void
test_collisions (void)
{
  static const char *const names[] = { "a.jpg", "noext", ".hidden", "two.dots.gz",
                                       "end." };
  static const char *const second[] = { "a (2).jpg", "noext (2)", ".hidden (2)",
                                        "two.dots (2).gz", "end (2)." };
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (Folder) out = folder_new ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 100);
  g_autoptr (GBytes) there = g_bytes_new_static ("mine", 4);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_object_unref (box_import (box, names[i], bytes, NEVER));
    g_free (folder_put_text (out, names[i], "mine"));
  }
  assert_exports (box, out, G_N_ELEMENTS (names), "");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = folder_path (out, names[i]);
    g_autoptr (GBytes) kept = file_get (path);

    assert_same_bytes (kept, there);
    assert_file (out, second[i], bytes);
  }
  assert_exports (box, out, G_N_ELEMENTS (names), "");
  assert_file (out, "a (3).jpg", bytes);
}

/* What was given a name without an ending is known outside all the same. */
static void
test_endings (void)
{
  static const char *const names[][2] = {
    { "letter", "letter.pdf" },       { "on 12.7", "on 12.7.pdf" },
    { "Mr. Smith", "Mr. Smith.pdf" }, { ".hidden", ".hidden.pdf" },
    { "end.", "end..pdf" },           { "scan.PDF", "scan.PDF" },
    { "scan.dat", "scan.dat" },       { "clip.mp4", "clip.mp4" },
  };
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (Folder) out = folder_new ();
  g_autoptr (GBytes) document = g_bytes_new_static ("%PDF-1.4\n", 9);
  g_autofree char *long_name = g_strnfill (254, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_unref (box_import (box, names[i][0], document, NEVER));
  g_object_unref (box_import (box, long_name, document, NEVER));
  assert_exports (box, out, G_N_ELEMENTS (names) + 1, "");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_file (out, names[i][1], document);
  assert_file (out, long_name, document);
}

static void
test_same_name_twice (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (Folder) out = folder_new ();

  for (guint i = 0; i < 12; i++) {
    g_autoptr (GBytes) bytes = bytes_noise (i, 100);

    g_object_unref (box_import (box, "same", bytes, NEVER));
  }
  assert_exports (box, out, 12, "");
  g_assert_cmpuint (folder_count (out), ==, 12);
}

static void
test_target (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 100);
  g_autoptr (VaultItem) item = box_import (box, "x", bytes, NEVER);
  g_autoptr (GPtrArray) items = all_items (box);
  g_autofree char *file = folder_put_text (box->home, "file", "x");
  const char *const targets[] = { "/nonexistent/folder", file, "/proc" };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
    g_autoptr (GPtrArray) problems = NULL;
    g_autoptr (GError) error = NULL;
    guint n_exported;

    g_assert_false (
        run_export (box->vault, items, targets[i], &n_exported, &problems, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_TARGET_FAILED);
    g_assert_cmpuint (n_exported, ==, 0);
  }
}

/* A folder that is a link to another is a folder like any other. */
static void
test_linked_target (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);
  g_autoptr (VaultItem) item = box_import (box, "one.bin", bytes, NEVER);
  g_autofree char *real = folder_path (box->home, "real");
  g_autofree char *link = folder_path (box->home, "link");

  g_assert_cmpint (g_mkdir (real, 0700), ==, 0);
  g_assert_cmpint (symlink ("real", link), ==, 0);
  assert_exports (box, link, 1, "");
  assert_file (real, "one.bin", bytes);
}

/* Not beside the sealed files, however that folder is called. */
static void
test_own_folder (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);
  g_autoptr (VaultItem) item = box_import (box, "one.bin", bytes, NEVER);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autofree char *link = folder_path (box->home, "link");
  const char *const names[] = { box->folder, link };
  guint n_before = folder_count (box->folder);

  g_ptr_array_add (items, item);
  g_assert_cmpint (symlink (box->folder, link), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GPtrArray) problems = NULL;
    g_autoptr (GError) error = NULL;
    guint n;

    g_assert_false (run_export (box->vault, items, names[i], &n, &problems, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_TARGET_FAILED);
    g_assert_cmpuint (folder_count (box->folder), ==, n_before);
  }
}

/* One item is damaged: the others come out, and no half of it. */
static void
test_damaged_item (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (Folder) out = folder_new ();
  g_autoptr (GBytes) film = bytes_noise (1, 1000000);
  VaultVerifyReport report;

  /* Piece 1 is one's, 2 to 16 are film's. */
  g_object_unref (box_import (box, "one", film, NEVER));
  g_object_unref (box_import (box, "film", film, NEVER));
  run_lock (box->vault);
  sql_run (box->database, "UPDATE piece SET sealed = zeroblob (67546) WHERE id = 20");
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));

  assert_exports (box, out, 1, "film:damaged-item ");
  assert_file (out, "one", film);
  g_assert_cmpuint (folder_count (out), ==, 1);
  g_assert_true (run_verify (box->vault, &report, NULL));
  g_assert_cmpuint (report.n_items, ==, 1);
  g_assert_cmpuint (report.n_damaged, ==, 1);
  g_assert_cmpuint (report.n_unreadable, ==, 0);
}

static void
test_verify (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 200000);
  VaultVerifyReport report;
  g_autoptr (GError) error = NULL;

  g_assert_true (run_verify (box->vault, &report, &error));
  g_assert_cmpuint (report.n_items + report.n_damaged + report.n_bytes, ==, 0);
  for (guint i = 0; i < 5; i++)
    g_object_unref (box_import (box, "x", bytes, NEVER));
  g_assert_true (run_verify (box->vault, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_items, ==, 5);
  g_assert_cmpuint (report.n_damaged + report.n_unreadable + report.n_mirror_faults, ==,
                    0);
  g_assert_cmpuint (report.n_bytes, ==, 5 * 200000);

  /* A cell copy that goes bad while the vault is open. */
  file_flip (box->keyring, 65536 + 128 * 3 + 60, 1);
  box->damaged = TRUE;
  g_assert_true (run_verify (box->vault, &report, &error));
  g_assert_cmpuint (report.n_items, ==, 5);
  g_assert_cmpuint (report.n_mirror_faults, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-export/byte-for-byte", test_byte_for_byte);
  g_test_add_func ("/vault-export/collisions", test_collisions);
  g_test_add_func ("/vault-export/endings", test_endings);
  g_test_add_func ("/vault-export/same-name-twice", test_same_name_twice);
  g_test_add_func ("/vault-export/target", test_target);
  g_test_add_func ("/vault-export/linked-target", test_linked_target);
  g_test_add_func ("/vault-export/own-folder", test_own_folder);
  g_test_add_func ("/vault-export/damaged-item", test_damaged_item);
  g_test_add_func ("/vault-export/verify", test_verify);
  return g_test_run ();
}
