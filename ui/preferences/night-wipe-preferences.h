/* night-wipe-preferences.h - the page of the preferences about the emergency wipe
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-passphrase.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_WIPE_PREFERENCES (night_wipe_preferences_get_type ())
G_DECLARE_FINAL_TYPE (NightWipePreferences,
                      night_wipe_preferences,
                      NIGHT,
                      WIPE_PREFERENCES,
                      AdwPreferencesPage)

void night_wipe_preferences_set_vault (NightWipePreferences *self, Vault *vault);

G_END_DECLS
