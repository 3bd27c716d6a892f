/* test-keyring-heart.c - the absence rule in the keyring: who stays away too long loses cells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/keyring-box.h"

#include <string.h>

#include "keyring/keyring-repair.h"
#include "keyring/keyring-salvage.h"

#define NEVER VAULT_EXPIRES_NEVER
#define DAY FAKE_DAY
#define N_DAYS 30

/* A deadline falls into a day, and its key dies with the end of that. */
#define SURELY_OVER ((N_DAYS + 1) * DAY)

static void
set_rule (VaultKeyring *keyring, guint n_days)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_keyring_set_heart (keyring, n_days, TRUE, &error));
  g_assert_no_error (error);
}

static void
write_cell (VaultKeyring *keyring, guint32 cell, gint64 expires_s, gboolean heart)
{
  guint8 root[VAULT_KEY_BYTES];
  VaultCellWrite write = { cell, expires_s, root, heart };
  g_autoptr (GError) error = NULL;

  memset (root, (int) cell, sizeof root);
  g_assert_true (vault_keyring_write_cells (keyring, &write, 1, &error));
  g_assert_no_error (error);
}

static void
assert_cells (VaultKeyring *keyring, VaultCellStatus one, VaultCellStatus two)
{
  box_assert_cell (keyring, 1, one, 1);
  box_assert_cell (keyring, 2, two, 2);
  box_assert_cell (keyring, 3, VAULT_CELL_OPEN, 3);
}

/* A rule of thirty days; cell 1 under it, cell 2 under it and with a deadline of its own, cell
 * 3 not. */
static KeyringBox *
box_with_rule (void)
{
  KeyringBox *box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  set_rule (keyring, N_DAYS);
  for (guint32 cell = 1; cell <= 3; cell++)
    g_assert_true (vault_keyring_reserve_cell (keyring, &(guint32){ 0 }, NULL));
  write_cell (keyring, 1, NEVER, TRUE);
  write_cell (keyring, 2, FAKE_NOW + 300 * DAY, TRUE);
  write_cell (keyring, 3, NEVER, FALSE);
  return box;
}

static void
assert_state (VaultKeyring *keyring, VaultHeartState state)
{
  g_autoptr (GError) error = NULL;
  VaultKeyringHeart heart;

  vault_keyring_get_heart (keyring, &heart);
  g_assert_cmpint (heart.state, ==, state);
  g_assert_true (vault_keyring_check (keyring, &error));
  g_assert_no_error (error);
}

/* As a whole opening of the vault does it. */
static VaultKeyring *
come_back (KeyringBox *box)
{
  VaultKeyring *keyring = keyring_box_open (box);
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_keyring_note_opened (keyring, &error));
  g_assert_no_error (error);
  return keyring;
}

static void
reap (KeyringBox *box)
{
  g_autoptr (GError) error = NULL;
  guint n_overwritten;

  g_assert_true (vault_keyring_reap_locked (box->dir_fd, &n_overwritten, &error));
  g_assert_no_error (error);
}

static void
test_off (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  VaultKeyringHeart heart;

  vault_keyring_get_heart (keyring, &heart);
  g_assert_cmpint (heart.state, ==, VAULT_HEART_NONE);
  g_assert_cmpuint (heart.n_days, ==, 0);

  /* What asks for a rule that there is not is written without. */
  g_assert_true (vault_keyring_reserve_cell (keyring, &(guint32){ 0 }, NULL));
  write_cell (keyring, 1, NEVER, TRUE);
  box_assert_cell (keyring, 1, VAULT_CELL_OPEN, 1);
  assert_state (keyring, VAULT_HEART_NONE);
}

static void
test_bounds (void)
{
  static const guint bad[] = { 1, VAULT_HEART_MIN_DAYS - 1, VAULT_HEART_MAX_DAYS + 1,
                               G_MAXUINT };
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (vault_keyring_set_heart (keyring, bad[i], TRUE, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME);
    assert_state (keyring, VAULT_HEART_NONE);
  }
  set_rule (keyring, VAULT_HEART_MIN_DAYS);
  set_rule (keyring, VAULT_HEART_MAX_DAYS);
  assert_state (keyring, VAULT_HEART_BEATING);
}

/* Whoever comes every 29 days loses nothing, with a reaper in between or without. */
static void
test_comes_in_time (void)
{
  g_autoptr (KeyringBox) box = box_with_rule ();

  for (guint i = 0; i < 8; i++) {
    g_autoptr (VaultKeyring) keyring = NULL;

    fake_clock_pass ((N_DAYS - 1) * DAY);
    if (i % 2 == 0)
      reap (box);
    keyring = come_back (box);
    assert_state (keyring, VAULT_HEART_BEATING);
    assert_cells (keyring, VAULT_CELL_OPEN, VAULT_CELL_OPEN);
  }
}

/* The reaper, which has no passphrase, ends it: back at the time before, with the clock block
 * and the state of before, the keys are gone. */
static void
test_reaped (void)
{
  g_autoptr (KeyringBox) box = box_with_rule ();
  g_autoptr (VaultKeyring) keyring = NULL;
  guint8 clock[2][VAULT_BLOCK_BYTES];

  for (guint i = 0; i < 2; i++)
    file_read (box->path, box_clock_at (i), clock[i], VAULT_BLOCK_BYTES);
  fake_clock_pass (SURELY_OVER);
  reap (box);
  fake_clock_set_wall (FAKE_NOW);
  fake_clock_reboot ();
  for (guint i = 0; i < 2; i++)
    file_write (box->path, box_clock_at (i), clock[i], VAULT_BLOCK_BYTES);

  /* By this clock it has not come due; the key it hangs on is noise all the same. */
  keyring = keyring_box_open (box);
  assert_state (keyring, VAULT_HEART_LOST);
  assert_cells (keyring, VAULT_CELL_EPOCH_LOST, VAULT_CELL_EPOCH_LOST);
}

/* Nobody reaped: the opening itself does not let them live. */
static void
test_too_late (void)
{
  g_autoptr (KeyringBox) box = box_with_rule ();

  fake_clock_pass (SURELY_OVER);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

    assert_state (keyring, VAULT_HEART_STOPPED);
    assert_cells (keyring, VAULT_CELL_EXPIRED, VAULT_CELL_EXPIRED);
  }
}

/* Neither before its days are over: the first second and the last. */
static void
test_not_early (void)
{
  g_autoptr (KeyringBox) box = box_with_rule ();
  g_autoptr (VaultKeyring) keyring = NULL;

  fake_clock_pass (N_DAYS * DAY);
  reap (box);
  keyring = keyring_box_open (box);
  assert_cells (keyring, VAULT_CELL_OPEN, VAULT_CELL_OPEN);
}

/* With what it was about destroyed, a new heart is made, and the old cells stay dead. */
static void
test_restart (void)
{
  g_autoptr (KeyringBox) box = box_with_rule ();
  g_autoptr (VaultKeyring) keyring = NULL;

  fake_clock_pass (SURELY_OVER);
  keyring = keyring_box_open (box);
  g_assert_false (vault_keyring_set_heart (keyring, N_DAYS, TRUE, NULL));
  box_destroy_cell (keyring, 1);
  g_assert_true (vault_keyring_note_opened (keyring, NULL));
  assert_cells (keyring, VAULT_CELL_CLOSED, VAULT_CELL_EPOCH_LOST);
  write_cell (keyring, 1, NEVER, TRUE);
  g_clear_pointer (&keyring, vault_keyring_free);

  fake_clock_pass (DAY);
  keyring = keyring_box_open (box);
  assert_cells (keyring, VAULT_CELL_OPEN, VAULT_CELL_EPOCH_LOST);
}

/* Open for longer than the rule forgives, hour after hour or asleep all the while: that is no
 * absence. */
static void
test_stays_open (void)
{
  g_autoptr (KeyringBox) box = box_with_rule ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  guint n_overwritten;

  for (guint i = 0; i < 50; i++) {
    fake_clock_pass (DAY);
    g_assert_true (vault_keyring_reap (keyring, &n_overwritten, NULL));
  }
  assert_cells (keyring, VAULT_CELL_OPEN, VAULT_CELL_OPEN);

  fake_clock_pass (40 * DAY);
  g_assert_true (vault_keyring_reap (keyring, &n_overwritten, NULL));
  assert_cells (keyring, VAULT_CELL_OPEN, VAULT_CELL_OPEN);
  assert_state (keyring, VAULT_HEART_BEATING);
  g_clear_pointer (&keyring, vault_keyring_free);
  keyring = keyring_box_open (box);
  assert_cells (keyring, VAULT_CELL_OPEN, VAULT_CELL_OPEN);
}

static void
test_own_deadline_first (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  set_rule (keyring, N_DAYS);
  g_assert_true (vault_keyring_reserve_cell (keyring, &(guint32){ 0 }, NULL));
  write_cell (keyring, 1, FAKE_NOW + 5 * DAY, TRUE);
  g_clear_pointer (&keyring, vault_keyring_free);
  fake_clock_pass (7 * DAY);
  reap (box);
  keyring = keyring_box_open (box);
  box_assert_cell (keyring, 1, VAULT_CELL_EXPIRED, 1);
  assert_state (keyring, VAULT_HEART_BEATING);
}

static void
test_given_up (void)
{
  g_autoptr (KeyringBox) box = box_with_rule ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  write_cell (keyring, 1, NEVER, FALSE);
  write_cell (keyring, 2, NEVER, FALSE);
  set_rule (keyring, 0);
  assert_state (keyring, VAULT_HEART_NONE);
  g_clear_pointer (&keyring, vault_keyring_free);
  fake_clock_pass (2 * SURELY_OVER);
  fake_clock_set_synchronised (TRUE);
  reap (box);
  keyring = keyring_box_open (box);
  assert_cells (keyring, VAULT_CELL_OPEN, VAULT_CELL_OPEN);
}

/* One copy of the state, or of the table, may be torn. */
static void
test_torn (void)
{
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    g_autoptr (KeyringBox) box = box_with_rule ();
    g_autoptr (VaultKeyring) keyring = NULL;
    guint8 noise[VAULT_EPOCH_TABLE_BYTES];

    memset (noise, 0x5a, sizeof noise);
    file_write (box->path, box_state_at (copy) + 104, noise, 104);
    file_write (box->path, box_epoch_at (!copy, 0), noise, sizeof noise);
    keyring = keyring_box_open (box);
    box_assert_cell (keyring, 1, VAULT_CELL_OPEN, 1);
    assert_state (keyring, VAULT_HEART_BEATING);
  }
}

static void
test_salvage (void)
{
  g_autoptr (KeyringBox) box = box_with_rule ();
  g_autoptr (VaultSecret) passphrase = passphrase_new (BOX_PASSPHRASE);
  g_autoptr (VaultKeyring) keyring =
                 vault_keyring_open_for_salvage (box->dir_fd, passphrase, NULL, NULL);

  assert_cells (keyring, VAULT_CELL_OPEN, VAULT_CELL_OPEN);
  g_clear_pointer (&keyring, vault_keyring_free);
  fake_clock_pass (SURELY_OVER);
  keyring = vault_keyring_open_for_salvage (box->dir_fd, passphrase, NULL, NULL);
  assert_cells (keyring, VAULT_CELL_EXPIRED, VAULT_CELL_EXPIRED);
}

/* The table of copy A goes bad; after a repair neither the cells nor the heart need copy B. */
static void
test_repair (void)
{
  g_autoptr (KeyringBox) box = box_with_rule ();
  g_autoptr (VaultKeyring) keyring = NULL;
  g_autofree guint8 *has_record = g_malloc0 (VAULT_SEGMENT_CELLS);
  guint8 noise[VAULT_EPOCH_TABLE_BYTES];
  VaultKeyringFaults healed;

  memset (noise, 0x5a, sizeof noise);
  memset (has_record + 1, 1, 3);
  file_write (box->path, box_epoch_at (VAULT_COPY_A, 0), noise, sizeof noise);
  keyring = keyring_box_open (box);
  g_assert_true (
      vault_keyring_repair (keyring, has_record, VAULT_SEGMENT_CELLS, &healed, NULL));
  assert_cells (keyring, VAULT_CELL_OPEN, VAULT_CELL_OPEN);
  assert_state (keyring, VAULT_HEART_BEATING);
  g_clear_pointer (&keyring, vault_keyring_free);
  keyring = keyring_box_open (box);
  assert_cells (keyring, VAULT_CELL_OPEN, VAULT_CELL_OPEN);
}

/* A change of keys carries the rule along. */
static void
test_rekey (void)
{
  g_autoptr (KeyringBox) box = box_with_rule ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (VaultSecret) current = passphrase_new (BOX_PASSPHRASE);
  g_autoptr (VaultSecret) added = passphrase_new ("another horse, another battery");
  VaultSlotChange change = { VAULT_SLOT_REPLACE, current, added, VAULT_SLOT_NORMAL,
                             G_MAXUINT };
  g_autoptr (VaultSlotWork) work = NULL;
  g_autoptr (GError) error = NULL;

  work = vault_keyring_begin_slots (keyring, &change, &error);
  g_assert_no_error (error);
  g_assert_true (vault_slot_work_derive (work, NULL, &error));
  g_assert_true (vault_keyring_finish_slots (keyring, work, &error));
  assert_cells (keyring, VAULT_CELL_OPEN, VAULT_CELL_OPEN);
  assert_state (keyring, VAULT_HEART_BEATING);
  g_clear_pointer (&keyring, vault_keyring_free);

  keyring = keyring_box_try (box, "another horse, another battery", &error);
  g_assert_no_error (error);
  assert_cells (keyring, VAULT_CELL_OPEN, VAULT_CELL_OPEN);
  g_clear_pointer (&keyring, vault_keyring_free);
  fake_clock_pass (SURELY_OVER);
  reap (box);
  keyring = keyring_box_try (box, "another horse, another battery", &error);
  assert_cells (keyring, VAULT_CELL_EXPIRED, VAULT_CELL_EXPIRED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring-heart/off", test_off);
  g_test_add_func ("/keyring-heart/bounds", test_bounds);
  g_test_add_func ("/keyring-heart/comes-in-time", test_comes_in_time);
  g_test_add_func ("/keyring-heart/reaped", test_reaped);
  g_test_add_func ("/keyring-heart/too-late", test_too_late);
  g_test_add_func ("/keyring-heart/not-early", test_not_early);
  g_test_add_func ("/keyring-heart/restart", test_restart);
  g_test_add_func ("/keyring-heart/stays-open", test_stays_open);
  g_test_add_func ("/keyring-heart/own-deadline-first", test_own_deadline_first);
  g_test_add_func ("/keyring-heart/given-up", test_given_up);
  g_test_add_func ("/keyring-heart/torn", test_torn);
  g_test_add_func ("/keyring-heart/salvage", test_salvage);
  g_test_add_func ("/keyring-heart/repair", test_repair);
  g_test_add_func ("/keyring-heart/rekey", test_rekey);
  return g_test_run ();
}
