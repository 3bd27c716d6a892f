/* night-absence-dialog.h - what is to happen when nobody opens the vault
 *
 * Signal "changed": the rule was made, changed or given up.
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_ABSENCE_DIALOG (night_absence_dialog_get_type ())
G_DECLARE_FINAL_TYPE (NightAbsenceDialog,
                      night_absence_dialog,
                      NIGHT,
                      ABSENCE_DIALOG,
                      AdwWindow)

/* Over @parent, for @vault, which is open.  Returns: (transfer none): not yet presented. */
GtkWindow *night_absence_dialog_new (GtkWindow *parent, Vault *vault);

G_END_DECLS
