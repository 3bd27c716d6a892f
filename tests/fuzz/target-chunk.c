/* target-chunk.c - fuzzing the arithmetic of chunks, and a chunk out of its place
 *
 * Input: stream bytes 8 | index 8 | changes: index 8, final 1, stream 4, item id 8,
 *        offset 4, bits 1 | plain bytes, the rest zero
 *
 * Accepted is a chunk that is opened where it was sealed and as it was sealed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"
#include "crypto/chunk.h"

static guint8 plain[VAULT_CHUNK_BYTES];
static guint8 sealed[VAULT_PIECE_BYTES];
static guint8 opened[VAULT_CHUNK_BYTES];

static void
check_arithmetic (guint64 n_bytes, guint64 index)
{
  guint64 n_chunks = vault_chunk_count (n_bytes);
  gsize length = vault_chunk_length (n_bytes, index);

  g_assert_true ((n_chunks == 0) == (n_bytes == 0));
  if (index >= n_chunks) {
    g_assert_cmpuint (length, ==, 0);
    return;
  }

  g_assert_cmpuint (length, >, 0);
  g_assert_cmpuint (length, <=, VAULT_CHUNK_BYTES);
  g_assert_cmpuint (index * VAULT_CHUNK_BYTES, <=, n_bytes - length);
  if (index + 1 < n_chunks)
    g_assert_cmpuint (length, ==, VAULT_CHUNK_BYTES);
  else
    g_assert_cmpuint (index * VAULT_CHUNK_BYTES, ==, n_bytes - length);
}

/* Returns: whether anything was changed. */
static gboolean
change (FuzzInput *input, VaultChunkPlace *place, guint64 *index, VaultChunkEnd *end)
{
  guint64 move = fuzz_take_u64 (input);
  guint8 flip = fuzz_take_u8 (input) & 1;
  guint32 stream = fuzz_take_u32 (input);
  guint8 id[VAULT_ITEM_ID_BYTES];
  guint32 at = fuzz_take_u32 (input) % VAULT_PIECE_BYTES;
  guint8 bits = fuzz_take_u8 (input);

  fuzz_take (input, id, sizeof id);
  *index += move;
  *end ^= flip;
  place->stream ^= stream;
  for (gsize i = 0; i < sizeof id; i++)
    place->item_id[i] ^= id[i];
  sealed[at] ^= bits;
  return move != 0 || flip != 0 || stream != 0 || bits != 0
         || !vault_bytes_are_zero (id, sizeof id);
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  guint64 n_stream_bytes = fuzz_take_u64 (&input);
  guint64 index = fuzz_take_u64 (&input);
  VaultChunkEnd end = index + 1 == vault_chunk_count (n_stream_bytes)
                          ? VAULT_CHUNK_FINAL
                          : VAULT_CHUNK_INNER;
  VaultChunkPlace place = { fuzz_key, fuzz_vault_id, { 1, 2, 3 }, 0 };
  FuzzInput rest = input;
  gboolean is_changed;

  check_arithmetic (n_stream_bytes, index);

  rest.at += MIN (rest.n_left, 26);
  rest.n_left -= MIN (rest.n_left, 26);
  fuzz_take (&rest, plain, sizeof plain);
  vault_chunk_seal (&place, index, end, plain, sealed);
  is_changed = change (&input, &place, &index, &end);

  if (!vault_chunk_open (&place, index, end, sealed, opened)) {
    g_assert_true (is_changed);
    g_assert_true (sodium_is_zero (opened, sizeof opened));
    return FALSE;
  }
  g_assert_false (is_changed);
  g_assert_true (memcmp (opened, plain, sizeof plain) == 0);
  return TRUE;
}
