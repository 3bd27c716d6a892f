/* test-cell-seal.c - the 128 bytes on which the life of an item hangs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/cell-seal.h"

#include <sodium.h>
#include <string.h>

static const guint8 ring_key[VAULT_KEY_BYTES] = { 1 };
static const guint8 vault_id[VAULT_ID_BYTES] = { 2 };
static const guint8 epoch_key[VAULT_KEY_BYTES] = { 3 };
static const guint8 item_root[VAULT_KEY_BYTES] = { 4, 5, 6 };

static const VaultEpoch never = { .class = VAULT_EPOCH_NEVER };
static const VaultEpoch hour = { .class = VAULT_EPOCH_HOURLY, .number = 472222 };

static VaultCellPlace
place_of (guint32 number)
{
  VaultCellPlace place = { ring_key, vault_id, number };

  return place;
}

static void
seal (guint32 number, VaultEpoch epoch, guint8 *out)
{
  VaultCellPlace place = place_of (number);
  VaultCellScratch scratch;

  vault_cell_seal (&place, epoch, epoch.class == VAULT_EPOCH_NEVER ? NULL : epoch_key,
                   item_root, &scratch, out);
  g_assert_true (sodium_is_zero ((const guint8 *) &scratch, sizeof scratch));
}

static gboolean
opens (const VaultCellPlace *place, const guint8 *sealed, VaultEpoch expected)
{
  VaultCellScratch scratch;
  VaultEpoch epoch;

  if (!vault_cell_open (place, sealed, &scratch, &epoch)) {
    g_assert_cmpint (epoch.class, ==, VAULT_EPOCH_NEVER);
    g_assert_cmpuint (epoch.number, ==, 0);
    return FALSE;
  }

  g_assert_cmpint (epoch.class, ==, expected.class);
  g_assert_cmpuint (epoch.number, ==, expected.number);
  return TRUE;
}

static gboolean
unwraps (const guint8 *sealed, const guint8 *key)
{
  VaultCellPlace place = place_of (77);
  VaultCellScratch scratch;
  VaultEpoch epoch;
  guint8 root[VAULT_KEY_BYTES];
  gboolean unwrapped;

  g_assert_true (vault_cell_open (&place, sealed, &scratch, &epoch));
  unwrapped = vault_cell_unwrap (&place, sealed, key, &scratch, root);
  if (unwrapped)
    g_assert_cmpmem (root, sizeof root, item_root, sizeof item_root);
  else
    g_assert_true (sodium_is_zero (root, sizeof root));
  return unwrapped;
}

static void
test_never (void)
{
  guint8 sealed[VAULT_CELL_BYTES];
  VaultCellPlace place = place_of (77);

  seal (77, never, sealed);
  g_assert_true (opens (&place, sealed, never));
  g_assert_true (unwraps (sealed, NULL));
  g_assert_false (unwraps (sealed, epoch_key));
}

/* An expiring item needs the ring key and the epoch key. */
static void
test_epoch (void)
{
  guint8 sealed[VAULT_CELL_BYTES];
  guint8 key[VAULT_KEY_BYTES];
  VaultCellPlace place = place_of (77);

  seal (77, hour, sealed);
  g_assert_true (opens (&place, sealed, hour));
  g_assert_true (unwraps (sealed, epoch_key));
  g_assert_false (unwraps (sealed, NULL));
  for (guint bit = 0; bit < 8 * VAULT_KEY_BYTES; bit++) {
    memcpy (key, epoch_key, sizeof key);
    key[bit / 8] ^= (guint8) (1 << bit % 8);
    g_assert_false (unwraps (sealed, key));
  }
}

static void
test_every_class (void)
{
  for (guint class = VAULT_EPOCH_HOURLY; class < VAULT_N_EPOCH_CLASSES; class ++) {
    guint8 sealed[VAULT_CELL_BYTES];
    VaultCellPlace place = place_of (77);
    VaultEpoch epoch = { .class = class, .number = G_MAXUINT32 };

    seal (77, epoch, sealed);
    g_assert_true (opens (&place, sealed, epoch));
    g_assert_true (unwraps (sealed, epoch_key));
  }
}

static void
test_place (void)
{
  const guint8 other_key[VAULT_KEY_BYTES] = { 9 };
  const guint8 other_id[VAULT_ID_BYTES] = { 9 };
  guint8 sealed[VAULT_CELL_BYTES];
  VaultCellPlace place = place_of (77);

  seal (77, never, sealed);
  place.number = 78;
  g_assert_false (opens (&place, sealed, never));
  place.number = 77 + (1u << 31);
  g_assert_false (opens (&place, sealed, never));
  place = place_of (77);
  place.ring_key = other_key;
  g_assert_false (opens (&place, sealed, never));
  place = place_of (77);
  place.vault_id = other_id;
  g_assert_false (opens (&place, sealed, never));
}

static void
test_every_bit_counts (void)
{
  guint8 sealed[VAULT_CELL_BYTES];
  VaultCellPlace place = place_of (77);

  seal (77, hour, sealed);
  for (guint bit = 0; bit < 8 * VAULT_CELL_BYTES; bit++) {
    sealed[bit / 8] ^= (guint8) (1 << bit % 8);
    g_assert_false (opens (&place, sealed, hour));
    sealed[bit / 8] ^= (guint8) (1 << bit % 8);
  }
  g_assert_true (opens (&place, sealed, hour));
}

/* Written twice, a cell has nothing in common with itself, inner wrap included: or else
 * two states of it would tell that the root is the same. */
static void
test_fresh_each_time (void)
{
  guint8 sealed[2][VAULT_CELL_BYTES];
  VaultCellScratch scratch[2];
  VaultCellPlace place = place_of (77);
  VaultEpoch epoch;

  for (guint i = 0; i < 2; i++) {
    seal (77, never, sealed[i]);
    g_assert_true (vault_cell_open (&place, sealed[i], &scratch[i], &epoch));
  }
  for (guint at = 0; at < VAULT_CELL_BYTES; at += 16)
    g_assert_cmpint (memcmp (sealed[0] + at, sealed[1] + at, 16), !=, 0);
  g_assert_cmpint (memcmp (scratch[0].plain + 8, scratch[1].plain + 8, 48), !=, 0);
}

static void
test_random_is_free (void)
{
  guint8 sealed[VAULT_CELL_BYTES];
  VaultCellPlace place = place_of (77);

  for (guint i = 0; i < 100; i++) {
    randombytes_buf (sealed, sizeof sealed);
    g_assert_false (opens (&place, sealed, never));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/cell-seal/never", test_never);
  g_test_add_func ("/cell-seal/epoch", test_epoch);
  g_test_add_func ("/cell-seal/every-class", test_every_class);
  g_test_add_func ("/cell-seal/place", test_place);
  g_test_add_func ("/cell-seal/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/cell-seal/fresh-each-time", test_fresh_each_time);
  g_test_add_func ("/cell-seal/random-is-free", test_random_is_free);
  return g_test_run ();
}
