/* night-vault-preferences.h - preferences: where the vault is, the ways into it, and its health
 *
 * Activates "win.salvage" of the window it is over.
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

#define NIGHT_TYPE_VAULT_PREFERENCES (night_vault_preferences_get_type ())
G_DECLARE_FINAL_TYPE (NightVaultPreferences,
                      night_vault_preferences,
                      NIGHT,
                      VAULT_PREFERENCES,
                      AdwPreferencesPage)

/* Show the preferences of @vault, which is open.  Once. */
void night_vault_preferences_set_vault (NightVaultPreferences *self, Vault *vault);

G_END_DECLS
