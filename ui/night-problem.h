/* night-problem.h - the sentence a person reads for each thing that can go wrong
 *
 * The only place where an error becomes words.  Titles fit a heading; texts say what is
 * so and what can be done, and promise nothing that is not true.
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-error.h>

G_BEGIN_DECLS

/* Returns: (transfer none): a translated heading without a full stop.  A code outside
 * the list gets the words of VAULT_ERROR_IO. */
const char *night_problem_get_title (VaultError code);

/* Returns: (transfer none): one to three translated sentences. */
const char *night_problem_get_text (VaultError code);

/* The code inside @error.  An error of another domain counts as VAULT_ERROR_IO. */
VaultError night_problem_from_error (const GError *error);

G_END_DECLS
