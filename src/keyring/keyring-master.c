/* keyring-master.c - the master key: from a passphrase to it, and from it to the header
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

#include "crypto/passphrase.h"
#include "file/file.h"

VaultSecret *
vault_keyring_derive_passphrase (const VaultKdfParams *kdf,
                                 VaultSecret *passphrase,
                                 GError **error)
{
  g_autoptr (VaultSecret) normalised = vault_passphrase_normalise (passphrase, error);

  return normalised == NULL ? NULL : vault_kdf_derive (kdf, normalised, error);
}

/* Try all slots, also after one has opened, so that the time taken does not tell which. */
gboolean
vault_keyring_open_slots (VaultKeyring *self,
                          VaultSecret *passphrase_key,
                          guint8 *out_number,
                          gboolean *out_panic,
                          GError **error)
{
  g_autoptr (VaultSecret) found = vault_secret_new (VAULT_KEY_BYTES, error);
  gboolean any = FALSE;

  if (out_panic != NULL)
    *out_panic = FALSE;
  if (found == NULL)
    return FALSE;

  for (guint8 i = 0; i < VAULT_N_SLOTS; i++) {
    VaultSlotPlace place = { self->header.vault_id, &self->header.kdf, i };
    VaultSlotKind kind;

    if (!vault_slot_open (vault_secret_get (passphrase_key), &place,
                          self->header.slots[i], &self->keys->slot, &kind,
                          vault_secret_get_writable (found))
        || (kind == VAULT_SLOT_PANIC && out_panic == NULL))
      continue;

    any = TRUE;
    if (out_panic != NULL)
      *out_panic = kind == VAULT_SLOT_PANIC;
    *out_number = i;
    memcpy (self->keys->master_key, vault_secret_get (found), VAULT_KEY_BYTES);
  }

  if (!any)
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_WRONG_PASSPHRASE, "no slot opens");
  return any;
}

void
vault_keyring_derive_header_keys (VaultKeyring *self)
{
  VaultKeyringKeys *keys = self->keys;

  vault_subkey_derive (keys->master_key, VAULT_SUBKEY_HEADER_MAC, keys->mac_key);
  vault_subkey_derive (keys->master_key, VAULT_SUBKEY_DIRECTORY, keys->directory_key);
}

void
vault_keyring_derive_keys (VaultKeyring *self,
                           const VaultHeader *header,
                           guint8 *out_ring_key,
                           guint8 *out_state_key)
{
  VaultKeyringKeys *keys = self->keys;

  /* The ring root needs no place of its own: it lies where the slot scratch will be. */
  vault_subkey_derive (keys->master_key, VAULT_SUBKEY_RING_ROOT, keys->slot.root);
  vault_header_derive_ring_key (header, keys->slot.root, out_ring_key);
  vault_subkey_derive (keys->master_key, VAULT_SUBKEY_STATE, out_state_key);
  sodium_memzero (&keys->slot, sizeof keys->slot);
}

void
vault_keyring_forget_master (VaultKeyring *self)
{
  VaultKeyringKeys *keys = self->keys;

  sodium_memzero (&keys->slot, sizeof keys->slot);
  sodium_memzero (keys->master_key, VAULT_KEY_BYTES);
  sodium_memzero (keys->mac_key, VAULT_KEY_BYTES);
  sodium_memzero (keys->directory_key, VAULT_KEY_BYTES);
  sodium_memzero (keys->next_ring_key, VAULT_KEY_BYTES);
  sodium_memzero (keys->next_state_key, VAULT_KEY_BYTES);
  sodium_memzero (&keys->directory, sizeof keys->directory);
}

/* What a panic passphrase opens is noise of the same size: under coercion or in a copy of an
 * old header, it must be worth nothing. */
gboolean
vault_keyring_seal_slot (VaultKeyring *self,
                         VaultHeader *header,
                         guint8 number,
                         GError **error)
{
  VaultKeyringKeys *keys = self->keys;
  const VaultDirectoryEntry *entry = &keys->directory.entries[number];
  VaultSlotPlace place = { header->vault_id, &header->kdf, number };
  guint8 nothing[VAULT_KEY_BYTES];
  gboolean panic = entry->kind == VAULT_SLOT_PANIC;

  randombytes_buf (nothing, sizeof nothing);
  if (vault_slot_seal (entry->public_key, &place, entry->kind,
                       panic ? nothing : keys->master_key, &keys->slot,
                       header->slots[number]))
    return TRUE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_KEYRING, "no public key");
  return FALSE;
}

gboolean
vault_keyring_make_master (VaultKeyring *self, VaultHeader *header, GError **error)
{
  VaultKeyringKeys *keys = self->keys;

  randombytes_buf (keys->master_key, VAULT_KEY_BYTES);
  header->ring_generation++;
  for (guint8 i = 0; i < VAULT_N_SLOTS; i++) {
    if (keys->directory.entries[i].kind == 0)
      vault_slot_fill_unused (&keys->slot, header->slots[i]);
    else if (!vault_keyring_seal_slot (self, header, i, error))
      return FALSE;
  }

  vault_keyring_derive_header_keys (self);
  return TRUE;
}

void
vault_keyring_encode_header (VaultKeyring *self,
                             VaultHeader *header,
                             guint8 out_block[VAULT_BLOCK_BYTES])
{
  VaultKeyringKeys *keys = self->keys;

  vault_directory_seal (&keys->directory, keys->directory_key, header->vault_id,
                        header->directory);
  vault_header_encode (header, keys->mac_key, out_block);
}

gboolean
vault_keyring_write_header (VaultKeyring *self, VaultHeader *header, GError **error)
{
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);

  vault_keyring_encode_header (self, header, block);
  return vault_keyring_check_not_wiped (self, error)
         && vault_keyring_write_block (self->fd, VAULT_HEADER_AT, block, error)
         && vault_keyring_check_not_wiped (self, error);
}

void
vault_keyring_adopt_entries (VaultKeyring *self, guint8 current)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < VAULT_N_SLOTS; i++) {
    const VaultDirectoryEntry *entry = &self->keys->directory.entries[i];

    self->entries[i] = (VaultKeyringEntry){ entry->kind, entry->added_s };
  }
  self->current = current;
}

gboolean
vault_keyring_get_entry (VaultKeyring *self,
                         guint number,
                         VaultSlotKind *out_kind,
                         gint64 *out_added_s,
                         gboolean *out_current)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_return_val_if_fail (number < VAULT_N_SLOTS, FALSE);

  *out_kind = self->entries[number].kind;
  *out_added_s = self->entries[number].added_s;
  *out_current = number == self->current;
  return self->entries[number].kind != 0;
}

void
vault_keyring_note_failed (VaultKeyring *self)
{
  const guint8 *vault_id = self->header.vault_id;
  VaultKeyringClock clock;
  VaultClockReading reading;
  gboolean doubtful;
  gboolean found;

  /* Deriving took a second, in which the vault may have been wiped. */
  if (!vault_keyring_check_not_wiped (self, NULL)
      || !vault_keyring_read_clock (self->fd, vault_id, &clock, &found, NULL, NULL)
      || !found)
    return;

  vault_clock_read (&reading);
  clock.last_failed_s = vault_clock_advance (&clock.mark, &reading, &doubtful);
  if (clock.n_failed < G_MAXUINT32)
    clock.n_failed++;
  (void) !vault_keyring_store_clock (self->fd, &clock, vault_id, NULL);

  g_mutex_lock (&self->mutex);
  self->clock.n_failed = clock.n_failed;
  self->clock.last_failed_s = clock.last_failed_s;
  g_mutex_unlock (&self->mutex);
}

guint
vault_keyring_get_n_healed (VaultKeyring *self)
{
  return self->n_healed;
}

guint
vault_keyring_get_failed (VaultKeyring *self, gint64 *out_last_s)
{
  *out_last_s = self->last_failed_s;
  return self->n_failed;
}
