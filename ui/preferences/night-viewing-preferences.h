/* night-viewing-preferences.h - preferences: how what is in the vault is looked at
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_VIEWING_PREFERENCES (night_viewing_preferences_get_type ())
G_DECLARE_FINAL_TYPE (NightViewingPreferences,
                      night_viewing_preferences,
                      NIGHT,
                      VIEWING_PREFERENCES,
                      AdwPreferencesPage)

G_END_DECLS
