/* night-tile.h - one item in the library grid
 *
 * Picture, name, what kind it is and how long it stays.  A tile is reused for many items.
 * It shows a thumbnail that is in the cache, and loads another only when told to: the grid
 * knows what can be seen and how fast it moves.
 *
 * Owns:     a reference to the item while bound.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault.h>

#include "library/night-texture-cache.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_TILE (night_tile_get_type ())
G_DECLARE_FINAL_TYPE (NightTile, night_tile, NIGHT, TILE, GtkWidget)

GtkWidget *night_tile_new (void);

/* @cache has to outlive the binding. */
void night_tile_bind (NightTile *self,
                      Vault *vault,
                      NightTextureCache *cache,
                      VaultItem *item);
void night_tile_unbind (NightTile *self);

/* Returns: (transfer none) (nullable). */
VaultItem *night_tile_get_item (NightTile *self);

/* Load the thumbnail in the size of the tile, unless it is shown, on its way, or not to be
 * had; one that is not there is made. */
void night_tile_load (NightTile *self);

/* Give up what night_tile_load() began. */
void night_tile_stop (NightTile *self);

/* Whether the item is selected, and whether every tile has a mark because items are being
 * selected; else one has it under the pointer and where the item is selected. */
void night_tile_set_selected (NightTile *self, gboolean is_selected);
void night_tile_set_selecting (NightTile *self, gboolean is_selecting);

/* Whether (@x, @y) is where the mark is. */
gboolean night_tile_is_check (NightTile *self, double x, double y);

/* Write anew what is said of the item. */
void night_tile_update (NightTile *self);

/* Write the time left anew. */
void night_tile_update_expiry (NightTile *self);

G_END_DECLS
