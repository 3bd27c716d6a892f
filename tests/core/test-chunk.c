/* test-chunk.c - chunks of a stream, and their arithmetic
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/chunk.h"

#include <sodium.h>
#include <string.h>

static const guint8 key[VAULT_KEY_BYTES] = { 1 };
static const guint8 vault_id[VAULT_ID_BYTES] = { 2 };
static const VaultChunkPlace place = { key, vault_id, { 3 }, 0 };
static guint8 plain[VAULT_CHUNK_BYTES];
static guint8 sealed[VAULT_PIECE_BYTES];

static gboolean
opens (const VaultChunkPlace *at, guint64 index, VaultChunkEnd end)
{
  static guint8 out[VAULT_CHUNK_BYTES];

  memset (out, 0xee, sizeof out);
  if (!vault_chunk_open (at, index, end, sealed, out)) {
    g_assert_true (sodium_is_zero (out, sizeof out));
    return FALSE;
  }

  g_assert_cmpint (memcmp (out, plain, sizeof out), ==, 0);
  return TRUE;
}

static void
test_count_and_length (void)
{
  const guint64 c = VAULT_CHUNK_BYTES;

  g_assert_cmpuint (c, ==, 67530);
  g_assert_cmpuint (vault_chunk_count (0), ==, 0);
  g_assert_cmpuint (vault_chunk_count (1), ==, 1);
  g_assert_cmpuint (vault_chunk_count (c - 1), ==, 1);
  g_assert_cmpuint (vault_chunk_count (c), ==, 1);
  g_assert_cmpuint (vault_chunk_count (c + 1), ==, 2);
  g_assert_cmpuint (vault_chunk_count (G_MAXUINT64), ==, G_MAXUINT64 / c + 1);

  g_assert_cmpuint (vault_chunk_length (0, 0), ==, 0);
  g_assert_cmpuint (vault_chunk_length (1, 0), ==, 1);
  g_assert_cmpuint (vault_chunk_length (1, 1), ==, 0);
  g_assert_cmpuint (vault_chunk_length (c, 0), ==, c);
  g_assert_cmpuint (vault_chunk_length (c, 1), ==, 0);
  g_assert_cmpuint (vault_chunk_length (c + 1, 0), ==, c);
  g_assert_cmpuint (vault_chunk_length (c + 1, 1), ==, 1);
  g_assert_cmpuint (vault_chunk_length (c + 1, G_MAXUINT64), ==, 0);
}

/* The lengths of all chunks add up to the stream, whatever its length. */
static void
test_lengths_add_up (void)
{
  for (guint64 n_bytes = 1; n_bytes < 10 * VAULT_CHUNK_BYTES; n_bytes += 12347) {
    guint64 sum = 0;

    for (guint64 i = 0; i < vault_chunk_count (n_bytes); i++) {
      g_assert_cmpuint (vault_chunk_length (n_bytes, i), >, 0);
      sum += vault_chunk_length (n_bytes, i);
    }
    g_assert_cmpuint (sum, ==, n_bytes);
  }
}

static void
test_place (void)
{
  const guint8 other_key[VAULT_KEY_BYTES] = { 9 };
  const guint8 other_id[VAULT_ID_BYTES] = { 9 };
  VaultChunkPlace other = place;

  vault_chunk_seal (&place, 7, VAULT_CHUNK_INNER, plain, sealed);
  g_assert_true (opens (&place, 7, VAULT_CHUNK_INNER));
  g_assert_false (opens (&place, 7, VAULT_CHUNK_FINAL));
  g_assert_false (opens (&place, 6, VAULT_CHUNK_INNER));
  g_assert_false (opens (&place, 7 + ((guint64) 1 << 32), VAULT_CHUNK_INNER));

  other.stream = 1;
  g_assert_false (opens (&other, 7, VAULT_CHUNK_INNER));
  other = place;
  other.item_id[7] = 1;
  g_assert_false (opens (&other, 7, VAULT_CHUNK_INNER));
  other = place;
  other.key = other_key;
  g_assert_false (opens (&other, 7, VAULT_CHUNK_INNER));
  other = place;
  other.vault_id = other_id;
  g_assert_false (opens (&other, 7, VAULT_CHUNK_INNER));
}

/* Chunk 256 is not chunk 0 with the final flag: index and flag do not overlap. */
static void
test_index_is_not_flag (void)
{
  static guint8 other[VAULT_PIECE_BYTES];

  vault_chunk_seal (&place, (guint64) 1 << 56, VAULT_CHUNK_INNER, plain, sealed);
  vault_chunk_seal (&place, 0, VAULT_CHUNK_FINAL, plain, other);
  g_assert_cmpint (memcmp (sealed, other, VAULT_CHUNK_BYTES), !=, 0);
}

static void
assert_bit_counts (gsize byte, guint bit)
{
  sealed[byte] ^= (guint8) (1 << bit);
  g_assert_false (opens (&place, 3, VAULT_CHUNK_FINAL));
  sealed[byte] ^= (guint8) (1 << bit);
}

/* Every bit of the tag and of the first chacha block, one bit of every 61st byte. */
static void
test_bits_count (void)
{
  vault_chunk_seal (&place, 3, VAULT_CHUNK_FINAL, plain, sealed);
  for (guint bit = 0; bit < 8 * VAULT_TAG_BYTES; bit++)
    assert_bit_counts (VAULT_CHUNK_BYTES + bit / 8, bit % 8);
  for (guint bit = 0; bit < 8 * 64; bit++)
    assert_bit_counts (bit / 8, bit % 8);
  for (gsize byte = 64; byte < VAULT_CHUNK_BYTES; byte += 61)
    assert_bit_counts (byte, byte % 8);
  assert_bit_counts (VAULT_CHUNK_BYTES - 1, 0);
  g_assert_true (opens (&place, 3, VAULT_CHUNK_FINAL));
}

static void
test_opens_in_place_of_zeros (void)
{
  memset (sealed, 0, sizeof sealed);
  g_assert_false (opens (&place, 0, VAULT_CHUNK_FINAL));
}

/* What is made twice under one key has nothing to do with what was made before, also if it is
 * the same; and what its row cannot hold is not there. */
static void
test_late (void)
{
  static guint8 again[VAULT_PIECE_BYTES];
  static guint8 out[VAULT_CHUNK_BYTES];
  VaultChunkPlace late = place;

  late.stream = VAULT_LATE_STREAM;
  vault_chunk_seal (&late, 0, VAULT_CHUNK_FINAL, plain, sealed);
  vault_chunk_seal (&late, 0, VAULT_CHUNK_FINAL, plain, again);
  for (gsize at = 0; at < VAULT_PIECE_BYTES - 16; at += 16)
    g_assert_cmpint (memcmp (sealed + at, again + at, 16), !=, 0);

  g_assert_true (vault_chunk_open (&late, 0, VAULT_CHUNK_FINAL, sealed, out));
  g_assert_cmpmem (out, VAULT_LATE_BYTES, plain, VAULT_LATE_BYTES);
  g_assert_true (sodium_is_zero (out + VAULT_LATE_BYTES, VAULT_NONCE_BYTES));
  g_assert_true (vault_chunk_open (&late, 0, VAULT_CHUNK_FINAL, again, out));
  g_assert_false (vault_chunk_open (&late, 0, VAULT_CHUNK_INNER, sealed, out));
  g_assert_false (vault_chunk_open (&late, 1, VAULT_CHUNK_FINAL, sealed, out));
  g_assert_false (vault_chunk_open (&place, 0, VAULT_CHUNK_FINAL, sealed, out));

  for (gsize byte = 0; byte < VAULT_PIECE_BYTES; byte += 59) {
    sealed[byte] ^= 1;
    g_assert_false (vault_chunk_open (&late, 0, VAULT_CHUNK_FINAL, sealed, out));
    g_assert_true (sodium_is_zero (out, sizeof out));
    sealed[byte] ^= 1;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  randombytes_buf (plain, sizeof plain);
  g_test_add_func ("/chunk/count-and-length", test_count_and_length);
  g_test_add_func ("/chunk/lengths-add-up", test_lengths_add_up);
  g_test_add_func ("/chunk/place", test_place);
  g_test_add_func ("/chunk/index-is-not-flag", test_index_is_not_flag);
  g_test_add_func ("/chunk/bits-count", test_bits_count);
  g_test_add_func ("/chunk/late", test_late);
  g_test_add_func ("/chunk/zeros-do-not-open", test_opens_in_place_of_zeros);
  return g_test_run ();
}
