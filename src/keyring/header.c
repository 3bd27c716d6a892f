/* header.c - the first block of a head: what is public, the slots, the directory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/header.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

#define MAGIC "NSTNDKEY"
#define MAGIC_BYTES 8
#define VERSION_AT 8
#define SUITE_AT 10
#define KDF_ALG_AT 11
#define NORMALISATION_AT 12
#define KDF_MEMORY_AT 16
#define KDF_PASSES_AT 24
#define SALT_AT 32
#define VAULT_ID_AT 48
#define RING_GENERATION_AT 64
#define RING_PROVIDER_AT 72
#define SLOTS_AT 512
#define SLOTS_END (SLOTS_AT + VAULT_N_SLOTS * VAULT_SLOT_BYTES)
#define DIRECTORY_AT SLOTS_END
#define DIRECTORY_END (DIRECTORY_AT + VAULT_DIRECTORY_BYTES)
#define MAC_AT 4032
#define CHECKSUM_AT 4064

#define SUITE_XCHACHA20_POLY1305 1
#define NORMALISATION_NFKC 1
#define RING_PROVIDER_NONE 0

G_STATIC_ASSERT (sizeof VAULT_DESTROYED_MARKER - 1 == VAULT_MARKER_BYTES);
G_STATIC_ASSERT (CHECKSUM_AT + 32 == VAULT_BLOCK_BYTES);
G_STATIC_ASSERT (sizeof MAGIC - 1 == MAGIC_BYTES);

static void
checksum (const guint8 *block, guint8 out[32])
{
  crypto_generichash (out, 32, block, CHECKSUM_AT, NULL, 0);
}

static gboolean
unused_bytes_are_zero (const guint8 *block)
{
  return vault_bytes_are_zero (block + NORMALISATION_AT + 1,
                               KDF_MEMORY_AT - NORMALISATION_AT - 1)
         && vault_bytes_are_zero (block + RING_PROVIDER_AT + 1,
                                  SLOTS_AT - RING_PROVIDER_AT - 1)
         && vault_bytes_are_zero (block + DIRECTORY_END, MAC_AT - DIRECTORY_END);
}

VaultHeaderStatus
vault_header_decode (const guint8 block[VAULT_BLOCK_BYTES], VaultHeader *out)
{
  guint8 sum[32];

  sodium_memzero (out, sizeof *out);
  if (sodium_memcmp (block, VAULT_DESTROYED_MARKER, VAULT_MARKER_BYTES) == 0)
    return VAULT_HEADER_DESTROYED;

  checksum (block, sum);
  if (sodium_memcmp (block, MAGIC, MAGIC_BYTES) != 0
      || sodium_memcmp (block + CHECKSUM_AT, sum, sizeof sum) != 0)
    return VAULT_HEADER_DAMAGED;

  /* The place of magic, version and checksum is the same in every later format. */
  if (vault_load_u16_le (block + VERSION_AT) > VAULT_FORMAT_VERSION)
    return VAULT_HEADER_NEWER;
  if (vault_load_u16_le (block + VERSION_AT) != VAULT_FORMAT_VERSION
      || block[SUITE_AT] != SUITE_XCHACHA20_POLY1305
      || block[NORMALISATION_AT] != NORMALISATION_NFKC
      || block[RING_PROVIDER_AT] != RING_PROVIDER_NONE
      || !unused_bytes_are_zero (block))
    return VAULT_HEADER_DAMAGED;

  out->kdf.alg = block[KDF_ALG_AT];
  out->kdf.memory_bytes = vault_load_u64_le (block + KDF_MEMORY_AT);
  out->kdf.passes = vault_load_u64_le (block + KDF_PASSES_AT);
  memcpy (out->kdf.salt, block + SALT_AT, VAULT_KDF_SALT_BYTES);
  memcpy (out->vault_id, block + VAULT_ID_AT, VAULT_ID_BYTES);
  out->ring_generation = vault_load_u64_le (block + RING_GENERATION_AT);
  memcpy (out->slots, block + SLOTS_AT, sizeof out->slots);
  memcpy (out->directory, block + DIRECTORY_AT, sizeof out->directory);
  return VAULT_HEADER_OK;
}

void
vault_header_encode (const VaultHeader *header,
                     const guint8 mac_key[VAULT_KEY_BYTES],
                     guint8 out[VAULT_BLOCK_BYTES])
{
  sodium_memzero (out, VAULT_BLOCK_BYTES);
  memcpy (out, MAGIC, MAGIC_BYTES);
  vault_store_u16_le (out + VERSION_AT, VAULT_FORMAT_VERSION);
  out[SUITE_AT] = SUITE_XCHACHA20_POLY1305;
  out[KDF_ALG_AT] = header->kdf.alg;
  out[NORMALISATION_AT] = NORMALISATION_NFKC;
  vault_store_u64_le (out + KDF_MEMORY_AT, header->kdf.memory_bytes);
  vault_store_u64_le (out + KDF_PASSES_AT, header->kdf.passes);
  memcpy (out + SALT_AT, header->kdf.salt, VAULT_KDF_SALT_BYTES);
  memcpy (out + VAULT_ID_AT, header->vault_id, VAULT_ID_BYTES);
  vault_store_u64_le (out + RING_GENERATION_AT, header->ring_generation);
  out[RING_PROVIDER_AT] = RING_PROVIDER_NONE;
  memcpy (out + SLOTS_AT, header->slots, sizeof header->slots);
  memcpy (out + DIRECTORY_AT, header->directory, sizeof header->directory);

  crypto_generichash (out + MAC_AT, 32, out, MAC_AT, mac_key, VAULT_KEY_BYTES);
  checksum (out, out + CHECKSUM_AT);
}

gboolean
vault_header_verify (const guint8 block[VAULT_BLOCK_BYTES],
                     const guint8 mac_key[VAULT_KEY_BYTES])
{
  guint8 mac[32];

  crypto_generichash (mac, sizeof mac, block, MAC_AT, mac_key, VAULT_KEY_BYTES);
  return sodium_memcmp (mac, block + MAC_AT, sizeof mac) == 0;
}

void
vault_header_derive_ring_key (const VaultHeader *header,
                              const guint8 ring_root[VAULT_KEY_BYTES],
                              guint8 out[VAULT_KEY_BYTES])
{
  guint8 generation[8];
  const VaultBindField fields[] = {
    { header->vault_id, VAULT_ID_BYTES },
    { generation, sizeof generation },
  };

  vault_store_u64_le (generation, header->ring_generation);
  vault_subkey_bind (ring_root, VAULT_BIND_RING, fields, G_N_ELEMENTS (fields), out);
}
