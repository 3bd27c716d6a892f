/* test-vault-sweep.c - what an opening finds half done or damaged, and what it does then
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <sodium.h>
#include <string.h>

#include "keyring/layout.h"
#include "support/store-box.h"
#include "vault/session-private.h"
#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER

/* Items "one", "two", "three" in cells 1 to 3, of two pieces each, closed. */
static VaultBox *
box_of_three (void)
{
  static const char *const names[] = { "one", "two", "three" };
  VaultBox *box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_unref (box_import (box, names[i], bytes, NEVER));
  vault_box_restart (box);
  return box;
}

static void
assert_summary (VaultBox *box, guint n_items, guint n_interrupted, guint n_damaged)
{
  VaultUnlockSummary summary;

  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_expired, ==, 0);
  g_assert_cmpuint (summary.n_interrupted, ==, n_interrupted);
  g_assert_cmpuint (summary.n_damaged, ==, n_damaged);
  g_assert_cmpuint (box_count (box), ==, n_items);
}

static void
read_cell (VaultBox *box, guint32 cell, VaultCopy copy, guint8 *out)
{
  file_read (box->keyring, vault_cell_offset (cell, copy), out, VAULT_CELL_BYTES);
}

static void
tear_cell (VaultBox *box, guint32 cell, VaultCopy copy)
{
  guint8 noise[VAULT_CELL_BYTES];

  randombytes_buf (noise, sizeof noise);
  file_write (box->keyring, vault_cell_offset (cell, copy), noise, sizeof noise);
}

/* @n_records: besides that of the log. */
static void
assert_rows (VaultBox *box, gint64 n_records, gint64 n_pieces)
{
  wait_for_reclaimer (box->vault);
  run_lock (box->vault);
  g_assert_cmpint (
      sql_get_number (box->database,
                      "SELECT count(*) FROM record WHERE id BETWEEN 1 AND 4294967295"),
      ==, n_records + 1);
  g_assert_cmpint (sql_get_number (box->database, "SELECT count(*) FROM piece"), ==,
                   n_pieces);
}

/* Everything but the log, which says that the vault was opened. */
static GBytes *
get_rows (VaultBox *box)
{
  return sql_get_blob (box->database,
                       "SELECT group_concat (id || hex (sealed)) FROM ("
                       "SELECT * FROM record WHERE id <> " G_STRINGIFY (
                           BOX_LOG_CELL) " UNION ALL SELECT * FROM piece)");
}

static void
test_nothing_to_do (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GBytes) before = get_rows (box);
  g_autoptr (GBytes) after = NULL;

  vault_box_reopen (box);
  assert_summary (box, 3, 0, 0);
  run_lock (box->vault);
  after = get_rows (box);
  assert_same_bytes (before, after);
}

/* Delete "two" and put its cell back: power failed in the deletion, behind the record. */
static void
delete_halfway (VaultBox *box, VaultCopy from)
{
  g_autoptr (VaultItem) item = NULL;
  guint8 cell[VAULT_CELL_BYTES];

  read_cell (box, 2, VAULT_COPY_A, cell);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  item = box_find (box, "two");
  g_assert_true (run_delete (box->vault, item, NULL));
  vault_box_restart (box);
  for (VaultCopy copy = from; copy <= VAULT_COPY_B; copy++)
    file_write (box->keyring, vault_cell_offset (2, copy), cell, sizeof cell);
}

/* The cell goes, in both copies, and so do the pieces. */
static void
test_cell_without_record (gconstpointer data)
{
  g_autoptr (VaultBox) box = box_of_three ();
  guint8 before[2][VAULT_CELL_BYTES];

  delete_halfway (box, (VaultCopy) GPOINTER_TO_UINT (data));
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    read_cell (box, 2, copy, before[copy]);

  vault_box_reopen (box);
  assert_summary (box, 2, 1, 0);
  g_assert_false (vault_keyring_is_live (box->vault->session->keyring, 2));
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    guint8 after[VAULT_CELL_BYTES];

    read_cell (box, 2, copy, after);
    g_assert_cmpint (memcmp (before[copy], after, sizeof after), !=, 0);
  }
  assert_rows (box, 2, 4);
  vault_box_reopen (box);
  assert_summary (box, 2, 0, 0);
}

/* A record that is not there although the stamp counts it was not deleted by us: its cell
 * and its pieces stay, and with the row put back the item is there again. */
static void
test_lost_record (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);
  g_autoptr (GBytes) record =
                 sql_get_blob (box->database, "SELECT sealed FROM record WHERE id = 2");

  sql_run (box->database, "DELETE FROM record WHERE id = 2");
  for (guint i = 0; i < 2; i++) {
    vault_box_reopen (box);
    assert_summary (box, 2, 0, 1);
    g_assert_true (vault_keyring_is_live (box->vault->session->keyring, 2));
  }
  assert_rows (box, 2, 6);
  sql_run_blob (box->database, "INSERT INTO record VALUES (2, ?1)",
                g_bytes_get_data (record, NULL), VAULT_RECORD_BYTES);
  vault_box_reopen (box);
  assert_summary (box, 3, 0, 0);
  box_assert_holds (box, "two", bytes);
}

/* An older record of the same item put back, with a later deadline, buys it no time. */
static void
test_older_record (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);
  g_autoptr (VaultItem) item = box_import (box, "one", bytes, NEVER);
  g_autoptr (GBytes) record = NULL;

  vault_box_restart (box);
  record = sql_get_blob (box->database, "SELECT sealed FROM record WHERE id = 1");
  vault_box_reopen (box);
  g_clear_object (&item);
  item = box_find (box, "one");
  g_assert_true (run_set_expiry (box->vault, item, FAKE_NOW + FAKE_HOUR, NULL));
  vault_box_restart (box);
  sql_run_blob (box->database, "UPDATE record SET sealed = ?1 WHERE id = 1",
                g_bytes_get_data (record, NULL), VAULT_RECORD_BYTES);
  vault_box_reopen (box);
  g_clear_object (&item);
  item = box_find (box, "one");
  g_assert_cmpint (vault_item_get_expires (item), !=, NEVER);
  g_assert_cmpint (vault_item_get_expires (item), <=, FAKE_NOW + 2 * FAKE_HOUR);
  fake_clock_pass (2 * FAKE_HOUR);
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 0);
}

/* Deletion removes the record first, so a record whose cell is dead is damage: it is kept,
 * over any number of openings, and with the cell put back the item is there again. */
static void
test_record_without_cell (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);
  guint8 cell[VAULT_CELL_BYTES];

  read_cell (box, 2, VAULT_COPY_A, cell);
  tear_cell (box, 2, VAULT_COPY_A);
  tear_cell (box, 2, VAULT_COPY_B);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (VaultItem) item = NULL;

    vault_box_reopen (box);
    assert_summary (box, 2 + i, 0, 1);
    /* Its number and its pieces are not given to anybody else. */
    item = box_import (box, "more", bytes, NEVER);
    box_assert_holds (box, "more", bytes);
  }
  assert_rows (box, 6, 12);

  file_write (box->keyring, vault_cell_offset (2, VAULT_COPY_B), cell, sizeof cell);
  vault_box_reopen (box);
  assert_summary (box, 6, 0, 0);
  box_assert_holds (box, "two", bytes);
}

static void
test_one_copy_is_healed (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  guint8 a[VAULT_CELL_BYTES];
  guint8 b[VAULT_CELL_BYTES];

  tear_cell (box, 1, VAULT_COPY_A);
  tear_cell (box, 3, VAULT_COPY_B);
  vault_box_reopen (box);
  assert_summary (box, 3, 0, 0);
  for (guint32 cell = 1; cell <= 3; cell++) {
    read_cell (box, cell, VAULT_COPY_A, a);
    read_cell (box, cell, VAULT_COPY_B, b);
    g_assert_cmpmem (a, sizeof a, b, sizeof b);
  }
}

static void
test_damaged_record (gconstpointer data)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);
  g_autoptr (GBytes) record = NULL;
  VaultVerifyReport report;

  record = sql_get_blob (box->database, "SELECT sealed FROM record WHERE id = 3");
  sql_run (box->database, data);
  box->damaged = TRUE;
  for (guint i = 0; i < 2; i++) {
    vault_box_reopen (box);
    assert_summary (box, 2, 0, 1);
    g_assert_true (run_verify (box->vault, &report, NULL));
    g_assert_cmpuint (report.n_unreadable, ==, 1);
    g_assert_cmpuint (report.n_items, ==, 2);
  }
  wait_for_reclaimer (box->vault);
  run_lock (box->vault);
  sql_run_blob (box->database, "UPDATE record SET sealed = ?1 WHERE id = 3",
                g_bytes_get_data (record, NULL), VAULT_RECORD_BYTES);
  box->damaged = FALSE;
  vault_box_reopen (box);
  assert_summary (box, 3, 0, 0);
  box_assert_holds (box, "three", bytes);
}

/* Two records changed places: each is bound to its own. */
static void
test_swapped_records (void)
{
  g_autoptr (VaultBox) box = box_of_three ();

  sql_run (box->database, "UPDATE record SET id = -1 WHERE id = 1;"
                          "UPDATE record SET id = 1 WHERE id = 2;"
                          "UPDATE record SET id = 2 WHERE id = -1");
  vault_box_reopen (box);
  assert_summary (box, 1, 0, 2);
  assert_rows (box, 3, 6);
}

/* A row beyond all cells is nobody's, and is not touched; nor is what stands there where no
 * record of ours can be. */
static void
test_record_beyond_cells (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  VaultUnlockSummary summary;

  sql_run (box->database, "INSERT INTO record VALUES (-7, zeroblob (1008)),"
                          " (4294967297, zeroblob (1008)),"
                          " (9223372036854775807, zeroblob (1008))");
  vault_box_reopen (box);
  assert_summary (box, 3, 0, 0);
  run_lock (box->vault);
  sql_run (box->database, "INSERT INTO record VALUES (4096, zeroblob (1008)),"
                          " (4294967295, zeroblob (1008))");
  vault_box_reopen (box);
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_damaged, ==, 2);
  g_assert_cmpuint (summary.n_interrupted, ==, 0);
  g_assert_cmpuint (box_count (box), ==, 3);
  assert_rows (box, 5, 6);
}

/* Pieces no record lists: those of an import that was broken off. */
static void
test_orphans (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GBytes) bytes = bytes_noise (2, 200000);

  sql_run (box->database,
           "WITH RECURSIVE n(i) AS (SELECT 50 UNION ALL SELECT i + 1 FROM n WHERE"
           " i < 400) INSERT INTO piece SELECT i, zeroblob (67546) FROM n");
  vault_box_reopen (box);
  assert_summary (box, 3, 0, 0);
  g_object_unref (box_import (box, "meanwhile", bytes, NEVER));
  box_assert_holds (box, "meanwhile", bytes);
  assert_rows (box, 4, 9);
  vault_box_reopen (box);
  box_assert_holds (box, "meanwhile", bytes);
}

/* With damage about, an unlisted piece may belong to what cannot be read. */
static void
test_orphans_beside_damage (void)
{
  g_autoptr (VaultBox) box = box_of_three ();

  sql_run (box->database, "INSERT INTO piece VALUES (50, zeroblob (67546));"
                          "UPDATE record SET sealed = zeroblob (1008) WHERE id = 1");
  vault_box_reopen (box);
  assert_summary (box, 2, 0, 1);
  assert_rows (box, 3, 7);
}

/* Planted far out, where numbers end: the vault opens, takes items, and opens again. */
static void
test_planted_numbers (gconstpointer data)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GBytes) bytes = bytes_noise (2, 200000);
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO piece VALUES (%s, zeroblob (67546))", (const char *) data);

  sql_run (box->database, sql);
  box->damaged = TRUE;
  vault_box_reopen (box);
  assert_summary (box, 3, 0, 0);
  g_object_unref (box_import (box, "after", bytes, NEVER));
  vault_box_reopen (box);
  assert_summary (box, 4, 0, 0);
  box_assert_holds (box, "after", bytes);
}

/* The same with damage about, which keeps the planted piece: new items must not be given
 * numbers that cannot be read back. */
static void
test_planted_beside_damage (gconstpointer data)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GBytes) bytes = bytes_noise (2, 200000);
  g_autofree char *sql =
      g_strdup_printf ("INSERT INTO piece VALUES (%s, zeroblob (67546));"
                       "UPDATE record SET sealed = zeroblob (1008) WHERE id = 1",
                       (const char *) data);
  g_autoptr (GPtrArray) problems = NULL;
  gboolean imported;

  sql_run (box->database, sql);
  box->damaged = TRUE;
  vault_box_reopen (box);
  imported = run_import_bytes (box->vault, "after", bytes, NEVER, &problems, NULL);
  vault_box_reopen (box);
  assert_summary (box, imported ? 3 : 2, 0, 1);
  if (imported)
    box_assert_holds (box, "after", bytes);
}

int
main (int argc, char **argv)
{
  static const char *const records[][2] = {
    { "noise", "UPDATE record SET sealed = randomblob (1008) WHERE id = 3" },
    { "short", "UPDATE record SET sealed = zeroblob (1007) WHERE id = 3" },
    { "text", "UPDATE record SET sealed = 'text' WHERE id = 3" },
  };
  static const char *const numbers[] = { "-5", "0", "4611686018427387905",
                                         "9223372036854775807" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-sweep/nothing-to-do", test_nothing_to_do);
  g_test_add_data_func ("/vault-sweep/cell-without-record/whole", GUINT_TO_POINTER (0),
                        test_cell_without_record);
  g_test_add_data_func ("/vault-sweep/cell-without-record/torn", GUINT_TO_POINTER (1),
                        test_cell_without_record);
  g_test_add_func ("/vault-sweep/lost-record", test_lost_record);
  g_test_add_func ("/vault-sweep/older-record", test_older_record);
  g_test_add_func ("/vault-sweep/record-without-cell", test_record_without_cell);
  g_test_add_func ("/vault-sweep/one-copy-is-healed", test_one_copy_is_healed);
  for (guint i = 0; i < G_N_ELEMENTS (records); i++) {
    g_autofree char *path =
        g_strdup_printf ("/vault-sweep/damaged-record/%s", records[i][0]);

    g_test_add_data_func (path, records[i][1], test_damaged_record);
  }
  g_test_add_func ("/vault-sweep/swapped-records", test_swapped_records);
  g_test_add_func ("/vault-sweep/record-beyond-cells", test_record_beyond_cells);
  g_test_add_func ("/vault-sweep/orphans", test_orphans);
  g_test_add_func ("/vault-sweep/orphans-beside-damage", test_orphans_beside_damage);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *path =
        g_strdup_printf ("/vault-sweep/planted-numbers/%s", numbers[i]);

    g_autofree char *damaged =
        g_strdup_printf ("/vault-sweep/planted-beside-damage/%s", numbers[i]);

    g_test_add_data_func (path, numbers[i], test_planted_numbers);
    g_test_add_data_func (damaged, numbers[i], test_planted_beside_damage);
  }
  return g_test_run ();
}
