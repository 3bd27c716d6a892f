/* test-keyring-planted.c - what somebody plants who knows a passphrase that is to be taken away
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <fcntl.h>
#include <string.h>

#include <vault/vault-error.h>

#include "support/keyring-box.h"
#include "support/ways-box.h"

#define THEIRS "the passphrase of somebody who goes"
#define OWN_SLOT 0
#define THEIR_SLOT 1
#define THIRD_SLOT 2

/* Put a public key, their passphrase's if @planted is NULL, into an entry, as who has the master
 * key can: the slots stay what they are. */
static void
plant_public_key (KeyringBox *box, guint8 number, const guint8 *planted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSecret) passphrase = passphrase_new (THEIRS);
  g_autoptr (VaultSecret) key = NULL;
  g_autoptr (VaultKeyring) self = NULL;
  guint8 block[VAULT_BLOCK_BYTES];
  VaultHeaderStatus status;
  VaultSlotPlace place;
  guint8 opened;
  guint8 *public_key;

  self = vault_keyring_new_for_fd (open (box->path, O_RDWR | O_CLOEXEC), &error);
  g_assert_no_error (error);
  g_assert_true (
      vault_keyring_read_header (self->fd, &self->header, block, &status, NULL));
  key = vault_keyring_derive_passphrase (&self->header.kdf, passphrase, NULL);
  g_assert_true (vault_keyring_open_slots (self, key, &opened, NULL, NULL));
  g_assert_cmpuint (opened, ==, THEIR_SLOT);
  vault_keyring_derive_header_keys (self);
  g_assert_true (vault_directory_open (&self->keys->directory,
                                       self->keys->directory_key, self->header.vault_id,
                                       self->header.directory));

  place = (VaultSlotPlace){ self->header.vault_id, &self->header.kdf, number };
  public_key = self->keys->directory.entries[number].public_key;
  if (planted != NULL)
    memcpy (public_key, planted, VAULT_KEY_BYTES);
  else
    vault_slot_get_public_key (vault_secret_get (key), &place, &self->keys->slot,
                               public_key);
  g_assert_true (vault_keyring_write_header (self, &self->header, NULL));
}

/* The next master key is sealed to whom it is said to be sealed to. */
static void
test_public_key (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  ways_change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, G_MAXUINT, THEIRS);
  g_clear_pointer (&keyring, vault_keyring_free);
  plant_public_key (box, OWN_SLOT, NULL);

  keyring = keyring_box_open (box);
  ways_change_ok (keyring, VAULT_SLOT_REMOVE, BOX_PASSPHRASE, THEIR_SLOT, NULL);
  g_clear_pointer (&keyring, vault_keyring_free);
  ways_assert_refused (box, THEIRS, VAULT_ERROR_WRONG_PASSPHRASE);
  ways_assert_opens (box, BOX_PASSPHRASE, OWN_SLOT);
}

/* A key that nothing can be sealed to ends a removal before anything is written, and the
 * vault goes on as it was. */
static void
test_no_key (void)
{
  static const guint8 zero[VAULT_KEY_BYTES];
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  guint32 cell;

  ways_change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, G_MAXUINT, THEIRS);
  ways_change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, G_MAXUINT,
                  SECOND_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  plant_public_key (box, THIRD_SLOT, zero);

  keyring = keyring_box_open (box);
  ways_assert_change_refused (keyring, VAULT_SLOT_REMOVE, BOX_PASSPHRASE, THEIR_SLOT,
                              NULL, VAULT_ERROR_DAMAGED_KEYRING);
  cell = box_add_cell (keyring, 1, 0);
  g_clear_pointer (&keyring, vault_keyring_free);
  keyring = keyring_box_open (box);
  box_assert_cell (keyring, cell, VAULT_CELL_OPEN, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring-planted/public-key", test_public_key);
  g_test_add_func ("/keyring-planted/no-key", test_no_key);
  return g_test_run ();
}
