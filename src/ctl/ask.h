/* ask.h - the passphrase, from a descriptor or from the terminal
 *
 * Threads:  the main one.
 * Blocks:   until the passphrase is there, while running the main context.
 * Promise:  the bytes go from the descriptor into guarded memory and are nowhere else in
 *           this process; the terminal echoes again when these functions return,
 *           whatever happened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-secret.h>

G_BEGIN_DECLS

/* Longer input is refused. */
#define CTL_PASSPHRASE_MAX_BYTES 4096

/* Read from @fd up to the end or the first line break, which does not count.  It stays
 * open, but no program that is started later inherits it.
 *
 * Errors: VAULT_ERROR_BAD_PASSPHRASE (empty, too long), VAULT_ERROR_NO_MEMORY,
 * VAULT_ERROR_IO, G_IO_ERROR_INVALID_ARGUMENT (not open), G_IO_ERROR_CANCELLED.
 * Returns: (transfer full): the passphrase, or NULL.
 */
VaultSecret *ctl_ask_fd (int fd,
                         GCancellable *cancellable,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  CTL_ASK_ONCE,
  CTL_ASK_TWICE, /* for a new passphrase */
} CtlAskTimes;

/* Ask on /dev/tty without echo.  @option: what to use where there is none.
 *
 * Errors: as above; G_IO_ERROR_INVALID_ARGUMENT if there is no terminal, and
 * VAULT_ERROR_BAD_PASSPHRASE also if the second differs from the first.
 * Returns: (transfer full): the passphrase, or NULL.
 */
VaultSecret *ctl_ask_terminal (CtlAskTimes times,
                               const char *option,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
