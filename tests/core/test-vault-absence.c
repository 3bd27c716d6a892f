/* test-vault-absence.c - the absence rule over a whole vault, and a clock that is confirmed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/organise-box.h"

#include <vault/vault-absence.h>

#include "vault/session-private.h"
#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER
#define DAY FAKE_DAY
#define N_DAYS 20

static gboolean
run_set_absence (Vault *vault, guint n_days, gboolean everything, GError **error)
{
  return run_absence (vault, n_days, everything, NULL, error);
}

static void
add (VaultBox *box, const char *name, gint64 expires)
{
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);

  g_object_unref (box_import (box, name, bytes, expires));
}

static void
assert_summary (VaultBox *box, guint n_expired, guint n_absent)
{
  VaultUnlockSummary summary;

  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_damaged + summary.n_interrupted, ==, 0);
  g_assert_cmpuint (summary.n_expired, ==, n_expired);
  g_assert_cmpuint (summary.n_absent, ==, n_absent);
}

static void
test_off (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  VaultAbsence absence;

  vault_get_absence (box->vault, &absence);
  g_assert_cmpuint (absence.n_days, ==, 0);
  add (box, "kept", NEVER);
  g_assert_true (run_set_absence (box->vault, 0, FALSE, NULL));
  run_lock (box->vault);
  g_assert_false (run_set_absence (box->vault, N_DAYS, TRUE, NULL));
  fake_clock_set_synchronised (TRUE);
  fake_clock_pass (1000 * DAY);
  vault_box_reopen (box);
  assert_summary (box, 0, 0);
  g_assert_cmpuint (box_count (box), ==, 1);
}

/* What was there before the rule and what came after it. */
static void
test_everything (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GError) error = NULL;
  VaultAbsence absence;
  guint n_overwritten;

  add (box, "before", NEVER);
  add (box, "soon", FAKE_NOW + 3 * DAY);
  g_assert_true (run_set_absence (box->vault, N_DAYS, TRUE, &error));
  g_assert_no_error (error);
  add (box, "after", NEVER);
  vault_get_absence (box->vault, &absence);
  g_assert_cmpuint (absence.n_days, ==, N_DAYS);
  g_assert_true (absence.everything);
  g_assert_cmpint (absence.ends, >=, FAKE_NOW + N_DAYS * DAY);
  g_assert_cmpint (absence.ends, <=, FAKE_NOW + (N_DAYS + 1) * DAY);

  fake_clock_pass ((N_DAYS - 1) * DAY);
  vault_box_reopen (box);
  assert_summary (box, 1, 0);
  vault_get_absence (box->vault, &absence);
  g_assert_cmpint (absence.ends, >=, fake_clock_get_wall () + N_DAYS * DAY);

  vault_box_restart (box);
  fake_clock_pass ((N_DAYS + 1) * DAY);
  g_assert_true (run_reap (box->vault, &n_overwritten, NULL));
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  assert_summary (box, 2, 2);
  g_assert_cmpuint (box_count (box), ==, 0);

  /* The rule goes on, with a new heart. */
  add (box, "new", NEVER);
  vault_box_reopen (box);
  assert_summary (box, 0, 0);
  g_assert_cmpuint (box_count (box), ==, 1);
  run_lock (box->vault);
  fake_clock_pass ((N_DAYS + 1) * DAY);
  vault_box_reopen (box);
  assert_summary (box, 1, 1);
}

static void
test_given_up (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();

  add (box, "one", NEVER);
  add (box, "two", FAKE_NOW + 300 * DAY);
  g_assert_true (run_set_absence (box->vault, N_DAYS, TRUE, NULL));
  vault_box_reopen (box);
  g_assert_true (run_set_absence (box->vault, 0, FALSE, NULL));
  run_lock (box->vault);
  fake_clock_pass (40 * DAY);
  vault_box_reopen (box);
  assert_summary (box, 0, 0);
  g_assert_cmpuint (box_count (box), ==, 2);
}

static void
test_bad_days (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GError) error = NULL;

  g_assert_false (
      run_set_absence (box->vault, VAULT_ABSENCE_MIN_DAYS - 1, TRUE, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME);
}

/* Cut off before the cells were bound, the next opening binds them. */
static void
test_interrupted (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  VaultKeyring *keyring = box->vault->session->keyring;

  add (box, "one", NEVER);
  g_assert_true (vault_keyring_set_heart (keyring, N_DAYS, TRUE, NULL));
  run_lock (box->vault);
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 1);
  run_lock (box->vault);
  fake_clock_pass ((N_DAYS + 1) * DAY);
  vault_box_reopen (box);
  assert_summary (box, 1, 1);
}

/* A new deadline keeps an item under the rule. */
static void
test_deadline_moved (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = NULL;

  add (box, "one", NEVER);
  g_assert_true (run_set_absence (box->vault, N_DAYS, TRUE, NULL));
  item = box_find (box, "one");
  g_assert_true (run_set_expiry (box->vault, item, FAKE_NOW + 300 * DAY, NULL));
  g_assert_true (run_set_expiry (box->vault, item, NEVER, NULL));
  run_lock (box->vault);
  fake_clock_pass ((N_DAYS + 1) * DAY);
  vault_box_reopen (box);
  assert_summary (box, 1, 1);
}

/* ---- a clock that leapt ---- */

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* Nothing is destroyed on its word before a person has looked at the date. */
static void
test_believed (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GError) error = NULL;
  gint64 wall;
  guint n_notified = 0;

  add (box, "due", FAKE_NOW + DAY);
  add (box, "kept", NEVER);
  g_assert_false (vault_is_clock_doubtful (box->vault, NULL));
  g_signal_connect (box->vault, "notify::clock-doubtful", G_CALLBACK (count_cb),
                    &n_notified);
  fake_clock_set_wall (FAKE_NOW + FAKE_YEAR);
  vault_expiry_update (box->vault);
  g_assert_true (vault_is_clock_doubtful (box->vault, &wall));
  g_assert_cmpint (wall, ==, FAKE_NOW + FAKE_YEAR);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpuint (box_count (box), ==, 2);

  g_assert_true (run_believe_clock (box->vault, &error));
  g_assert_no_error (error);
  g_assert_false (vault_is_clock_doubtful (box->vault, NULL));
  g_assert_cmpuint (n_notified, ==, 2);
  g_assert_cmpuint (box_count (box), ==, 1);
  g_assert_cmpint (vault_get_time (box->vault), >=, FAKE_NOW + FAKE_YEAR);

  /* It stays believed. */
  fake_clock_reboot ();
  vault_box_reopen (box);
  g_assert_false (vault_is_clock_doubtful (box->vault, NULL));
  g_assert_cmpuint (box_count (box), ==, 1);
}

/* Found at the opening, and set right again by the person: nothing was lost. */
static void
test_set_right (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();

  add (box, "due", FAKE_NOW + DAY);
  run_lock (box->vault);
  fake_clock_reboot ();
  fake_clock_set_wall (FAKE_NOW + FAKE_YEAR);
  vault_box_reopen (box);
  g_assert_true (vault_is_clock_doubtful (box->vault, NULL));
  fake_clock_set_wall (FAKE_NOW + FAKE_HOUR);
  vault_expiry_update (box->vault);
  g_assert_false (vault_is_clock_doubtful (box->vault, NULL));
  g_assert_cmpuint (box_count (box), ==, 1);
  run_lock (box->vault);
  g_assert_false (vault_is_clock_doubtful (box->vault, NULL));
  g_assert_false (run_believe_clock (box->vault, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-absence/off", test_off);
  g_test_add_func ("/vault-absence/everything", test_everything);
  g_test_add_func ("/vault-absence/given-up", test_given_up);
  g_test_add_func ("/vault-absence/bad-days", test_bad_days);
  g_test_add_func ("/vault-absence/interrupted", test_interrupted);
  g_test_add_func ("/vault-absence/deadline-moved", test_deadline_moved);
  g_test_add_func ("/vault-absence/believed", test_believed);
  g_test_add_func ("/vault-absence/set-right", test_set_right);
  return g_test_run ();
}
