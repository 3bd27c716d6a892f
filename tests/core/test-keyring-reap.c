/* test-keyring-reap.c - epoch keys die on time, and only then
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/keyring-box.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>
#include <vault/vault-item.h>

static const gint64 lives[] = { FAKE_HOUR, FAKE_DAY, 7 * FAKE_DAY, 2 * FAKE_YEAR, 0 };

#define N_LIVES G_N_ELEMENTS (lives)

/* One cell for each life, numbers from 1 on, in a closed keyring. */
static KeyringBox *
box_of_mortals (void)
{
  KeyringBox *box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  for (guint i = 0; i < N_LIVES; i++)
    box_add_cell (keyring, (guint8) (i + 1), lives[i] == 0 ? 0 : FAKE_NOW + lives[i]);
  return box;
}

/* The first @n_dead have expired. */
static void
assert_lives (VaultKeyring *keyring, guint n_dead)
{
  for (guint i = 0; i < N_LIVES; i++)
    box_assert_cell (keyring, i + 1, i < n_dead ? VAULT_CELL_EXPIRED : VAULT_CELL_OPEN,
                     (guint8) (i + 1));
}

static void
assert_opens_with (KeyringBox *box, guint n_dead)
{
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  assert_lives (keyring, n_dead);
}

static guint
reap_locked (KeyringBox *box)
{
  g_autoptr (GError) error = NULL;
  guint n_overwritten;

  g_assert_true (vault_keyring_reap_locked (box->dir_fd, &n_overwritten, &error));
  g_assert_no_error (error);
  return n_overwritten;
}

static void
assert_reap_refused (KeyringBox *box, VaultError code)
{
  g_autoptr (GError) error = NULL;
  guint n_overwritten = 99;

  g_assert_false (vault_keyring_reap_locked (box->dir_fd, &n_overwritten, &error));
  g_assert_error (error, VAULT_ERROR, (int) code);
  g_assert_cmpuint (n_overwritten, ==, 0);
}

/* Exactly the keys of the epochs between the two times were replaced. */
static void
assert_replaced (GBytes *before, GBytes *after, gint64 from, gint64 to)
{
  const guint8 *a = g_bytes_get_data (before, NULL);
  const guint8 *b = g_bytes_get_data (after, NULL);
  guint8 due[VAULT_N_EPOCH_KEYS];

  vault_epochs_find_passed (from, to, due);
  for (guint i = 0; i < VAULT_N_EPOCH_KEYS; i++) {
    gboolean same =
        memcmp (a + i * VAULT_KEY_BYTES, b + i * VAULT_KEY_BYTES, VAULT_KEY_BYTES) == 0;

    g_assert_cmpint (same, ==, !due[i]);
  }
}

/* At each of these times the open vault has lost what is due, the rest lives, and the table
 * has changed where it had to, in both copies alike. */
static void
test_while_open (void)
{
  g_autoptr (KeyringBox) box = box_of_mortals ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (GBytes) before = box_dup_epochs (box);
  gint64 last = FAKE_NOW;
  guint n_dead = 0;

  assert_lives (keyring, 0);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GBytes) after = NULL;
    guint n_overwritten;

    fake_clock_pass (FAKE_NOW + lives[i] + FAKE_HOUR - fake_clock_get_wall ());
    /* A day's and a week's epoch ends at midnight. */
    if (i > 0)
      fake_clock_pass ((i == 1 ? 1 : 7) * FAKE_DAY);
    g_assert_true (vault_keyring_reap (keyring, &n_overwritten, NULL));
    g_assert_cmpuint (n_overwritten, >, 0);
    n_dead++;
    assert_lives (keyring, n_dead);
    after = box_dup_epochs (box);
    assert_replaced (before, after, last, fake_clock_get_wall ());

    /* Once is enough. */
    g_assert_true (vault_keyring_reap (keyring, &n_overwritten, NULL));
    g_assert_cmpuint (n_overwritten, ==, 0);
    g_clear_pointer (&before, g_bytes_unref);
    before = box_dup_epochs (box);
    assert_same_bytes (before, after);
    last = fake_clock_get_wall ();
  }
}

/* Expired from the first second after its epoch, whether or not anything was reaped. */
static void
test_expired_on_the_second (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  const gint64 hour = (FAKE_NOW / FAKE_HOUR + 1) * FAKE_HOUR;

  box_write_cell (keyring, 1, 1, hour);
  fake_clock_pass (hour - 1 - FAKE_NOW);
  g_assert_cmpint (vault_keyring_get_time (keyring, NULL), ==, hour - 1);
  box_assert_cell (keyring, 1, VAULT_CELL_OPEN, 1);
  fake_clock_pass (1);
  g_assert_cmpint (vault_keyring_get_time (keyring, NULL), ==, hour);
  box_assert_cell (keyring, 1, VAULT_CELL_EXPIRED, 1);
}

static void
test_locked (void)
{
  g_autoptr (KeyringBox) box = box_of_mortals ();
  g_autoptr (GBytes) before = box_dup_epochs (box);
  g_autoptr (GBytes) after = NULL;

  g_assert_cmpuint (reap_locked (box), ==, 0);
  fake_clock_pass (3 * FAKE_DAY);
  /* 72 hours, three days, and the week that ended on Thursday. */
  g_assert_cmpuint (reap_locked (box), ==, 72 + 3 + 1);
  after = box_dup_epochs (box);
  assert_replaced (before, after, FAKE_NOW, FAKE_NOW + 3 * FAKE_DAY);
  g_assert_cmpuint (reap_locked (box), ==, 0);
  g_clear_pointer (&before, g_bytes_unref);
  before = box_dup_epochs (box);
  assert_same_bytes (before, after);
  assert_opens_with (box, 2);
}

/* The key is gone, not only the time: with clock and state put back as they were, what had
 * expired stays closed. */
static void
test_key_is_gone (void)
{
  g_autoptr (KeyringBox) box = box_of_mortals ();
  g_autoptr (VaultKeyring) keyring = NULL;
  guint8 blocks[2][2][VAULT_BLOCK_BYTES];

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    file_read (box->path, box_state_at (copy), blocks[copy][0], VAULT_BLOCK_BYTES);
    file_read (box->path, box_clock_at (copy), blocks[copy][1], VAULT_BLOCK_BYTES);
  }
  fake_clock_pass (2 * FAKE_HOUR);
  g_assert_cmpuint (reap_locked (box), >, 0);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    file_write (box->path, box_state_at (copy), blocks[copy][0], VAULT_BLOCK_BYTES);
    file_write (box->path, box_clock_at (copy), blocks[copy][1], VAULT_BLOCK_BYTES);
  }

  fake_clock_install ();
  keyring = keyring_box_open (box);
  box_assert_cell (keyring, 1, VAULT_CELL_EPOCH_LOST, 1);
  box_assert_cell (keyring, 2, VAULT_CELL_OPEN, 2);
}

static void
test_years_later (void)
{
  g_autoptr (KeyringBox) box = box_of_mortals ();

  fake_clock_set_synchronised (TRUE);
  fake_clock_reboot ();
  fake_clock_set_wall (FAKE_NOW + FAKE_YEAR + 100 * FAKE_DAY);
  g_assert_cmpuint (reap_locked (box), ==, 72 + 400 + 67);
  assert_opens_with (box, 3);
  fake_clock_set_wall (FAKE_NOW + 20 * FAKE_YEAR);
  g_assert_cmpuint (reap_locked (box), ==, VAULT_N_EPOCH_KEYS);
  assert_opens_with (box, 4);
}

static void
test_clock_turned_back (void)
{
  g_autoptr (KeyringBox) box = box_of_mortals ();

  fake_clock_set_wall (FAKE_NOW - FAKE_YEAR);
  g_assert_cmpuint (reap_locked (box), ==, 0);
  assert_opens_with (box, 0);
  fake_clock_pass (2 * FAKE_HOUR);
  g_assert_cmpuint (reap_locked (box), >, 0);
  assert_opens_with (box, 1);
}

/* A clock block with a good checksum that says nothing has been reaped since 1970: were it
 * believed, the opening would overwrite the key of every epoch there is. */
static void
test_clock_block_forged (void)
{
  g_autoptr (KeyringBox) box = box_of_mortals ();
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  VaultKeyringClock forged = { .mark.time_s = FAKE_NOW };
  guint8 block[VAULT_BLOCK_BYTES];
  guint8 vault_id[VAULT_ID_BYTES];

  before = box_dup_epochs (box);
  file_read (box->path, 48, vault_id, sizeof vault_id);
  vault_clock_encode (&forged, vault_id, block);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    file_write (box->path, box_clock_at (copy), block, sizeof block);
  assert_opens_with (box, 0);
  after = box_dup_epochs (box);
  assert_same_bytes (before, after);
}

/* The sealed time in the state block holds where the plain clock block was put back. */
static void
test_clock_block_put_back (void)
{
  g_autoptr (KeyringBox) box = box_of_mortals ();
  guint8 block[VAULT_BLOCK_BYTES];
  VaultKeyring *keyring;

  file_read (box->path, box_clock_at (VAULT_COPY_A), block, sizeof block);
  fake_clock_pass (2 * FAKE_HOUR);
  keyring = keyring_box_open (box);
  g_assert_true (vault_keyring_set_n_commits (keyring, 1, NULL));
  vault_keyring_free (keyring);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    file_write (box->path, box_clock_at (copy), block, sizeof block);

  fake_clock_install ();
  keyring = keyring_box_open (box);
  g_assert_cmpint (vault_keyring_get_time (keyring, NULL), >=,
                   FAKE_NOW + 2 * FAKE_HOUR);
  box_assert_cell (keyring, 1, VAULT_CELL_EXPIRED, 1);
  vault_keyring_free (keyring);
}

/* A leap forward destroys nothing on its word. */
static void
test_leap_doubted (void)
{
  g_autoptr (KeyringBox) box = box_of_mortals ();
  g_autoptr (GBytes) before = box_dup_epochs (box);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (VaultKeyring) keyring = NULL;
  gboolean doubtful;

  fake_clock_reboot ();
  fake_clock_set_wall (FAKE_NOW + 10 * FAKE_YEAR);
  assert_reap_refused (box, VAULT_ERROR_CLOCK_DOUBTFUL);
  after = box_dup_epochs (box);
  assert_same_bytes (before, after);

  keyring = keyring_box_open (box);
  g_assert_cmpint (vault_keyring_get_time (keyring, &doubtful), ==, FAKE_NOW);
  g_assert_true (doubtful);
  assert_lives (keyring, 0);
  fake_clock_set_synchronised (TRUE);
  g_assert_cmpint (vault_keyring_get_time (keyring, &doubtful), ==,
                   FAKE_NOW + 10 * FAKE_YEAR);
  g_assert_false (doubtful);
  assert_lives (keyring, 4);
}

/* The reaper runs every hour in a process of its own: its patience must outlast it. */
static void
test_leap_believed_after_a_day (void)
{
  g_autoptr (KeyringBox) box = box_of_mortals ();

  fake_clock_reboot ();
  fake_clock_set_wall (FAKE_NOW + 10 * FAKE_YEAR);
  for (guint hour = 0; hour < 24; hour++) {
    g_autoptr (GError) error = NULL;
    guint n_overwritten;

    g_assert_false (vault_keyring_reap_locked (box->dir_fd, &n_overwritten, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_CLOCK_DOUBTFUL);
    fake_clock_pass (FAKE_HOUR);
  }
  g_assert_cmpuint (reap_locked (box), ==, VAULT_N_EPOCH_KEYS);
  assert_opens_with (box, 4);
}

static void
test_in_use (void)
{
  g_autoptr (KeyringBox) box = box_of_mortals ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  fake_clock_pass (FAKE_DAY);
  assert_reap_refused (box, VAULT_ERROR_BUSY);
}

static void
test_damaged (void)
{
  g_autoptr (KeyringBox) box = box_of_mortals ();
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  fake_clock_pass (FAKE_DAY);
  box_flip_both (box, 700, 1);
  before = file_get (box->path);
  assert_reap_refused (box, VAULT_ERROR_DAMAGED_KEYRING);
  after = file_get (box->path);
  assert_same_bytes (before, after);
}

/* The table goes round: what is bound for the end of it takes the place of the epoch that
 * has just passed, and must not die of that one's end. */
static void
test_goes_round (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);
  const gint64 hour = (FAKE_NOW / FAKE_HOUR + 1) * FAKE_HOUR;
  guint n_overwritten;

  fake_clock_pass (hour + 10 - FAKE_NOW);
  box_write_cell (keyring, 1, 1, hour + 72 * FAKE_HOUR);
  g_assert_true (vault_keyring_reap (keyring, &n_overwritten, NULL));
  g_assert_cmpuint (n_overwritten, ==, 0);
  box_assert_cell (keyring, 1, VAULT_CELL_OPEN, 1);
  vault_keyring_free (keyring);

  for (guint i = 0; i < 71; i++) {
    fake_clock_pass (FAKE_HOUR);
    g_assert_cmpuint (reap_locked (box), >=, 1);
  }
  keyring = keyring_box_open (box);
  box_assert_cell (keyring, 1, VAULT_CELL_OPEN, 1);
  fake_clock_pass (FAKE_HOUR);
  g_assert_true (vault_keyring_reap (keyring, &n_overwritten, NULL));
  box_assert_cell (keyring, 1, VAULT_CELL_EXPIRED, 1);
  vault_keyring_free (keyring);
}

/* Power failed between the keys and the note that they are gone: they go once more. */
static void
test_interrupted (void)
{
  g_autoptr (KeyringBox) box = box_of_mortals ();
  guint8 block[VAULT_BLOCK_BYTES];

  file_read (box->path, box_clock_at (VAULT_COPY_A), block, sizeof block);
  fake_clock_pass (2 * FAKE_HOUR);
  g_assert_cmpuint (reap_locked (box), ==, 3);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    file_write (box->path, box_clock_at (copy), block, sizeof block);
  g_assert_cmpuint (reap_locked (box), ==, 3);
  assert_opens_with (box, 1);
}

/* Any history of a vault that is opened, reaped and left alone: what is not due opens, what
 * is due never does. */
static void
test_random_history (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  gint64 deadlines[60];
  guint n_cells = 0;

  for (guint day = 0; day < 12; day++) {
    g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
    gint64 now = vault_keyring_get_time (keyring, NULL);

    for (guint i = 0; i < n_cells; i++) {
      VaultEpoch epoch;
      guint8 root[VAULT_KEY_BYTES];
      VaultCellStatus status = vault_keyring_read_cell (keyring, i + 1, root, &epoch);

      if (now < deadlines[i])
        g_assert_cmpint (status, ==, VAULT_CELL_OPEN);
      else if (now >= deadlines[i] + 7 * FAKE_DAY)
        g_assert_cmpint (status, ==, VAULT_CELL_EXPIRED);
    }
    for (guint i = 0; i < 5; i++) {
      deadlines[n_cells] = now + 1 + (gint64) (g_rand_double (rand) * 500 * FAKE_DAY);
      g_assert_cmpuint (box_add_cell (keyring, 1, deadlines[n_cells]), ==, ++n_cells);
    }
    g_clear_pointer (&keyring, vault_keyring_free);
    for (guint i = 0; i < 3; i++) {
      fake_clock_pass (g_rand_int_range (rand, 1, 15 * (gint32) FAKE_DAY));
      reap_locked (box);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring-reap/while-open", test_while_open);
  g_test_add_func ("/keyring-reap/expired-on-the-second", test_expired_on_the_second);
  g_test_add_func ("/keyring-reap/locked", test_locked);
  g_test_add_func ("/keyring-reap/key-is-gone", test_key_is_gone);
  g_test_add_func ("/keyring-reap/years-later", test_years_later);
  g_test_add_func ("/keyring-reap/clock-turned-back", test_clock_turned_back);
  g_test_add_func ("/keyring-reap/clock-block-forged", test_clock_block_forged);
  g_test_add_func ("/keyring-reap/clock-block-put-back", test_clock_block_put_back);
  g_test_add_func ("/keyring-reap/leap-doubted", test_leap_doubted);
  g_test_add_func ("/keyring-reap/leap-believed-after-a-day",
                   test_leap_believed_after_a_day);
  g_test_add_func ("/keyring-reap/in-use", test_in_use);
  g_test_add_func ("/keyring-reap/damaged", test_damaged);
  g_test_add_func ("/keyring-reap/goes-round", test_goes_round);
  g_test_add_func ("/keyring-reap/interrupted", test_interrupted);
  g_test_add_func ("/keyring-reap/random-history", test_random_history);
  return g_test_run ();
}
