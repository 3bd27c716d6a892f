/* shelf-item.h - items for a list, without a vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "vault/item-list.h"

/* One item, called @name, of which the last letter is the id; it is a film if the first is a v. */
void shelf_item_add (VaultItemList *list,
                     const char *name,
                     gint64 added,
                     gint64 captured,
                     gint64 expires);
