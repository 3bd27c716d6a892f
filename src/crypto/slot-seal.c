/* slot-seal.c - one of the eight slots that hold the master key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/slot-seal.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

#define EPHEMERAL_AT 32
#define SEALED_AT 64
#define PLAIN_BYTES 48
#define KIND_AT 32

G_STATIC_ASSERT (EPHEMERAL_AT + VAULT_KEY_BYTES == SEALED_AT);
G_STATIC_ASSERT (SEALED_AT + PLAIN_BYTES + VAULT_TAG_BYTES == VAULT_SLOT_BYTES);
G_STATIC_ASSERT (sizeof ((VaultSlotScratch *) 0)->plain == PLAIN_BYTES);
G_STATIC_ASSERT (crypto_scalarmult_BYTES == VAULT_KEY_BYTES);
G_STATIC_ASSERT (crypto_scalarmult_SCALARBYTES == VAULT_KEY_BYTES);

/* The key that seals a slot seals nothing else, for the ephemeral key enters it. */
static const guint8 no_nonce[VAULT_NONCE_BYTES] = { 0 };

gboolean
vault_slot_kind_is_known (guint8 kind)
{
  return kind >= VAULT_SLOT_NORMAL && kind <= VAULT_SLOT_PANIC;
}

/* The KDF parameters enter the key: with the cost lowered in the file a slot stops
 * opening instead of opening cheaply. */
static void
derive_secret (const guint8 *passphrase_key, const VaultSlotPlace *place, guint8 *out)
{
  guint8 cost[16];
  const VaultBindField fields[] = {
    { place->vault_id, VAULT_ID_BYTES },
    { &place->kdf->alg, 1 },
    { cost, sizeof cost },
    { place->kdf->salt, VAULT_KDF_SALT_BYTES },
    { &place->number, 1 },
  };

  vault_store_u64_le (cost, place->kdf->memory_bytes);
  vault_store_u64_le (cost + 8, place->kdf->passes);
  vault_subkey_bind (passphrase_key, VAULT_BIND_SLOT_SECRET, fields,
                     G_N_ELEMENTS (fields), out);
}

/* From scratch->shared to scratch->wrap and the commitment. */
static void
derive_wrap (const VaultSlotPlace *place,
             const guint8 *ephemeral,
             const guint8 *public_key,
             VaultSlotScratch *scratch,
             guint8 *out_commit)
{
  const VaultBindField fields[] = {
    { place->vault_id, VAULT_ID_BYTES },
    { &place->number, 1 },
    { ephemeral, VAULT_KEY_BYTES },
    { public_key, VAULT_KEY_BYTES },
  };

  vault_subkey_bind (scratch->shared, VAULT_BIND_SLOT, fields, G_N_ELEMENTS (fields),
                     scratch->root);
  vault_subkey_derive (scratch->root, VAULT_SUBKEY_SLOT_COMMIT, out_commit);
  vault_subkey_derive (scratch->root, VAULT_SUBKEY_SLOT_WRAP, scratch->wrap);
}

void
vault_slot_get_public_key (const guint8 passphrase_key[VAULT_KEY_BYTES],
                           const VaultSlotPlace *place,
                           VaultSlotScratch *scratch,
                           guint8 out[VAULT_KEY_BYTES])
{
  derive_secret (passphrase_key, place, scratch->secret);
  crypto_scalarmult_base (out, scratch->secret);
  sodium_memzero (scratch, sizeof *scratch);
}

gboolean
vault_slot_seal (const guint8 public_key[VAULT_KEY_BYTES],
                 const VaultSlotPlace *place,
                 VaultSlotKind kind,
                 const guint8 master_key[VAULT_KEY_BYTES],
                 VaultSlotScratch *scratch,
                 guint8 out[VAULT_SLOT_BYTES])
{
  gboolean sealed;

  randombytes_buf (scratch->secret, VAULT_KEY_BYTES);
  crypto_scalarmult_base (out + EPHEMERAL_AT, scratch->secret);
  sealed = crypto_scalarmult (scratch->shared, scratch->secret, public_key) == 0;
  if (sealed) {
    derive_wrap (place, out + EPHEMERAL_AT, public_key, scratch, out);
    sodium_memzero (scratch->plain, PLAIN_BYTES);
    memcpy (scratch->plain, master_key, VAULT_KEY_BYTES);
    scratch->plain[KIND_AT] = (guint8) kind;
    crypto_aead_xchacha20poly1305_ietf_encrypt (
        out + SEALED_AT, NULL, scratch->plain, PLAIN_BYTES, place->vault_id,
        VAULT_ID_BYTES, NULL, no_nonce, scratch->wrap);
  }

  sodium_memzero (scratch, sizeof *scratch);
  return sealed;
}

void
vault_slot_fill_unused (VaultSlotScratch *scratch, guint8 out[VAULT_SLOT_BYTES])
{
  randombytes_buf (out, VAULT_SLOT_BYTES);
  randombytes_buf (scratch->secret, VAULT_KEY_BYTES);
  crypto_scalarmult_base (out + EPHEMERAL_AT, scratch->secret);
  sodium_memzero (scratch, sizeof *scratch);
}

static gboolean
open_plain (const VaultSlotPlace *place,
            const guint8 *sealed,
            VaultSlotScratch *scratch)
{
  return crypto_aead_xchacha20poly1305_ietf_decrypt (
             scratch->plain, NULL, NULL, sealed + SEALED_AT,
             PLAIN_BYTES + VAULT_TAG_BYTES, place->vault_id, VAULT_ID_BYTES, no_nonce,
             scratch->wrap)
             == 0
         && vault_slot_kind_is_known (scratch->plain[KIND_AT])
         && vault_bytes_are_zero (scratch->plain + KIND_AT + 1,
                                  PLAIN_BYTES - KIND_AT - 1);
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
  guint8 public_key[VAULT_KEY_BYTES];
  gboolean opened = FALSE;

  sodium_memzero (out_master_key, VAULT_KEY_BYTES);
  derive_secret (passphrase_key, place, scratch->secret);
  crypto_scalarmult_base (public_key, scratch->secret);
  if (crypto_scalarmult (scratch->shared, scratch->secret, sealed + EPHEMERAL_AT)
      == 0) {
    derive_wrap (place, sealed + EPHEMERAL_AT, public_key, scratch, commit);
    opened = sodium_memcmp (commit, sealed, VAULT_KEY_BYTES) == 0
             && open_plain (place, sealed, scratch);
  }
  if (opened) {
    *out_kind = scratch->plain[KIND_AT];
    memcpy (out_master_key, scratch->plain, VAULT_KEY_BYTES);
  }

  sodium_memzero (public_key, sizeof public_key);
  sodium_memzero (scratch, sizeof *scratch);
  return opened;
}
