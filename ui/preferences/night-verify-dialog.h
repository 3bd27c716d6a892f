/* night-verify-dialog.h - verifying a vault, and repairing what can be repaired
 *
 * Begins to verify at once.  Activates "win.salvage" of the main window.
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

#define NIGHT_TYPE_VERIFY_DIALOG (night_verify_dialog_get_type ())
G_DECLARE_FINAL_TYPE (NightVerifyDialog,
                      night_verify_dialog,
                      NIGHT,
                      VERIFY_DIALOG,
                      AdwWindow)

/* Verify @vault, which is open, in a dialog over @parent. */
void night_verify_dialog_present (GtkWindow *parent, Vault *vault);

G_END_DECLS
