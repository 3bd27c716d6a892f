/* recovery-key.c - a key to be written on paper
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/recovery-key.h"

#include <sodium.h>
#include <string.h>

#define BASE 32
#define CHECK_BASE 37
#define GROUP 4
#define GROUPED_BYTES                                                                  \
  (VAULT_RECOVERY_KEY_BYTES + (VAULT_RECOVERY_KEY_BYTES - 1) / GROUP)

/* The first 32 are the digits, all 37 the values of a check symbol. */
static const char alphabet[CHECK_BASE + 1] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

/* -1 if it is none of the first @base. */
static int
value_of (char symbol, guint base)
{
  char upper = g_ascii_toupper (symbol);

  if (base == BASE && upper == 'O')
    upper = '0';
  if (base == BASE && (upper == 'I' || upper == 'L'))
    upper = '1';
  for (guint i = 0; i < base; i++) {
    if (alphabet[i] == upper)
      return (int) i;
  }

  return -1;
}

VaultRecoveryText
vault_recovery_key_parse (const char *text, gsize n_bytes, guint8 *out)
{
  guint n_symbols = 0;
  guint sum = 0;
  guint check = 0;

  for (gsize i = 0; i < n_bytes; i++) {
    gboolean last = n_symbols == VAULT_RECOVERY_KEY_SYMBOLS;
    int value = value_of (text[i], last ? CHECK_BASE : BASE);

    if (text[i] == '-' || text[i] == ' ')
      continue;
    if (value < 0 || n_symbols == VAULT_RECOVERY_KEY_BYTES)
      return VAULT_RECOVERY_TEXT_OTHER;

    if (out != NULL)
      out[n_symbols] = (guint8) alphabet[value];
    n_symbols++;
    if (last)
      check = (guint) value;
    else
      sum = (sum * BASE + (guint) value) % CHECK_BASE;
  }

  if (n_symbols != VAULT_RECOVERY_KEY_BYTES)
    return VAULT_RECOVERY_TEXT_OTHER;
  return check == sum ? VAULT_RECOVERY_TEXT_GOOD : VAULT_RECOVERY_TEXT_MISTYPED;
}

/* Returns: the check symbol's value. */
static guint
write_random (char *at)
{
  guint sum = 0;

  for (guint i = 0; i < VAULT_RECOVERY_KEY_BYTES; i++) {
    guint value = i < VAULT_RECOVERY_KEY_SYMBOLS ? randombytes_uniform (BASE) : sum;

    if (i > 0 && i % GROUP == 0)
      *at++ = '-';
    *at++ = alphabet[value];
    if (i < VAULT_RECOVERY_KEY_SYMBOLS)
      sum = (sum * BASE + value) % CHECK_BASE;
  }

  return sum;
}

VaultSecret *
vault_recovery_key_generate (GError **error)
{
  VaultSecret *self = vault_secret_new (GROUPED_BYTES, error);
  char *at;

  if (self == NULL)
    return NULL;

  /* The five check symbols that are no digits are not on every keyboard, and on paper a star
   * looks like a blot: then rather another key. */
  at = (char *) vault_secret_get_writable (self);
  while (write_random (at) >= BASE)
    continue;
  return self;
}
