/* test-keyring-damage.c - flipped bits and cut files: healed from the other copy, or told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/keyring-box.h"

#include <string.h>
#include <unistd.h>

#include <vault/vault-error.h>
#include <vault/vault-item.h>

/* One place in each field of a header. */
static const guint64 header_fields[] = { 0,  8,  10, 11, 12,  13,  16,   24,   32,
                                         48, 64, 72, 73, 512, 640, 1536, 4032, 4064 };

static VaultHeaderStatus
peek (KeyringBox *box)
{
  VaultKeyringPeek result;

  g_assert_true (vault_keyring_peek (box->dir_fd, &result, NULL));
  return result.status;
}

/* Every bit of the header: one copy is enough, and of two bad ones none is believed. */
static void
test_header_every_bit (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  const guint64 a = vault_head_offset (VAULT_COPY_A);
  const guint64 b = vault_head_offset (VAULT_COPY_B);

  for (guint bit = 0; bit < 8 * VAULT_BLOCK_BYTES; bit++) {
    guint8 mask = (guint8) (1 << bit % 8);

    file_flip (box->path, a + bit / 8, mask);
    g_assert_cmpint (peek (box), ==, VAULT_HEADER_OK);
    file_flip (box->path, b + bit / 8, mask);
    g_assert_cmpint (peek (box), ==, VAULT_HEADER_DAMAGED);
    file_flip (box->path, a + bit / 8, mask);
    g_assert_cmpint (peek (box), ==, VAULT_HEADER_OK);
    file_flip (box->path, b + bit / 8, mask);
  }
}

static void
test_header_one_copy (gconstpointer data)
{
  VaultCopy copy = (VaultCopy) GPOINTER_TO_UINT (data);
  g_autoptr (KeyringBox) box = keyring_box_new ();
  guint8 a[VAULT_BLOCK_BYTES];
  guint8 b[VAULT_BLOCK_BYTES];
  VaultKeyring *keyring = keyring_box_open (box);
  guint32 cell = box_add_cell (keyring, 5, VAULT_EXPIRES_NEVER);

  vault_keyring_free (keyring);
  for (guint i = 0; i < G_N_ELEMENTS (header_fields);
       i += copy == VAULT_COPY_A ? 1 : 5) {
    file_flip (box->path, vault_head_offset (copy) + header_fields[i], 0x20);
    keyring = keyring_box_open (box);
    box_assert_cell (keyring, cell, VAULT_CELL_OPEN, 5);
    vault_keyring_free (keyring);

    /* The bad copy was mended from the good one. */
    file_read (box->path, vault_head_offset (VAULT_COPY_A), a, sizeof a);
    file_read (box->path, vault_head_offset (VAULT_COPY_B), b, sizeof b);
    g_assert_cmpmem (a, sizeof a, b, sizeof b);
  }
}

static void
test_header_both_copies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (header_fields); i++) {
    g_autoptr (KeyringBox) box = keyring_box_new ();

    box_flip_both (box, header_fields[i], 0x20);
    keyring_box_assert_refuses (box, VAULT_ERROR_DAMAGED_KEYRING);
  }
}

static void
test_state_one_copy (void)
{
  static const guint64 at[] = { 0, 24, 60, 88, 103 };
  g_autoptr (KeyringBox) box = keyring_box_new ();

  for (guint i = 0; i < G_N_ELEMENTS (at); i++) {
    VaultCopy copy = i % 2 == 0 ? VAULT_COPY_A : VAULT_COPY_B;
    VaultKeyring *keyring = keyring_box_open (box);

    g_assert_true (vault_keyring_set_n_commits (keyring, i + 1, NULL));
    vault_keyring_free (keyring);
    file_flip (box->path, box_state_at (copy) + at[i], 0x08);
    keyring = keyring_box_open (box);
    g_assert_cmpuint (vault_keyring_get_n_commits (keyring), ==, i + 1);
    vault_keyring_free (keyring);
  }
}

static void
test_state_both_copies (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();

  file_flip (box->path, box_state_at (VAULT_COPY_A) + 30, 1);
  file_flip (box->path, box_state_at (VAULT_COPY_B) + 100, 1);
  keyring_box_assert_refuses (box, VAULT_ERROR_DAMAGED_KEYRING);
}

/* Behind the sealed state there is only noise. */
static void
test_state_tail (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();

  box_flip_both (box, VAULT_STATE_AT + 104, 1);
  box_flip_both (box, VAULT_STATE_AT + 4095, 1);
  vault_keyring_free (keyring_box_open (box));
}

/* Power failed between the two copies: the newer one counts, wherever it stands. */
static void
test_state_newer_counts (gconstpointer data)
{
  VaultCopy stale = (VaultCopy) GPOINTER_TO_UINT (data);
  g_autoptr (KeyringBox) box = keyring_box_new ();
  guint8 old[VAULT_BLOCK_BYTES];
  VaultKeyring *keyring = keyring_box_open (box);
  guint64 generation;

  file_read (box->path, box_state_at (VAULT_COPY_A), old, sizeof old);
  box_add_cell (keyring, 1, VAULT_EXPIRES_NEVER);
  generation = vault_keyring_get_generation (keyring);
  vault_keyring_free (keyring);
  file_write (box->path, box_state_at (stale), old, sizeof old);

  keyring = keyring_box_open (box);
  g_assert_cmpuint (vault_keyring_get_generation (keyring), ==, generation);
  vault_keyring_free (keyring);
}

/* The same with a state that only counts a commit of the database: copy A, which is written
 * first, is the newer one. */
static void
test_state_newer_commits (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  guint8 old[VAULT_BLOCK_BYTES];
  VaultKeyring *keyring = keyring_box_open (box);

  g_assert_true (vault_keyring_set_n_commits (keyring, 3, NULL));
  file_read (box->path, box_state_at (VAULT_COPY_A), old, sizeof old);
  g_assert_true (vault_keyring_set_n_commits (keyring, 4, NULL));
  vault_keyring_free (keyring);
  file_write (box->path, box_state_at (VAULT_COPY_B), old, sizeof old);

  keyring = keyring_box_open (box);
  g_assert_cmpuint (vault_keyring_get_n_commits (keyring), ==, 4);
  vault_keyring_free (keyring);
}

/* Cells that die in an hour, a day, a month, in two years, and never. */
static const gint64 lives[] = { FAKE_HOUR, FAKE_DAY, 30 * FAKE_DAY, 2 * FAKE_YEAR, 0 };

static void
add_mortals (KeyringBox *box, guint32 *cells)
{
  VaultKeyring *keyring = keyring_box_open (box);

  for (guint i = 0; i < G_N_ELEMENTS (lives); i++)
    cells[i] = box_add_cell (keyring, (guint8) (i + 1),
                             lives[i] == 0 ? 0 : FAKE_NOW + lives[i]);
  vault_keyring_free (keyring);
}

static void
assert_all_open (KeyringBox *box, const guint32 *cells)
{
  VaultKeyring *keyring = keyring_box_open (box);

  for (guint i = 0; i < G_N_ELEMENTS (lives); i++)
    box_assert_cell (keyring, cells[i], VAULT_CELL_OPEN, (guint8) (i + 1));
  vault_keyring_free (keyring);
}

static void
test_clock_one_copy (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  guint32 cells[G_N_ELEMENTS (lives)];

  add_mortals (box, cells);
  file_flip (box->path, box_clock_at (VAULT_COPY_A) + 9, 1);
  assert_all_open (box, cells);
  file_flip (box->path, box_clock_at (VAULT_COPY_B) + 70, 1);
  assert_all_open (box, cells);
}

/* Nobody knows then which keys are used up: none is destroyed, whatever the wall clock
 * says, whoever looks first. */
static void
test_clock_both_copies (gconstpointer data)
{
  gint64 wall_s = *(const gint64 *) data;

  for (guint reaper_first = 0; reaper_first < 2; reaper_first++) {
    g_autoptr (KeyringBox) box = keyring_box_new ();
    guint32 cells[G_N_ELEMENTS (lives)];
    guint n_overwritten;

    add_mortals (box, cells);
    box_flip_both (box, VAULT_CLOCK_AT + 9, 1);
    fake_clock_reboot ();
    fake_clock_set_wall (wall_s);
    if (reaper_first)
      (void) !vault_keyring_reap_locked (box->dir_fd, &n_overwritten, NULL);
    fake_clock_set_wall (FAKE_NOW + 60);
    assert_all_open (box, cells);
  }
}

/* With a time that is wrong when the vault is opened too. */
static void
test_clock_both_copies_open (gconstpointer data)
{
  gint64 wall_s = *(const gint64 *) data;
  g_autoptr (KeyringBox) box = keyring_box_new ();
  guint32 cells[G_N_ELEMENTS (lives)];

  add_mortals (box, cells);
  box_flip_both (box, VAULT_CLOCK_AT + 9, 1);
  fake_clock_reboot ();
  fake_clock_set_wall (wall_s);
  assert_all_open (box, cells);
  fake_clock_set_wall (FAKE_NOW + 60);
  assert_all_open (box, cells);
}

/* A key of the table is needed by what is bound to it, and by nothing else. */
static void
test_epoch_keys (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  guint32 cells[G_N_ELEMENTS (lives)];
  VaultEpoch month = vault_epoch_for_deadline (FAKE_NOW + lives[2], FAKE_NOW);
  guint index = vault_epoch_get_index (month);
  VaultKeyring *keyring;

  add_mortals (box, cells);
  file_flip (box->path, box_epoch_at (VAULT_COPY_A, index) + 31, 0x80);
  assert_all_open (box, cells);
  file_flip (box->path, box_epoch_at (VAULT_COPY_B, index), 1);

  keyring = keyring_box_open (box);
  for (guint i = 0; i < G_N_ELEMENTS (lives); i++)
    box_assert_cell (keyring, cells[i],
                     i == 2 ? VAULT_CELL_EPOCH_LOST : VAULT_CELL_OPEN,
                     (guint8) (i + 1));
  g_assert_true (vault_keyring_is_live (keyring, cells[2]));
  vault_keyring_free (keyring);
}

/* Byte i of cell i is flipped: in copy A it heals from B, in both it is damage. */
static void
test_cells_every_byte (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);
  guint32 cells[VAULT_CELL_BYTES];
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    cells[i] = box_add_cell (keyring, (guint8) i, VAULT_EXPIRES_NEVER);
  vault_keyring_free (keyring);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    file_flip (box->path, vault_cell_offset (cells[i], i % 2) + i,
               (guint8) (1 << i % 8));

  keyring = keyring_box_open (box);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    box_assert_cell (keyring, cells[i], VAULT_CELL_OPEN, (guint8) i);
  g_assert_true (vault_keyring_count_mirror_faults (keyring, &n, NULL));
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (cells));
  g_assert_true (vault_keyring_heal (keyring, &n, NULL));
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (cells));
  g_assert_true (vault_keyring_count_mirror_faults (keyring, &n, NULL));
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (vault_keyring_heal (keyring, &n, NULL));
  g_assert_cmpuint (n, ==, 0);
  vault_keyring_free (keyring);

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++) {
    file_flip (box->path, vault_cell_offset (cells[i], VAULT_COPY_A) + i, 1);
    file_flip (box->path, vault_cell_offset (cells[i], VAULT_COPY_B) + i, 1);
  }
  keyring = keyring_box_open (box);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++) {
    /* With commitment and nonce whole it is still somebody's, and not given out. */
    box_assert_cell (keyring, cells[i], VAULT_CELL_CLOSED, 0);
    g_assert_cmpint (vault_keyring_is_live (keyring, cells[i]), ==, i >= 56);
  }
  vault_keyring_free (keyring);
}

static void
test_cut (gconstpointer data)
{
  guint64 n_bytes = *(const guint64 *) data;
  g_autoptr (KeyringBox) box = keyring_box_new ();
  guint n_overwritten;

  file_truncate (box->path, n_bytes);
  keyring_box_assert_refuses (box, VAULT_ERROR_DAMAGED_KEYRING);
  g_assert_false (vault_keyring_reap_locked (box->dir_fd, &n_overwritten, NULL));
  g_assert_cmpuint (n_overwritten, ==, 0);
  g_assert_cmpuint (file_size (box->path), ==, n_bytes);
}

static void
add_cuts (void)
{
  static const guint64 cuts[] = {
    0,
    1,
    31,
    32,
    4095,
    4096,
    8191,
    8192,
    12288,
    12320,
    65535,
    65536,
    300000,
    589823,
    589824,
    593919,
    593920,
    602112,
    655359,
    1 << 20,
    655360,
    VAULT_KEYRING_MIN_BYTES - 128,
    VAULT_KEYRING_MIN_BYTES - 1,
  };

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++) {
    g_autofree char *path =
        g_strdup_printf ("/keyring-damage/cut/%" G_GUINT64_FORMAT, cuts[i]);

    g_test_add_data_func (path, &cuts[i], test_cut);
  }
}

static void
add_broken_clocks (void)
{
  static const struct {
    const char *name;
    gint64 wall_s;
  } walls[] = { { "1970", 1000 },
                { "last-week", FAKE_NOW - 7 * FAKE_DAY },
                { "ten-years-on", FAKE_NOW + 10 * FAKE_YEAR } };

  for (guint i = 0; i < G_N_ELEMENTS (walls); i++) {
    g_autofree char *reaped =
        g_strdup_printf ("/keyring-damage/clock/both-reaped/%s", walls[i].name);
    g_autofree char *opened =
        g_strdup_printf ("/keyring-damage/clock/both-opened/%s", walls[i].name);

    g_test_add_data_func (reaped, &walls[i].wall_s, test_clock_both_copies);
    g_test_add_data_func (opened, &walls[i].wall_s, test_clock_both_copies_open);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring-damage/header/every-bit", test_header_every_bit);
  g_test_add_data_func ("/keyring-damage/header/copy-a", GUINT_TO_POINTER (0),
                        test_header_one_copy);
  g_test_add_data_func ("/keyring-damage/header/copy-b", GUINT_TO_POINTER (1),
                        test_header_one_copy);
  g_test_add_func ("/keyring-damage/header/both", test_header_both_copies);
  g_test_add_func ("/keyring-damage/state/one", test_state_one_copy);
  g_test_add_func ("/keyring-damage/state/both", test_state_both_copies);
  g_test_add_func ("/keyring-damage/state/tail", test_state_tail);
  g_test_add_data_func ("/keyring-damage/state/stale-a", GUINT_TO_POINTER (0),
                        test_state_newer_counts);
  g_test_add_data_func ("/keyring-damage/state/stale-b", GUINT_TO_POINTER (1),
                        test_state_newer_counts);
  g_test_add_func ("/keyring-damage/state/stale-commits", test_state_newer_commits);
  g_test_add_func ("/keyring-damage/clock/one", test_clock_one_copy);
  g_test_add_func ("/keyring-damage/epoch-keys", test_epoch_keys);
  g_test_add_func ("/keyring-damage/cells", test_cells_every_byte);
  add_broken_clocks ();
  add_cuts ();
  return g_test_run ();
}
