/* night-preferences.h - the preferences window and its pages
 *
 * Each page is a widget of its own: night-general-preferences, and so on.  Activates
 * "win.salvage" of the window it is over.
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

#define NIGHT_TYPE_PREFERENCES (night_preferences_get_type ())
G_DECLARE_FINAL_TYPE (NightPreferences,
                      night_preferences,
                      NIGHT,
                      PREFERENCES,
                      AdwPreferencesWindow)

/* Show the preferences of @vault, which is open, over @parent. */
void night_preferences_present (GtkWindow *parent, Vault *vault);

G_END_DECLS
