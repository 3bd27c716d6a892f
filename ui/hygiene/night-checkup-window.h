/* night-checkup-window.h - what around the vault may give it away, line by line
 *
 * What needs attention stands first, then what could not be checked, then what is good.
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

#define NIGHT_TYPE_CHECKUP_WINDOW (night_checkup_window_get_type ())
G_DECLARE_FINAL_TYPE (NightCheckupWindow,
                      night_checkup_window,
                      NIGHT,
                      CHECKUP_WINDOW,
                      AdwWindow)

/* Look, and show what was found, over @parent. */
void night_checkup_window_present (GtkWindow *parent, Vault *vault);

G_END_DECLS
