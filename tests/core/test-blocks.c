/* test-blocks.c - the state block and the clock block
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/blocks.h"

#include <sodium.h>
#include <string.h>

/* Of the state block; what follows is noise that belongs to nothing. */
#define STATE_USED_BYTES 104
#define CLOCK_USED_BYTES VAULT_BLOCK_BYTES

static const guint8 key[VAULT_KEY_BYTES] = { 1 };
static const guint8 vault_id[VAULT_ID_BYTES] = { 2 };
static const VaultKeyringState state = {
  .generation = 11,
  .n_commits = 22,
  .n_segments = 3,
  .time_s = 1700000000,
  .unreaped_s = 44,
  .n_header_changes = 55,
};
static const VaultKeyringClock clock_block = {
  { 1700000000, 5000, { 3, 4 }, 4000 }, 1699999200, 7, 5, 1699999999,
};

static void
test_state_round_trip (void)
{
  guint8 block[VAULT_BLOCK_BYTES];
  guint8 again[VAULT_BLOCK_BYTES];
  VaultKeyringState decoded;

  vault_state_encode (&state, key, vault_id, block);
  g_assert_true (vault_state_decode (block, key, vault_id, &decoded));
  g_assert_cmpuint (decoded.generation, ==, 11);
  g_assert_cmpuint (decoded.n_commits, ==, 22);
  g_assert_cmpuint (decoded.n_segments, ==, 3);
  g_assert_cmpint (decoded.time_s, ==, 1700000000);
  g_assert_cmpuint (decoded.unreaped_s, ==, 44);
  g_assert_cmpuint (decoded.n_header_changes, ==, 55);

  vault_state_encode (&state, key, vault_id, again);
  g_assert_cmpint (memcmp (block, again, VAULT_NONCE_BYTES), !=, 0);
}

static void
test_state_every_bit_counts (void)
{
  guint8 block[VAULT_BLOCK_BYTES];
  VaultKeyringState decoded;

  vault_state_encode (&state, key, vault_id, block);
  for (guint bit = 0; bit < 8 * VAULT_BLOCK_BYTES; bit++) {
    gboolean counts = bit < 8 * STATE_USED_BYTES;

    block[bit / 8] ^= (guint8) (1 << bit % 8);
    g_assert_cmpint (vault_state_decode (block, key, vault_id, &decoded), ==, !counts);
    if (counts)
      g_assert_true (sodium_is_zero ((const guint8 *) &decoded, sizeof decoded));
    block[bit / 8] ^= (guint8) (1 << bit % 8);
  }
}

static void
test_state_place (void)
{
  const guint8 other_key[VAULT_KEY_BYTES] = { 9 };
  const guint8 other_id[VAULT_ID_BYTES] = { 9 };
  guint8 block[VAULT_BLOCK_BYTES];
  VaultKeyringState decoded;

  vault_state_encode (&state, key, vault_id, block);
  g_assert_false (vault_state_decode (block, other_key, vault_id, &decoded));
  g_assert_false (vault_state_decode (block, key, other_id, &decoded));
}

#define NO_RULE                                                                        \
  {                                                                                    \
    .n_days = 0                                                                        \
  }

static void
test_state_limits (void)
{
  static const struct {
    VaultKeyringState state;
    gboolean good;
  } cases[] = {
    { { 0, 0, 1, 0, 0, 0, NO_RULE }, TRUE },
    { { G_MAXUINT64, G_MAXUINT64, VAULT_MAX_SEGMENTS, VAULT_CLOCK_LATEST_S, 0, 0,
        NO_RULE },
      TRUE },
    { { 1, 1, 1, VAULT_CLOCK_LATEST_S + 1, 0, 0, NO_RULE }, FALSE },
    { { 1, 1, 1, G_MAXINT64, 0, 0, NO_RULE }, FALSE },
    { { 0, 0, 0, 0, 0, 0, NO_RULE }, FALSE },
    { { 0, 0, VAULT_MAX_SEGMENTS + 1, 0, 0, 0, NO_RULE }, FALSE },
    { { 0, 0, G_MAXUINT32, 0, 0, 0, NO_RULE }, FALSE },
    { { 0, 0, 1, -1, 0, 0, NO_RULE }, FALSE },
    { { 0, 0, 1, 100, 100, 0, NO_RULE }, TRUE },
    { { 0, 0, 1, 100, 101, 0, NO_RULE }, FALSE },
  };
  guint8 block[VAULT_BLOCK_BYTES];
  VaultKeyringState decoded;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    vault_state_encode (&cases[i].state, key, vault_id, block);
    g_assert_cmpint (vault_state_decode (block, key, vault_id, &decoded), ==,
                     cases[i].good);
  }
}

static void
test_clock_round_trip (void)
{
  guint8 block[VAULT_BLOCK_BYTES];
  guint8 again[VAULT_BLOCK_BYTES];
  VaultKeyringClock decoded;

  vault_clock_encode (&clock_block, vault_id, block);
  g_assert_true (vault_clock_decode (block, vault_id, &decoded));
  g_assert_cmpint (decoded.mark.time_s, ==, 1700000000);
  g_assert_cmpint (decoded.mark.boot_s, ==, 5000);
  g_assert_cmpint (decoded.mark.doubt_boot_s, ==, 4000);
  g_assert_cmpint (decoded.reaped_until_s, ==, 1699999200);
  g_assert_cmpmem (decoded.mark.boot_id, VAULT_BOOT_ID_BYTES, clock_block.mark.boot_id,
                   VAULT_BOOT_ID_BYTES);
  vault_clock_encode (&decoded, vault_id, again);
  g_assert_cmpmem (block, sizeof block, again, sizeof again);
}

static void
test_clock_every_bit_counts (void)
{
  guint8 block[VAULT_BLOCK_BYTES];
  VaultKeyringClock decoded;

  vault_clock_encode (&clock_block, vault_id, block);
  for (guint bit = 0; bit < 8 * CLOCK_USED_BYTES; bit++) {
    block[bit / 8] ^= (guint8) (1 << bit % 8);
    g_assert_false (vault_clock_decode (block, vault_id, &decoded));
    g_assert_true (sodium_is_zero ((const guint8 *) &decoded, sizeof decoded));
    block[bit / 8] ^= (guint8) (1 << bit % 8);
  }
}

static void
test_clock_limits (void)
{
  static const struct {
    VaultKeyringClock clock;
    gboolean good;
  } cases[] = {
    { { { 0, 0, { 0 }, 0 }, 0, 1, 0, 0 }, TRUE },
    { { { 100, 0, { 0 }, 0 }, 100, 1, 0, 0 }, TRUE },
    { { { 100, 0, { 0 }, 0 }, 101, 1, 0, 0 }, FALSE },
    { { { -1, 0, { 0 }, 0 }, 0, 1, 0, 0 }, FALSE },
    { { { 100, -1, { 0 }, 0 }, 0, 1, 0, 0 }, FALSE },
    { { { 100, 0, { 0 }, -1 }, 0, 1, 0, 0 }, FALSE },
    { { { 100, 0, { 0 }, 0 }, -1, 1, 0, 0 }, FALSE },
    { { { VAULT_CLOCK_LATEST_S, VAULT_CLOCK_LATEST_S, { 0 }, G_MAXINT64 },
        VAULT_CLOCK_LATEST_S,
        G_MAXUINT64,
        G_MAXUINT32,
        VAULT_CLOCK_LATEST_S },
      TRUE },
    { { { 100, 0, { 0 }, 0 }, 0, 1, 1, -1 }, FALSE },
    { { { 100, 0, { 0 }, 0 }, 0, 1, 1, VAULT_CLOCK_LATEST_S + 1 }, FALSE },
    { { { VAULT_CLOCK_LATEST_S + 1, 0, { 0 }, 0 }, 0, 1, 0, 0 }, FALSE },
    { { { 0, VAULT_CLOCK_LATEST_S + 1, { 0 }, 0 }, 0, 1, 0, 0 }, FALSE },
  };
  const guint8 other_id[VAULT_ID_BYTES] = { 9 };
  guint8 block[VAULT_BLOCK_BYTES];
  VaultKeyringClock decoded;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    vault_clock_encode (&cases[i].clock, vault_id, block);
    g_assert_cmpint (vault_clock_decode (block, vault_id, &decoded), ==, cases[i].good);
    g_assert_false (vault_clock_decode (block, other_id, &decoded));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/blocks/state/round-trip", test_state_round_trip);
  g_test_add_func ("/blocks/state/every-bit-counts", test_state_every_bit_counts);
  g_test_add_func ("/blocks/state/place", test_state_place);
  g_test_add_func ("/blocks/state/limits", test_state_limits);
  g_test_add_func ("/blocks/clock/round-trip", test_clock_round_trip);
  g_test_add_func ("/blocks/clock/every-bit-counts", test_clock_every_bit_counts);
  g_test_add_func ("/blocks/clock/limits", test_clock_limits);
  return g_test_run ();
}
