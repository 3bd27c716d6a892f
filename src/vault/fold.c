/* fold.c - texts as a search compares them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/fold.h"

#include <string.h>

#include <vault/vault-search.h>

/* Most of what people write in a name is ASCII: no need to take it apart. */
static char *
fold_ascii (const char *text, gsize n_bytes)
{
  char *folded = g_malloc (n_bytes + 1);

  for (gsize i = 0; i <= n_bytes; i++)
    folded[i] = g_ascii_tolower (text[i]);
  return folded;
}

/* "É" taken apart is "E" and an accent; the accent goes.  Case is folded first and last, for
 * some letters only fall apart in one of the two cases. */
char *
vault_search_fold (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *apart = NULL;
  GString *folded;

  if (g_str_is_ascii (text))
    return fold_ascii (text, strlen (text));

  valid = g_utf8_make_valid (text, -1);
  lower = g_utf8_casefold (valid, -1);
  apart = g_utf8_normalize (lower, -1, G_NORMALIZE_ALL);
  folded = g_string_sized_new (strlen (apart));
  for (const char *at = apart; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (!g_unichar_ismark (c))
      g_string_append_unichar (folded, g_unichar_tolower (c));
  }
  return g_string_free (folded, FALSE);
}

char *
vault_fold_entry (const VaultEntry *entry)
{
  const char end[] = { VAULT_FOLD_END, '\0' };
  char *all;
  char *folded;

  if (*entry->tags == '\0' && (entry->note == NULL || *entry->note == '\0'))
    return vault_search_fold (entry->name);

  all = g_strconcat (entry->name, end, entry->tags, end,
                     entry->note == NULL ? "" : entry->note, NULL);
  folded = vault_search_fold (all);
  vault_entry_take_text (&all, NULL);
  return folded;
}
