/* night-turner.h - a picture that is turned, and the vault that is told of it
 *
 * Turning is shown at once and kept in the order in which it was done: one change of the
 * record at a time, and of several turns while one is being written only the last.  Emits
 * "failed" with a VaultError if it could not be kept.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_TURNER (night_turner_get_type ())
G_DECLARE_FINAL_TYPE (NightTurner, night_turner, NIGHT, TURNER, GObject)

NightTurner *night_turner_new (Vault *vault, VaultItem *item);

/* @quarter_turns: clockwise, more than it is turned already.  What is begun is finished
 * even if @self is given up. */
void night_turner_turn (NightTurner *self, int quarter_turns);

/* How it is to be shown. */
guint night_turner_get_rotation (NightTurner *self);

G_END_DECLS
