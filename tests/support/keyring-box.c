/* keyring-box.c - a folder with a keyring in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/keyring-box.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "file/file.h"

static GBytes *template;

static void
make_template (KeyringBox *box)
{
  g_autoptr (VaultSecret) passphrase = passphrase_new (BOX_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultKeyring) keyring = NULL;
  VaultKdfParams kdf;

  vault_kdf_params_init_quick (&kdf);
  keyring = vault_keyring_create (box->dir_fd, passphrase, &kdf, &error);
  g_assert_no_error (error);
  g_assert_true (vault_keyring_publish (keyring, box->dir_fd, &error));
  g_assert_no_error (error);
  template = file_get (box->path);
}

KeyringBox *
keyring_box_new (void)
{
  KeyringBox *self = g_new0 (KeyringBox, 1);

  fake_clock_install ();
  self->folder = folder_new ();
  self->dir_fd = vault_file_open_folder (self->folder, 0, NULL);
  self->path = folder_path (self->folder, VAULT_KEYRING_NAME);
  g_assert_cmpint (self->dir_fd, >=, 0);
  if (template == NULL)
    make_template (self);
  else
    file_put (self->path, template);

  return self;
}

void
keyring_box_free (KeyringBox *self)
{
  if (self == NULL)
    return;

  close (self->dir_fd);
  folder_free (self->folder);
  g_free (self->path);
  g_free (self);
}

VaultSecret *
passphrase_new (const char *text)
{
  return vault_secret_new_from (text, strlen (text), NULL);
}

VaultKeyring *
keyring_box_try (KeyringBox *self, const char *passphrase, GError **error)
{
  g_autoptr (VaultSecret) secret = passphrase_new (passphrase);

  return vault_keyring_open (self->dir_fd, secret, NULL, error);
}

VaultKeyring *
keyring_box_open (KeyringBox *self)
{
  g_autoptr (GError) error = NULL;
  VaultKeyring *keyring = keyring_box_try (self, BOX_PASSPHRASE, &error);

  g_assert_no_error (error);
  return keyring;
}

void
keyring_box_assert_refuses (KeyringBox *self, VaultError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultKeyring) keyring = keyring_box_try (self, BOX_PASSPHRASE, &error);

  g_assert_null (keyring);
  g_assert_error (error, VAULT_ERROR, (int) code);
}

void
box_write_cell (VaultKeyring *keyring, guint32 cell, guint8 mark, gint64 expires_s)
{
  guint8 root[VAULT_KEY_BYTES];
  VaultCellWrite write = { .cell = cell, .expires_s = expires_s, .root = root };
  g_autoptr (GError) error = NULL;

  memset (root, mark, sizeof root);
  g_assert_true (vault_keyring_write_cells (keyring, &write, 1, &error));
  g_assert_no_error (error);
}

guint32
box_add_cell (VaultKeyring *keyring, guint8 mark, gint64 expires_s)
{
  guint32 cell;

  g_assert_true (vault_keyring_reserve_cell (keyring, &cell, NULL));
  box_write_cell (keyring, cell, mark, expires_s);
  return cell;
}

void
box_destroy_cell (VaultKeyring *keyring, guint32 cell)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_keyring_destroy_cells (keyring, &cell, 1, &error));
  g_assert_no_error (error);
}

void
box_assert_cell (VaultKeyring *keyring,
                 guint32 cell,
                 VaultCellStatus status,
                 guint8 mark)
{
  guint8 expected[VAULT_KEY_BYTES] = { 0 };
  guint8 root[VAULT_KEY_BYTES];
  VaultEpoch epoch;

  if (status == VAULT_CELL_OPEN)
    memset (expected, mark, sizeof expected);
  memset (root, 0xee, sizeof root);
  g_assert_cmpint (vault_keyring_read_cell (keyring, cell, root, &epoch), ==, status);
  g_assert_cmpmem (root, sizeof root, expected, sizeof expected);
}

guint64
box_state_at (VaultCopy copy)
{
  return vault_head_offset (copy) + VAULT_STATE_AT;
}

guint64
box_clock_at (VaultCopy copy)
{
  return vault_head_offset (copy) + VAULT_CLOCK_AT;
}

guint64
box_epoch_at (VaultCopy copy, guint index)
{
  return vault_head_offset (copy) + VAULT_EPOCHS_AT + (guint64) index * VAULT_KEY_BYTES;
}

void
box_tear_cell (KeyringBox *self, guint32 cell, VaultCopy copy)
{
  guint8 noise[VAULT_CELL_BYTES];

  randombytes_buf (noise, sizeof noise);
  file_write (self->path, vault_cell_offset (cell, copy), noise, sizeof noise);
}

void
box_patch_header (KeyringBox *self,
                  VaultCopy copy,
                  gsize at,
                  const void *bytes,
                  gsize n_bytes)
{
  const gsize checksum_at = VAULT_BLOCK_BYTES - 32;
  guint8 block[VAULT_BLOCK_BYTES];

  g_assert_cmpuint (at + n_bytes, <=, checksum_at);
  file_read (self->path, vault_head_offset (copy), block, sizeof block);
  memcpy (block + at, bytes, n_bytes);
  crypto_generichash (block + checksum_at, 32, block, checksum_at, NULL, 0);
  file_write (self->path, vault_head_offset (copy), block, sizeof block);
}

void
box_patch_headers (KeyringBox *self, gsize at, const void *bytes, gsize n_bytes)
{
  box_patch_header (self, VAULT_COPY_A, at, bytes, n_bytes);
  box_patch_header (self, VAULT_COPY_B, at, bytes, n_bytes);
}

void
box_flip_both (KeyringBox *self, guint64 at, guint8 mask)
{
  file_flip (self->path, vault_head_offset (VAULT_COPY_A) + at, mask);
  file_flip (self->path, vault_head_offset (VAULT_COPY_B) + at, mask);
}

GBytes *
box_dup_epochs (KeyringBox *self)
{
  guint8 *a = g_malloc (VAULT_EPOCH_TABLE_BYTES);
  g_autofree guint8 *b = g_malloc (VAULT_EPOCH_TABLE_BYTES);

  file_read (self->path, box_epoch_at (VAULT_COPY_A, 0), a, VAULT_EPOCH_TABLE_BYTES);
  file_read (self->path, box_epoch_at (VAULT_COPY_B, 0), b, VAULT_EPOCH_TABLE_BYTES);
  g_assert_cmpmem (a, VAULT_EPOCH_TABLE_BYTES, b, VAULT_EPOCH_TABLE_BYTES);
  return g_bytes_new_take (a, VAULT_EPOCH_TABLE_BYTES);
}
