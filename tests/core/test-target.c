/* test-target.c - files copied out, wherever the folder is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/target.h"

#include "support/far-folder.h"
#include "support/folder.h"

#include <string.h>

#include <vault/vault-error.h>

enum { NEAR, FAR_MOVES, FAR_RENAMES };

static GFile *
folder_of_kind (const char *path, gconstpointer kind)
{
  guint number = GPOINTER_TO_UINT (kind);

  return number == NEAR ? g_file_new_for_path (path)
                        : far_folder_new (path, number == FAR_MOVES);
}

static VaultTarget *
target_with (GFile *folder, const char *text)
{
  g_autoptr (GError) error = NULL;
  VaultTarget *target = vault_target_new (folder, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (
      vault_target_write (target, (const guint8 *) text, strlen (text), NULL, &error));
  return target;
}

static void
assert_text (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GBytes) found = file_get (path);
  g_autoptr (GBytes) expected = g_bytes_new_static (text, strlen (text));

  assert_same_bytes (found, expected);
}

/* Names that are taken stay with who has them. */
static void
test_names (gconstpointer kind)
{
  static const char *const expected[] = { "a (damaged).jpg", "a (damaged) (2).jpg",
                                          "a (damaged) (3).jpg" };
  static const char *const texts[] = { "first", "second", "third" };
  g_autoptr (Folder) out = folder_new ();
  g_autoptr (GFile) folder = folder_of_kind (out, kind);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (VaultTarget) target = target_with (folder, texts[i]);
    g_autofree char *name = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (
        vault_target_finish (target, "a.jpg", " (damaged)", &name, NULL, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (name, ==, expected[i]);
    g_assert_cmpuint (folder_count (out), ==, i + 1);
  }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_text (out, expected[i], texts[i]);
}

/* Before it is finished there is nothing that could be taken for it, and if it never is,
 * nothing at all. */
static void
test_given_up (gconstpointer kind)
{
  g_autoptr (Folder) out = folder_new ();
  g_autoptr (GFile) folder = folder_of_kind (out, kind);
  VaultTarget *target = target_with (folder, "half");
  g_autofree char *path = folder_path (out, "a.jpg");

  g_assert_false (file_exists (path));
  g_assert_cmpuint (folder_count (out), <=, 1);
  vault_target_free (target);
  g_assert_cmpuint (folder_count (out), ==, 0);
}

/* Stopped while the last bytes were flushed: it gets no name any more. */
static void
test_cancelled (gconstpointer kind)
{
  g_autoptr (Folder) out = folder_new ();
  g_autoptr (GFile) folder = folder_of_kind (out, kind);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  VaultTarget *target = target_with (folder, "all of it");

  g_cancellable_cancel (cancellable);
  g_assert_false (
      vault_target_write (target, (const guint8 *) "x", 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (vault_target_finish (target, "a.jpg", "", NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  vault_target_free (target);
  g_assert_cmpuint (folder_count (out), ==, 0);
}

/* A name that the file system does not take leaves the bytes for another one. */
static void
test_other_name (gconstpointer kind)
{
  g_autoptr (Folder) out = folder_new ();
  g_autoptr (GFile) folder = folder_of_kind (out, kind);
  g_autoptr (VaultTarget) target = target_with (folder, "all of it");
  g_autofree char *long_name = g_strnfill (300, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_false (vault_target_finish (target, long_name, "", NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG);
  g_clear_error (&error);
  g_assert_true (vault_target_finish (target, "short", "", NULL, NULL, &error));
  assert_text (out, "short", "all of it");
  g_assert_cmpuint (folder_count (out), ==, 1);
}

static void
test_translate (void)
{
  static const struct {
    int code;
    VaultError expected;
  } cases[] = { { G_IO_ERROR_NO_SPACE, VAULT_ERROR_NO_SPACE },
                { G_IO_ERROR_TOO_MANY_OPEN_FILES, VAULT_ERROR_TOO_MANY_FILES },
                { G_IO_ERROR_PERMISSION_DENIED, VAULT_ERROR_TARGET_FAILED } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = vault_target_translate (
        g_error_new (G_IO_ERROR, cases[i].code, "a path nobody should read"));

    g_assert_error (error, VAULT_ERROR, (int) cases[i].expected);
    g_assert_null (strstr (error->message, "path"));
  }
}

int
main (int argc, char **argv)
{
  static const char *const kinds[] = { "near", "far-moves", "far-renames" };
  static const struct {
    const char *name;
    GTestDataFunc run;
  } tests[] = { { "names", test_names },
                { "given-up", test_given_up },
                { "cancelled", test_cancelled },
                { "other-name", test_other_name } };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint k = 0; k < G_N_ELEMENTS (tests); k++) {
      g_autofree char *path =
          g_strdup_printf ("/target/%s/%s", kinds[i], tests[k].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), tests[k].run);
    }
  g_test_add_func ("/target/translate", test_translate);
  return g_test_run ();
}
