/* night-shelf.h - the items of a vault in an order, and of them those that are asked for
 *
 * A GListModel of VaultItem that follows the model it is made of.
 *
 * Owns:     a reference to each item.
 * Threads:  the main context.
 * Blocks:   never.  A new order sorts everything, by name, where there are many, on a thread: until
 *           that is done, everything stays as it stood, and what is new stands in front.  A new
 *           filter looks at everything once; an item that goes is found by its address.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "library/night-order.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_SHELF (night_shelf_get_type ())
G_DECLARE_FINAL_TYPE (NightShelf, night_shelf, NIGHT, SHELF, GObject)

/* @items: VaultItems, newest first.  Returns: (transfer full): newest first, all of them. */
NightShelf *night_shelf_new (GListModel *items);

/* Where more than so many are sorted by name, that is done on a thread. */
#define NIGHT_SHELF_MANY 2000

/* The last call sorts; nothing happens if that is the order already. */
void
night_shelf_set_order (NightShelf *self, NightOrder order, NightDirection direction);
NightOrder night_shelf_get_order (NightShelf *self);

/* Whether @item is asked for. */
typedef gboolean (*NightShelfFunc) (VaultItem *item, gpointer user_data);

/* Show only what @func says TRUE of; NULL shows all.  @user_data has to live until the next
 * call. */
void night_shelf_set_filter (NightShelf *self, NightShelfFunc func, gpointer user_data);

/* The same with a function that is FALSE for whatever is not shown: only what is gets asked. */
void night_shelf_narrow (NightShelf *self, NightShelfFunc func, gpointer user_data);

/* Something about items has changed that order or filter look at. */
void night_shelf_refresh (NightShelf *self);

/* How many there are, asked for or not. */
guint night_shelf_get_n_all (NightShelf *self);

/* Returns: (transfer none) (element-type VaultItem): what is shown, in order; until the next
 * change. */
const GPtrArray *night_shelf_get_shown (NightShelf *self);

G_END_DECLS
