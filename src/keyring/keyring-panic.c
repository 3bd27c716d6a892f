/* keyring-panic.c - a passphrase that destroys, also where nothing else gets in
 *
 * Another process that has the vault open, by chance or because somebody made it so, keeps
 * every other passphrase out.  It must not keep this one from destroying: that needs no lock,
 * as the wipe it leads to needs none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <fcntl.h>

#include <vault/vault-error.h>

#include "file/file.h"

/* Only looks: the header may be in somebody's hands, and either copy of it will do. */
static VaultKeyring *
look_at_header (int dir_fd)
{
  g_autofree guint8 *block = g_malloc0 (VAULT_BLOCK_BYTES);
  g_autoptr (VaultKeyring) self = NULL;
  VaultHeaderStatus status;
  int fd = vault_file_open_at (dir_fd, VAULT_KEYRING_NAME, O_RDONLY, NULL);

  if (fd < 0)
    return NULL;

  self = vault_keyring_new_for_fd (fd, NULL);
  if (self == NULL
      || !vault_keyring_read_header (fd, &self->header, block, &status, NULL)
      || status != VAULT_HEADER_OK
      || !vault_kdf_params_are_acceptable (&self->header.kdf,
                                           vault_kdf_get_computer_memory ()))
    return NULL;

  return g_steal_pointer (&self);
}

VaultKeyring *
vault_keyring_open_panic (int dir_fd, VaultSecret *passphrase)
{
  g_autoptr (VaultKeyring) self = look_at_header (dir_fd);
  g_autoptr (VaultSecret) key = NULL;
  guint8 number;
  gboolean panic;

  if (self != NULL)
    key = vault_keyring_derive_passphrase (&self->header.kdf, passphrase, NULL);
  if (key == NULL || !vault_keyring_open_slots (self, key, &number, &panic, NULL)
      || !panic)
    return NULL;

  self->panic_key = g_steal_pointer (&key);
  return g_steal_pointer (&self);
}

gboolean
vault_keyring_is_panic (VaultKeyring *self)
{
  return self->panic_key != NULL;
}

VaultSecret *
vault_keyring_steal_panic (VaultKeyring *self, VaultKdfParams *out_kdf)
{
  *out_kdf = self->header.kdf;
  return g_steal_pointer (&self->panic_key);
}
