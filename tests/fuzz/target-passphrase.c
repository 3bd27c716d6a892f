/* target-passphrase.c - fuzzing the normalisation of passphrases
 *
 * Input: what was typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <vault/vault-error.h>

#include "crypto/passphrase.h"

static VaultSecret *
normalise (const guint8 *bytes, gsize n_bytes, GError **error)
{
  g_autoptr (VaultSecret) typed = vault_secret_new_from (bytes, n_bytes, NULL);

  g_assert_nonnull (typed);
  return vault_passphrase_normalise (typed, error);
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSecret) once = normalise (bytes, n_bytes, &error);
  g_autoptr (VaultSecret) twice = NULL;
  gsize length;

  if (once == NULL) {
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_PASSPHRASE);
    return FALSE;
  }

  length = vault_secret_get_n_bytes (once);
  g_assert_cmpuint (length, >=, VAULT_PASSPHRASE_MIN_BYTES);
  g_assert_cmpuint (length, <=, VAULT_PASSPHRASE_MAX_BYTES);

  /* What was normalised is a passphrase too, and the same one. */
  twice = normalise (vault_secret_get (once), length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vault_secret_get_n_bytes (twice), ==, length);
  g_assert_cmpmem (vault_secret_get (twice), (int) length, vault_secret_get (once),
                   (int) length);
  return TRUE;
}
