/* strip.c - what it means for a person when a file cannot be stripped
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/strip.h"

gboolean
vault_strip_is_refusal (const GError *error)
{
  if (error->domain != VAULT_ERROR)
    return FALSE;
  switch (error->code) {
  case VAULT_ERROR_UNSUPPORTED_MEDIA:
  case VAULT_ERROR_DAMAGED_MEDIA:
  case VAULT_ERROR_TOO_LARGE_MEDIA:
  case VAULT_ERROR_DECODER_FAILED:
    return TRUE;
  default:
    return FALSE;
  }
}

GError *
vault_strip_translate (GError *error)
{
  GError *translated;

  if (!vault_strip_is_refusal (error))
    return error;
  translated = g_error_new (VAULT_ERROR, VAULT_ERROR_METADATA_STAYS,
                            "vault error %d: %s", error->code, error->message);
  g_error_free (error);
  return translated;
}
