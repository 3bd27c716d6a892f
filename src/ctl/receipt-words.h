/* receipt-words.h - what a receipt says, word for word
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-wipe.h>

G_BEGIN_DECLS

/* Returns: (transfer none): one plain sentence or two, without a line break. */
const char *ctl_sentence_of_saying (VaultSaying saying);

/* What about it, for one fact of VAULT_STORAGE_POOR_FACTS and for the others. */
const char *ctl_sentence_of_fact (VaultStorageFacts fact);

G_END_DECLS
