/* night-wipe-button.h - the header-bar button that starts the emergency wipe
 *
 * Activates "win.wipe".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_WIPE_BUTTON (night_wipe_button_get_type ())
G_DECLARE_FINAL_TYPE (NightWipeButton, night_wipe_button, NIGHT, WIPE_BUTTON, GtkButton)

G_END_DECLS
