/* night-expiry-dialog.h - choosing how long items stay
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_EXPIRY_DIALOG (night_expiry_dialog_get_type ())
G_DECLARE_FINAL_TYPE (NightExpiryDialog,
                      night_expiry_dialog,
                      NIGHT,
                      EXPIRY_DIALOG,
                      AdwWindow)

/* Ask over the window of @widget, then set the deadline.
 * @items: (element-type VaultItem). */
void night_expiry_dialog_present (GtkWidget *widget, Vault *vault, GPtrArray *items);

G_END_DECLS
