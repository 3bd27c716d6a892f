/* night-recovery-check.c - was a recovery key written down without a mistake?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-recovery-check.h"

#include <string.h>

/* More than a key has symbols; what is longer is none. */
#define MAX_SYMBOLS 64

static char
get_symbol (char c)
{
  c = g_ascii_toupper (c);
  if (c == 'O')
    return '0';
  if (c == 'I' || c == 'L')
    return '1';

  return c;
}

/* Write the symbols of @text alone into @out, of which nothing more than fits. */
static void
gather (const char *text, char out[MAX_SYMBOLS + 1])
{
  gsize n = 0;

  for (; *text != '\0' && n < MAX_SYMBOLS; text++)
    if (*text != '-' && *text != ' ')
      out[n++] = get_symbol (*text);
  out[n] = '\0';
}

static void
get_group (const char *symbols, guint i, char out[NIGHT_RECOVERY_GROUP_CHARS + 1])
{
  gsize start = (gsize) i * NIGHT_RECOVERY_GROUP_CHARS;

  out[0] = '\0';
  if (start < strlen (symbols))
    g_strlcpy (out, symbols + start, NIGHT_RECOVERY_GROUP_CHARS + 1);
}

void
night_recovery_get_group (const char *key,
                          guint i,
                          char out[NIGHT_RECOVERY_GROUP_CHARS + 1])
{
  char symbols[MAX_SYMBOLS + 1];

  gather (key, symbols);
  get_group (symbols, i, out);
  explicit_bzero (symbols, sizeof symbols);
}

void
night_recovery_get_asked (const char *key, guint *out_first, guint *out_second)
{
  /* One of the first three, and one of those from the fifth on. */
  *out_first = (guint) (guchar) key[0] % 3;
  *out_second = 4 + (guint) (guchar) key[1] % 3;
}

gboolean
night_recovery_is_typed (const char *key, const char *typed)
{
  char symbols[MAX_SYMBOLS + 1];
  char given[MAX_SYMBOLS + 1];
  char asked[2 * NIGHT_RECOVERY_GROUP_CHARS + 1];
  guint first, second;
  gboolean same;

  night_recovery_get_asked (key, &first, &second);
  gather (key, symbols);
  gather (typed, given);
  get_group (symbols, first, asked);
  get_group (symbols, second, asked + strlen (asked));
  same = strcmp (given, asked) == 0 || strcmp (given, symbols) == 0;

  explicit_bzero (symbols, sizeof symbols);
  explicit_bzero (given, sizeof given);
  explicit_bzero (asked, sizeof asked);
  return same;
}
