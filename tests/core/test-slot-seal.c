/* test-slot-seal.c - one of the eight slots that hold the master key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/slot-seal.h"

#include <sodium.h>
#include <string.h>

static const guint8 vault_id[VAULT_ID_BYTES] = { 1, 2, 3 };
static const guint8 passphrase_key[VAULT_KEY_BYTES] = { 4, 5, 6 };
static const guint8 master_key[VAULT_KEY_BYTES] = { 7, 8, 9 };
static const VaultKdfParams kdf = { 1, (guint64) 64 << 20, 3, { 10 } };

static gboolean
opens (const guint8 *sealed, guint8 number, const guint8 *key)
{
  VaultSlotPlace place = { vault_id, &kdf, number };
  VaultSlotScratch scratch;
  VaultSlotKind kind;
  guint8 out[VAULT_KEY_BYTES];
  gboolean opened;

  memset (out, 0xee, sizeof out);
  opened = vault_slot_open (key, &place, sealed, &scratch, &kind, out);
  g_assert_true (sodium_is_zero ((const guint8 *) &scratch, sizeof scratch));
  if (opened) {
    g_assert_cmpint (kind, ==, VAULT_SLOT_NORMAL);
    g_assert_cmpmem (out, sizeof out, master_key, sizeof master_key);
  } else {
    g_assert_true (sodium_is_zero (out, sizeof out));
  }

  return opened;
}

static void
seal (guint8 number, guint8 *out)
{
  VaultSlotPlace place = { vault_id, &kdf, number };
  VaultSlotScratch scratch;
  guint8 public_key[VAULT_KEY_BYTES];

  vault_slot_get_public_key (passphrase_key, &place, &scratch, public_key);
  g_assert_true (sodium_is_zero ((const guint8 *) &scratch, sizeof scratch));
  g_assert_true (vault_slot_seal (public_key, &place, VAULT_SLOT_NORMAL, master_key,
                                  &scratch, out));
  g_assert_true (sodium_is_zero ((const guint8 *) &scratch, sizeof scratch));
}

static void
test_round_trip (void)
{
  guint8 sealed[VAULT_SLOT_BYTES];
  guint8 again[VAULT_SLOT_BYTES];

  for (guint8 number = 0; number < VAULT_N_SLOTS; number++) {
    seal (number, sealed);
    seal (number, again);
    g_assert_cmpint (memcmp (sealed, again, sizeof sealed), !=, 0);
    for (guint8 other = 0; other < VAULT_N_SLOTS; other++)
      g_assert_cmpint (opens (sealed, other, passphrase_key), ==, other == number);
  }
}

static void
test_wrong_key (void)
{
  guint8 sealed[VAULT_SLOT_BYTES];
  guint8 key[VAULT_KEY_BYTES];

  seal (0, sealed);
  for (guint bit = 0; bit < 8 * VAULT_KEY_BYTES; bit++) {
    memcpy (key, passphrase_key, sizeof key);
    key[bit / 8] ^= (guint8) (1 << bit % 8);
    g_assert_false (opens (sealed, 0, key));
  }
}

static void
test_every_bit_counts (void)
{
  guint8 sealed[VAULT_SLOT_BYTES];

  seal (3, sealed);
  for (guint bit = 0; bit < 8 * VAULT_SLOT_BYTES; bit++) {
    sealed[bit / 8] ^= (guint8) (1 << bit % 8);
    g_assert_false (opens (sealed, 3, passphrase_key));
    sealed[bit / 8] ^= (guint8) (1 << bit % 8);
  }
  g_assert_true (opens (sealed, 3, passphrase_key));
}

static void
test_random_is_unused (void)
{
  guint8 sealed[VAULT_SLOT_BYTES];

  for (guint i = 0; i < 100; i++) {
    randombytes_buf (sealed, sizeof sealed);
    g_assert_false (opens (sealed, 0, passphrase_key));
  }
}

/* An unused slot must not be told from a used one: where a used one has a point of the
 * curve, so has it. */
static void
test_unused (void)
{
  guint8 unused[VAULT_SLOT_BYTES];
  guint8 shared[VAULT_KEY_BYTES];
  VaultSlotScratch scratch;

  for (guint i = 0; i < 20; i++) {
    vault_slot_fill_unused (&scratch, unused);
    g_assert_true (sodium_is_zero ((const guint8 *) &scratch, sizeof scratch));
    g_assert_false (opens (unused, 0, passphrase_key));
    g_assert_cmpint (crypto_scalarmult (shared, passphrase_key, unused + 32), ==, 0);
    g_assert_cmpuint (unused[63] & 0x80, ==, 0);
  }
}

/* With a point of small order everybody would share the secret zero. */
static void
test_small_order (void)
{
  VaultSlotPlace place = { vault_id, &kdf, 0 };
  VaultSlotScratch scratch;
  const guint8 points[][VAULT_KEY_BYTES] = { { 0 }, { 1 } };
  guint8 sealed[VAULT_SLOT_BYTES];

  for (guint i = 0; i < G_N_ELEMENTS (points); i++) {
    g_assert_false (vault_slot_seal (points[i], &place, VAULT_SLOT_NORMAL, master_key,
                                     &scratch, sealed));
    seal (0, sealed);
    memcpy (sealed + 32, points[i], VAULT_KEY_BYTES);
    g_assert_false (opens (sealed, 0, passphrase_key));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/slot-seal/round-trip", test_round_trip);
  g_test_add_func ("/slot-seal/wrong-key", test_wrong_key);
  g_test_add_func ("/slot-seal/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/slot-seal/random-is-unused", test_random_is_unused);
  g_test_add_func ("/slot-seal/unused", test_unused);
  g_test_add_func ("/slot-seal/small-order", test_small_order);
  return g_test_run ();
}
