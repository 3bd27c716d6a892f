/* group.h - making, changing and ending albums and persons, for the facade alone
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "vault/card.h"

G_BEGIN_DECLS

VaultGroup *vault_group_new (VaultCard *card);

/* Returns: (transfer none) (nullable): NULL once gone. */
VaultCard *vault_group_peek_card (VaultGroup *self);

void vault_group_set_card (VaultGroup *self, VaultCard *card);
void vault_group_set_contents (VaultGroup *self, guint n_items, VaultItem *cover);
void vault_group_set_gone (VaultGroup *self);

/* The groups of one kind as a GListModel, by name. */
#define VAULT_TYPE_GROUP_LIST (vault_group_list_get_type ())
G_DECLARE_FINAL_TYPE (VaultGroupList, vault_group_list, VAULT, GROUP_LIST, GObject)

VaultGroupList *vault_group_list_new (VaultGroupKind kind);

/* Show those of @cards (element-type VaultCard) that are of its kind, and no others. */
void vault_group_list_show (VaultGroupList *self, GPtrArray *cards);

/* Returns: (transfer none) (nullable). */
VaultGroup *vault_group_list_get (VaultGroupList *self, guint64 number);

G_END_DECLS
