/* night-import-expiry-group.h - preferences: how long stays what comes in, and whether that is asked
 *
 * Both are settings of the vault, sealed in it.
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

#define NIGHT_TYPE_IMPORT_EXPIRY_GROUP (night_import_expiry_group_get_type ())
G_DECLARE_FINAL_TYPE (NightImportExpiryGroup,
                      night_import_expiry_group,
                      NIGHT,
                      IMPORT_EXPIRY_GROUP,
                      AdwPreferencesGroup)

/* Show what is set for @vault, which is open, and change it from now on. */
void night_import_expiry_group_set_vault (NightImportExpiryGroup *self, Vault *vault);

G_END_DECLS
