/* target-slot.c - fuzzing a slot of the keyring's header
 *
 * Input: mode | number 1 | raw: 128 bytes | sealed: the 48 plain bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <sodium.h>
#include <string.h>

#include "crypto/slot-seal.h"

#define EPHEMERAL_AT 32
#define SEALED_AT 64
#define PLAIN_BYTES 48

static const VaultKdfParams kdf = { VAULT_KDF_ALG_ARGON2ID13,
                                    VAULT_KDF_MEMORY_MIN_BYTES,
                                    VAULT_KDF_PASSES_MIN,
                                    { 7 } };

static void
seal (const VaultSlotPlace *place, const guint8 *plain, guint8 *out)
{
  static const guint8 zeros[VAULT_NONCE_BYTES];
  guint8 public_key[VAULT_KEY_BYTES];
  guint8 shared[VAULT_KEY_BYTES];
  guint8 root[VAULT_KEY_BYTES];
  guint8 wrap[VAULT_KEY_BYTES];
  VaultSlotScratch scratch;
  const VaultBindField fields[] = { { place->vault_id, VAULT_ID_BYTES },
                                    { &place->number, 1 },
                                    { out + EPHEMERAL_AT, VAULT_KEY_BYTES },
                                    { public_key, VAULT_KEY_BYTES } };

  /* The second key is the ephemeral one. */
  vault_slot_get_public_key (fuzz_key, place, &scratch, public_key);
  crypto_scalarmult_base (out + EPHEMERAL_AT, fuzz_other_key);
  g_assert_cmpint (crypto_scalarmult (shared, fuzz_other_key, public_key), ==, 0);
  vault_subkey_bind (shared, VAULT_BIND_SLOT, fields, G_N_ELEMENTS (fields), root);
  vault_subkey_derive (root, VAULT_SUBKEY_SLOT_COMMIT, out);
  vault_subkey_derive (root, VAULT_SUBKEY_SLOT_WRAP, wrap);
  fuzz_seal (wrap, zeros, fuzz_vault_id, VAULT_ID_BYTES, plain, PLAIN_BYTES,
             out + SEALED_AT);
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  gboolean is_sealed = fuzz_take_u8 (&input) == FUZZ_SEALED;
  VaultSlotPlace place = { fuzz_vault_id, &kdf, fuzz_take_u8 (&input) };
  guint8 sealed[VAULT_SLOT_BYTES];
  guint8 plain[PLAIN_BYTES];
  guint8 master_key[VAULT_KEY_BYTES];
  VaultSlotKind kind = 0;
  VaultSlotScratch scratch;

  if (is_sealed) {
    fuzz_take (&input, plain, sizeof plain);
    seal (&place, plain, sealed);
  } else {
    fuzz_take (&input, sealed, sizeof sealed);
  }

  g_assert_false (
      vault_slot_open (fuzz_other_key, &place, sealed, &scratch, &kind, master_key));
  if (!vault_slot_open (fuzz_key, &place, sealed, &scratch, &kind, master_key)) {
    g_assert_true (sodium_is_zero (master_key, sizeof master_key));
    return FALSE;
  }

  g_assert_true (sodium_is_zero ((const guint8 *) &scratch, sizeof scratch));
  g_assert_true (vault_slot_kind_is_known ((guint8) kind));
  if (is_sealed) {
    /* There is one way to say each slot. */
    g_assert_cmpmem (master_key, VAULT_KEY_BYTES, plain, VAULT_KEY_BYTES);
    g_assert_cmpint (plain[VAULT_KEY_BYTES], ==, (int) kind);
    g_assert_true (sodium_is_zero (plain + VAULT_KEY_BYTES + 1,
                                   PLAIN_BYTES - VAULT_KEY_BYTES - 1));
  }
  return TRUE;
}
