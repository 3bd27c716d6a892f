/* night-animation.h - an animation, and which of its frames it is time for
 *
 * A NightPicture that asks for its frames shortly before they are due and keeps two at the
 * most.  What turns out to have but one frame, or cannot be shown moving, is a still.
 *
 * Owns:     the frame that is shown and those ahead.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "viewer/night-picture.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_ANIMATION (night_animation_get_type ())
G_DECLARE_FINAL_TYPE (NightAnimation, night_animation, NIGHT, ANIMATION, GObject)

/* It stands still until it is told to play. */
NightAnimation *night_animation_new (Vault *vault, VaultItem *item);

/* Whether there is more than one frame, as far as is known. */
gboolean night_animation_moves (NightAnimation *self);

gboolean night_animation_is_playing (NightAnimation *self);
void night_animation_set_playing (NightAnimation *self, gboolean playing);

/* It is @now_us by the frame clock: show the frame that is due. */
void night_animation_advance (NightAnimation *self, gint64 now_us);

G_END_DECLS
