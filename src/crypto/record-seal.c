/* record-seal.c - one sealed row of the table "record"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/record-seal.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

#define AAD_BYTES (VAULT_ID_BYTES + 8)

G_STATIC_ASSERT (VAULT_NONCE_BYTES + VAULT_RECORD_PLAIN_BYTES + VAULT_TAG_BYTES
                 == VAULT_RECORD_BYTES);

static void
fill_aad (guint8 aad[AAD_BYTES], const guint8 *vault_id, guint64 row)
{
  memcpy (aad, vault_id, VAULT_ID_BYTES);
  vault_store_u64_le (aad + VAULT_ID_BYTES, row);
}

void
vault_record_seal (const guint8 key[VAULT_KEY_BYTES],
                   const guint8 vault_id[VAULT_ID_BYTES],
                   guint64 row,
                   const guint8 plain[VAULT_RECORD_PLAIN_BYTES],
                   guint8 out[VAULT_RECORD_BYTES])
{
  guint8 aad[AAD_BYTES];

  fill_aad (aad, vault_id, row);
  randombytes_buf (out, VAULT_NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (out + VAULT_NONCE_BYTES, NULL, plain,
                                              VAULT_RECORD_PLAIN_BYTES, aad, AAD_BYTES,
                                              NULL, out, key);
}

gboolean
vault_record_open (const guint8 key[VAULT_KEY_BYTES],
                   const guint8 vault_id[VAULT_ID_BYTES],
                   guint64 row,
                   const guint8 sealed[VAULT_RECORD_BYTES],
                   guint8 out[VAULT_RECORD_PLAIN_BYTES])
{
  guint8 aad[AAD_BYTES];

  fill_aad (aad, vault_id, row);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (
          out, NULL, NULL, sealed + VAULT_NONCE_BYTES,
          VAULT_RECORD_PLAIN_BYTES + VAULT_TAG_BYTES, aad, AAD_BYTES, sealed, key)
      == 0)
    return TRUE;

  sodium_memzero (out, VAULT_RECORD_PLAIN_BYTES);
  return FALSE;
}
