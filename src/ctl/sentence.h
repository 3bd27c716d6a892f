/* sentence.h - an error as one plain sentence and as an exit status
 *
 * Threads:  any.
 * Blocks:   never.
 * Promise:  every VaultError has a sentence here, and none of them carries a name, a path
 *           or the message inside the GError.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-error.h>

G_BEGIN_DECLS

/* Exit statuses, one for each class of error.  Scripts depend on the numbers; --help
 * lists them. */
typedef enum {
  CTL_EXIT_OK = 0,
  CTL_EXIT_SOME_FAILED = 1,
  CTL_EXIT_USAGE = 2,
  CTL_EXIT_PASSPHRASE = 3,
  CTL_EXIT_PLACE = 4,
  CTL_EXIT_BUSY = 5,
  CTL_EXIT_DAMAGED = 6,
  CTL_EXIT_DESTROYED = 7,
  CTL_EXIT_NO_ITEM = 8,
  CTL_EXIT_COMPUTER = 9,
  CTL_EXIT_MEDIA = 10,
  CTL_EXIT_CLOCK = 11,
  CTL_EXIT_CANCELLED = 130,
} CtlExit;

CtlExit ctl_exit_of_code (VaultError code);

/* Returns: (transfer none): a static sentence. */
const char *ctl_sentence_of_code (VaultError code);

/* The same for any error, cancellation included. */
CtlExit ctl_exit_of_error (const GError *error);
const char *ctl_sentence_of_error (const GError *error);

/* Say @error on stderr.  Returns: the exit status that goes with it. */
CtlExit ctl_fail (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a mistake on the command line, of which @error's message is the sentence. */
CtlExit ctl_refuse (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
