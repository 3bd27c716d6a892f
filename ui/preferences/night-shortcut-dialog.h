/* night-shortcut-dialog.h - choosing the keys that start an emergency wipe
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_SHORTCUT_DIALOG (night_shortcut_dialog_get_type ())
G_DECLARE_FINAL_TYPE (NightShortcutDialog,
                      night_shortcut_dialog,
                      NIGHT,
                      SHORTCUT_DIALOG,
                      AdwWindow)

/* Over @parent.  Sets "wipe-shortcut". */
void night_shortcut_dialog_present (GtkWindow *parent);

G_END_DECLS
