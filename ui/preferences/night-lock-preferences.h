/* night-lock-preferences.h - preferences: what locks the vault, and what covers it
 *
 * Says which signals this desktop does not give, because what nobody says locks nothing.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_LOCK_PREFERENCES (night_lock_preferences_get_type ())
G_DECLARE_FINAL_TYPE (NightLockPreferences,
                      night_lock_preferences,
                      NIGHT,
                      LOCK_PREFERENCES,
                      AdwPreferencesPage)

/* Show what the guard of @window knows. */
void night_lock_preferences_set_window (NightLockPreferences *self, GtkWindow *window);

G_END_DECLS
