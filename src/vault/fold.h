/* fold.h - texts as a search compares them: without case and accents
 *
 * Threads:  any.  Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "vault/entry.h"

G_BEGIN_DECLS

/* Between the parts of what a search looks through, so that nothing is found across two. */
#define VAULT_FOLD_END '\n'

/* Name, tags and note of an item.  Returns: (transfer full). */
char *vault_fold_entry (const VaultEntry *entry);

G_END_DECLS
