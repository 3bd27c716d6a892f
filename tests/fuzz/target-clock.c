/* target-clock.c - fuzzing the keyring's clock block, and the clock that goes on from it
 *
 * Input: mode | raw: the block | sealed: its 80 bytes before the checksum, then what the
 *        computer says: wall clock 8, since boot 8, synchronised 1, boot id 16
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <sodium.h>
#include <string.h>

#include "keyring/blocks.h"
#include "keyring/epoch.h"

#define CHECKSUM_AT 80

static void
add_checksum (guint8 *block)
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, 32);
  crypto_generichash_update (&state, block, CHECKSUM_AT);
  crypto_generichash_update (&state, fuzz_vault_id, VAULT_ID_BYTES);
  crypto_generichash_final (&state, block + CHECKSUM_AT, 32);
}

/* A computer may say what it likes within the years that are stored. */
static gint64
take_time (FuzzInput *input)
{
  return (gint64) (fuzz_take_u64 (input) % (VAULT_CLOCK_LATEST_S + 1));
}

static void
check_advance (VaultKeyringClock *clock, FuzzInput *input)
{
  VaultClockReading reading = { .wall_s = take_time (input),
                                .boot_s = take_time (input),
                                .synchronised = fuzz_take_u8 (input) & 1 };
  guint8 due[VAULT_N_EPOCH_KEYS];
  gint64 before = clock->mark.time_s;
  gboolean doubtful;
  gint64 now;

  fuzz_take (input, reading.boot_id, sizeof reading.boot_id);
  now = vault_clock_advance (&clock->mark, &reading, &doubtful);
  g_assert_cmpint (now, ==, clock->mark.time_s);
  g_assert_cmpint (now, >=, before);
  if (doubtful)
    g_assert_cmpint (reading.wall_s, >, now);

  g_assert_cmpuint (vault_epochs_find_passed (clock->reaped_until_s, now, due), <=,
                    VAULT_N_EPOCH_KEYS);
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  gboolean is_sealed = fuzz_take_u8 (&input) == FUZZ_SEALED;
  guint8 block[VAULT_BLOCK_BYTES] = { 0 };
  VaultKeyringClock clock;
  guint8 again[VAULT_BLOCK_BYTES];

  if (is_sealed) {
    fuzz_take (&input, block, CHECKSUM_AT);
    add_checksum (block);
  } else {
    fuzz_take (&input, block, sizeof block);
  }

  if (!vault_clock_decode (block, fuzz_vault_id, &clock))
    return FALSE;

  g_assert_cmpint (clock.mark.time_s, >=, 0);
  g_assert_cmpint (clock.mark.time_s, <=, VAULT_CLOCK_LATEST_S);
  g_assert_cmpint (clock.reaped_until_s, >=, 0);
  g_assert_cmpint (clock.reaped_until_s, <=, clock.mark.time_s);
  g_assert_cmpint (clock.last_failed_s, >=, 0);

  /* There is one way to say each of them. */
  vault_clock_encode (&clock, fuzz_vault_id, again);
  g_assert_true (memcmp (again, block, sizeof block) == 0);
  check_advance (&clock, &input);
  return TRUE;
}
