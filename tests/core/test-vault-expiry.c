/* test-vault-expiry.c - deadlines: exact while open, and kept while locked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include "support/store-box.h"

#include "vault/session-private.h"
#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER
#define HOUR FAKE_HOUR
#define DAY FAKE_DAY

static VaultItem *
add (VaultBox *box, const char *name, gint64 expires)
{
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);

  return box_import (box, name, bytes, expires);
}

/* As the timer does. */
static void
look_at_the_clock (VaultBox *box)
{
  vault_expiry_update (box->vault);
}

static void
assert_reads (GInputStream *stream, int code)
{
  g_autoptr (GError) error = NULL;
  guint8 byte;
  gssize n = g_input_stream_read (stream, &byte, 1, NULL, &error);

  g_assert_cmpint (n, ==, code < 0 ? 1 : -1);
  if (code >= 0)
    g_assert_error (error, VAULT_ERROR, code);
}

/* The stream is cut off by the thread that destroys the item; until then it may still give
 * bytes, and afterwards one error, which says why. */
static void
wait_until_expired (GInputStream *stream)
{
  g_autoptr (GError) error = NULL;
  guint8 byte;

  while (g_input_stream_read (stream, &byte, 1, NULL, &error) >= 0)
    g_thread_yield ();
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_EXPIRED);
}

/* To the second: one before it is there and can be read, then it is not. */
static void
test_exact (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) kept = add (box, "kept", NEVER);
  g_autoptr (VaultItem) item = add (box, "mortal", FAKE_NOW + 100);
  g_autoptr (GInputStream) stream = vault_open_stream (box->vault, item, NULL);

  fake_clock_pass (99);
  look_at_the_clock (box);
  g_assert_cmpint (vault_get_time (box->vault), ==, FAKE_NOW + 99);
  g_assert_false (vault_item_is_gone (item));
  assert_reads (stream, -1);

  fake_clock_pass (1);
  look_at_the_clock (box);
  g_assert_true (vault_item_is_gone (item));
  g_assert_cmpuint (box_count (box), ==, 1);
  g_assert_false (vault_item_is_gone (kept));
  wait_until_expired (stream);
  run_lock (box->vault);
  assert_reads (stream, VAULT_ERROR_EXPIRED);
}

/* Nobody looks: the vault's own timer does. */
static void
test_timer (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "mortal", FAKE_NOW + 100);
  g_autoptr (GInputStream) stream = NULL;

  stream = vault_open_stream (box->vault, item, NULL);
  fake_clock_pass (99);
  g_assert_true (run_set_expiry (box->vault, item, FAKE_NOW + 100, NULL));
  fake_clock_pass (1);
  wait_until_gone (item);
  wait_until_expired (stream);
  g_assert_cmpuint (box_count (box), ==, 0);
}

static void
test_record_and_cell_die (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "mortal", FAKE_NOW + 100);
  g_autoptr (GInputStream) stream = vault_open_stream (box->vault, item, NULL);
  VaultUnlockSummary summary;

  fake_clock_pass (100);
  look_at_the_clock (box);
  wait_until_expired (stream);
  vault_box_reopen (box);
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_damaged, ==, 0);
  wait_for_reclaimer (box->vault);
  g_assert_false (vault_keyring_is_live (box->vault->session->keyring, 1));
  run_lock (box->vault);
  g_assert_cmpint (sql_get_number (box->database, "SELECT count(*) FROM piece"), ==, 0);
}

/* Its time came while the vault was locked and nothing ran. */
static void
test_while_locked (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  VaultUnlockSummary summary;

  g_object_unref (add (box, "kept", NEVER));
  g_object_unref (add (box, "later", FAKE_NOW + 3 * DAY));
  g_object_unref (add (box, "sooner", FAKE_NOW + 100));
  run_lock (box->vault);
  fake_clock_pass (100);
  vault_box_reopen (box);
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_expired, ==, 1);
  g_assert_cmpuint (summary.n_damaged + summary.n_interrupted, ==, 0);
  g_assert_false (summary.clock_doubtful);
  g_assert_cmpuint (box_count (box), ==, 2);
  g_assert_null (box_find (box, "sooner"));

  fake_clock_pass (4 * DAY);
  vault_box_reopen (box);
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_expired, ==, 1);
  g_assert_cmpuint (box_count (box), ==, 1);
  vault_box_reopen (box);
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_expired, ==, 0);
}

/* The same with a reaper, which has no passphrase, in between. */
static void
test_reaped_while_locked (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GError) error = NULL;
  VaultUnlockSummary summary;
  guint n_overwritten;

  g_object_unref (add (box, "kept", NEVER));
  g_object_unref (add (box, "hour", FAKE_NOW + HOUR));
  g_object_unref (add (box, "month", FAKE_NOW + 30 * DAY));
  vault_box_restart (box);
  fake_clock_pass (2 * HOUR);
  g_assert_true (run_reap (box->vault, &n_overwritten, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_overwritten, >=, 2);
  g_assert_true (run_reap (box->vault, &n_overwritten, NULL));
  g_assert_cmpuint (n_overwritten, ==, 0);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_expired, ==, 1);
  g_assert_cmpuint (summary.n_damaged, ==, 0);
  g_assert_cmpuint (box_count (box), ==, 2);
}

static void
test_moved (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) later = add (box, "later", FAKE_NOW + HOUR);
  g_autoptr (VaultItem) never = add (box, "never", FAKE_NOW + HOUR);
  g_autoptr (VaultItem) sooner = add (box, "sooner", FAKE_NOW + 30 * DAY);
  guint n_overwritten;

  g_assert_true (run_set_expiry (box->vault, later, FAKE_NOW + 30 * DAY, NULL));
  g_assert_true (run_set_expiry (box->vault, never, NEVER, NULL));
  g_assert_true (run_set_expiry (box->vault, sooner, FAKE_NOW + HOUR, NULL));
  g_assert_cmpint (vault_item_get_expires (later), ==, FAKE_NOW + 30 * DAY);
  g_assert_cmpint (vault_item_get_expires (never), ==, NEVER);
  vault_box_restart (box);
  fake_clock_pass (3 * HOUR);
  g_assert_true (run_reap (box->vault, &n_overwritten, NULL));
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 2);
  g_assert_null (box_find (box, "sooner"));
}

static void
test_bad_times (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x", FAKE_NOW + 100);
  g_autoptr (GBytes) bytes = bytes_noise (1, 10);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  const gint64 past[] = { FAKE_NOW, FAKE_NOW - 1, 1, -1 };

  for (guint i = 0; i < G_N_ELEMENTS (past); i++) {
    g_assert_false (run_set_expiry (box->vault, item, past[i], &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME);
    g_clear_error (&error);
    g_clear_pointer (&problems, g_ptr_array_unref);
    g_assert_false (
        run_import_bytes (box->vault, "y", bytes, past[i], &problems, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME);
    g_clear_error (&error);
  }
  g_assert_cmpint (vault_item_get_expires (item), ==, FAKE_NOW + 100);
  g_assert_cmpuint (box_count (box), ==, 1);
}

/* No grace: a click that came a moment late rescues nothing. */
static void
test_too_late (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x", FAKE_NOW + 100);
  g_autoptr (GError) error = NULL;

  fake_clock_pass (100);
  g_assert_false (run_set_expiry (box->vault, item, NEVER, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_EXPIRED);
}

static VaultEpoch
epoch_of (VaultBox *box, VaultItem *item)
{
  g_autoptr (VaultEntry) entry = vault_item_dup_entry (item);
  guint8 root[VAULT_KEY_BYTES];
  VaultEpoch epoch;

  g_assert_cmpint (
      vault_keyring_read_cell (box->vault->session->keyring, entry->cell, root, &epoch),
      ==, VAULT_CELL_OPEN);
  return epoch;
}

/* Each unlocking binds to the finest epoch that now reaches the deadline. */
static void
test_rebound (void)
{
  const gint64 expires = FAKE_NOW + 6 * FAKE_YEAR;
  static const struct {
    gint64 before_s;
    VaultEpochClass class;
  } steps[] = { { 6 * FAKE_YEAR, VAULT_EPOCH_NEVER },
                { 4 * FAKE_YEAR, VAULT_EPOCH_WEEKLY },
                { FAKE_YEAR, VAULT_EPOCH_DAILY },
                { FAKE_DAY, VAULT_EPOCH_HOURLY } };
  g_autoptr (VaultBox) box = vault_box_new_open ();

  g_object_unref (add (box, "x", expires));
  fake_clock_set_synchronised (TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (VaultItem) item = NULL;
    VaultEpoch epoch;

    fake_clock_pass (expires - steps[i].before_s - fake_clock_get_wall ());
    vault_box_reopen (box);
    item = box_find (box, "x");
    epoch = epoch_of (box, item);
    g_assert_cmpint (epoch.class, ==, steps[i].class);
    g_assert_cmpint (vault_epoch_get_end (epoch), >=, expires);
  }
  fake_clock_pass (FAKE_DAY);
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 0);
}

static void
test_clock_turned_back (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();

  g_object_unref (add (box, "x", FAKE_NOW + 2 * HOUR));
  run_lock (box->vault);
  fake_clock_pass (HOUR);
  vault_box_reopen (box);
  fake_clock_set_wall (FAKE_NOW - FAKE_YEAR);
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 1);
  g_assert_cmpint (vault_get_time (box->vault), >=, FAKE_NOW + HOUR);
  fake_clock_pass (HOUR);
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 0);
}

/* A leap of the clock is told, and destroys nothing until it is believed. */
static void
test_clock_doubtful (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GError) error = NULL;
  VaultUnlockSummary summary;
  guint n_overwritten;

  g_object_unref (add (box, "x", FAKE_NOW + DAY));
  vault_box_restart (box);
  fake_clock_reboot ();
  fake_clock_set_wall (FAKE_NOW + FAKE_YEAR);
  g_assert_false (run_reap (box->vault, &n_overwritten, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_CLOCK_DOUBTFUL);
  vault_box_reopen (box);
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_true (summary.clock_doubtful);
  g_assert_cmpuint (summary.n_expired, ==, 0);
  g_assert_cmpuint (box_count (box), ==, 1);

  fake_clock_set_synchronised (TRUE);
  vault_box_reopen (box);
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_false (summary.clock_doubtful);
  g_assert_cmpuint (summary.n_expired, ==, 1);
}

/* While it is open it goes as soon as the leap is believed. */
static void
test_believed_while_open (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x", FAKE_NOW + DAY);

  fake_clock_set_wall (FAKE_NOW + FAKE_YEAR);
  look_at_the_clock (box);
  g_assert_false (vault_item_is_gone (item));
  fake_clock_set_synchronised (TRUE);
  look_at_the_clock (box);
  g_assert_true (vault_item_is_gone (item));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-expiry/exact", test_exact);
  g_test_add_func ("/vault-expiry/timer", test_timer);
  g_test_add_func ("/vault-expiry/record-and-cell-die", test_record_and_cell_die);
  g_test_add_func ("/vault-expiry/while-locked", test_while_locked);
  g_test_add_func ("/vault-expiry/reaped-while-locked", test_reaped_while_locked);
  g_test_add_func ("/vault-expiry/moved", test_moved);
  g_test_add_func ("/vault-expiry/bad-times", test_bad_times);
  g_test_add_func ("/vault-expiry/too-late", test_too_late);
  g_test_add_func ("/vault-expiry/rebound", test_rebound);
  g_test_add_func ("/vault-expiry/clock-turned-back", test_clock_turned_back);
  g_test_add_func ("/vault-expiry/clock-doubtful", test_clock_doubtful);
  g_test_add_func ("/vault-expiry/believed-while-open", test_believed_while_open);
  return g_test_run ();
}
