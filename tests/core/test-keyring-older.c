/* test-keyring-older.c - what is put back from before the ways in were changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-salvage.h"
#include "support/ways-box.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

static void
put_blocks (KeyringBox *box, GBytes *from, guint64 at, guint64 n_bytes)
{
  const guint8 *bytes = g_bytes_get_data (from, NULL);

  file_write (box->path, at, bytes + at, n_bytes);
}

/* The header from before, put back by a backup or by an ex who kept a copy. */
static void
test_old_header (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (GBytes) before = file_get (box->path);
  g_autoptr (GBytes) after = NULL;

  ways_change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT,
                  NEW_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  after = file_get (box->path);

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    put_blocks (box, before, vault_head_offset (copy), VAULT_BLOCK_BYTES);
  ways_assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_OLDER_KEYRING);
  ways_assert_refused (box, NEW_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);

  /* With the clock block of its time nobody can tell it from damage; it opens as little. */
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    put_blocks (box, before, box_clock_at (copy), VAULT_BLOCK_BYTES);
  ways_assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_DAMAGED_KEYRING);

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    put_blocks (box, after, vault_head_offset (copy), VAULT_HEAD_BYTES);
  full_assert_whole (&full, NEW_PASSPHRASE);

  /* In copy B alone it is a torn mirror, and healed. */
  put_blocks (box, before, vault_head_offset (VAULT_COPY_B), VAULT_BLOCK_BYTES);
  full_assert_whole (&full, NEW_PASSPHRASE);
  file_flip (box->path, 100, 1);
  full_assert_whole (&full, NEW_PASSPHRASE);
  ways_assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
}

/* The header from before a recovery key was added: the same master key opens it. */
static void
test_before_addition (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (GBytes) before = file_get (box->path);
  g_autoptr (GBytes) after = NULL;

  ways_change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0, SECOND_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  after = file_get (box->path);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    put_blocks (box, before, vault_head_offset (copy), VAULT_BLOCK_BYTES);
  ways_assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_OLDER_KEYRING);

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    put_blocks (box, after, vault_head_offset (copy), VAULT_BLOCK_BYTES);
  full_assert_whole (&full, SECOND_PASSPHRASE);
}

/* No byte that opened anything before opens it after: not the old passphrase, and not the
 * old cells put back under the new header. */
static void
test_old_cells (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (GBytes) before = file_get (box->path);

  ways_change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT,
                  NEW_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    put_blocks (box, before, vault_segment_offset (0, copy), VAULT_SEGMENT_BYTES);

  keyring = keyring_box_try (box, NEW_PASSPHRASE, NULL);
  box_assert_cell (keyring, full.never, VAULT_CELL_CLOSED, 0);
  box_assert_cell (keyring, full.hourly, VAULT_CELL_CLOSED, 0);
}

/* A restore of an older keyring that got as far as the first head.  The passphrase is the same
 * in both; header B is all there is that opens the cells, and stays. */
static void
test_half_restored (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) restored = NULL;
  g_autoptr (GBytes) refused = NULL;
  g_autoptr (GError) error = NULL;

  ways_change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, G_MAXUINT,
                  SECOND_PASSPHRASE);
  before = file_get (box->path);
  ways_change_ok (keyring, VAULT_SLOT_REMOVE, BOX_PASSPHRASE, 1, NULL);
  g_clear_pointer (&keyring, vault_keyring_free);

  put_blocks (box, before, 0, VAULT_HEAD_BYTES);
  restored = file_get (box->path);
  ways_assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_OLDER_KEYRING);
  ways_assert_refused (box, SECOND_PASSPHRASE, VAULT_ERROR_OLDER_KEYRING);
  refused = file_get (box->path);
  assert_same_bytes (refused, restored);

  {
    g_autoptr (VaultSecret) passphrase = passphrase_new (BOX_PASSPHRASE);

    keyring = vault_keyring_open_for_salvage (box->dir_fd, passphrase, NULL, &error);
    g_assert_no_error (error);
    full_assert_cells (&full, keyring);
    g_clear_pointer (&keyring, vault_keyring_free);
  }

  file_flip (box->path, vault_head_offset (VAULT_COPY_A) + VAULT_HEADER_AT, 1);
  full_assert_whole (&full, BOX_PASSPHRASE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring-older/old-header", test_old_header);
  g_test_add_func ("/keyring-older/before-addition", test_before_addition);
  g_test_add_func ("/keyring-older/old-cells", test_old_cells);
  g_test_add_func ("/keyring-older/half-restored", test_half_restored);
  return g_test_run ();
}
