/* night-drill-dialog.h - a fire drill: seeing a wipe work before it counts
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-wipe.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_DRILL_DIALOG (night_drill_dialog_get_type ())
G_DECLARE_FINAL_TYPE (NightDrillDialog,
                      night_drill_dialog,
                      NIGHT,
                      DRILL_DIALOG,
                      AdwWindow)

/* Over @parent, and already running. */
void night_drill_dialog_present (GtkWindow *parent, Vault *vault);

G_END_DECLS
