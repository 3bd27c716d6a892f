/* change.c - what is to become of items, all of them alike
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/change.h"

#include <string.h>

#include <vault/vault-error.h>
#include <vault/vault-limit.h>
#include <vault/vault-organise.h>

static const char tag_end[] = { VAULT_TAG_END, '\0' };

VaultChange *
vault_change_new (VaultChangeVerb verb)
{
  VaultChange *self = g_new0 (VaultChange, 1);

  self->verb = verb;
  return self;
}

void
vault_change_free (VaultChange *self)
{
  if (self == NULL)
    return;

  vault_entry_take_text (&self->text, NULL);
  g_strfreev (self->add_tags);
  g_strfreev (self->remove_tags);
  g_clear_pointer (&self->add_groups, g_array_unref);
  g_clear_pointer (&self->remove_groups, g_array_unref);
  g_free (self);
}

static gboolean
all_are_tags (char *const *tags)
{
  for (; tags != NULL && *tags != NULL; tags++) {
    if (!vault_entry_tag_is_good (*tags))
      return FALSE;
  }

  return TRUE;
}

gboolean
vault_change_check (const VaultChange *self, GError **error)
{
  gboolean ok = TRUE;

  if (self->verb == VAULT_CHANGE_TAGS)
    ok = all_are_tags (self->add_tags);
  else if (self->verb == VAULT_CHANGE_NOTE)
    ok = vault_entry_note_is_good (self->text);
  else if (self->verb == VAULT_CHANGE_NAME)
    ok = vault_entry_name_is_good (self->text);
  if (!ok)
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TEXT, "text");

  return ok;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
is_in (char *const *list, const char *text)
{
  return list != NULL && g_strv_contains ((const char *const *) list, text);
}

/* The tags there are, without those to be removed, and those to be added, each once. */
static void
apply_tags (const VaultChange *self, VaultEntry *entry)
{
  g_auto (GStrv) old = g_strsplit (entry->tags, tag_end, -1);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  GString *tags = g_string_new (NULL);

  for (guint i = 0; old[i] != NULL; i++) {
    if (!is_in (self->remove_tags, old[i]) && !is_in (self->add_tags, old[i]))
      g_ptr_array_add (all, old[i]);
  }
  for (guint i = 0; self->add_tags != NULL && self->add_tags[i] != NULL; i++)
    g_ptr_array_add (all, self->add_tags[i]);
  g_ptr_array_sort (all, compare_texts);

  for (guint i = 0; i < all->len; i++) {
    if (i > 0 && g_str_equal (all->pdata[i - 1], all->pdata[i]))
      continue;
    if (tags->len > 0)
      g_string_append (tags, tag_end);
    g_string_append (tags, all->pdata[i]);
  }
  vault_entry_take_text (&entry->tags, g_string_free (tags, FALSE));
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a;
  guint64 y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

static gboolean
has_number (const GArray *numbers, guint64 number)
{
  for (guint i = 0; numbers != NULL && i < numbers->len; i++) {
    if (g_array_index (numbers, guint64, i) == number)
      return TRUE;
  }

  return FALSE;
}

static void
apply_groups (const VaultChange *self, VaultEntry *entry)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < entry->n_groups; i++) {
    if (!has_number (self->remove_groups, entry->groups[i]))
      g_array_append_val (all, entry->groups[i]);
  }
  for (guint i = 0; self->add_groups != NULL && i < self->add_groups->len; i++) {
    guint64 number = g_array_index (self->add_groups, guint64, i);

    if (!has_number (all, number))
      g_array_append_val (all, number);
  }
  g_array_sort (all, compare_numbers);

  g_free (entry->groups);
  entry->n_groups = all->len;
  entry->groups = g_memdup2 (all->data, all->len * sizeof (guint64));
}

static gboolean
apply_views (const VaultChange *self, VaultEntry *entry, GError **error)
{
  if (vault_entry_is_viewed_out (entry)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_EXPIRED, "no view is left");
    return FALSE;
  }

  if (self->verb == VAULT_CHANGE_VIEWS) {
    entry->limited = self->number != VAULT_VIEWS_UNLIMITED;
    entry->views_left = MIN (self->number, VAULT_VIEWS_MAX);
  } else if (entry->limited) {
    entry->views_left--;
  }
  return TRUE;
}

static void
apply_note (const VaultChange *self, VaultEntry *entry)
{
  vault_entry_clear_stream (entry, VAULT_STREAM_NOTE);
  vault_entry_take_text (&entry->note, g_strdup (self->text));
}

/* Two entries of the same item. */
static gboolean
are_alike (const VaultEntry *a, const VaultEntry *b)
{
  return a->favourite == b->favourite && a->limited == b->limited
         && a->views_left == b->views_left && a->n_groups == b->n_groups
         && (a->n_groups == 0
             || memcmp (a->groups, b->groups, a->n_groups * sizeof *a->groups) == 0)
         && g_str_equal (a->name, b->name) && g_str_equal (a->tags, b->tags)
         && g_strcmp0 (a->note, b->note) == 0;
}

static gsize
count_bytes (const VaultEntry *entry)
{
  return strlen (entry->name) + strlen (entry->tags)
         + entry->n_groups * sizeof *entry->groups;
}

/* What does not grow fits, also into a record that others filled to the brim. */
static gboolean
fits (const VaultEntry *before, const VaultEntry *entry)
{
  g_auto (GStrv) tags = NULL;

  if (count_bytes (entry) <= count_bytes (before))
    return TRUE;

  tags = g_strsplit (entry->tags, tag_end, -1);
  return g_strv_length (tags) <= VAULT_ITEM_MAX_TAGS
         && entry->n_groups <= VAULT_ITEM_MAX_GROUPS && vault_entry_leaves_room (entry);
}

gboolean
vault_change_apply (const VaultChange *self,
                    VaultEntry *entry,
                    gboolean *out_changed,
                    GError **error)
{
  g_autoptr (VaultEntry) before = vault_entry_copy (entry);

  *out_changed = FALSE;
  switch (self->verb) {
  case VAULT_CHANGE_FAVOURITE:
    entry->favourite = self->number != 0;
    break;
  case VAULT_CHANGE_TAGS:
    apply_tags (self, entry);
    break;
  case VAULT_CHANGE_GROUPS:
    apply_groups (self, entry);
    break;
  case VAULT_CHANGE_NOTE:
    apply_note (self, entry);
    break;
  case VAULT_CHANGE_NAME:
    vault_entry_take_text (&entry->name, g_strdup (self->text));
    break;
  case VAULT_CHANGE_VIEWS:
  case VAULT_CHANGE_VIEW:
  default:
    if (!apply_views (self, entry, error))
      return FALSE;
  }

  *out_changed = !are_alike (before, entry);
  if (*out_changed && !fits (before, entry)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ROOM, "a record is full");
    return FALSE;
  }
  return TRUE;
}
