/* keyring-box.h - a folder with a keyring in it
 *
 * Making a keyring takes an Argon2id; so it is made once for each test program, at
 * FAKE_NOW, and every test gets a copy of the file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "keyring/keyring.h"
#include "support/fake-clock.h"
#include "support/folder.h"

#define BOX_PASSPHRASE "correct horse battery staple"

typedef struct {
  Folder *folder;
  int dir_fd;
  char *path; /* of the keyring */
} KeyringBox;

/* With the clock at FAKE_NOW. */
KeyringBox *keyring_box_new (void);
void keyring_box_free (KeyringBox *self);

VaultSecret *passphrase_new (const char *text);

VaultKeyring *keyring_box_open (KeyringBox *self);
VaultKeyring *
keyring_box_try (KeyringBox *self, const char *passphrase, GError **error);
void keyring_box_assert_refuses (KeyringBox *self, VaultError code);

/* Write a cell whose item root is 32 times @mark. */
guint32 box_add_cell (VaultKeyring *keyring, guint8 mark, gint64 expires_s);
void
box_write_cell (VaultKeyring *keyring, guint32 cell, guint8 mark, gint64 expires_s);
void box_destroy_cell (VaultKeyring *keyring, guint32 cell);

/* What vault_keyring_read_cell() says; with VAULT_CELL_OPEN the root is @mark's, and else
 * it is zero. */
void box_assert_cell (VaultKeyring *keyring,
                      guint32 cell,
                      VaultCellStatus status,
                      guint8 mark);

/* Offsets in the file. */
guint64 box_state_at (VaultCopy copy);
guint64 box_clock_at (VaultCopy copy);
guint64 box_epoch_at (VaultCopy copy, guint index);

/* Overwrite one copy of a cell with noise. */
void box_tear_cell (KeyringBox *self, guint32 cell, VaultCopy copy);

/* Change bytes of a header copy and repair its checksum, as anyone can who has no key. */
void box_patch_header (KeyringBox *self,
                       VaultCopy copy,
                       gsize at,
                       const void *bytes,
                       gsize n_bytes);
void box_patch_headers (KeyringBox *self, gsize at, const void *bytes, gsize n_bytes);

/* Flip a bit in both copies of whatever lies @at in a head. */
void box_flip_both (KeyringBox *self, guint64 at, guint8 mask);

/* Both copies of the epoch table, which are the same. */
GBytes *box_dup_epochs (KeyringBox *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KeyringBox, keyring_box_free)
