/* night-activity-window.h - what was done with the vault, day by day
 *
 * Latest first, MOST lines at a time; what is written down while it is open is shown at once.
 * There is always a line, for the vault was created, unlocked, or its list cleared.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_ACTIVITY_WINDOW (night_activity_window_get_type ())
G_DECLARE_FINAL_TYPE (NightActivityWindow,
                      night_activity_window,
                      NIGHT,
                      ACTIVITY_WINDOW,
                      AdwWindow)

/* Show over @parent what was done with @vault, which is open. */
void night_activity_window_present (GtkWindow *parent, Vault *vault);

G_END_DECLS
