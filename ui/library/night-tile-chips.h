/* night-tile-chips.h - the small signs on a tile: what it is, a favourite, what is left
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-item.h>

#include "library/night-face.h"

G_BEGIN_DECLS

void night_tile_chips_show (NightFace *face, VaultItem *item);

/* How much time is left at @now. */
void night_tile_chips_show_time (NightFace *face, VaultItem *item, gint64 now);

G_END_DECLS
