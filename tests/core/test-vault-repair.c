/* test-vault-repair.c - what reading every byte finds, and what healing changes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <sodium.h>
#include <string.h>

#include "keyring/epoch.h"
#include "keyring/layout.h"
#include "support/store-box.h"

#define NEVER VAULT_EXPIRES_NEVER
#define ITEM_BYTES 200000

/* "one" and "two" for ever, "due" for thirty days, in cells 1 to 3, of three pieces each;
 * closed. */
static VaultBox *
box_of_three (void)
{
  VaultBox *box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, ITEM_BYTES);

  g_object_unref (box_import (box, "one", bytes, NEVER));
  g_object_unref (box_import (box, "two", bytes, NEVER));
  g_object_unref (box_import (box, "due", bytes, FAKE_NOW + 30 * FAKE_DAY));
  vault_box_restart (box);
  return box;
}

/* Open it and read every byte, which changes neither file. */
static VaultVerifyReport
verify (VaultBox *box)
{
  VaultVerifyReport report;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) keyring = file_get (box->keyring);
  g_autoptr (GBytes) database = file_get (box->database);
  g_autoptr (GBytes) keyring_after = NULL;
  g_autoptr (GBytes) database_after = NULL;

  g_assert_true (run_verify (box->vault, &report, &error));
  g_assert_no_error (error);
  keyring_after = file_get (box->keyring);
  database_after = file_get (box->database);
  assert_same_bytes (keyring, keyring_after);
  assert_same_bytes (database, database_after);
  return report;
}

static void
reopen (VaultBox *box)
{
  box->damaged = TRUE;
  vault_box_reopen (box);
  wait_for_reclaimer (box->vault);
}

static guint64
head_at (VaultCopy copy, guint64 at)
{
  return vault_head_offset (copy) + at;
}

static guint
epoch_of_due (void)
{
  return vault_epoch_get_index (
      vault_epoch_for_deadline (FAKE_NOW + 30 * FAKE_DAY, FAKE_NOW));
}

/* Everything that is kept twice, one copy spoilt while the vault is open. */
static void
test_copies (void)
{
  const struct {
    const char *what;
    guint64 at[2];
    guint n_blocks;
    guint n_epochs;
    guint n_cells;
  } places[] = {
    { "header", { head_at (0, 100), head_at (1, 4090) }, 1, 0, 0 },
    { "state", { head_at (0, 4096 + 30), head_at (1, 4096 + 30) }, 1, 0, 0 },
    { "clock", { head_at (0, 8192 + 9), head_at (1, 8192 + 9) }, 1, 0, 0 },
    { "epoch",
      { head_at (0, VAULT_EPOCHS_AT + 32 * 700), head_at (1, VAULT_EPOCHS_AT + 5) },
      0,
      1,
      0 },
    { "cell",
      { vault_cell_offset (1, 0) + 3, vault_cell_offset (3, 1) + 127 },
      0,
      0,
      1 },
  };
  g_autoptr (VaultBox) box = box_of_three ();

  reopen (box);
  g_assert_cmpuint (verify (box).n_mirror_faults, ==, 0);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (places); i++) {
    guint place = i / 2;
    VaultRepairReport healed;
    VaultVerifyReport report;

    g_test_message ("%s %u", places[place].what, i % 2);
    file_flip (box->keyring, places[place].at[i % 2], 0x10);
    report = verify (box);
    g_assert_cmpuint (report.n_mirror_faults, ==, 1);
    g_assert_cmpuint (report.n_items, ==, 3);
    g_assert_false (vault_verify_report_is_whole (&report));

    g_assert_true (run_repair (box->vault, &healed, &report, NULL));
    g_assert_cmpuint (healed.n_blocks, ==, places[place].n_blocks);
    g_assert_cmpuint (healed.n_epochs, ==, places[place].n_epochs);
    g_assert_cmpuint (healed.n_cells, ==, places[place].n_cells);
    g_assert_cmpuint (healed.n_stamps, ==, 0);
    g_assert_true (vault_verify_report_is_whole (&report));
  }

  vault_box_reopen (box);
  box->damaged = FALSE;
  g_assert_cmpuint (box_count (box), ==, 3);
}

/* The second time there is nothing to do, and nothing is written. */
static void
test_repair_twice (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  VaultRepairReport healed;
  VaultVerifyReport report;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  reopen (box);
  file_flip (box->keyring, vault_cell_offset (2, VAULT_COPY_A), 1);
  g_assert_true (run_repair (box->vault, &healed, &report, NULL));
  g_assert_cmpuint (healed.n_cells, ==, 1);
  before = file_get (box->keyring);
  g_assert_true (run_repair (box->vault, &healed, &report, NULL));
  g_assert_cmpuint (healed.n_cells + healed.n_blocks + healed.n_epochs, ==, 0);
  after = file_get (box->keyring);
  assert_same_bytes (before, after);
  box->damaged = FALSE;
}

/* Copy A of an expiry key was bad when the vault was opened: what was bound to it before
 * opens under copy B alone, what is imported now under copy A alone.  Both come through. */
static void
test_epoch_both_used (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GBytes) bytes = bytes_noise (1, ITEM_BYTES);
  gint64 deadline = FAKE_NOW + 30 * FAKE_DAY;
  VaultRepairReport healed;
  VaultVerifyReport report;

  file_flip (box->keyring,
             head_at (VAULT_COPY_A, VAULT_EPOCHS_AT + 32 * epoch_of_due ()), 1);
  reopen (box);
  g_object_unref (box_import (box, "new", bytes, deadline));
  g_assert_true (run_repair (box->vault, &healed, &report, NULL));
  g_assert_cmpuint (healed.n_epochs, ==, 1);
  g_assert_true (vault_verify_report_is_whole (&report));

  /* Now copy A can go bad as well. */
  run_lock (box->vault);
  file_flip (box->keyring,
             head_at (VAULT_COPY_A, VAULT_EPOCHS_AT + 32 * epoch_of_due ()), 1);
  vault_box_reopen (box);
  box_assert_holds (box, "due", bytes);
  box_assert_holds (box, "new", bytes);
  fake_clock_pass (31 * FAKE_DAY);
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 2);
}

/* A crash between the two copies of the state left the second behind: the next opening makes
 * up for it, and from then on the first may go bad. */
static void
test_behind (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GBytes) bytes = bytes_noise (1, ITEM_BYTES);
  guint8 before[VAULT_BLOCK_BYTES];

  file_read (box->keyring, head_at (VAULT_COPY_B, VAULT_STATE_AT), before,
             sizeof before);
  vault_box_reopen (box);
  g_object_unref (box_import (box, "new", bytes, NEVER));
  vault_box_restart (box);
  file_write (box->keyring, head_at (VAULT_COPY_B, VAULT_STATE_AT), before,
              sizeof before);
  vault_box_reopen (box);
  g_assert_cmpuint (verify (box).n_mirror_faults, ==, 0);
  run_lock (box->vault);
  file_flip (box->keyring, head_at (VAULT_COPY_A, VAULT_STATE_AT + 30), 1);
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 4);
}

/* A stamp is written anew in a commit of its own. */
static void
test_stamp (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  VaultRepairReport healed;
  VaultVerifyReport report;

  sql_run (box->database, "DELETE FROM record WHERE id = 4294967296");
  reopen (box);
  g_assert_cmpuint (verify (box).n_mirror_faults, ==, 1);
  g_assert_true (run_repair (box->vault, &healed, &report, NULL));
  g_assert_cmpuint (healed.n_stamps, ==, 1);
  g_assert_true (vault_verify_report_is_whole (&report));
  run_lock (box->vault);
  sql_run (box->database, "DELETE FROM record WHERE id = 0");
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 3);
}

/* Beside damage a cell without a record is neither destroyed nor healed: its copy B may be
 * what a torn destruction left. */
static void
test_torn_destruction_is_not_healed (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  guint8 noise[VAULT_CELL_BYTES];
  guint8 after[VAULT_CELL_BYTES];
  VaultRepairReport healed;
  VaultVerifyReport report;

  sql_run (box->database, "DELETE FROM record WHERE id = 2");
  randombytes_buf (noise, sizeof noise);
  file_write (box->keyring, vault_cell_offset (2, VAULT_COPY_A), noise, sizeof noise);
  reopen (box);
  report = verify (box);
  g_assert_cmpuint (report.n_missing, ==, 1);
  g_assert_cmpuint (report.n_lone_keys, ==, 1);
  g_assert_cmpuint (report.n_mirror_faults, ==, 1);
  g_assert_cmpuint (report.n_stray_pieces, ==, 3);

  g_assert_true (run_repair (box->vault, &healed, &report, NULL));
  g_assert_cmpuint (healed.n_cells, ==, 0);
  g_assert_cmpuint (report.n_mirror_faults, ==, 1);
  file_read (box->keyring, vault_cell_offset (2, VAULT_COPY_A), after, sizeof after);
  g_assert_cmpmem (noise, sizeof noise, after, sizeof after);
}

/* Somebody wiped the vault under us: nothing is healed back. */
static void
test_wiped_meanwhile (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (Vault) other = vault_new (box->folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  VaultReceipt receipt;
  VaultRepairReport healed;
  VaultVerifyReport report;

  reopen (box);
  g_assert_true (run_wipe (other, &receipt, NULL));
  before = file_get (box->keyring);
  if (vault_get_state (box->vault) == VAULT_STATE_OPEN) {
    g_assert_false (run_repair (box->vault, &healed, &report, &error));
    g_assert_true (g_error_matches (error, VAULT_ERROR, VAULT_ERROR_DESTROYED)
                   || g_error_matches (error, VAULT_ERROR, VAULT_ERROR_LOCKED));
  }
  after = file_get (box->keyring);
  assert_same_bytes (before, after);
}

/* ---- The database ----------------------------------------------------------------- */

typedef struct {
  const char *sql;
  guint n_items; /* whole */
  guint n_damaged;
  guint n_unreadable;
  guint n_missing;
  guint n_lone_keys;
  guint64 n_strays;
} Damage;

static const Damage damages[] = {
  { "UPDATE piece SET sealed = zeroblob (67546) WHERE id = 2", 2, 1, 0, 0, 0, 0 },
  { "UPDATE piece SET sealed = zeroblob (5) WHERE id = 2", 2, 1, 0, 0, 0, 0 },
  { "DELETE FROM piece WHERE id = 9", 2, 1, 0, 0, 0, 0 },
  { "DELETE FROM piece", 0, 3, 0, 0, 0, 0 },
  { "UPDATE piece SET id = 100 WHERE id = 4", 2, 1, 0, 0, 0, 0 },
  { "UPDATE record SET sealed = zeroblob (1008) WHERE id = 1", 2, 0, 1, 0, 0, 3 },
  { "UPDATE record SET sealed = zeroblob (5) WHERE id = 3", 2, 0, 1, 0, 0, 3 },
  { "DELETE FROM record WHERE id = 1", 2, 0, 0, 1, 1, 3 },
  { "INSERT INTO record VALUES (77, zeroblob (1008))", 3, 0, 1, 0, 0, 0 },
  { "INSERT INTO record VALUES (-1, zeroblob (1008))", 3, 0, 1, 0, 0, 0 },
};

/* Reported, by name where there is one, and kept by a repair, which finds nothing to do. */
static void
test_damage (gconstpointer data)
{
  const Damage *damage = data;
  g_autoptr (VaultBox) box = box_of_three ();
  VaultRepairReport healed;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  sql_run (box->database, damage->sql);
  reopen (box);
  before = file_get (box->database);
  for (guint i = 0; i < 2; i++) {
    VaultVerifyReport report;

    if (i == 0)
      report = verify (box);
    else
      g_assert_true (run_repair (box->vault, &healed, &report, NULL));
    g_assert_cmpuint (report.n_items, ==, damage->n_items);
    g_assert_cmpuint (report.n_damaged, ==, damage->n_damaged);
    g_assert_cmpuint (report.n_unreadable, ==, damage->n_unreadable);
    g_assert_cmpuint (report.n_missing, ==, damage->n_missing);
    g_assert_cmpuint (report.n_lone_keys, ==, damage->n_lone_keys);
    g_assert_cmpuint (report.n_stray_pieces, ==, damage->n_strays);
    g_assert_cmpuint (report.n_structure_faults + report.n_mirror_faults, ==, 0);
    g_assert_false (vault_verify_report_is_whole (&report));
  }
  g_assert_cmpuint (
      healed.n_blocks + healed.n_epochs + healed.n_cells + healed.n_stamps, ==, 0);
  after = file_get (box->database);
  assert_same_bytes (before, after);
}

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
on_progress_cb (const VaultProgress *progress, gpointer user_data)
{
  VaultProgress *last = user_data;

  g_assert_cmpuint (progress->n_bytes_done, <=, progress->n_bytes_total);
  g_assert_cmpuint (progress->n_done, <=, progress->n_total);
  *last = *progress;
}

/* Which item, how much of it, and how far the way was. */
static void
test_damaged_list (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) damaged = NULL;
  VaultProgress last = { 0 };
  VaultVerifyReport report;
  const VaultDamagedItem *item;

  /* Of 67,530 bytes each but the last. */
  sql_run (box->database, "DELETE FROM piece WHERE id IN (4, 6)");
  reopen (box);
  vault_verify_async (box->vault, NULL, on_progress_cb, &last, on_done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (vault_verify_finish (box->vault, result, &report, &damaged, NULL));
  g_assert_cmpuint (damaged->len, ==, 1);
  item = damaged->pdata[0];
  g_assert_cmpstr (item->name, ==, "two");
  g_assert_cmpuint (item->n_bytes, ==, ITEM_BYTES);
  g_assert_cmpuint (item->n_bytes_bad, ==, ITEM_BYTES - 67530);
  g_assert_cmpuint (report.n_bytes, ==, 2 * ITEM_BYTES + 67530);
  g_assert_cmpuint (last.n_bytes_total, >=, 3 * ITEM_BYTES);
}

static void
test_cancelled (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) damaged = NULL;
  g_autoptr (GError) error = NULL;
  VaultVerifyReport report;

  reopen (box);
  g_cancellable_cancel (cancellable);
  vault_verify_async (box->vault, cancellable, NULL, NULL, on_done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (vault_verify_finish (box->vault, result, &report, &damaged, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_nonnull (damaged);
}

/* The freelist leads to a page that holds rows: the next import would overwrite them.  A
 * repair writes nothing into such a file, not even a stamp. */
static void
test_structure (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  const guint8 freelist[8] = { 0, 0, 0, 3, 0, 0, 0, 1 };
  VaultRepairReport healed;
  VaultVerifyReport report;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  sql_run (box->database, "DELETE FROM record WHERE id = 4294967296");
  file_write (box->database, 32, freelist, sizeof freelist);
  reopen (box);
  report = verify (box);
  g_assert_cmpuint (report.n_structure_faults, >=, 1);
  g_assert_cmpuint (report.n_items, ==, 3);
  g_assert_cmpuint (report.n_mirror_faults, ==, 1);

  before = file_get (box->database);
  g_assert_true (run_repair (box->vault, &healed, &report, NULL));
  g_assert_cmpuint (healed.n_stamps, ==, 0);
  after = file_get (box->database);
  assert_same_bytes (before, after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-repair/copies", test_copies);
  g_test_add_func ("/vault-repair/twice", test_repair_twice);
  g_test_add_func ("/vault-repair/epoch-both-used", test_epoch_both_used);
  g_test_add_func ("/vault-repair/behind", test_behind);
  g_test_add_func ("/vault-repair/stamp", test_stamp);
  g_test_add_func ("/vault-repair/torn-destruction-is-not-healed",
                   test_torn_destruction_is_not_healed);
  g_test_add_func ("/vault-repair/wiped-meanwhile", test_wiped_meanwhile);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++) {
    g_autofree char *path = g_strdup_printf ("/vault-repair/damage/%u", i);

    g_test_add_data_func (path, &damages[i], test_damage);
  }
  g_test_add_func ("/vault-repair/damaged-list", test_damaged_list);
  g_test_add_func ("/vault-repair/cancelled", test_cancelled);
  g_test_add_func ("/vault-repair/structure", test_structure);
  return g_test_run ();
}
