/* night-ahead.h - the pictures before and after the one shown, decoded beforehand
 *
 * Owns:     two textures at most, no larger than the view.
 * Threads:  the main context; decoding happens elsewhere.
 * Blocks:   never.
 * Promise:  when an item is "gone" its texture is gone, too; after night_ahead_drop() there
 *           is none, and none comes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_AHEAD (night_ahead_get_type ())
G_DECLARE_FINAL_TYPE (NightAhead, night_ahead, NIGHT, AHEAD, GObject)

NightAhead *night_ahead_new (Vault *vault);

/* Have @one and @other (both nullable) at hand, @one first, with no side longer than
 * @side_px; forget all else. */
void
night_ahead_want (NightAhead *self, VaultItem *one, VaultItem *other, guint side_px);

/* Give up what is at hand of @item, and say what longest side it was made for.
 * Returns: (transfer full) (nullable): NULL if it is not there yet. */
GdkTexture *night_ahead_steal (NightAhead *self, VaultItem *item, guint *out_side_px);

void night_ahead_drop (NightAhead *self);

G_END_DECLS
