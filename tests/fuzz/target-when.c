/* target-when.c - fuzzing deadlines as people write them
 *
 * Input: the text, up to its first NUL.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <vault/vault-error.h>
#include <vault/vault-item.h>
#include <vault/vault-when.h>

#define CENTURY_S (G_GINT64_CONSTANT (36525) * 86400)

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  g_autofree char *text = g_strndup ((const char *) bytes, n_bytes);
  g_autoptr (GError) error = NULL;
  gint64 expires = -1;

  if (!vault_when_parse (text, FUZZ_NOW, &expires, &error)) {
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME);
    g_assert_cmpint (expires, ==, VAULT_EXPIRES_NEVER);
    return FALSE;
  }

  g_assert_no_error (error);
  if (expires == VAULT_EXPIRES_NEVER) {
    g_assert_cmpstr (text, ==, "never");
    return TRUE;
  }
  g_assert_cmpint (expires, >, FUZZ_NOW);
  g_assert_cmpint (expires, <=, FUZZ_NOW + CENTURY_S);
  return TRUE;
}
