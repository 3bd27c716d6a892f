/* night-filter.c - which items a person wants to see: words, kinds of media
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-filter.h"

#include <string.h>

struct _NightFilter {
  char **words; /* folded */
  guint kinds;  /* a bit for each; 0: all */
};

NightFilter *
night_filter_new (void)
{
  return g_new0 (NightFilter, 1);
}

void
night_filter_free (NightFilter *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->words);
  g_free (self);
}

void
night_filter_set_text (NightFilter *self, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (builder, words[i]);

  g_strfreev (self->words);
  self->words = g_strv_builder_end (builder);
}

void
night_filter_set_kind (NightFilter *self, VaultMediaKind kind, gboolean is_wanted)
{
  if (is_wanted)
    self->kinds |= 1u << kind;
  else
    self->kinds &= ~(1u << kind);
}

static gboolean
has_words (const NightFilter *self)
{
  return self->words != NULL && self->words[0] != NULL;
}

gboolean
night_filter_is_empty (const NightFilter *self)
{
  return !has_words (self) && self->kinds == 0;
}

gboolean
night_filter_matches (const NightFilter *self, VaultItem *item)
{
  g_autofree char *name = NULL;

  if (self->kinds != 0 && (self->kinds & 1u << vault_item_get_kind (item)) == 0)
    return FALSE;
  if (!has_words (self))
    return TRUE;

  name = g_utf8_casefold (vault_item_get_name (item), -1);
  for (guint i = 0; self->words[i] != NULL; i++)
    if (strstr (name, self->words[i]) == NULL)
      return FALSE;

  return TRUE;
}
