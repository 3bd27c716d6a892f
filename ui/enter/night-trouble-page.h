/* night-trouble-page.h - a vault that cannot be opened as it is, and what can be done
 *
 * Activates "win.retry", "win.start-anew" or "win.choose-location".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-error.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_TROUBLE_PAGE (night_trouble_page_get_type ())
G_DECLARE_FINAL_TYPE (NightTroublePage, night_trouble_page, NIGHT, TROUBLE_PAGE, GtkBox)

void night_trouble_page_show (NightTroublePage *self, VaultError code);

G_END_DECLS
