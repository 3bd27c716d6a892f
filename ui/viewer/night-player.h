/* night-player.h - a film or recording with its controls
 *
 * Emits "failed" with a VaultError, and "ended" when it has played to the end.
 *
 * Owns:     the media stream.
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  after night_player_drop() nothing is shown or heard.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_PLAYER (night_player_get_type ())
G_DECLARE_FINAL_TYPE (NightPlayer, night_player, NIGHT, PLAYER, GtkBox)

/* Open @item and stop at its first frame. */
void night_player_show (NightPlayer *self, Vault *vault, VaultItem *item);
void night_player_drop (NightPlayer *self);

/* Play, or pause. */
void night_player_toggle (NightPlayer *self);

/* Stop where it is. */
void night_player_pause (NightPlayer *self);
gboolean night_player_is_playing (NightPlayer *self);

/* Play as soon as it can, if it does not yet. */
void night_player_start (NightPlayer *self);

/* What the keys below do, as the group "player".  Returns: (transfer none). */
GActionGroup *night_player_get_actions (NightPlayer *self);

/* Keys for a widget around the player that has the group. */
void night_player_add_keys (GtkWidgetClass *widget_class);

G_END_DECLS
