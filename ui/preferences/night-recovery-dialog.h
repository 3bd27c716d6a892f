/* night-recovery-dialog.h - a recovery key: shown once, typed back from paper, added
 *
 * Emits "changed" with a sentence when it is added; if the dialog is gone by then, as
 * after a lock, "win.toast" says it instead.
 *
 * Owns:     the key, in locked memory and in the labels that show it.
 * Threads:  the main context.
 * Blocks:   never; deriving takes about two seconds on a thread, and can be cancelled.
 * Promise:  the key is not added before it was typed back, and not shown again after the
 *           dialog is closed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-passphrase.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_RECOVERY_DIALOG (night_recovery_dialog_get_type ())
G_DECLARE_FINAL_TYPE (NightRecoveryDialog,
                      night_recovery_dialog,
                      NIGHT,
                      RECOVERY_DIALOG,
                      AdwWindow)

/* Returns: (transfer none): not yet presented. */
NightRecoveryDialog *night_recovery_dialog_new (GtkWindow *parent, Vault *vault);

G_END_DECLS
