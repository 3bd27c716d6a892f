/* test-header.c - the first block of a head
 *
 * tests/vectors has the refusals of each field.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/header.h"

#include <sodium.h>
#include <string.h>

static const guint8 mac_key[VAULT_KEY_BYTES] = { 1, 2, 3 };

static void
fill (VaultHeader *header)
{
  sodium_memzero (header, sizeof *header);
  vault_kdf_params_init_quick (&header->kdf);
  header->ring_generation = G_GUINT64_CONSTANT (0x0102030405060708);
  randombytes_buf (header->vault_id, VAULT_ID_BYTES);
  randombytes_buf (header->slots, sizeof header->slots);
}

static void
test_round_trip (void)
{
  VaultHeader header;
  VaultHeader decoded;
  guint8 block[VAULT_BLOCK_BYTES];
  guint8 again[VAULT_BLOCK_BYTES];

  fill (&header);
  vault_header_encode (&header, mac_key, block);
  g_assert_cmpint (vault_header_decode (block, &decoded), ==, VAULT_HEADER_OK);
  g_assert_true (vault_header_verify (block, mac_key));
  g_assert_cmpuint (decoded.kdf.memory_bytes, ==, header.kdf.memory_bytes);
  g_assert_cmpuint (decoded.ring_generation, ==, header.ring_generation);

  /* One encoding for each value. */
  vault_header_encode (&decoded, mac_key, again);
  g_assert_cmpmem (block, sizeof block, again, sizeof again);
}

/* Damage to any single bit is seen without a key. */
static void
test_every_bit_counts (void)
{
  VaultHeader header;
  guint8 block[VAULT_BLOCK_BYTES];

  fill (&header);
  vault_header_encode (&header, mac_key, block);
  for (guint bit = 0; bit < 8 * VAULT_BLOCK_BYTES; bit++) {
    VaultHeader decoded;

    block[bit / 8] ^= (guint8) (1 << bit % 8);
    g_assert_cmpint (vault_header_decode (block, &decoded), ==, VAULT_HEADER_DAMAGED);
    g_assert_true (sodium_is_zero ((const guint8 *) &decoded, sizeof decoded));
    block[bit / 8] ^= (guint8) (1 << bit % 8);
  }
  g_assert_cmpint (vault_header_decode (block, &header), ==, VAULT_HEADER_OK);
}

/* Who has no key can repair the checksum, but not the MAC: every byte of it is covered. */
static void
test_mac_covers_everything (void)
{
  VaultHeader header;
  guint8 block[VAULT_BLOCK_BYTES];

  fill (&header);
  vault_header_encode (&header, mac_key, block);
  for (guint byte = 0; byte < 4064; byte++) {
    block[byte] ^= 0x10;
    g_assert_false (vault_header_verify (block, mac_key));
    block[byte] ^= 0x10;
  }
  g_assert_true (vault_header_verify (block, mac_key));
}

static void
test_mac_key (void)
{
  VaultHeader header;
  guint8 block[VAULT_BLOCK_BYTES];
  guint8 key[VAULT_KEY_BYTES];

  fill (&header);
  vault_header_encode (&header, mac_key, block);
  memcpy (key, mac_key, sizeof key);
  key[31] ^= 1;
  g_assert_false (vault_header_verify (block, key));
}

static void
test_destroyed (void)
{
  VaultHeader decoded;
  guint8 block[VAULT_BLOCK_BYTES];

  randombytes_buf (block, sizeof block);
  g_assert_cmpint (vault_header_decode (block, &decoded), ==, VAULT_HEADER_DAMAGED);
  memcpy (block, VAULT_DESTROYED_MARKER, VAULT_MARKER_BYTES);
  g_assert_cmpint (vault_header_decode (block, &decoded), ==, VAULT_HEADER_DESTROYED);
  block[VAULT_MARKER_BYTES - 1] = 1;
  g_assert_cmpint (vault_header_decode (block, &decoded), ==, VAULT_HEADER_DAMAGED);
}

/* What the ring key is bound to. */
static void
test_ring_key (void)
{
  const guint8 root[VAULT_KEY_BYTES] = { 5 };
  VaultHeader header;
  guint8 first[VAULT_KEY_BYTES];
  guint8 other[VAULT_KEY_BYTES];

  fill (&header);
  vault_header_derive_ring_key (&header, root, first);
  header.ring_generation++;
  vault_header_derive_ring_key (&header, root, other);
  g_assert_cmpint (memcmp (first, other, sizeof first), !=, 0);
  header.ring_generation--;
  header.vault_id[15] ^= 1;
  vault_header_derive_ring_key (&header, root, other);
  g_assert_cmpint (memcmp (first, other, sizeof first), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/header/round-trip", test_round_trip);
  g_test_add_func ("/header/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/header/mac-covers-everything", test_mac_covers_everything);
  g_test_add_func ("/header/mac-key", test_mac_key);
  g_test_add_func ("/header/destroyed", test_destroyed);
  g_test_add_func ("/header/ring-key", test_ring_key);
  return g_test_run ();
}
