/* item-list.h - the catalog as a GListModel, newest first
 *
 * Threads:  the main context; one that nobody else knows yet may be filled on any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "vault/item.h"

G_BEGIN_DECLS

#define VAULT_TYPE_ITEM_LIST (vault_item_list_get_type ())
G_DECLARE_FINAL_TYPE (VaultItemList, vault_item_list, VAULT, ITEM_LIST, GObject)

VaultItemList *vault_item_list_new (void);

/* Add items for @entries (element-type VaultEntry) in their places, with one signal for
 * what arrives together at one place. */
void vault_item_list_add (VaultItemList *self, GPtrArray *entries);

/* Take over all items of @from, which is left empty; @self must be empty.  However many they
 * are, this takes no time, so that a whole catalog is filled in and sorted elsewhere. */
void vault_item_list_take_all (VaultItemList *self, VaultItemList *from);

/* Returns: (transfer none) (nullable). */
VaultItem *vault_item_list_get (VaultItemList *self, const char *id);

/* The same item, changed; in its new place if its name is another one. */
void
vault_item_list_set_entry (VaultItemList *self, VaultItem *item, VaultEntry *entry);

/* Take the item out and mark it gone; fine if it is not there. */
void vault_item_list_remove (VaultItemList *self, const char *id);

/* The same for each of @ids, a NULL-terminated array.  However many they are, no more than a
 * few signals are given; one of them may cover items between them that stay. */
void vault_item_list_remove_all_of (VaultItemList *self, const char *const *ids);

/* The same for all. */
void vault_item_list_clear (VaultItemList *self);

/* Ids of the items whose deadline is not after @now; @out_next gets the earliest deadline
 * after it, 0 for none.  Returns: (transfer full) (element-type utf8). */
GPtrArray *vault_item_list_find_due (VaultItemList *self, gint64 now, gint64 *out_next);

G_END_DECLS
