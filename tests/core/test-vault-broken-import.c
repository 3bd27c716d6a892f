/* test-vault-broken-import.c - an import that ends with the program, found at the next opening
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "support/odd-file.h"
#include "support/organise-box.h"

#include "vault/session-private.h"
#include "vault/vault-private.h"

/* "told:crash:kept/all" of the log of an open vault. */
static void
assert_says (Vault *vault, const char *expected)
{
  g_autoptr (GArray) all = vault_dup_activity (vault);
  g_autofree char *said = NULL;
  VaultStopped found;

  vault_activity_find_stopped (all, &found);
  said = g_strdup_printf ("%d:%d:%u/%u", found.import, found.import_broke_off,
                          found.n_imported, found.n_to_import);
  g_assert_cmpstr (said, ==, expected);
}

typedef struct {
  VaultBox *box;
  char *copy;    /* of the vault, as whoever dies leaves it */
  guint n_calls; /* of batches so far */
  guint at;      /* behind which of them it dies; 0: before the first */
} Crash;

static void
copy_vault (Crash *crash)
{
  static const char *const names[] = { "keyring", "vault.db", "vault.db-journal" };

  g_assert_cmpint (g_mkdir (crash->copy, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *from = g_build_filename (crash->box->folder, names[i], NULL);
    g_autofree char *to = g_build_filename (crash->copy, names[i], NULL);

    if (file_exists (from))
      file_copy (from, to);
  }
}

/* The first one comes before a byte was read, but behind the mark. */
static void
die_at_report (const VaultProgress *progress, gpointer user_data)
{
  Crash *crash = user_data;

  if (crash->at == 0 && !file_exists (crash->copy))
    copy_vault (crash);
}

/* Between this batch and the next there is no transaction. */
static void
die_when_added (GPtrArray *entries, gpointer user_data)
{
  Crash *crash = user_data;

  if (++crash->n_calls == crash->at)
    copy_vault (crash);
}

static void
import_many (VaultBox *box, guint n, const VaultWork *work)
{
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);
  g_autofree VaultImportSource *sources = g_new0 (VaultImportSource, n);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autoptr (GError) error = NULL;
  guint n_imported;

  for (guint i = 0; i < n; i++)
    sources[i] = (VaultImportSource){ NULL, bytes, "file" };
  g_assert_true (vault_session_import (box->vault->session, sources, n, NULL,
                                       VAULT_EXPIRES_NEVER, VAULT_METADATA_KEPT, work,
                                       problems, &n_imported, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_imported, ==, n);
}

static Vault *
open_copy (const char *folder)
{
  Vault *vault = vault_new (folder);
  g_autoptr (GError) error = NULL;

  g_assert_true (run_unlock (vault, BOX_PASSPHRASE, &error));
  g_assert_no_error (error);
  return vault;
}

/* Told once, with what came in. */
static void
assert_broken (const char *folder, const char *expected)
{
  for (guint i = 0; i < 2; i++) {
    g_autoptr (Vault) vault = open_copy (folder);

    assert_says (vault, i == 0 ? expected : "0:0:0/0");
    run_lock (vault);
  }
}

static void
test_broken_import (gconstpointer data)
{
  guint at = GPOINTER_TO_UINT (data);
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autofree char *copy = folder_path (box->home, "copy");
  Crash crash = { box, copy, 0, at };
  VaultWork work = { .progress = die_at_report,
                     .added = at > 0 ? die_when_added : NULL,
                     .user_data = &crash };
  g_autofree char *expected = g_strdup_printf ("1:1:%u/300", at * 64);

  /* Another one, in the same second, that came to its end. */
  import_many (box, 3, &(VaultWork){ 0 });
  vault_session_note_activity (box->vault->session, VAULT_ACTIVITY_IMPORTED, 3);
  import_many (box, 300, &work);
  /* The list was not told. */
  run_lock (box->vault);
  g_assert_true (file_exists (copy));
  assert_broken (copy, expected);
}

/* What came to its end is not told, whether or not that could be noted. */
static void
test_unbroken_import (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autofree char *copy = folder_path (box->home, "copy");
  Crash crash = { box, copy, 0, 0 };

  import_many (box, 300, &(VaultWork){ 0 });
  copy_vault (&crash);
  run_lock (box->vault);
  assert_broken (copy, "0:0:0/0");
}

/* An import in which nothing came in leaves no mark behind. */
static void
test_cancelled_import (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autofree char *copy = folder_path (box->home, "copy");
  OddFileSpec spec = { "file", 1000, bytes, 500, NULL, NULL };
  g_autoptr (GFile) file = odd_file_new (&spec);
  VaultImportSource source = { file, NULL, NULL };
  VaultWork work = { 0 };
  Crash crash = { box, copy, 0, 0 };
  guint n_imported;

  g_assert_true (vault_session_import (box->vault->session, &source, 1, NULL,
                                       VAULT_EXPIRES_NEVER, VAULT_METADATA_KEPT, &work,
                                       problems, &n_imported, NULL));
  g_assert_cmpuint (n_imported, ==, 0);
  copy_vault (&crash);
  run_lock (box->vault);
  assert_broken (copy, "0:0:0/0");
}

/* A vault's very first import begins the log behind its first batch, and not before: items
 * come first. */
static void
test_broken_first_import (void)
{
  g_autoptr (VaultBox) box = vault_box_new ();
  g_autofree char *copy = folder_path (box->home, "copy");
  Crash crash = { box, copy, 0, 2 };
  VaultWork work = { .added = die_when_added, .user_data = &crash };

  g_assert_true (run_create (box->vault, BOX_PASSPHRASE, NULL));
  import_many (box, 300, &work);
  run_lock (box->vault);
  assert_broken (copy, "1:1:128/300");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/vault-broken-import/later", GUINT_TO_POINTER (2),
                        test_broken_import);
  g_test_add_data_func ("/vault-broken-import/at-once", GUINT_TO_POINTER (0),
                        test_broken_import);
  g_test_add_func ("/vault-broken-import/first", test_broken_first_import);
  g_test_add_func ("/vault-broken-import/unbroken", test_unbroken_import);
  g_test_add_func ("/vault-broken-import/cancelled", test_cancelled_import);
  return g_test_run ();
}
