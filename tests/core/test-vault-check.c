/* test-vault-check.c - each invariant of an open vault broken, and the check that says so
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include "store/store-private.h"
#include "vault/session-private.h"
#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER

/* "one" and "two" in cells 1 and 2, two pieces each; "gone" was in 3 and pieces 5 and 6. */
static VaultBox *
box_of_two (void)
{
  static const char *const names[] = { "one", "two", "gone" };
  VaultBox *box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);
  g_autoptr (VaultItem) item = NULL;

  box->damaged = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_clear_object (&item);
    item = box_import (box, names[i], bytes, i == 1 ? FAKE_NOW + FAKE_DAY : NEVER);
  }
  g_assert_true (run_delete (box->vault, item, NULL));
  wait_for_reclaimer (box->vault);
  return box;
}

static void
assert_whole (VaultBox *box)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_check (box->vault, &error));
  g_assert_no_error (error);
}

static void
assert_broken (VaultBox *box, GQuark domain, int number)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (vault_check (box->vault, &error));
  g_assert_error (error, domain, number);
}

static VaultEntry *
entry_of (VaultBox *box, const char *name)
{
  g_autoptr (VaultItem) item = box_find (box, name);

  g_assert_nonnull (item);
  return vault_item_dup_entry (item);
}

static void
run_sql (VaultBox *box, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (box->vault->session->store->db, sql, NULL, NULL, NULL),
                   ==, SQLITE_OK);
}

static void
test_whole (void)
{
  g_autoptr (VaultBox) box = box_of_two ();
  g_autoptr (VaultItem) item = box_find (box, "one");

  assert_whole (box);
  g_assert_true (run_set_expiry (box->vault, item, FAKE_NOW + FAKE_HOUR, NULL));
  assert_whole (box);
  vault_box_reopen (box);
  assert_whole (box);
  run_lock (box->vault);
  assert_whole (box);
}

static void
test_rooms_below (void)
{
  g_autoptr (VaultBox) box = box_of_two ();

  file_flip (box->keyring, 100, 1);
  assert_broken (box, VAULT_KEYRING_INVARIANT, 11);
  file_flip (box->keyring, 100, 1);
  run_sql (box, "PRAGMA synchronous = OFF");
  assert_broken (box, VAULT_STORE_INVARIANT, 6);
}

static void
test_3_cell_without_record (void)
{
  g_autoptr (VaultBox) box = box_of_two ();
  guint8 root[VAULT_KEY_BYTES] = { 1 };
  VaultCellWrite write = { .root = root };
  VaultKeyring *keyring = box->vault->session->keyring;

  g_assert_true (vault_keyring_reserve_cell (keyring, &write.cell, NULL));
  assert_whole (box);
  g_assert_true (vault_keyring_write_cells (keyring, &write, 1, NULL));
  assert_broken (box, VAULT_SESSION_INVARIANT, 3);
}

static void
test_3_record_without_cell (void)
{
  g_autoptr (VaultBox) box = box_of_two ();
  guint32 cell = 1;

  g_assert_true (
      vault_keyring_destroy_cells (box->vault->session->keyring, &cell, 1, NULL));
  assert_broken (box, VAULT_SESSION_INVARIANT, 3);
}

static void
test_4_missing_piece (void)
{
  g_autoptr (VaultBox) box = box_of_two ();

  run_sql (box, "DELETE FROM piece WHERE id = 3");
  assert_broken (box, VAULT_SESSION_INVARIANT, 4);
}

static void
test_4_piece_of_nobody (void)
{
  g_autoptr (VaultBox) box = box_of_two ();

  run_sql (box, "INSERT INTO piece VALUES (6, zeroblob(67546))");
  assert_broken (box, VAULT_SESSION_INVARIANT, 4);
}

static void
test_4_used_and_free (void)
{
  g_autoptr (VaultBox) box = box_of_two ();
  g_autoptr (VaultEntry) one = entry_of (box, "one");
  VaultRuns *runs = box->vault->session->runs;

  vault_runs_give (runs, one->streams[VAULT_STREAM_MEDIA].runs[0]);
  assert_broken (box, VAULT_SESSION_INVARIANT, 4);
}

/* All numbers from the end on are free, and one of them is in use. */
static void
test_4_used_beyond_the_end (void)
{
  g_autoptr (VaultBox) box = box_of_two ();
  g_autoptr (VaultEntry) two = entry_of (box, "two");
  VaultRuns *runs = box->vault->session->runs;

  vault_runs_give (runs, two->streams[VAULT_STREAM_MEDIA].runs[0]);
  assert_broken (box, VAULT_SESSION_INVARIANT, 4);
}

static void
test_4_used_twice (void)
{
  g_autoptr (VaultBox) box = box_of_two ();
  g_autoptr (VaultEntry) one = entry_of (box, "one");
  g_autoptr (VaultEntry) two = entry_of (box, "two");
  VaultRun *run = &two->streams[VAULT_STREAM_MEDIA].runs[0];
  VaultRun kept = *run;

  /* On disk too, or it would be the record that differs. */
  *run = one->streams[VAULT_STREAM_MEDIA].runs[0];
  g_assert_true (vault_session_change_records (
      box->vault->session, VAULT_RECORDS_REPLACED, &two, 1, NULL, NULL));
  assert_broken (box, VAULT_SESSION_INVARIANT, 4);
  *run = kept;
}

static void
test_5_another_record (void)
{
  g_autoptr (VaultBox) box = box_of_two ();
  g_autoptr (VaultEntry) one = entry_of (box, "one");

  one->width++;
  assert_broken (box, VAULT_SESSION_INVARIANT, 5);
  one->width--;
  assert_whole (box);

  /* Only an earlier deadline than the record's is allowed. */
  one->expires = FAKE_NOW + FAKE_DAY;
  assert_whole (box);
  g_assert_true (vault_session_change_records (
      box->vault->session, VAULT_RECORDS_REPLACED, &one, 1, NULL, NULL));
  one->expires++;
  assert_broken (box, VAULT_SESSION_INVARIANT, 5);
}

static void
test_5_not_shown (void)
{
  g_autoptr (VaultBox) box = box_of_two ();
  g_autoptr (VaultEntry) one = entry_of (box, "one");
  g_autoptr (GError) error = NULL;

  g_hash_table_remove (box->vault->session->entries, one->id);
  g_assert_false (vault_session_check (box->vault->session, &error));
  g_assert_error (error, VAULT_SESSION_INVARIANT, 5);
}

static void
test_5_no_record (void)
{
  g_autoptr (VaultBox) box = box_of_two ();

  run_sql (box, "DELETE FROM record WHERE id = 2");
  assert_broken (box, VAULT_SESSION_INVARIANT, 5);
}

static void
test_6_counters (void)
{
  g_autoptr (VaultBox) box = box_of_two ();
  VaultSession *session = box->vault->session;

  session->n_commits++;
  assert_broken (box, VAULT_SESSION_INVARIANT, 6);
  session->n_commits--;
  session->n_records++;
  assert_broken (box, VAULT_SESSION_INVARIANT, 6);
  session->n_records--;
  assert_whole (box);
  g_assert_true (
      vault_keyring_set_n_commits (session->keyring, session->n_commits + 1, NULL));
  assert_broken (box, VAULT_SESSION_INVARIANT, 6);
}

static void
test_6_stamps (void)
{
  static const char *const defects[] = {
    "DELETE FROM record WHERE id = 0",
    "UPDATE record SET sealed = randomblob(1008) WHERE id = 4294967296",
  };

  for (guint i = 0; i < G_N_ELEMENTS (defects); i++) {
    g_autoptr (VaultBox) box = box_of_two ();

    run_sql (box, defects[i]);
    assert_broken (box, VAULT_SESSION_INVARIANT, 6);
  }
}

static void
test_8_bound (void)
{
  g_autoptr (VaultBox) box = box_of_two ();
  g_autoptr (VaultEntry) entry = entry_of (box, "one");
  VaultKeyring *keyring = box->vault->session->keyring;
  guint8 root[VAULT_KEY_BYTES];
  VaultCellWrite write = { .cell = entry->cell, .root = root, .heart = TRUE };
  VaultEpoch epoch;

  g_assert_true (vault_keyring_set_heart (keyring, 20, FALSE, NULL));
  assert_whole (box);
  g_assert_cmpint (vault_keyring_read_cell (keyring, entry->cell, root, &epoch), ==,
                   VAULT_CELL_OPEN);
  g_assert_true (vault_keyring_write_cells (keyring, &write, 1, NULL));
  assert_broken (box, VAULT_SESSION_INVARIANT, 8);
  write.heart = FALSE;
  g_assert_true (vault_keyring_write_cells (keyring, &write, 1, NULL));
  assert_whole (box);
  g_assert_true (vault_keyring_set_heart (keyring, 20, TRUE, NULL));
  assert_broken (box, VAULT_SESSION_INVARIANT, 8);
}

static void
test_facade (void)
{
  g_autoptr (VaultBox) box = box_of_two ();
  g_autoptr (VaultEntry) one = entry_of (box, "one");
  g_autoptr (VaultEntry) other = vault_entry_copy (one);
  g_autoptr (VaultItem) item = box_find (box, "one");
  g_autoptr (GPtrArray) extra = g_ptr_array_new ();

  box->vault->state = VAULT_STATE_LOCKED;
  assert_broken (box, VAULT_INVARIANT, 1);
  box->vault->state = VAULT_STATE_OPEN;

  vault_item_set_entry (item, other);
  assert_broken (box, VAULT_INVARIANT, 4);
  vault_item_set_entry (item, one);
  assert_whole (box);
  vault_item_list_remove (box->vault->items, one->id);
  assert_broken (box, VAULT_INVARIANT, 4);

  run_lock (box->vault);
  g_ptr_array_add (extra, other);
  vault_item_list_add (box->vault->items, extra);
  assert_broken (box, VAULT_INVARIANT, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-check/whole", test_whole);
  g_test_add_func ("/vault-check/rooms-below", test_rooms_below);
  g_test_add_func ("/vault-check/3-cell-without-record", test_3_cell_without_record);
  g_test_add_func ("/vault-check/3-record-without-cell", test_3_record_without_cell);
  g_test_add_func ("/vault-check/4-missing-piece", test_4_missing_piece);
  g_test_add_func ("/vault-check/4-piece-of-nobody", test_4_piece_of_nobody);
  g_test_add_func ("/vault-check/4-used-and-free", test_4_used_and_free);
  g_test_add_func ("/vault-check/4-used-beyond-the-end", test_4_used_beyond_the_end);
  g_test_add_func ("/vault-check/4-used-twice", test_4_used_twice);
  g_test_add_func ("/vault-check/5-another-record", test_5_another_record);
  g_test_add_func ("/vault-check/5-not-shown", test_5_not_shown);
  g_test_add_func ("/vault-check/5-no-record", test_5_no_record);
  g_test_add_func ("/vault-check/6-counters", test_6_counters);
  g_test_add_func ("/vault-check/6-stamps", test_6_stamps);
  g_test_add_func ("/vault-check/8-bound", test_8_bound);
  g_test_add_func ("/vault-check/facade", test_facade);
  return g_test_run ();
}
