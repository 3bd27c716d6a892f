/* chunk.c - numbered, sealed chunks of one stream, and their arithmetic
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/chunk.h"

#include <sodium.h>
#include <string.h>

#include "crypto/aead.h"
#include "crypto/bytes.h"

#define AAD_BYTES (8 + VAULT_ID_BYTES + VAULT_ITEM_ID_BYTES + 4 + 8 + 1)

guint64
vault_chunk_count (guint64 n_bytes)
{
  return n_bytes / VAULT_CHUNK_BYTES + (n_bytes % VAULT_CHUNK_BYTES != 0);
}

gsize
vault_chunk_length (guint64 n_bytes, guint64 index)
{
  guint64 n_chunks = vault_chunk_count (n_bytes);

  if (index >= n_chunks)
    return 0;
  if (index + 1 < n_chunks)
    return VAULT_CHUNK_BYTES;

  return (gsize) (n_bytes - index * VAULT_CHUNK_BYTES);
}

VaultChunkEnd
vault_chunk_get_end (guint64 n_bytes, guint64 index)
{
  return index + 1 == vault_chunk_count (n_bytes) ? VAULT_CHUNK_FINAL
                                                  : VAULT_CHUNK_INNER;
}

static void
fill_nonce (guint8 nonce[VAULT_NONCE_BYTES], guint64 index, VaultChunkEnd end)
{
  sodium_memzero (nonce, VAULT_NONCE_BYTES);
  vault_store_u64_le (nonce, index);
  nonce[8] = (guint8) end;
}

static void
fill_aad (guint8 aad[AAD_BYTES],
          const VaultChunkPlace *place,
          guint64 index,
          VaultChunkEnd end)
{
  guint8 *at = aad;

  memcpy (at, "chunk1__", 8);
  at += 8;
  memcpy (at, place->vault_id, VAULT_ID_BYTES);
  at += VAULT_ID_BYTES;
  memcpy (at, place->item_id, VAULT_ITEM_ID_BYTES);
  at += VAULT_ITEM_ID_BYTES;
  vault_store_u32_le (at, place->stream);
  vault_store_u64_le (at + 4, index);
  at[12] = (guint8) end;
}

static gboolean
is_written_again (guint32 stream)
{
  return stream == VAULT_LATE_STREAM || stream == VAULT_NOTE_STREAM;
}

void
vault_chunk_seal_late (const VaultChunkPlace *place,
                       const guint8 nonce[VAULT_NONCE_BYTES],
                       const guint8 plain[VAULT_CHUNK_BYTES],
                       guint8 out[VAULT_PIECE_BYTES])
{
  guint8 aad[AAD_BYTES];

  fill_aad (aad, place, 0, VAULT_CHUNK_FINAL);
  memcpy (out, nonce, VAULT_NONCE_BYTES);
  vault_aead_seal (place->key, nonce, aad, AAD_BYTES, plain, VAULT_LATE_BYTES,
                   out + VAULT_NONCE_BYTES);
}

static gboolean
open_late (const VaultChunkPlace *place,
           const guint8 aad[AAD_BYTES],
           const guint8 *sealed,
           guint8 *out)
{
  sodium_memzero (out + VAULT_LATE_BYTES, VAULT_NONCE_BYTES);
  return vault_aead_open (place->key, sealed, aad, AAD_BYTES,
                          sealed + VAULT_NONCE_BYTES, VAULT_LATE_BYTES, out);
}

void
vault_chunk_seal (const VaultChunkPlace *place,
                  guint64 index,
                  VaultChunkEnd end,
                  const guint8 plain[VAULT_CHUNK_BYTES],
                  guint8 out[VAULT_PIECE_BYTES])
{
  guint8 nonce[VAULT_NONCE_BYTES];
  guint8 aad[AAD_BYTES];

  if (is_written_again (place->stream)) {
    g_assert (index == 0 && end == VAULT_CHUNK_FINAL);
    randombytes_buf (nonce, sizeof nonce);
    vault_chunk_seal_late (place, nonce, plain, out);
    return;
  }

  fill_nonce (nonce, index, end);
  fill_aad (aad, place, index, end);
  vault_aead_seal (place->key, nonce, aad, AAD_BYTES, plain, VAULT_CHUNK_BYTES, out);
}

gboolean
vault_chunk_open (const VaultChunkPlace *place,
                  guint64 index,
                  VaultChunkEnd end,
                  const guint8 sealed[VAULT_PIECE_BYTES],
                  guint8 out[VAULT_CHUNK_BYTES])
{
  guint8 nonce[VAULT_NONCE_BYTES];
  guint8 aad[AAD_BYTES];

  /* The end flag is part of the nonce.  Without it a film cut exactly between two chunks
   * would still verify, and a shortened film would pass for a whole one. */
  fill_nonce (nonce, index, end);
  fill_aad (aad, place, index, end);
  if (is_written_again (place->stream)
          ? open_late (place, aad, sealed, out)
          : vault_aead_open (place->key, nonce, aad, AAD_BYTES, sealed,
                             VAULT_CHUNK_BYTES, out))
    return TRUE;

  sodium_memzero (out, VAULT_CHUNK_BYTES);
  return FALSE;
}
