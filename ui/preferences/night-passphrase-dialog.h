/* night-passphrase-dialog.h - changing, adding or removing one way into the vault
 *
 * Asks for the current passphrase in each case.  Emits "changed" with a sentence when it
 * is done; if the dialog is gone by then, as after a lock, "win.toast" says it instead.
 *
 * Owns:     what was typed, in the entries' locked memory.
 * Threads:  the main context.
 * Blocks:   never; deriving takes about two seconds on a thread, and can be cancelled.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-passphrase.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_PASSPHRASE_DIALOG (night_passphrase_dialog_get_type ())
G_DECLARE_FINAL_TYPE (NightPassphraseDialog,
                      night_passphrase_dialog,
                      NIGHT,
                      PASSPHRASE_DIALOG,
                      AdwWindow)

typedef enum {
  NIGHT_PASSPHRASE_CHANGE,
  NIGHT_PASSPHRASE_ADD,
  NIGHT_PASSPHRASE_ADD_PANIC, /* one that destroys */
  NIGHT_PASSPHRASE_REMOVE,
} NightPassphraseTask;

/* @info: (nullable): the entry to be changed or removed; NULL to add one.
 * Returns: (transfer none): not yet presented. */
NightPassphraseDialog *night_passphrase_dialog_new (GtkWindow *parent,
                                                    Vault *vault,
                                                    NightPassphraseTask task,
                                                    const VaultPassphraseInfo *info);

G_END_DECLS
