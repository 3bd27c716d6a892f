/* blocks.c - the two small blocks of a head that change with use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/blocks.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

/* State: nonce 24 | sealed 64 | tag 16, then the heart or as many random bytes, then random
 * to the end of the block. */
#define STATE_PLAIN_BYTES 64
#define STATE_SEALED_AT VAULT_NONCE_BYTES
#define STATE_END (STATE_SEALED_AT + STATE_PLAIN_BYTES + VAULT_TAG_BYTES)
#define STATE_GENERATION_AT 0
#define STATE_COMMITS_AT 8
#define STATE_SEGMENTS_AT 16
#define STATE_TIME_AT 24
#define STATE_UNREAPED_AT 32
#define STATE_HEADER_CHANGES_AT 36
#define STATE_HEART_AT 40
#define STATE_USED 41
#define HEART_AT STATE_END

/* Clock: plain fields, checksum over them and the vault id. */
#define CLOCK_MAGIC "NSTCLOCK"
#define CLOCK_TIME_AT 8
#define CLOCK_BOOT_AT 16
#define CLOCK_BOOT_ID_AT 24
#define CLOCK_DOUBT_AT 40
#define CLOCK_REAPED_AT 48
#define CLOCK_RING_GENERATION_AT 56
#define CLOCK_N_FAILED_AT 64
#define CLOCK_LAST_FAILED_AT 72
#define CLOCK_CHECKSUM_AT 80
#define CLOCK_END (CLOCK_CHECKSUM_AT + 32)

void
vault_state_encode (const VaultKeyringState *state,
                    const guint8 key[VAULT_KEY_BYTES],
                    const guint8 vault_id[VAULT_ID_BYTES],
                    guint8 out[VAULT_BLOCK_BYTES])
{
  guint8 plain[STATE_PLAIN_BYTES] = { 0 };

  vault_store_u64_le (plain + STATE_GENERATION_AT, state->generation);
  vault_store_u64_le (plain + STATE_COMMITS_AT, state->n_commits);
  vault_store_u32_le (plain + STATE_SEGMENTS_AT, state->n_segments);
  vault_store_u64_le (plain + STATE_TIME_AT, (guint64) state->time_s);
  vault_store_u32_le (plain + STATE_UNREAPED_AT, state->unreaped_s);
  vault_store_u32_le (plain + STATE_HEADER_CHANGES_AT, state->n_header_changes);
  plain[STATE_HEART_AT] = state->heart.n_days != 0;

  randombytes_buf (out, VAULT_BLOCK_BYTES);
  if (state->heart.n_days != 0)
    vault_heart_encode (&state->heart, key, vault_id, out + HEART_AT);
  crypto_aead_xchacha20poly1305_ietf_encrypt (out + STATE_SEALED_AT, NULL, plain,
                                              sizeof plain, vault_id, VAULT_ID_BYTES,
                                              NULL, out, key);
}

gboolean
vault_state_decode (const guint8 block[VAULT_BLOCK_BYTES],
                    const guint8 key[VAULT_KEY_BYTES],
                    const guint8 vault_id[VAULT_ID_BYTES],
                    VaultKeyringState *out)
{
  guint8 plain[STATE_PLAIN_BYTES];

  sodium_memzero (out, sizeof *out);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (
          plain, NULL, NULL, block + STATE_SEALED_AT,
          STATE_PLAIN_BYTES + VAULT_TAG_BYTES, vault_id, VAULT_ID_BYTES, block, key)
      != 0)
    return FALSE;
  if (plain[STATE_HEART_AT] > 1
      || !vault_bytes_are_zero (plain + STATE_SEGMENTS_AT + 4, 4)
      || !vault_bytes_are_zero (plain + STATE_USED, STATE_PLAIN_BYTES - STATE_USED))
    return FALSE;

  out->generation = vault_load_u64_le (plain + STATE_GENERATION_AT);
  out->n_commits = vault_load_u64_le (plain + STATE_COMMITS_AT);
  out->n_segments = vault_load_u32_le (plain + STATE_SEGMENTS_AT);
  out->time_s = (gint64) vault_load_u64_le (plain + STATE_TIME_AT);
  out->unreaped_s = vault_load_u32_le (plain + STATE_UNREAPED_AT);
  out->n_header_changes = vault_load_u32_le (plain + STATE_HEADER_CHANGES_AT);
  /* Without its heart a copy is none: the other one may have it. */
  if (plain[STATE_HEART_AT] == 1
      && !vault_heart_decode (block + HEART_AT, key, vault_id, &out->heart))
    return FALSE;

  return out->n_segments >= 1 && out->n_segments <= VAULT_MAX_SEGMENTS
         && out->time_s >= 0 && out->time_s <= VAULT_CLOCK_LATEST_S
         && out->unreaped_s <= out->time_s;
}

static void
clock_checksum (const guint8 *block, const guint8 *vault_id, guint8 out[32])
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, 32);
  crypto_generichash_update (&state, block, CLOCK_CHECKSUM_AT);
  crypto_generichash_update (&state, vault_id, VAULT_ID_BYTES);
  crypto_generichash_final (&state, out, 32);
}

void
vault_clock_encode (const VaultKeyringClock *clock,
                    const guint8 vault_id[VAULT_ID_BYTES],
                    guint8 out[VAULT_BLOCK_BYTES])
{
  sodium_memzero (out, VAULT_BLOCK_BYTES);
  memcpy (out, CLOCK_MAGIC, 8);
  vault_store_u64_le (out + CLOCK_TIME_AT, (guint64) clock->mark.time_s);
  vault_store_u64_le (out + CLOCK_BOOT_AT, (guint64) clock->mark.boot_s);
  memcpy (out + CLOCK_BOOT_ID_AT, clock->mark.boot_id, VAULT_BOOT_ID_BYTES);
  vault_store_u64_le (out + CLOCK_DOUBT_AT, (guint64) clock->mark.doubt_boot_s);
  vault_store_u64_le (out + CLOCK_REAPED_AT, (guint64) clock->reaped_until_s);
  vault_store_u64_le (out + CLOCK_RING_GENERATION_AT, clock->ring_generation);
  vault_store_u32_le (out + CLOCK_N_FAILED_AT, clock->n_failed);
  vault_store_u64_le (out + CLOCK_LAST_FAILED_AT, (guint64) clock->last_failed_s);
  clock_checksum (out, vault_id, out + CLOCK_CHECKSUM_AT);
}

gboolean
vault_clock_decode (const guint8 block[VAULT_BLOCK_BYTES],
                    const guint8 vault_id[VAULT_ID_BYTES],
                    VaultKeyringClock *out)
{
  guint8 sum[32];

  sodium_memzero (out, sizeof *out);
  clock_checksum (block, vault_id, sum);
  if (sodium_memcmp (block, CLOCK_MAGIC, 8) != 0
      || sodium_memcmp (block + CLOCK_CHECKSUM_AT, sum, sizeof sum) != 0
      || !vault_bytes_are_zero (block + CLOCK_N_FAILED_AT + 4, 4)
      || !vault_bytes_are_zero (block + CLOCK_END, VAULT_BLOCK_BYTES - CLOCK_END))
    return FALSE;

  out->mark.time_s = (gint64) vault_load_u64_le (block + CLOCK_TIME_AT);
  out->mark.boot_s = (gint64) vault_load_u64_le (block + CLOCK_BOOT_AT);
  memcpy (out->mark.boot_id, block + CLOCK_BOOT_ID_AT, VAULT_BOOT_ID_BYTES);
  out->mark.doubt_boot_s = (gint64) vault_load_u64_le (block + CLOCK_DOUBT_AT);
  out->reaped_until_s = (gint64) vault_load_u64_le (block + CLOCK_REAPED_AT);
  out->ring_generation = vault_load_u64_le (block + CLOCK_RING_GENERATION_AT);
  out->n_failed = vault_load_u32_le (block + CLOCK_N_FAILED_AT);
  out->last_failed_s = (gint64) vault_load_u64_le (block + CLOCK_LAST_FAILED_AT);
  return out->mark.time_s >= 0 && out->mark.time_s <= VAULT_CLOCK_LATEST_S
         && out->mark.boot_s >= 0 && out->mark.boot_s <= VAULT_CLOCK_LATEST_S
         && out->mark.doubt_boot_s >= 0 && out->reaped_until_s >= 0
         && out->reaped_until_s <= out->mark.time_s && out->last_failed_s >= 0
         && out->last_failed_s <= VAULT_CLOCK_LATEST_S;
}
