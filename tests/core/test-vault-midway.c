/* test-vault-midway.c - deadlines that come while something is under way, and to many at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include "vault/session-private.h"
#include "vault/vault-private.h"

#define HOUR FAKE_HOUR

typedef struct {
  VaultBox *box;
  guint n_reports;
} Middle;

/* On the thread that exports: between two reads the item's time comes. */
static void
expire_in_the_middle (const VaultProgress *progress, gpointer user_data)
{
  Middle *middle = user_data;
  VaultSession *session = middle->box->vault->session;
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (session);
  const char *ids[] = { NULL, NULL };

  if (middle->n_reports++ > 0 || entries->len == 0)
    return;
  ids[0] = ((VaultEntry *) entries->pdata[0])->id;
  g_assert_true (vault_session_destroy (session, ids, 1, VAULT_ERROR_EXPIRED, NULL));
}

/* Its own message, and nothing of it is left in the folder. */
static void
test_export_stops (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (Folder) target = folder_new ();
  g_autoptr (GFile) folder = g_file_new_for_path (target);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autoptr (GBytes) bytes = bytes_noise (1, 8 << 20);
  g_autoptr (VaultItem) item = box_import (box, "film", bytes, FAKE_NOW + 100);
  g_autoptr (GError) error = NULL;
  Middle middle = { box, 0 };
  VaultWork work = { NULL, expire_in_the_middle, NULL, &middle, NULL };
  guint n_exported;

  entries = vault_session_dup_entries (box->vault->session);
  g_assert_true (vault_session_export (box->vault->session, entries, folder,
                                       VAULT_METADATA_KEPT, &work, problems,
                                       &n_exported, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_exported, ==, 0);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_error (((VaultImportProblem *) problems->pdata[0])->error, VAULT_ERROR,
                  VAULT_ERROR_EXPIRED);
  g_assert_cmpuint (folder_count (target), ==, 0);
  /* The list was not told. */
  run_lock (box->vault);
}

/* On the thread that exports: somebody stops it when half of the second file is written. */
static void
cancel_in_the_second (const VaultProgress *progress, gpointer user_data)
{
  if (progress->n_done == 1 && progress->n_bytes_done > (6 << 20))
    g_cancellable_cancel (user_data);
}

/* What was whole by then stays, and nothing has a name that is not. */
static void
test_export_cancelled (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (Folder) target = folder_new ();
  g_autoptr (GFile) folder = g_file_new_for_path (target);
  g_autoptr (GBytes) bytes = bytes_noise (1, 4 << 20);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  VaultWork work = { cancellable, cancel_in_the_second, NULL, cancellable, NULL };
  guint n_exported;

  for (guint i = 0; i < 3; i++) {
    g_autofree char *name = g_strdup_printf ("film %u", i);

    g_object_unref (box_import (box, name, bytes, VAULT_EXPIRES_NEVER));
  }
  entries = vault_session_dup_entries (box->vault->session);
  g_assert_false (vault_session_export (box->vault->session, entries, folder,
                                        VAULT_METADATA_KEPT, &work, problems,
                                        &n_exported, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (n_exported, ==, 1);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (folder_count (target), ==, 1);
  path = g_build_filename (target, ((VaultEntry *) entries->pdata[0])->name, NULL);
  found = file_get (path);
  assert_same_bytes (found, bytes);
}

/* On the thread that imports: behind the first batch an hour goes by. */
static void
let_time_pass (GPtrArray *entries, gpointer user_data)
{
  fake_clock_pass (HOUR);
}

static void
test_import_stops (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);
  VaultImportSource sources[300];
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autoptr (GError) error = NULL;
  VaultWork work = { .added = let_time_pass };
  guint n_imported;

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    sources[i] = (VaultImportSource){ NULL, bytes, "file" };
  g_assert_false (vault_session_import (
      box->vault->session, sources, G_N_ELEMENTS (sources), NULL, FAKE_NOW + HOUR,
      VAULT_METADATA_KEPT, &work, problems, &n_imported, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_EXPIRED);
  g_assert_cmpuint (n_imported, >, 0);
  g_assert_cmpuint (n_imported, <, G_N_ELEMENTS (sources));
  run_lock (box->vault);
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 0);
}

static void
count (guint *n)
{
  (*n)++;
}

/* One timer for all of them: two thousand are gone from the list in the same moment. */
static void
test_many_at_once (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 10);
  g_autofree VaultImportSource *sources = g_new0 (VaultImportSource, 2000);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autoptr (VaultItem) item = NULL;
  VaultWork work = { 0 };
  guint n_signals = 0;
  guint n_imported;

  for (guint i = 0; i < 2000; i++)
    sources[i] = (VaultImportSource){ NULL, bytes, "file" };
  g_assert_true (vault_session_import (box->vault->session, sources, 2000, NULL,
                                       FAKE_NOW + HOUR, VAULT_METADATA_KEPT, &work,
                                       problems, &n_imported, NULL));
  run_lock (box->vault);
  vault_box_reopen (box);
  g_object_unref (box_import (box, "kept", bytes, VAULT_EXPIRES_NEVER));
  g_assert_cmpuint (box_count (box), ==, 2001);
  item = box_find (box, "file");

  fake_clock_pass (HOUR - 1);
  vault_expiry_update (box->vault);
  g_assert_cmpuint (box_count (box), ==, 2001);
  fake_clock_pass (1);
  g_signal_connect_swapped (vault_get_items (box->vault), "items-changed",
                            G_CALLBACK (count), &n_signals);
  vault_expiry_update (box->vault);
  g_assert_cmpuint (n_signals, ==, 1);
  g_assert_cmpuint (box_count (box), ==, 1);
  g_assert_true (vault_item_is_gone (item));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-midway/export-stops", test_export_stops);
  g_test_add_func ("/vault-midway/export-cancelled", test_export_cancelled);
  g_test_add_func ("/vault-midway/import-stops", test_import_stops);
  g_test_add_func ("/vault-midway/many-at-once", test_many_at_once);
  return g_test_run ();
}
