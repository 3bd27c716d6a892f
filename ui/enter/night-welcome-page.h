/* night-welcome-page.h - making a vault: where, and under which passphrase
 *
 * Creating the vault leaves it open; who listens to its "state" shows the library.
 * Activates "win.choose-location", "win.help" and, when it fails, "win.problem".
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

#define NIGHT_TYPE_WELCOME_PAGE (night_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (NightWelcomePage, night_welcome_page, NIGHT, WELCOME_PAGE, GtkBox)

/* The vault to be made; its folder is what the location row shows. */
void night_welcome_page_set_vault (NightWelcomePage *self, Vault *vault);

/* Empty both entries. */
void night_welcome_page_reset (NightWelcomePage *self);

G_END_DECLS
