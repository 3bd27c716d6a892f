/* night-expiry-group.h - expiry while the vault is locked, and when nobody opens it at all
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_EXPIRY_GROUP (night_expiry_group_get_type ())
G_DECLARE_FINAL_TYPE (NightExpiryGroup,
                      night_expiry_group,
                      NIGHT,
                      EXPIRY_GROUP,
                      AdwPreferencesGroup)

/* Show how things are for @vault, which is open. */
void night_expiry_group_set_vault (NightExpiryGroup *self, Vault *vault);

G_END_DECLS
