/* entry.c - one item as its record describes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/entry.h"

#include <sodium.h>
#include <string.h>

VaultEntry *
vault_entry_new (void)
{
  VaultEntry *self = g_new0 (VaultEntry, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->tags = g_strdup ("");
  self->note = g_strdup ("");
  return self;
}

VaultEntry *
vault_entry_ref (VaultEntry *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
vault_entry_take_text (char **slot, char *text)
{
  char *old = *slot;

  *slot = text;
  if (old != NULL)
    sodium_memzero (old, strlen (old));
  g_free (old);
}

void
vault_entry_unref (VaultEntry *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->n_refs))
    return;

  vault_entry_take_text (&self->name, NULL);
  vault_entry_take_text (&self->content_type, NULL);
  vault_entry_take_text (&self->tags, NULL);
  vault_entry_take_text (&self->note, NULL);
  g_free (self->groups);
  for (guint i = 0; i < VAULT_N_STREAMS; i++)
    g_free (self->streams[i].runs);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

VaultEntry *
vault_entry_copy (const VaultEntry *self)
{
  VaultEntry *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->n_refs);
  copy->name = g_strdup (self->name);
  copy->content_type = g_strdup (self->content_type);
  copy->tags = g_strdup (self->tags);
  copy->note = g_strdup (self->note);
  copy->groups = g_memdup2 (self->groups, self->n_groups * sizeof *self->groups);
  for (guint i = 0; i < VAULT_N_STREAMS; i++)
    copy->streams[i].runs =
        g_memdup2 (self->streams[i].runs, self->streams[i].n_runs * sizeof (VaultRun));

  return copy;
}

VaultStreamNumber
vault_entry_find_thumbnail (const VaultEntry *self)
{
  if (self->streams[VAULT_STREAM_LATE].n_bytes > 0)
    return VAULT_STREAM_LATE;

  return self->streams[VAULT_STREAM_THUMBNAIL].n_bytes > 0 ? VAULT_STREAM_THUMBNAIL
                                                           : VAULT_N_STREAMS;
}

gboolean
vault_entry_is_viewed_out (const VaultEntry *self)
{
  return self->limited && self->views_left == 0;
}

gboolean
vault_entry_is_in_group (const VaultEntry *self, guint64 group)
{
  for (guint i = 0; i < self->n_groups; i++) {
    if (self->groups[i] == group)
      return TRUE;
  }

  return FALSE;
}

void
vault_entry_set_root (VaultEntry *self, const guint8 item_root[VAULT_KEY_BYTES])
{
  guint8 id[VAULT_KEY_BYTES];

  vault_subkey_derive (item_root, VAULT_SUBKEY_ITEM_ID, id);
  memcpy (self->item_id, id, VAULT_ITEM_ID_BYTES);
  sodium_bin2hex (self->id, sizeof self->id, id, VAULT_ITEM_ID_BYTES);
}

void
vault_entry_clear_stream (VaultEntry *self, VaultStreamNumber stream)
{
  VaultStreamLayout *layout = &self->streams[stream];

  g_free (layout->runs);
  *layout = (VaultStreamLayout){ 0 };
}

void
vault_entry_set_stream (VaultEntry *self,
                        VaultStreamNumber stream,
                        guint64 n_bytes,
                        guint64 first_piece)
{
  VaultStreamLayout *layout = &self->streams[stream];

  vault_entry_clear_stream (self, stream);
  layout->n_bytes = n_bytes;
  layout->n_runs = 1;
  layout->runs = g_new (VaultRun, 1);
  layout->runs[0].first = first_piece;
  layout->runs[0].count = vault_chunk_count (n_bytes);
}
