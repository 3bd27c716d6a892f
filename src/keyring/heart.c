/* heart.c - the key that dies when nobody opens the vault for too long
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/heart.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

/* nonce 24 | sealed 64 | tag 16.  Inside the seal: */
#define PLAIN_BYTES 64
#define DAYS_AT 0
#define CLASS_AT 4
#define SCOPE_AT 5
#define EPOCH_AT 8
#define WRAPPED_AT 16

G_STATIC_ASSERT (WRAPPED_AT + VAULT_HEART_WRAPPED_BYTES == PLAIN_BYTES);

#define AAD "heart1__"
#define AAD_BYTES (8 + VAULT_ID_BYTES)

/* The wrap key is bound to the nonce of the box, and wraps one key. */
static const guint8 no_nonce[VAULT_NONCE_BYTES];

static void
derive_wrap_key (const VaultHeart *self,
                 const guint8 *vault_id,
                 const guint8 *epoch_key,
                 guint8 *out)
{
  const VaultBindField fields[] = {
    { vault_id, VAULT_ID_BYTES },
    { self->nonce, VAULT_NONCE_BYTES },
  };

  vault_subkey_bind (epoch_key, VAULT_BIND_HEART, fields, G_N_ELEMENTS (fields), out);
}

void
vault_heart_wrap (VaultHeart *self,
                  const guint8 vault_id[VAULT_ID_BYTES],
                  const guint8 epoch_key[VAULT_KEY_BYTES],
                  const guint8 heart_key[VAULT_KEY_BYTES],
                  VaultCellScratch *scratch)
{
  randombytes_buf (self->nonce, VAULT_NONCE_BYTES);
  derive_wrap_key (self, vault_id, epoch_key, scratch->key);
  crypto_aead_xchacha20poly1305_ietf_encrypt (self->wrapped, NULL, heart_key,
                                              VAULT_KEY_BYTES, NULL, 0, NULL, no_nonce,
                                              scratch->key);
  sodium_memzero (scratch, sizeof *scratch);
}

gboolean
vault_heart_unwrap (const VaultHeart *self,
                    const guint8 vault_id[VAULT_ID_BYTES],
                    const guint8 epoch_key[VAULT_KEY_BYTES],
                    VaultCellScratch *scratch,
                    guint8 out[VAULT_KEY_BYTES])
{
  gboolean opened;

  derive_wrap_key (self, vault_id, epoch_key, scratch->key);
  opened = crypto_aead_xchacha20poly1305_ietf_decrypt (out, NULL, NULL, self->wrapped,
                                                       VAULT_HEART_WRAPPED_BYTES, NULL,
                                                       0, no_nonce, scratch->key)
           == 0;
  sodium_memzero (scratch, sizeof *scratch);
  if (!opened)
    sodium_memzero (out, VAULT_KEY_BYTES);

  return opened;
}

/* The state block is sealed under the same key, and a box must not pass for one. */
static void
fill_aad (const guint8 *vault_id, guint8 out[AAD_BYTES])
{
  memcpy (out, AAD, 8);
  memcpy (out + 8, vault_id, VAULT_ID_BYTES);
}

void
vault_heart_encode (const VaultHeart *self,
                    const guint8 state_key[VAULT_KEY_BYTES],
                    const guint8 vault_id[VAULT_ID_BYTES],
                    guint8 out[VAULT_HEART_BYTES])
{
  guint8 plain[PLAIN_BYTES] = { 0 };
  guint8 aad[AAD_BYTES];

  vault_store_u32_le (plain + DAYS_AT, self->n_days);
  plain[CLASS_AT] = (guint8) self->epoch.class;
  plain[SCOPE_AT] = self->everything ? 1 : 0;
  vault_store_u32_le (plain + EPOCH_AT, self->epoch.number);
  memcpy (plain + WRAPPED_AT, self->wrapped, VAULT_HEART_WRAPPED_BYTES);

  memcpy (out, self->nonce, VAULT_NONCE_BYTES);
  fill_aad (vault_id, aad);
  crypto_aead_xchacha20poly1305_ietf_encrypt (out + VAULT_NONCE_BYTES, NULL, plain,
                                              PLAIN_BYTES, aad, AAD_BYTES, NULL, out,
                                              state_key);
}

gboolean
vault_heart_decode (const guint8 sealed[VAULT_HEART_BYTES],
                    const guint8 state_key[VAULT_KEY_BYTES],
                    const guint8 vault_id[VAULT_ID_BYTES],
                    VaultHeart *out)
{
  guint8 plain[PLAIN_BYTES];
  guint8 aad[AAD_BYTES];

  sodium_memzero (out, sizeof *out);
  fill_aad (vault_id, aad);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (
          plain, NULL, NULL, sealed + VAULT_NONCE_BYTES, PLAIN_BYTES + VAULT_TAG_BYTES,
          aad, AAD_BYTES, sealed, state_key)
      != 0)
    return FALSE;
  if (!vault_bytes_are_zero (plain + SCOPE_AT + 1, EPOCH_AT - SCOPE_AT - 1)
      || !vault_bytes_are_zero (plain + EPOCH_AT + 4, WRAPPED_AT - EPOCH_AT - 4)
      || plain[SCOPE_AT] > 1 || plain[CLASS_AT] == VAULT_EPOCH_NEVER
      || plain[CLASS_AT] >= VAULT_N_EPOCH_CLASSES)
    return FALSE;

  out->n_days = vault_load_u32_le (plain + DAYS_AT);
  out->everything = plain[SCOPE_AT] == 1;
  out->epoch.class = plain[CLASS_AT];
  out->epoch.number = vault_load_u32_le (plain + EPOCH_AT);
  memcpy (out->nonce, sealed, VAULT_NONCE_BYTES);
  memcpy (out->wrapped, plain + WRAPPED_AT, VAULT_HEART_WRAPPED_BYTES);
  return out->n_days >= VAULT_HEART_MIN_DAYS && out->n_days <= VAULT_HEART_MAX_DAYS;
}
