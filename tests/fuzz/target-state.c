/* target-state.c - fuzzing the keyring's state block
 *
 * Input: mode | raw: the block | sealed: its 64 plain bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"
#include "keyring/blocks.h"

#define PLAIN_BYTES 64

/* There is one way to say each state. */
static void
check_state (const VaultKeyringState *state, const guint8 *plain)
{
  guint8 again[PLAIN_BYTES] = { 0 };

  vault_store_u64_le (again, state->generation);
  vault_store_u64_le (again + 8, state->n_commits);
  vault_store_u32_le (again + 16, state->n_segments);
  vault_store_u64_le (again + 24, (guint64) state->time_s);
  vault_store_u32_le (again + 32, state->unreaped_s);
  vault_store_u32_le (again + 36, state->n_header_changes);
  g_assert_cmpmem (plain, PLAIN_BYTES, again, PLAIN_BYTES);
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  gboolean is_sealed = fuzz_take_u8 (&input) == FUZZ_SEALED;
  guint8 block[VAULT_BLOCK_BYTES] = { 0 };
  guint8 plain[PLAIN_BYTES];
  VaultKeyringState state;
  VaultKeyringState again;

  if (is_sealed) {
    fuzz_take (&input, plain, sizeof plain);
    memcpy (block, fuzz_nonce, VAULT_NONCE_BYTES);
    fuzz_seal (fuzz_key, fuzz_nonce, fuzz_vault_id, VAULT_ID_BYTES, plain, sizeof plain,
               block + VAULT_NONCE_BYTES);
  } else {
    fuzz_take (&input, block, sizeof block);
  }

  if (!vault_state_decode (block, fuzz_key, fuzz_vault_id, &state))
    return FALSE;

  g_assert_cmpuint (state.n_segments, >=, 1);
  g_assert_cmpuint (state.n_segments, <=, VAULT_MAX_SEGMENTS);
  g_assert_cmpint (state.time_s, >=, 0);
  g_assert_cmpint (state.time_s, <=, VAULT_CLOCK_LATEST_S);
  g_assert_cmpint (state.unreaped_s, <=, state.time_s);
  if (is_sealed)
    check_state (&state, plain);

  vault_state_encode (&state, fuzz_key, fuzz_vault_id, block);
  g_assert_true (vault_state_decode (block, fuzz_key, fuzz_vault_id, &again));
  g_assert_cmpmem (&again, sizeof again, &state, sizeof state);
  return TRUE;
}
