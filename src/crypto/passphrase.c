/* passphrase.c - one byte string for each passphrase, however it was typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/passphrase.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

#include "crypto/recovery-key.h"

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_BAD_PASSPHRASE, "%s", why);
  return FALSE;
}

static gboolean
check_characters (const char *text, gsize n_bytes, GError **error)
{
  if (!g_utf8_validate_len (text, n_bytes, NULL))
    return refuse (error, "not UTF-8");

  for (const char *at = text; at < text + n_bytes; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (g_unichar_iscntrl (c))
      return refuse (error, "control character");
    if (!g_unichar_isdefined (c))
      return refuse (error, "unassigned character");
  }

  return TRUE;
}

static gboolean
is_ascii (const char *text, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++) {
    if ((guchar) text[i] >= 0x80)
      return FALSE;
  }

  return TRUE;
}

static VaultSecret *
to_nfkc (const char *text, gsize n_bytes, GError **error)
{
  VaultSecret *result;
  char *nfkc;
  gsize length;

  if (is_ascii (text, n_bytes))
    return vault_secret_new_from (text, n_bytes, error);

  /* GLib's result is on the ordinary heap for the length of these lines; there is no
   * normaliser that writes into memory of ours. */
  nfkc = g_utf8_normalize (text, (gssize) n_bytes, G_NORMALIZE_NFKC);
  length = strlen (nfkc);
  result = vault_secret_new_from (nfkc, length, error);
  sodium_memzero (nfkc, length);
  g_free (nfkc);
  return result;
}

/* NULL without an error if @text is no recovery key. */
static VaultSecret *
to_recovery_key (const char *text, gsize n_bytes, GError **error)
{
  g_autoptr (VaultSecret) key = NULL;

  if (vault_recovery_key_parse (text, n_bytes, NULL) != VAULT_RECOVERY_TEXT_GOOD)
    return NULL;

  key = vault_secret_new (VAULT_RECOVERY_KEY_BYTES, error);
  if (key != NULL)
    (void) vault_recovery_key_parse (text, n_bytes, vault_secret_get_writable (key));
  return g_steal_pointer (&key);
}

VaultSecret *
vault_passphrase_normalise (VaultSecret *typed, GError **error)
{
  g_autoptr (VaultSecret) key = NULL;
  g_autoptr (VaultSecret) nfkc = NULL;
  g_autoptr (GError) local = NULL;
  const char *text = (const char *) vault_secret_get (typed);
  gsize n_bytes = vault_secret_get_n_bytes (typed);

  if (n_bytes > VAULT_PASSPHRASE_MAX_BYTES) {
    refuse (error, "too long");
    return NULL;
  }
  if (!check_characters (text, n_bytes, error))
    return NULL;

  nfkc = to_nfkc (text, n_bytes, error);
  if (nfkc == NULL)
    return NULL;

  /* After NFKC, for its letters and hyphens may have been typed at full width. */
  n_bytes = vault_secret_get_n_bytes (nfkc);
  key = to_recovery_key ((const char *) vault_secret_get (nfkc), n_bytes, &local);
  if (key != NULL)
    return g_steal_pointer (&key);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  if (n_bytes < VAULT_PASSPHRASE_MIN_BYTES || n_bytes > VAULT_PASSPHRASE_MAX_BYTES) {
    refuse (error, "fewer than 8 or more than 1024 bytes");
    return NULL;
  }

  return g_steal_pointer (&nfkc);
}
