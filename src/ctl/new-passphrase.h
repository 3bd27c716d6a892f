/* new-passphrase.h - a passphrase that is to open a vault from now on
 *
 * Threads:  the main one.
 * Blocks:   until the passphrase is there, or on stdout.
 * Promise:  what is generated goes from guarded memory to stdout without a buffer in
 *           between, and is there before anything depends on it: a vault is never changed
 *           to a passphrase that nobody could read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "command.h"

G_BEGIN_DECLS

/* As the request has it: generated and printed, from the descriptor @fd, or, if that is -1,
 * asked for twice on the terminal.
 *
 * Errors: those of vault_strength_check(), ctl_ask_fd() and ctl_ask_terminal();
 * VAULT_ERROR_IO if it cannot be printed.  Returns: (transfer full): the passphrase, or NULL.
 */
VaultSecret *ctl_new_passphrase (CtlSession *session,
                                 const CtlRequest *request,
                                 int fd,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Make a recovery key and print it.  Errors and return value: as above. */
VaultSecret *ctl_new_recovery_key (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The end of what was to be done with a new passphrase: tell of the failure, and, with
 * @printed, that what is on the screen opens nothing. */
CtlExit ctl_fail_new (const GError *error, gboolean printed);

/* The same where all went well.  With @printed stdout belongs to what was printed. */
CtlExit ctl_done_new (const char *sentence, gboolean printed);

G_END_DECLS
