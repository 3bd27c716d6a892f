/* night-texture-cache.h - thumbnails that were shown lately
 *
 * Of each item the square that its tile shows, and the whole it was cut from; and what is drawn
 * on many tiles (night-stamp.h).
 *
 * Keyed by item id, or by what it looks like; bounded in bytes; the least recently used go first.  Emptied when the
 * vault locks and when an item is gone.
 *
 * Owns:     references to textures.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _NightTextureCache NightTextureCache;

NightTextureCache *night_texture_cache_new (gsize max_bytes);
void night_texture_cache_free (NightTextureCache *self);

typedef struct {
  GdkTexture *square;
  GdkTexture *whole;
  gboolean is_opaque;
} NightThumbnail;

/* Returns: (transfer none) (nullable): valid until the cache is used again. */
const NightThumbnail *night_texture_cache_get (NightTextureCache *self, const char *id);

/* The textures are referenced.  What is larger than the bound is not kept. */
void night_texture_cache_put (NightTextureCache *self,
                              const char *id,
                              const NightThumbnail *thumbnail);

void night_texture_cache_remove (NightTextureCache *self, const char *id);
void night_texture_cache_clear (NightTextureCache *self);

gsize night_texture_cache_get_n_bytes (NightTextureCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NightTextureCache, night_texture_cache_free)

G_END_DECLS
