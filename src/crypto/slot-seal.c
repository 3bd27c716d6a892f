/* slot-seal.c - one of the eight slots that hold the master key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/slot-seal.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

#define NONCE_AT 32
#define SEALED_AT 56
#define PLAIN_BYTES 56
#define KIND_AT 32

G_STATIC_ASSERT (NONCE_AT + VAULT_NONCE_BYTES == SEALED_AT);
G_STATIC_ASSERT (SEALED_AT + PLAIN_BYTES + VAULT_TAG_BYTES == VAULT_SLOT_BYTES);
G_STATIC_ASSERT (sizeof ((VaultSlotScratch *) 0)->plain == PLAIN_BYTES);

/* The KDF parameters enter the key: with the cost lowered in the file a slot stops
 * opening instead of opening cheaply. */
static void
derive_root (const guint8 *passphrase_key,
             const VaultSlotPlace *place,
             const guint8 *nonce,
             guint8 *out)
{
  guint8 cost[16];
  const VaultBindField fields[] = {
    { place->vault_id, VAULT_ID_BYTES },
    { &place->kdf->alg, 1 },
    { cost, sizeof cost },
    { place->kdf->salt, VAULT_KDF_SALT_BYTES },
    { &place->number, 1 },
    { nonce, VAULT_NONCE_BYTES },
  };

  vault_store_u64_le (cost, place->kdf->memory_bytes);
  vault_store_u64_le (cost + 8, place->kdf->passes);
  vault_subkey_bind (passphrase_key, VAULT_BIND_SLOT, fields, G_N_ELEMENTS (fields),
                     out);
}

void
vault_slot_seal (const guint8 passphrase_key[VAULT_KEY_BYTES],
                 const VaultSlotPlace *place,
                 VaultSlotKind kind,
                 const guint8 master_key[VAULT_KEY_BYTES],
                 VaultSlotScratch *scratch,
                 guint8 out[VAULT_SLOT_BYTES])
{
  randombytes_buf (out + NONCE_AT, VAULT_NONCE_BYTES);
  derive_root (passphrase_key, place, out + NONCE_AT, scratch->root);
  vault_subkey_derive (scratch->root, VAULT_SUBKEY_SLOT_COMMIT, out);
  vault_subkey_derive (scratch->root, VAULT_SUBKEY_SLOT_WRAP, scratch->wrap);

  sodium_memzero (scratch->plain, PLAIN_BYTES);
  memcpy (scratch->plain, master_key, VAULT_KEY_BYTES);
  scratch->plain[KIND_AT] = (guint8) kind;

  crypto_aead_xchacha20poly1305_ietf_encrypt (
      out + SEALED_AT, NULL, scratch->plain, PLAIN_BYTES, place->vault_id,
      VAULT_ID_BYTES, NULL, out + NONCE_AT, scratch->wrap);
  sodium_memzero (scratch, sizeof *scratch);
}

gboolean
vault_slot_open (const guint8 passphrase_key[VAULT_KEY_BYTES],
                 const VaultSlotPlace *place,
                 const guint8 sealed[VAULT_SLOT_BYTES],
                 VaultSlotScratch *scratch,
                 VaultSlotKind *out_kind,
                 guint8 out_master_key[VAULT_KEY_BYTES])
{
  guint8 commit[VAULT_KEY_BYTES];
  gboolean opened;

  sodium_memzero (out_master_key, VAULT_KEY_BYTES);
  derive_root (passphrase_key, place, sealed + NONCE_AT, scratch->root);
  vault_subkey_derive (scratch->root, VAULT_SUBKEY_SLOT_COMMIT, commit);
  vault_subkey_derive (scratch->root, VAULT_SUBKEY_SLOT_WRAP, scratch->wrap);

  opened =
      sodium_memcmp (commit, sealed, VAULT_KEY_BYTES) == 0
      && crypto_aead_xchacha20poly1305_ietf_decrypt (
             scratch->plain, NULL, NULL, sealed + SEALED_AT,
             PLAIN_BYTES + VAULT_TAG_BYTES, place->vault_id, VAULT_ID_BYTES,
             sealed + NONCE_AT, scratch->wrap)
             == 0
      && scratch->plain[KIND_AT] == VAULT_SLOT_NORMAL
      && vault_bytes_are_zero (scratch->plain + KIND_AT + 1, PLAIN_BYTES - KIND_AT - 1);
  if (opened) {
    *out_kind = VAULT_SLOT_NORMAL;
    memcpy (out_master_key, scratch->plain, VAULT_KEY_BYTES);
  }

  sodium_memzero (scratch, sizeof *scratch);
  return opened;
}
