/* target-header.c - fuzzing the keyring's header, and asking what it says for slots
 *
 * Input: mode | raw: the block | sealed: how many zero bytes are left out behind the first
 *        128 bytes 2, then the block's bytes without them; MAC and checksum are made
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <sodium.h>
#include <string.h>

#include "keyring/header.h"

#define FIRST_BYTES 128
#define MAC_AT 4032
#define CHECKSUM_AT 4064

static guint8 block[VAULT_BLOCK_BYTES];
static guint8 again[VAULT_BLOCK_BYTES];
static VaultHeader header;

static void
take_sealed (FuzzInput *input)
{
  gsize left_out = fuzz_take_u16 (input) % (MAC_AT - FIRST_BYTES);

  memset (block, 0, sizeof block);
  fuzz_take (input, block, FIRST_BYTES);
  fuzz_take (input, block + FIRST_BYTES + left_out, MAC_AT - FIRST_BYTES - left_out);
  crypto_generichash (block + MAC_AT, 32, block, MAC_AT, fuzz_key, VAULT_KEY_BYTES);
  crypto_generichash (block + CHECKSUM_AT, 32, block, CHECKSUM_AT, NULL, 0);
}

static void
open_slots (void)
{
  guint8 key[VAULT_KEY_BYTES];
  VaultSlotScratch scratch;
  VaultSlotKind kind;

  for (guint8 i = 0; i < VAULT_N_SLOTS; i++) {
    VaultSlotPlace place = { header.vault_id, &header.kdf, i };

    (void) !vault_slot_open (fuzz_key, &place, header.slots[i], &scratch, &kind, key);
  }
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  gboolean is_sealed = fuzz_take_u8 (&input) == FUZZ_SEALED;
  VaultHeaderStatus status;

  if (is_sealed)
    take_sealed (&input);
  else
    fuzz_take (&input, block, sizeof block);

  status = vault_header_decode (block, &header);
  if (status != VAULT_HEADER_OK) {
    g_assert_true (sodium_is_zero ((const guint8 *) &header, sizeof header));
    return FALSE;
  }

  g_assert_false (vault_header_verify (block, fuzz_other_key));
  if (is_sealed) {
    /* There is one way to say each header. */
    g_assert_true (vault_header_verify (block, fuzz_key));
    vault_header_encode (&header, fuzz_key, again);
    g_assert_cmpmem (again, sizeof again, block, sizeof block);
    open_slots ();
  }
  return vault_kdf_params_are_acceptable (&header.kdf, G_MAXUINT64);
}
