/* test-store-check.c - each invariant of the store broken, and the check that says so
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/store-box.h"

#include "store/store-private.h"

static StoreBox *
box_with_rows (void)
{
  StoreBox *box = store_box_new ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 200000);
  const guint8 record[VAULT_RECORD_BYTES] = { 1 };
  const VaultRecordChange change = { 5, record };

  stream_write (box->store, 1, bytes, 1);
  g_assert_true (vault_store_change_records (box->store, &change, 1, NULL, NULL));
  return box;
}

static void
assert_whole (StoreBox *box)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_store_check (box->store, &error));
  g_assert_no_error (error);
}

static void
assert_broken (StoreBox *box, int number)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (vault_store_check (box->store, &error));
  g_assert_error (error, VAULT_STORE_INVARIANT, number);
}

/* With the store's own connection: it has the file to itself. */
static void
run_sql (StoreBox *box, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (box->store->db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
test_whole (void)
{
  g_autoptr (StoreBox) box = box_with_rows ();
  g_autoptr (StoreBox) empty = store_box_new ();

  assert_whole (empty);
  assert_whole (box);
  store_box_reopen (box);
  assert_whole (box);
}

static void
test_1_sizes (void)
{
  static const char *const defects[] = {
    "INSERT INTO record VALUES (9, zeroblob(1007))",
    "INSERT INTO record VALUES (9, 'text')",
    "INSERT INTO piece VALUES (99, zeroblob(67547))",
    "UPDATE piece SET sealed = 7 WHERE id = 2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (defects); i++) {
    g_autoptr (StoreBox) box = box_with_rows ();

    run_sql (box, defects[i]);
    assert_broken (box, 1);
  }
}

static void
test_2_statements (void)
{
  g_autoptr (StoreBox) box = box_with_rows ();
  sqlite3_stmt *statement = box->store->statements[STATEMENT_LIST_RECORDS];

  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  assert_broken (box, 2);
  sqlite3_reset (statement);
  assert_whole (box);
}

static void
test_4_transactions (void)
{
  g_autoptr (StoreBox) box = box_with_rows ();

  run_sql (box, "BEGIN");
  assert_broken (box, 4);
  run_sql (box, "ROLLBACK");
  assert_whole (box);
  box->store->in_transaction = TRUE;
  assert_broken (box, 4);
  box->store->in_transaction = FALSE;
}

static void
test_5_numbers (void)
{
  static const char *const defects[] = {
    "INSERT INTO record VALUES (-1, zeroblob(1008))",
    "INSERT INTO record VALUES (4294967297, zeroblob(1008))",
    "INSERT INTO piece VALUES (0, zeroblob(67546))",
    "INSERT INTO piece VALUES (4611686018427387905, zeroblob(67546))",
  };

  for (guint i = 0; i < G_N_ELEMENTS (defects); i++) {
    g_autoptr (StoreBox) box = box_with_rows ();

    run_sql (box, defects[i]);
    assert_broken (box, 5);
  }
}

static void
test_6_settings (void)
{
  static const char *const defects[] = {
    "PRAGMA synchronous = NORMAL",  "PRAGMA temp_store = FILE",
    "PRAGMA trusted_schema = ON",   "PRAGMA journal_mode = MEMORY",
    "PRAGMA locking_mode = NORMAL",
  };

  for (guint i = 0; i < G_N_ELEMENTS (defects); i++) {
    g_autoptr (StoreBox) box = box_with_rows ();

    run_sql (box, defects[i]);
    assert_broken (box, 6);
  }
}

/* The file says that it has free pages, and does not say which. */
static void
test_7_structure (void)
{
  static const guint8 n_free[4] = { 0, 0, 0, 5 };
  g_autoptr (StoreBox) box = box_with_rows ();

  store_box_close (box);
  file_write (box->path, 36, n_free, sizeof n_free);
  store_box_reopen (box);
  assert_broken (box, 7);
}

static void
test_count (void)
{
  g_autoptr (StoreBox) box = box_with_rows ();
  guint64 n_pieces;

  g_assert_true (
      vault_store_count_pieces (box->store, (VaultRun){ 1, 3 }, &n_pieces, NULL));
  g_assert_cmpuint (n_pieces, ==, 3);
  g_assert_true (
      vault_store_count_pieces (box->store, (VaultRun){ 2, 1 }, &n_pieces, NULL));
  g_assert_cmpuint (n_pieces, ==, 1);
  g_assert_true (vault_store_count_pieces (box->store, (VaultRun){ 2, G_MAXINT64 },
                                           &n_pieces, NULL));
  g_assert_cmpuint (n_pieces, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-check/whole", test_whole);
  g_test_add_func ("/store-check/1-sizes", test_1_sizes);
  g_test_add_func ("/store-check/2-statements", test_2_statements);
  g_test_add_func ("/store-check/4-transactions", test_4_transactions);
  g_test_add_func ("/store-check/5-numbers", test_5_numbers);
  g_test_add_func ("/store-check/6-settings", test_6_settings);
  g_test_add_func ("/store-check/7-structure", test_7_structure);
  g_test_add_func ("/store-check/count", test_count);
  return g_test_run ();
}
