/* night-expiry-preferences.h - preferences: how long things stay
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

#define NIGHT_TYPE_EXPIRY_PREFERENCES (night_expiry_preferences_get_type ())
G_DECLARE_FINAL_TYPE (NightExpiryPreferences,
                      night_expiry_preferences,
                      NIGHT,
                      EXPIRY_PREFERENCES,
                      AdwPreferencesPage)

/* Show how things are for @vault, which is open. */
void night_expiry_preferences_set_vault (NightExpiryPreferences *self, Vault *vault);

G_END_DECLS
