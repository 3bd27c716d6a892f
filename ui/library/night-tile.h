/* night-tile.h - one item in the library grid
 *
 * Picture, name, what kind it is and how long it stays.  A tile is reused for many items;
 * it asks for a thumbnail a moment after it was bound, so that scrolling past costs
 * nothing.
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
G_DECLARE_FINAL_TYPE (NightTile, night_tile, NIGHT, TILE, GtkBox)

GtkWidget *night_tile_new (void);

/* @cache has to outlive the binding. */
void night_tile_bind (NightTile *self,
                      Vault *vault,
                      NightTextureCache *cache,
                      VaultItem *item);
void night_tile_unbind (NightTile *self);

/* Returns: (transfer none) (nullable). */
VaultItem *night_tile_get_item (NightTile *self);

/* Write the time left anew. */
void night_tile_update_expiry (NightTile *self);

G_END_DECLS
