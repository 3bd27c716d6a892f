/* strength.c - how hard a passphrase is to guess, honestly
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-strength.h>

#include <sodium.h>
#include <string.h>
#include <zxcvbn.h>

#include <vault/vault-error.h>

#include "crypto/passphrase.h"

/* zxcvbn takes time that grows with the square of the length.  Of what is longer only the
 * beginning is judged, which makes the estimate too low rather than too high. */
#define JUDGED_BYTES 128

/* In a script that cannot be judged only the length is left to ask for. */
#define UNJUDGED_MIN_CHARS 16

/* Fewer letters that have no plain spelling do not make another script: "password" with a
 * heart behind it is "password". */
#define UNJUDGED_MIN_UNKNOWN 8

/* The words an attacker who knows this program tries first. */
static const char *own_words[] = { "nightstand", "vault", "passphrase", "private",
                                   NULL };

static double
judge_bytes (const char *text)
{
  char head[JUDGED_BYTES + 1];
  double bits;

  g_strlcpy (head, text, sizeof head);
  bits = ZxcvbnMatch (head, own_words, NULL);
  sodium_memzero (head, sizeof head);

  return bits;
}

static glong
count_char (const char *text, char c)
{
  glong n = 0;

  for (; *text != '\0'; text++)
    n += *text == c;

  return n;
}

static void
wipe_and_free (char *text)
{
  sodium_memzero (text, strlen (text));
  g_free (text);
}

/* @out_bits is the lowest of the estimates for the text as it was typed, as the vault
 * normalizes it, and for its plain spelling.  FALSE if it has no plain spelling: GLib
 * writes '?' for what it cannot fold. */
static gboolean
judge_folded (const char *passphrase, double *out_bits)
{
  /* Wide letters, ligatures and the like are plain ones to the vault. */
  char *normal = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFKC);
  char *folded = g_str_to_ascii (normal, "C");
  gboolean folds =
      count_char (folded, '?') - count_char (normal, '?') < UNJUDGED_MIN_UNKNOWN;

  *out_bits = 0;
  if (folds)
    *out_bits = MIN (MIN (judge_bytes (passphrase), judge_bytes (normal)),
                     judge_bytes (folded));

  wipe_and_free (normal);
  wipe_and_free (folded);
  return folds;
}

VaultStrength
vault_strength_judge (const char *passphrase, double *out_bits)
{
  double bits = 0;

  if (out_bits != NULL)
    *out_bits = 0;
  if (*passphrase == '\0')
    return VAULT_STRENGTH_EMPTY;

  if (!g_utf8_validate (passphrase, -1, NULL))
    return VAULT_STRENGTH_REFUSED;

  if (!judge_folded (passphrase, &bits)) {
    if (g_utf8_strlen (passphrase, -1) < UNJUDGED_MIN_CHARS)
      return VAULT_STRENGTH_REFUSED;
    return VAULT_STRENGTH_CANNOT_JUDGE;
  }

  if (out_bits != NULL)
    *out_bits = bits;
  if (bits < VAULT_STRENGTH_FLOOR_BITS)
    return VAULT_STRENGTH_REFUSED;
  if (bits < VAULT_STRENGTH_GOOD_BITS)
    return VAULT_STRENGTH_FAIR;
  if (bits < VAULT_STRENGTH_STRONG_BITS)
    return VAULT_STRENGTH_GOOD;

  return VAULT_STRENGTH_STRONG;
}

gboolean
vault_strength_is_accepted (VaultStrength strength)
{
  return strength != VAULT_STRENGTH_EMPTY && strength != VAULT_STRENGTH_REFUSED;
}

gboolean
vault_strength_check (VaultSecret *chosen, GError **error)
{
  g_autoptr (VaultSecret) normal = vault_passphrase_normalise (chosen, error);
  const char *text = (const char *) vault_secret_get (chosen);

  if (normal == NULL)
    return FALSE;
  if (vault_strength_is_accepted (vault_strength_judge (text, NULL)))
    return TRUE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_WEAK_PASSPHRASE, "under the floor");
  return FALSE;
}
