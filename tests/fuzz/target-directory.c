/* target-directory.c - fuzzing the header's directory of slots
 *
 * Input: mode | raw: 552 bytes | sealed: the 512 plain bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <sodium.h>
#include <string.h>

#include "file/clock.h"
#include "keyring/directory.h"

static guint8 plain[VAULT_DIRECTORY_PLAIN_BYTES];
static guint8 sealed[VAULT_DIRECTORY_BYTES];
static guint8 again[VAULT_DIRECTORY_PLAIN_BYTES];

/* There is one way to say each directory. */
static void
check_encoding (VaultDirectory *directory)
{
  vault_directory_seal (directory, fuzz_key, fuzz_vault_id, sealed);
  g_assert_cmpint (crypto_aead_xchacha20poly1305_ietf_decrypt (
                       again, NULL, NULL, sealed + VAULT_NONCE_BYTES,
                       sizeof sealed - VAULT_NONCE_BYTES, fuzz_vault_id, VAULT_ID_BYTES,
                       sealed, fuzz_key),
                   ==, 0);
  g_assert_cmpmem (again, sizeof again, plain, sizeof plain);
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  gboolean is_sealed = fuzz_take_u8 (&input) == FUZZ_SEALED;
  VaultDirectory directory;

  if (is_sealed) {
    fuzz_take (&input, plain, sizeof plain);
    memcpy (sealed, fuzz_nonce, VAULT_NONCE_BYTES);
    fuzz_seal (fuzz_key, fuzz_nonce, fuzz_vault_id, VAULT_ID_BYTES, plain, sizeof plain,
               sealed + VAULT_NONCE_BYTES);
  } else {
    fuzz_take (&input, sealed, sizeof sealed);
  }

  if (!vault_directory_open (&directory, fuzz_key, fuzz_vault_id, sealed)) {
    g_assert_true (sodium_is_zero ((const guint8 *) &directory, sizeof directory));
    return FALSE;
  }

  for (guint i = 0; i < VAULT_N_SLOTS; i++) {
    const VaultDirectoryEntry *entry = &directory.entries[i];

    g_assert_true (entry->kind == 0 || vault_slot_kind_is_known (entry->kind));
    g_assert_cmpint (entry->added_s, >=, 0);
    g_assert_cmpint (entry->added_s, <=, VAULT_CLOCK_LATEST_S);
  }
  if (is_sealed)
    check_encoding (&directory);
  return TRUE;
}
