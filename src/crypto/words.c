/* words.c - a passphrase out of six words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/words.h"

#include <sodium.h>
#include <string.h>

#include "crypto/word-list.h"

G_STATIC_ASSERT (G_N_ELEMENTS (word_list) == VAULT_N_WORDS);

const char *
vault_words_get (guint index)
{
  g_return_val_if_fail (index < VAULT_N_WORDS, NULL);

  return word_list[index];
}

VaultSecret *
vault_words_generate (guint n_words, GError **error)
{
  /* Put together at full width, then copied at the length it has. */
  g_autoptr (VaultSecret) room =
                 vault_secret_new (n_words * (LONGEST_WORD_BYTES + 1), error);
  char *start;
  char *at;

  if (room == NULL)
    return NULL;

  start = (char *) vault_secret_get_writable (room);
  at = start;
  for (guint i = 0; i < n_words; i++) {
    if (i > 0)
      *at++ = ' ';
    at = g_stpcpy (at, word_list[randombytes_uniform (VAULT_N_WORDS)]);
  }

  return vault_secret_new_from (start, (gsize) (at - start), error);
}
