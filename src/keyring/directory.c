/* directory.c - what the header says, sealed, about its own slots
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/directory.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"
#include "file/clock.h"

#define SEALED_AT VAULT_NONCE_BYTES
/* Inside the seal: eight entries, then what belongs to the vault. */
#define ENTRY_BYTES 48
#define KIND_AT 0
#define ADDED_AT 8
#define PUBLIC_KEY_AT 16
#define IDENTITY_AT (VAULT_N_SLOTS * ENTRY_BYTES)
#define RING_KEY_AT (IDENTITY_AT + VAULT_KEY_BYTES)
#define STATE_KEY_AT (RING_KEY_AT + VAULT_KEY_BYTES)
#define UNFINISHED_AT (STATE_KEY_AT + VAULT_KEY_BYTES)
#define N_CHANGES_AT (UNFINISHED_AT + 4)
#define USED (N_CHANGES_AT + 4)

G_STATIC_ASSERT (PUBLIC_KEY_AT + VAULT_KEY_BYTES == ENTRY_BYTES);
G_STATIC_ASSERT (USED < VAULT_DIRECTORY_PLAIN_BYTES);

void
vault_directory_seal (VaultDirectory *self,
                      const guint8 key[VAULT_KEY_BYTES],
                      const guint8 vault_id[VAULT_ID_BYTES],
                      guint8 out[VAULT_DIRECTORY_BYTES])
{
  guint8 *plain = self->plain;

  sodium_memzero (plain, VAULT_DIRECTORY_PLAIN_BYTES);
  for (guint i = 0; i < VAULT_N_SLOTS; i++) {
    guint8 *at = plain + i * ENTRY_BYTES;

    at[KIND_AT] = self->entries[i].kind;
    vault_store_u64_le (at + ADDED_AT, (guint64) self->entries[i].added_s);
    memcpy (at + PUBLIC_KEY_AT, self->entries[i].public_key, VAULT_KEY_BYTES);
  }
  memcpy (plain + IDENTITY_AT, self->identity_seed, VAULT_KEY_BYTES);
  memcpy (plain + RING_KEY_AT, self->previous_ring_key, VAULT_KEY_BYTES);
  memcpy (plain + STATE_KEY_AT, self->previous_state_key, VAULT_KEY_BYTES);
  plain[UNFINISHED_AT] = self->unfinished ? 1 : 0;
  vault_store_u32_le (plain + N_CHANGES_AT, self->n_changes);

  randombytes_buf (out, VAULT_NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (out + SEALED_AT, NULL, plain,
                                              VAULT_DIRECTORY_PLAIN_BYTES, vault_id,
                                              VAULT_ID_BYTES, NULL, out, key);
  sodium_memzero (plain, VAULT_DIRECTORY_PLAIN_BYTES);
}

static gboolean
parse_entry (const guint8 *at, VaultDirectoryEntry *out)
{
  out->kind = at[KIND_AT];
  out->added_s = (gint64) vault_load_u64_le (at + ADDED_AT);
  memcpy (out->public_key, at + PUBLIC_KEY_AT, VAULT_KEY_BYTES);
  if (out->kind == 0)
    return vault_bytes_are_zero (at, ENTRY_BYTES);

  return vault_slot_kind_is_known (out->kind)
         && vault_bytes_are_zero (at + KIND_AT + 1, ADDED_AT - KIND_AT - 1)
         && out->added_s >= 0 && out->added_s <= VAULT_CLOCK_LATEST_S;
}

static gboolean
parse (VaultDirectory *self)
{
  const guint8 *plain = self->plain;

  for (guint i = 0; i < VAULT_N_SLOTS; i++) {
    if (!parse_entry (plain + i * ENTRY_BYTES, &self->entries[i]))
      return FALSE;
  }
  memcpy (self->identity_seed, plain + IDENTITY_AT, VAULT_KEY_BYTES);
  memcpy (self->previous_ring_key, plain + RING_KEY_AT, VAULT_KEY_BYTES);
  memcpy (self->previous_state_key, plain + STATE_KEY_AT, VAULT_KEY_BYTES);
  self->unfinished = plain[UNFINISHED_AT] == 1;
  self->n_changes = vault_load_u32_le (plain + N_CHANGES_AT);
  return plain[UNFINISHED_AT] <= 1
         && (self->unfinished
             || vault_bytes_are_zero (plain + RING_KEY_AT, UNFINISHED_AT - RING_KEY_AT))
         && vault_bytes_are_zero (plain + UNFINISHED_AT + 1, 3)
         && vault_bytes_are_zero (plain + USED, VAULT_DIRECTORY_PLAIN_BYTES - USED);
}

gboolean
vault_directory_open (VaultDirectory *self,
                      const guint8 key[VAULT_KEY_BYTES],
                      const guint8 vault_id[VAULT_ID_BYTES],
                      const guint8 sealed[VAULT_DIRECTORY_BYTES])
{
  gboolean opened;

  sodium_memzero (self, sizeof *self);
  opened = crypto_aead_xchacha20poly1305_ietf_decrypt (
               self->plain, NULL, NULL, sealed + SEALED_AT,
               VAULT_DIRECTORY_PLAIN_BYTES + VAULT_TAG_BYTES, vault_id, VAULT_ID_BYTES,
               sealed, key)
               == 0
           && parse (self);
  if (opened)
    sodium_memzero (self->plain, sizeof self->plain);
  else
    sodium_memzero (self, sizeof *self);

  return opened;
}
