/* problems.h - what to say, and to exit with, when some of many files failed
 *
 * Threads:  the main one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

#include "sentence.h"

G_BEGIN_DECLS

/* List @problems (element-type VaultImportProblem) on stderr, and @error, which ended the
 * whole operation, if there is one.
 *
 * Returns: the status of @error; or else CTL_EXIT_OK if every file is safe, even if some
 * cannot be shown; CTL_EXIT_SOME_FAILED if some of them failed; and if nothing worked and
 * all failed for one class of reasons, the status of that class.
 */
CtlExit ctl_problems_report (GPtrArray *problems, guint n_done, const GError *error);

G_END_DECLS
