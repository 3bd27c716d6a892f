/* test-keyring-cells.c - cells: taking, writing, destroying, growing, torn writes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/keyring-box.h"

#include <string.h>

#include <vault/vault-error.h>
#include <vault/vault-item.h>

#define NEVER VAULT_EXPIRES_NEVER

static void
read_copy (KeyringBox *box, guint32 cell, VaultCopy copy, guint8 *out)
{
  file_read (box->path, vault_cell_offset (cell, copy), out, VAULT_CELL_BYTES);
}

static void
test_write_and_read (void)
{
  static const gint64 lives[] = { 0, FAKE_HOUR, 10 * FAKE_DAY, 2 * FAKE_YEAR,
                                  20 * FAKE_YEAR };
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);
  guint32 cells[G_N_ELEMENTS (lives)];

  for (guint i = 0; i < G_N_ELEMENTS (lives); i++) {
    cells[i] = box_add_cell (keyring, (guint8) (i + 1),
                             lives[i] == 0 ? NEVER : FAKE_NOW + lives[i]);
    g_assert_cmpuint (cells[i], ==, i + 1);
  }
  for (guint n_opened = 0; n_opened < 2; n_opened++) {
    for (guint i = 0; i < G_N_ELEMENTS (lives); i++) {
      g_assert_true (vault_keyring_is_live (keyring, cells[i]));
      box_assert_cell (keyring, cells[i], VAULT_CELL_OPEN, (guint8) (i + 1));
    }
    vault_keyring_free (keyring);
    keyring = keyring_box_open (box);
  }
  vault_keyring_free (keyring);
}

static void
test_epoch_on_disk (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  guint8 root[VAULT_KEY_BYTES];
  VaultEpoch epoch;

  box_write_cell (keyring, 9, 1, FAKE_NOW + 30 * FAKE_DAY);
  g_assert_cmpint (vault_keyring_read_cell (keyring, 9, root, &epoch), ==,
                   VAULT_CELL_OPEN);
  g_assert_cmpint (epoch.class, ==, VAULT_EPOCH_DAILY);
  g_assert_cmpint (vault_epoch_get_end (epoch), >=, FAKE_NOW + 30 * FAKE_DAY);
  box_write_cell (keyring, 9, 1, NEVER);
  g_assert_cmpint (vault_keyring_read_cell (keyring, 9, root, &epoch), ==,
                   VAULT_CELL_OPEN);
  g_assert_cmpint (epoch.class, ==, VAULT_EPOCH_NEVER);
}

/* Cell 0 is nobody's, and no cell is given twice. */
static void
test_reserve (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  guint32 cell;

  for (guint32 expected = 1; expected < 20; expected++) {
    g_assert_true (vault_keyring_reserve_cell (keyring, &cell, NULL));
    g_assert_cmpuint (cell, ==, expected);
  }
  vault_keyring_release_cell (keyring, 5);
  vault_keyring_release_cell (keyring, 3);
  vault_keyring_hold_cell (keyring, 3);
  g_assert_true (vault_keyring_reserve_cell (keyring, &cell, NULL));
  g_assert_cmpuint (cell, ==, 5);
  g_assert_true (vault_keyring_reserve_cell (keyring, &cell, NULL));
  g_assert_cmpuint (cell, ==, 20);

  /* What lives is not given back by a slip. */
  box_write_cell (keyring, 7, 1, NEVER);
  vault_keyring_release_cell (keyring, 7);
  g_assert_true (vault_keyring_is_live (keyring, 7));
  vault_keyring_release_cell (keyring, G_MAXUINT32);
  vault_keyring_hold_cell (keyring, G_MAXUINT32);
}

/* Reserved and never written: free again after the next opening. */
static void
test_reserved_only (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);
  guint32 cell;

  g_assert_true (vault_keyring_reserve_cell (keyring, &cell, NULL));
  g_assert_false (vault_keyring_is_live (keyring, cell));
  vault_keyring_free (keyring);
  keyring = keyring_box_open (box);
  g_assert_true (vault_keyring_reserve_cell (keyring, &cell, NULL));
  g_assert_cmpuint (cell, ==, 1);
  vault_keyring_free (keyring);
}

/* Both copies are overwritten on disk, with noise, and the cell never opens again. */
static void
test_destroy (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);
  guint32 kept = box_add_cell (keyring, 1, NEVER);
  guint32 cell = box_add_cell (keyring, 2, NEVER);
  guint8 before[VAULT_CELL_BYTES];
  guint n_healed;

  read_copy (box, cell, VAULT_COPY_A, before);
  box_destroy_cell (keyring, cell);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    guint8 after[VAULT_CELL_BYTES];

    read_copy (box, cell, copy, after);
    for (guint at = 0; at < VAULT_CELL_BYTES; at += 16)
      g_assert_cmpint (memcmp (before + at, after + at, 16), !=, 0);
  }
  box_assert_cell (keyring, cell, VAULT_CELL_CLOSED, 0);
  g_assert_true (vault_keyring_heal (keyring, &n_healed, NULL));
  vault_keyring_free (keyring);

  keyring = keyring_box_open (box);
  box_assert_cell (keyring, cell, VAULT_CELL_CLOSED, 0);
  box_assert_cell (keyring, kept, VAULT_CELL_OPEN, 1);
  vault_keyring_free (keyring);
}

static void
test_destroyed_is_free (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  guint32 first = box_add_cell (keyring, 1, NEVER);
  guint32 again;

  box_add_cell (keyring, 2, NEVER);
  box_destroy_cell (keyring, first);
  g_assert_true (vault_keyring_reserve_cell (keyring, &again, NULL));
  g_assert_cmpuint (again, ==, first);
  g_assert_true (vault_keyring_destroy_cells (keyring, NULL, 0, NULL));
}

/* Power failed between the two copies of a first write: either copy is the cell. */
static void
test_torn_first_write (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);
  guint32 only_a = box_add_cell (keyring, 1, NEVER);
  guint32 only_b = box_add_cell (keyring, 2, FAKE_NOW + FAKE_DAY);
  guint n_healed;

  vault_keyring_free (keyring);
  box_tear_cell (box, only_a, VAULT_COPY_B);
  box_tear_cell (box, only_b, VAULT_COPY_A);
  keyring = keyring_box_open (box);
  box_assert_cell (keyring, only_a, VAULT_CELL_OPEN, 1);
  box_assert_cell (keyring, only_b, VAULT_CELL_OPEN, 2);
  g_assert_true (vault_keyring_heal (keyring, &n_healed, NULL));
  g_assert_cmpuint (n_healed, ==, 2);
  for (guint32 cell = only_a; cell <= only_b; cell++) {
    guint8 a[VAULT_CELL_BYTES];
    guint8 b[VAULT_CELL_BYTES];

    read_copy (box, cell, VAULT_COPY_A, a);
    read_copy (box, cell, VAULT_COPY_B, b);
    g_assert_cmpmem (a, sizeof a, b, sizeof b);
  }
  vault_keyring_free (keyring);
}

/* Power failed in a rewrite: copy A is the newer one, and counts. */
static void
test_torn_rewrite (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);
  guint32 cell = box_add_cell (keyring, 1, NEVER);
  guint8 old[VAULT_CELL_BYTES];
  guint n_healed;

  read_copy (box, cell, VAULT_COPY_B, old);
  box_write_cell (keyring, cell, 2, NEVER);
  vault_keyring_free (keyring);
  file_write (box->path, vault_cell_offset (cell, VAULT_COPY_B), old, sizeof old);

  keyring = keyring_box_open (box);
  box_assert_cell (keyring, cell, VAULT_CELL_OPEN, 2);
  g_assert_true (vault_keyring_heal (keyring, &n_healed, NULL));
  g_assert_cmpuint (n_healed, ==, 1);
  vault_keyring_free (keyring);
  keyring = keyring_box_open (box);
  box_assert_cell (keyring, cell, VAULT_CELL_OPEN, 2);
  vault_keyring_free (keyring);
}

/* Power failed in a destruction: copy B alone is left.  Nobody heals it; who destroys it
 * once more has both copies. */
static void
test_torn_destruction (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);
  guint32 cell = box_add_cell (keyring, 1, NEVER);
  guint8 left[VAULT_CELL_BYTES];
  guint8 now[VAULT_CELL_BYTES];

  vault_keyring_free (keyring);
  box_tear_cell (box, cell, VAULT_COPY_A);
  read_copy (box, cell, VAULT_COPY_B, left);

  keyring = keyring_box_open (box);
  g_assert_true (vault_keyring_is_live (keyring, cell));
  read_copy (box, cell, VAULT_COPY_A, now);
  g_assert_cmpint (memcmp (now, left, sizeof now), !=, 0);
  box_destroy_cell (keyring, cell);
  vault_keyring_free (keyring);

  read_copy (box, cell, VAULT_COPY_B, now);
  g_assert_cmpint (memcmp (now, left, sizeof now), !=, 0);
  keyring = keyring_box_open (box);
  box_assert_cell (keyring, cell, VAULT_CELL_CLOSED, 0);
  vault_keyring_free (keyring);
}

/* A cell copied to another place, or from an older file, is noise there. */
static void
test_moved (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);
  guint32 cell = box_add_cell (keyring, 1, NEVER);
  guint8 bytes[VAULT_CELL_BYTES];

  vault_keyring_free (keyring);
  read_copy (box, cell, VAULT_COPY_A, bytes);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    file_write (box->path, vault_cell_offset (cell + 1, copy), bytes, sizeof bytes);
    file_write (box->path, vault_cell_offset (0, copy), bytes, sizeof bytes);
  }
  keyring = keyring_box_open (box);
  box_assert_cell (keyring, cell + 1, VAULT_CELL_CLOSED, 0);
  box_assert_cell (keyring, 0, VAULT_CELL_CLOSED, 0);
  vault_keyring_free (keyring);
}

static void
reserve_up_to (VaultKeyring *keyring, guint32 last)
{
  guint32 cell = 0;

  while (cell < last)
    g_assert_true (vault_keyring_reserve_cell (keyring, &cell, NULL));
}

static void
test_growth (void)
{
  const guint64 grown = VAULT_KEYRING_MIN_BYTES + 2 * VAULT_SEGMENT_BYTES;
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);
  guint32 small = box_add_cell (keyring, 1, NEVER);

  reserve_up_to (keyring, VAULT_SEGMENT_CELLS - 1);
  g_assert_cmpuint (file_size (box->path), ==, VAULT_KEYRING_MIN_BYTES);
  reserve_up_to (keyring, VAULT_SEGMENT_CELLS + 9);
  g_assert_cmpuint (file_size (box->path), ==, grown);
  g_assert_cmpuint (vault_keyring_get_n_cells (keyring), ==, 2 * VAULT_SEGMENT_CELLS);
  box_write_cell (keyring, VAULT_SEGMENT_CELLS, 2, NEVER);
  box_write_cell (keyring, 2 * VAULT_SEGMENT_CELLS - 1, 3, FAKE_NOW + FAKE_DAY);
  vault_keyring_free (keyring);

  keyring = keyring_box_open (box);
  g_assert_cmpuint (vault_keyring_get_n_cells (keyring), ==, 2 * VAULT_SEGMENT_CELLS);
  box_assert_cell (keyring, small, VAULT_CELL_OPEN, 1);
  box_assert_cell (keyring, VAULT_SEGMENT_CELLS, VAULT_CELL_OPEN, 2);
  box_assert_cell (keyring, 2 * VAULT_SEGMENT_CELLS - 1, VAULT_CELL_OPEN, 3);
  vault_keyring_free (keyring);

  /* Cells that were there once are missed. */
  file_truncate (box->path, grown - 1);
  keyring_box_assert_refuses (box, VAULT_ERROR_DAMAGED_KEYRING);
  file_truncate (box->path, VAULT_KEYRING_MIN_BYTES);
  keyring_box_assert_refuses (box, VAULT_ERROR_DAMAGED_KEYRING);
}

/* Power failed while the file grew: what is half there was never used. */
static void
test_growth_interrupted (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring;

  file_truncate (box->path, VAULT_KEYRING_MIN_BYTES + VAULT_SEGMENT_BYTES + 77);
  keyring = keyring_box_open (box);
  g_assert_cmpuint (vault_keyring_get_n_cells (keyring), ==, VAULT_SEGMENT_CELLS);
  reserve_up_to (keyring, VAULT_SEGMENT_CELLS);
  box_write_cell (keyring, VAULT_SEGMENT_CELLS, 4, NEVER);
  vault_keyring_free (keyring);
  keyring = keyring_box_open (box);
  g_assert_cmpuint (file_size (box->path), ==,
                    VAULT_KEYRING_MIN_BYTES + 2 * VAULT_SEGMENT_BYTES);
  box_assert_cell (keyring, VAULT_SEGMENT_CELLS, VAULT_CELL_OPEN, 4);
  vault_keyring_free (keyring);
}

/* A thousand cells at once, over the edge of a segment, in no order. */
static void
test_many (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);
  guint8 roots[1000][VAULT_KEY_BYTES];
  VaultCellWrite writes[1000];
  guint32 destroyed[500];

  reserve_up_to (keyring, VAULT_SEGMENT_CELLS + 600);
  for (guint i = 0; i < 1000; i++) {
    memset (roots[i], (int) (i % 251), VAULT_KEY_BYTES);
    writes[i] = (VaultCellWrite){ .cell = VAULT_SEGMENT_CELLS - 500 + i * 7 % 1000,
                                  .root = roots[i] };
  }
  g_assert_true (vault_keyring_write_cells (keyring, writes, 1000, NULL));
  for (guint i = 0; i < 500; i++)
    destroyed[i] = writes[2 * i].cell;
  g_assert_true (vault_keyring_destroy_cells (keyring, destroyed, 500, NULL));
  vault_keyring_free (keyring);

  keyring = keyring_box_open (box);
  for (guint i = 0; i < 1000; i++)
    box_assert_cell (keyring, writes[i].cell,
                     i % 2 == 0 ? VAULT_CELL_CLOSED : VAULT_CELL_OPEN,
                     (guint8) (i % 251));
  vault_keyring_free (keyring);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring-cells/write-and-read", test_write_and_read);
  g_test_add_func ("/keyring-cells/epoch-on-disk", test_epoch_on_disk);
  g_test_add_func ("/keyring-cells/reserve", test_reserve);
  g_test_add_func ("/keyring-cells/reserved-only", test_reserved_only);
  g_test_add_func ("/keyring-cells/destroy", test_destroy);
  g_test_add_func ("/keyring-cells/destroyed-is-free", test_destroyed_is_free);
  g_test_add_func ("/keyring-cells/torn/first-write", test_torn_first_write);
  g_test_add_func ("/keyring-cells/torn/rewrite", test_torn_rewrite);
  g_test_add_func ("/keyring-cells/torn/destruction", test_torn_destruction);
  g_test_add_func ("/keyring-cells/moved", test_moved);
  g_test_add_func ("/keyring-cells/growth/whole", test_growth);
  g_test_add_func ("/keyring-cells/growth/interrupted", test_growth_interrupted);
  g_test_add_func ("/keyring-cells/many", test_many);
  return g_test_run ();
}
