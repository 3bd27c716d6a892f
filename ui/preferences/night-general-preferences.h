/* night-general-preferences.h - preferences: what comes in, and which vaults are remembered
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_GENERAL_PREFERENCES (night_general_preferences_get_type ())
G_DECLARE_FINAL_TYPE (NightGeneralPreferences,
                      night_general_preferences,
                      NIGHT,
                      GENERAL_PREFERENCES,
                      AdwPreferencesPage)

G_END_DECLS
