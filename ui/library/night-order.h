/* night-order.h - the orders in which the items of a library can stand
 *
 * Threads:  the main context; the keys of many names are made on a thread of their own.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include <vault/vault-item.h>

G_BEGIN_DECLS

typedef enum {
  NIGHT_ORDER_TAKEN, /* where unknown, when it was added */
  NIGHT_ORDER_ADDED,
  NIGHT_ORDER_NAME,
  NIGHT_ORDER_SIZE,
  NIGHT_ORDER_TIME_LEFT,
} NightOrder;

typedef enum {
  NIGHT_DIRECTION_ASCENDING,
  NIGHT_DIRECTION_DESCENDING,
} NightDirection;

/* Their nicks are what the settings and the actions say. */
#define NIGHT_TYPE_ORDER (night_order_get_type ())
GType night_order_get_type (void);

#define NIGHT_TYPE_DIRECTION (night_direction_get_type ())
GType night_direction_get_type (void);

/* Put @items, VaultItems newest first, in @order.  What has no deadline comes last in either
 * direction; equals stay as they stand. */
void night_order_sort (GPtrArray *items, NightOrder order, NightDirection direction);

/* The same by name, for so many that a person would notice.  The names are copied, the items only
 * passed through.  @items may be changed as soon as this has returned. */
void night_order_sort_names_async (const GPtrArray *items,
                                   NightDirection direction,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* Returns: (transfer full) (nullable): the items, borrowed; NULL if it was cancelled. */
GPtrArray *night_order_sort_names_finish (GAsyncResult *result);

/* Whether items in @order can be told apart by months. */
gboolean night_order_is_of_time (NightOrder order);

/* The moment that decides about the place of @item: of what is not known when it was taken,
 * when it was added. */
gint64 night_order_get_moment (NightOrder order, VaultItem *item);

G_END_DECLS
