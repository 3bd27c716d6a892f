/* night-new-passphrase.h - choosing a passphrase: typed twice and judged, or suggested
 *
 * Emits "changed" when night_new_passphrase_is_ready() may say something else, and
 * "activate" when Enter is pressed in one of its entries.
 *
 * Owns:     what was typed, in the entries' locked memory, and the suggestion.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-secret.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_NEW_PASSPHRASE (night_new_passphrase_get_type ())
G_DECLARE_FINAL_TYPE (NightNewPassphrase,
                      night_new_passphrase,
                      NIGHT,
                      NEW_PASSPHRASE,
                      GtkBox)

/* Call the entries so, where they are not the only ones; translated. */
void night_new_passphrase_set_titles (NightNewPassphrase *self,
                                      const char *title,
                                      const char *repeat_title);

/* Whether the passphrase is strong enough and was repeated without a mistake. */
gboolean night_new_passphrase_is_ready (NightNewPassphrase *self);

/* Errors: VAULT_ERROR_NO_MEMORY.  Returns: (transfer full): what was typed, or NULL. */
VaultSecret *night_new_passphrase_dup (NightNewPassphrase *self,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Empty the entries and forget the suggestion. */
void night_new_passphrase_clear (NightNewPassphrase *self);

G_END_DECLS
