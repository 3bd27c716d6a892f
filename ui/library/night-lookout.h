/* night-lookout.h - which tiles can be seen, and load their thumbnail
 *
 * A grid keeps hundreds of tiles bound that nobody sees.  Those in sight, or about to be, are
 * told to load; those that have gone past, to give it up; and while everything flies past,
 * none is.
 *
 * Owns:     a list of tiles that somebody else owns.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "library/night-tile.h"

G_BEGIN_DECLS

typedef struct _NightLookout NightLookout;

/* @grid has to outlive its tiles being bound. */
NightLookout *night_lookout_new (GtkScrollable *grid);
void night_lookout_free (NightLookout *self);

/* Look no more, until something moves or is added. */
void night_lookout_stop (NightLookout *self);

void night_lookout_add (NightLookout *self, NightTile *tile);
void night_lookout_remove (NightLookout *self, NightTile *tile);

/* Those that are bound.  Returns: (transfer none) (element-type NightTile). */
GPtrArray *night_lookout_get_tiles (NightLookout *self);

G_END_DECLS
