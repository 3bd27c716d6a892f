/* night-cell.h - a place in the grid: an item, the title of a month, or nothing
 *
 * Belongs to a GtkListItem, which is used again for whatever stands there next.
 *
 * Owns:     the tile and the title, of which the list item shows one at a time.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "library/night-tile.h"

G_BEGIN_DECLS

/* Let @list_item show @tile (transfer full), or else what it is told by night_cell_show(). */
void night_cell_setup (GtkListItem *list_item, NightTile *tile);

/* Show what its item is made for.  Returns: whether that is the tile, which is to be bound. */
gboolean night_cell_show (GtkListItem *list_item);

/* Returns: (transfer none). */
NightTile *night_cell_get_tile (GtkListItem *list_item);

/* Before @list_item goes.  Returns: (transfer full): its tile, for another one. */
NightTile *night_cell_take_tile (GtkListItem *list_item);

/* The list item that @tile was set up for.  Returns: (transfer none). */
GtkListItem *night_cell_of_tile (NightTile *tile);

/* The widget that the grid has made for it.  Returns: (transfer none). */
GtkWidget *night_cell_get_widget (GtkListItem *list_item);

G_END_DECLS
