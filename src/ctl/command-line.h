/* command-line.h - argv into a request, strictly
 *
 * An option that the command does not take, a word too many or too few, a number that is
 * none: each is an error, and nothing is done.
 *
 * Threads:  the main one.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "command.h"

G_BEGIN_DECLS

/* Parse @argv, which is left as it is.
 *
 * Errors: G_OPTION_ERROR with a message to show, which repeats option names only and
 * never their values, and those of the command's check.
 * Returns: (transfer full): the request, or NULL.
 */
CtlRequest *ctl_request_new (char *const *argv,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @self may be NULL. */
void ctl_request_free (CtlRequest *self);

/* Print what --help prints. */
void ctl_print_help (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlRequest, ctl_request_free)

G_END_DECLS
