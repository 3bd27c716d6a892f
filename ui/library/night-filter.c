/* night-filter.c - which items a person wants to see: a part of the library, words, kinds of media
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-filter.h"

struct _NightFilter {
  VaultSearch *search;  /* NULL: none */
  NightPlace *place;    /* NULL: everything */
  gint64 now;           /* when that was asked for */
  guint kinds;          /* a bit for each; 0: all */
  gboolean is_narrower; /* than when night_filter_take_narrower() was called last */
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

  vault_search_free (self->search);
  g_clear_object (&self->place);
  g_free (self);
}

void
night_filter_set_text (NightFilter *self, Vault *vault, const char *text)
{
  VaultSearch *before = g_steal_pointer (&self->search);

  if (text != NULL && *text != '\0')
    self->search = vault_search_new (vault, text, vault_get_time (vault));
  if (self->search != NULL && vault_search_is_empty (self->search))
    g_clear_pointer (&self->search, vault_search_free);

  if (self->search == NULL || before == NULL
      || !vault_search_narrows (self->search, before))
    self->is_narrower = FALSE;
  vault_search_free (before);
}

void
night_filter_set_place (NightFilter *self, Vault *vault, NightPlace *place)
{
  if (place != NULL && night_place_get_kind (place) == NIGHT_PLACE_EVERYTHING)
    place = NULL;

  /* In a place of time something may be there now that was not. */
  if (g_set_object (&self->place, place) || place != NULL)
    self->is_narrower = FALSE;
  self->now = vault_get_time (vault);
}

gboolean
night_filter_take_narrower (NightFilter *self)
{
  gboolean is_narrower = self->is_narrower;

  self->is_narrower = TRUE;
  return is_narrower;
}

void
night_filter_set_kind (NightFilter *self, VaultMediaKind kind, gboolean is_wanted)
{
  guint before = self->kinds;

  if (is_wanted)
    self->kinds |= 1u << kind;
  else
    self->kinds &= ~(1u << kind);
  if (self->kinds != before)
    self->is_narrower = FALSE;
}

gboolean
night_filter_is_search (const NightFilter *self)
{
  return self->search != NULL || self->kinds != 0;
}

gboolean
night_filter_is_empty (const NightFilter *self)
{
  return !night_filter_is_search (self) && self->place == NULL;
}

gboolean
night_filter_matches (const NightFilter *self, VaultItem *item)
{
  if (self->kinds != 0 && (self->kinds & 1u << vault_item_get_kind (item)) == 0)
    return FALSE;
  if (self->place != NULL && !night_place_holds (self->place, item, self->now))
    return FALSE;
  return self->search == NULL || vault_search_matches (self->search, item);
}
