/* night-salvage-dialog.h - copying out what can still be read of a locked vault
 *
 * Owns:     what was typed, in the entry's locked memory.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_SALVAGE_DIALOG (night_salvage_dialog_get_type ())
G_DECLARE_FINAL_TYPE (NightSalvageDialog,
                      night_salvage_dialog,
                      NIGHT,
                      SALVAGE_DIALOG,
                      AdwWindow)

/* Ask for the passphrase of @vault, which is locked, and a folder, and salvage. */
void night_salvage_dialog_present (GtkWindow *parent, Vault *vault);

G_END_DECLS
