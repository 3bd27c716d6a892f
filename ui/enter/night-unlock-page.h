/* night-unlock-page.h - asking for the passphrase of an existing vault
 *
 * Unlocking changes the vault's "state"; who listens to it shows the library.  A wrong
 * passphrase is told here, anything else goes to "win.trouble".
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

#define NIGHT_TYPE_UNLOCK_PAGE (night_unlock_page_get_type ())
G_DECLARE_FINAL_TYPE (NightUnlockPage, night_unlock_page, NIGHT, UNLOCK_PAGE, GtkBox)

void night_unlock_page_set_vault (NightUnlockPage *self, Vault *vault);

/* Stop a running attempt and empty the entry. */
void night_unlock_page_reset (NightUnlockPage *self);

G_END_DECLS
