/* target-recovery.c - fuzzing recovery keys as people type them
 *
 * Input: the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <string.h>

#include "crypto/recovery-key.h"

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  guint8 once[VAULT_RECOVERY_KEY_BYTES] = { 0 };
  guint8 twice[VAULT_RECOVERY_KEY_BYTES] = { 0 };
  VaultRecoveryText kind =
      vault_recovery_key_parse ((const char *) bytes, n_bytes, once);

  g_assert_cmpint (vault_recovery_key_parse ((const char *) bytes, n_bytes, NULL), ==,
                   kind);
  if (kind != VAULT_RECOVERY_TEXT_GOOD)
    return FALSE;

  /* There is one canonical form, and it is its own. */
  g_assert_cmpint (vault_recovery_key_parse ((const char *) once, sizeof once, twice),
                   ==, VAULT_RECOVERY_TEXT_GOOD);
  g_assert_cmpmem (once, sizeof once, twice, sizeof twice);
  for (gsize i = 0; i < sizeof once; i++)
    g_assert_true (g_ascii_isprint (once[i]) && !g_ascii_islower (once[i]));
  return TRUE;
}
