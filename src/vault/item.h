/* item.h - making and ending items, for the facade alone
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-item.h>

#include "vault/entry.h"

G_BEGIN_DECLS

VaultItem *vault_item_new (VaultEntry *entry);

/* Returns: (transfer full) (nullable): NULL once gone. */
VaultEntry *vault_item_dup_entry (VaultItem *self);

/* The same item, changed. */
void vault_item_set_entry (VaultItem *self, VaultEntry *entry);

/* Name, tags, note and type words as a search compares them; NULL once gone.  Kept until
 * something changes. */
const char *vault_item_get_folded (VaultItem *self);

/* The entry itself, while nothing else is called.  NULL once gone. */
const VaultEntry *vault_item_peek_entry (VaultItem *self);

void vault_item_set_gone (VaultItem *self);

G_END_DECLS
