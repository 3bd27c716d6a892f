/* vault-settings.h - what a person set for this vault, sealed inside it
 *
 * Values have names and types, which are registered in src/vault/settings.c with their
 * defaults:
 *
 *     default-expiry         x   seconds, 0 for never: proposed for what is imported
 *     ask-expiry-at-import   b   whether the proposal is shown first
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  what is reported as set has been flushed to the disk, all of it in one commit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

#define VAULT_SETTING_DEFAULT_EXPIRY "default-expiry"
#define VAULT_SETTING_ASK_EXPIRY "ask-expiry-at-import"

/* The value of @name, its default if it was never set or the vault is not open.  @name must be
 * registered.  Returns: (transfer full). */
GVariant *vault_settings_get (Vault *self, const char *name);

/* The same for the two types that are most in use. */
gboolean vault_settings_get_boolean (Vault *self, const char *name);
gint64 vault_settings_get_int64 (Vault *self, const char *name);

/* The registered names, NULL-terminated.  Returns: (transfer none). */
const char *const *vault_settings_list (void);

/* NULL if @name is not registered.  Returns: (transfer none) (nullable). */
const GVariantType *vault_settings_get_value_type (const char *name);

/* Set @values, an "a{sv}" (a floating one is taken); names that are not in it stay.  When it is
 * done, property "settings" of the vault is notified.
 *
 * Errors: VAULT_ERROR_BAD_SETTING (not registered, another type, out of its bounds; nothing is
 * set), VAULT_ERROR_NO_ROOM (64 KiB in all), VAULT_ERROR_NO_SPACE, VAULT_ERROR_IO,
 * VAULT_ERROR_LOCKED.
 */
void vault_settings_set_async (Vault *self,
                               GVariant *values,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean vault_settings_set_finish (Vault *self,
                                    GAsyncResult *result,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The deadline to propose for what is imported at @now: of @groups, (element-type VaultGroup)
 * (nullable), the earliest that an album proposes; if none does, the vault's. */
gint64 vault_propose_expiry (Vault *self, GPtrArray *groups, gint64 now);

G_END_DECLS
