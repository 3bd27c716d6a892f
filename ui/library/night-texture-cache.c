/* night-texture-cache.c - thumbnails that were shown lately
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-texture-cache.h"

#define BYTES_PER_PIXEL ((gsize) 4)

typedef struct {
  GList link; /* in the queue; its data is the entry itself */
  char *id;
  NightThumbnail thumbnail;
  gsize n_bytes;
} Entry;

struct _NightTextureCache {
  GHashTable *entries; /* id -> Entry, which owns the id */
  GQueue queue;        /* most recently used first */
  gsize n_bytes;
  gsize max_bytes;
};

static void
entry_free (Entry *entry)
{
  g_object_unref (entry->thumbnail.square);
  g_object_unref (entry->thumbnail.whole);
  g_free (entry->id);
  g_free (entry);
}

static void
drop (NightTextureCache *self, Entry *entry)
{
  g_hash_table_remove (self->entries, entry->id);
  g_queue_unlink (&self->queue, &entry->link);
  self->n_bytes -= entry->n_bytes;
  entry_free (entry);
}

NightTextureCache *
night_texture_cache_new (gsize max_bytes)
{
  NightTextureCache *self = g_new0 (NightTextureCache, 1);

  self->entries = g_hash_table_new (g_str_hash, g_str_equal);
  self->max_bytes = max_bytes;
  g_queue_init (&self->queue);

  return self;
}

void
night_texture_cache_free (NightTextureCache *self)
{
  if (self == NULL)
    return;

  night_texture_cache_clear (self);
  g_hash_table_unref (self->entries);
  g_free (self);
}

const NightThumbnail *
night_texture_cache_get (NightTextureCache *self, const char *id)
{
  Entry *entry = g_hash_table_lookup (self->entries, id);

  if (entry == NULL)
    return NULL;

  g_queue_unlink (&self->queue, &entry->link);
  g_queue_push_head_link (&self->queue, &entry->link);
  return &entry->thumbnail;
}

static gsize
count_bytes (GdkTexture *texture)
{
  return (gsize) gdk_texture_get_width (texture)
         * (gsize) gdk_texture_get_height (texture) * BYTES_PER_PIXEL;
}

void
night_texture_cache_put (NightTextureCache *self,
                         const char *id,
                         const NightThumbnail *thumbnail)
{
  gsize n_bytes = count_bytes (thumbnail->square) + count_bytes (thumbnail->whole);
  Entry *entry;

  night_texture_cache_remove (self, id);
  if (n_bytes > self->max_bytes)
    return;

  entry = g_new0 (Entry, 1);
  entry->link.data = entry;
  entry->id = g_strdup (id);
  entry->thumbnail = *thumbnail;
  g_object_ref (entry->thumbnail.square);
  g_object_ref (entry->thumbnail.whole);
  entry->n_bytes = n_bytes;
  g_hash_table_insert (self->entries, entry->id, entry);
  g_queue_push_head_link (&self->queue, &entry->link);
  self->n_bytes += n_bytes;

  while (self->n_bytes > self->max_bytes)
    drop (self, g_queue_peek_tail (&self->queue));
}

void
night_texture_cache_remove (NightTextureCache *self, const char *id)
{
  Entry *entry = g_hash_table_lookup (self->entries, id);

  if (entry != NULL)
    drop (self, entry);
}

void
night_texture_cache_clear (NightTextureCache *self)
{
  while (!g_queue_is_empty (&self->queue))
    drop (self, g_queue_peek_head (&self->queue));
}

gsize
night_texture_cache_get_n_bytes (NightTextureCache *self)
{
  return self->n_bytes;
}
