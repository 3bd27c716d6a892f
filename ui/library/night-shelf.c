/* night-shelf.c - the items of a vault in an order, and of them those that are asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-shelf.h"

#include <string.h>

#include "library/night-span.h"

/* More than these at once are not looked for one by one. */
#define FEW 32

struct _NightShelf {
  GObject parent_instance;

  GListModel *source;
  GPtrArray *mirror; /* what the source holds; owns the items */
  GPtrArray *all;    /* the same in order */
  GPtrArray *shown;  /* of them those asked for */

  NightOrder order;
  NightDirection direction;
  GCancellable
      *sorting; /* NULL unless a thread does; its order is of what @mirror holds now */
  NightShelfFunc func;
  gpointer func_data;
};

static void night_shelf_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NightShelf,
                               night_shelf,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      night_shelf_iface_init))

static GType
get_item_type (GListModel *model)
{
  return VAULT_TYPE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return NIGHT_SHELF (model)->shown->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *shown = NIGHT_SHELF (model)->shown;

  return position < shown->len ? g_object_ref (shown->pdata[position]) : NULL;
}

static void
night_shelf_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* Show those of @items that are asked for, and tell what is different. */
static void
show_of (NightShelf *self, const GPtrArray *items)
{
  g_autoptr (GPtrArray) old = self->shown;
  NightSpan span;

  self->shown = g_ptr_array_sized_new (items->len);
  for (guint i = 0; i < items->len; i++)
    if (self->func == NULL || self->func (items->pdata[i], self->func_data))
      g_ptr_array_add (self->shown, items->pdata[i]);

  span = night_span_between (old, self->shown);
  if (span.n_removed + span.n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), span.first, span.n_removed,
                                span.n_added);
}

static void
show (NightShelf *self)
{
  show_of (self, self->all);
}

static gboolean
is_for_a_thread (NightShelf *self)
{
  return self->order == NIGHT_ORDER_NAME && self->mirror->len > NIGHT_SHELF_MANY;
}

static void
stop_sorting (NightShelf *self)
{
  g_cancellable_cancel (self->sorting);
  g_clear_object (&self->sorting);
}

/* If it was stopped, @user_data may be no shelf any more, and items may have gone. */
static void
names_sorted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GPtrArray *sorted = night_order_sort_names_finish (result);
  NightShelf *self = user_data;

  if (sorted == NULL)
    return;

  g_clear_object (&self->sorting);
  g_ptr_array_unref (self->all);
  self->all = sorted;
  show (self);
}

static void
sort (NightShelf *self)
{
  stop_sorting (self);
  if (is_for_a_thread (self)) {
    self->sorting = g_cancellable_new ();
    night_order_sort_names_async (self->mirror, self->direction, self->sorting,
                                  names_sorted, self);
    return;
  }

  g_ptr_array_set_size (self->all, 0);
  g_ptr_array_extend (self->all, self->mirror, NULL, NULL);
  night_order_sort (self->all, self->order, self->direction);
}

static void
remove_one (NightShelf *self, VaultItem *item)
{
  guint position;

  g_ptr_array_remove (self->all, item);
  if (!g_ptr_array_find (self->shown, item, &position))
    return;

  g_ptr_array_remove_index (self->shown, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/* Have the mirror follow.  Returns: (transfer full): what was there before. */
static GPtrArray *
follow (NightShelf *self, guint position, guint n_removed, guint n_added)
{
  GPtrArray *removed = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_behind;
  gpointer *gap;

  for (guint i = 0; i < n_removed; i++)
    g_ptr_array_add (removed, g_object_ref (self->mirror->pdata[position + i]));
  if (n_removed > 0)
    g_ptr_array_remove_range (self->mirror, position, n_removed);

  /* A step for each of them would move all that stand behind every time. */
  n_behind = self->mirror->len - position;
  g_ptr_array_set_size (self->mirror, (int) (self->mirror->len + n_added));
  gap = self->mirror->pdata + position;
  memmove (gap + n_added, gap, n_behind * sizeof *gap);
  for (guint i = 0; i < n_added; i++)
    gap[i] = g_list_model_get_item (self->source, position + i);
  return removed;
}

/* Until a thread has sorted them: what is new comes first, what stays stays. */
static void
put_in_front (NightShelf *self, const GPtrArray *removed, guint position, guint n_added)
{
  g_autoptr (GHashTable) gone = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) old = self->all;

  for (guint i = 0; i < removed->len; i++)
    g_hash_table_add (gone, removed->pdata[i]);
  self->all = g_ptr_array_sized_new (self->mirror->len);
  for (guint i = 0; i < n_added; i++)
    if (!g_hash_table_remove (gone, self->mirror->pdata[position + i]))
      g_ptr_array_add (self->all, self->mirror->pdata[position + i]);
  for (guint i = 0; i < old->len; i++)
    if (!g_hash_table_contains (gone, old->pdata[i]))
      g_ptr_array_add (self->all, old->pdata[i]);
}

static void
source_changed (NightShelf *self, guint position, guint n_removed, guint n_added)
{
  g_autoptr (GPtrArray) removed = follow (self, position, n_removed, n_added);

  if (n_added == 0 && n_removed <= FEW) {
    for (guint i = 0; i < n_removed; i++)
      remove_one (self, removed->pdata[i]);
    if (self->sorting != NULL)
      sort (self);
    return;
  }

  if (is_for_a_thread (self))
    put_in_front (self, removed, position, n_added);
  sort (self);
  show (self);
}

void
night_shelf_set_order (NightShelf *self, NightOrder order, NightDirection direction)
{
  g_return_if_fail (NIGHT_IS_SHELF (self));

  if (order == self->order && direction == self->direction)
    return;

  self->order = order;
  self->direction = direction;
  sort (self);
  show (self);
}

NightOrder
night_shelf_get_order (NightShelf *self)
{
  g_return_val_if_fail (NIGHT_IS_SHELF (self), NIGHT_ORDER_ADDED);

  return self->order;
}

void
night_shelf_set_filter (NightShelf *self, NightShelfFunc func, gpointer user_data)
{
  g_return_if_fail (NIGHT_IS_SHELF (self));

  self->func = func;
  self->func_data = user_data;
  show (self);
}

void
night_shelf_narrow (NightShelf *self, NightShelfFunc func, gpointer user_data)
{
  g_return_if_fail (NIGHT_IS_SHELF (self));

  self->func = func;
  self->func_data = user_data;
  show_of (self, self->shown);
}

void
night_shelf_refresh (NightShelf *self)
{
  g_return_if_fail (NIGHT_IS_SHELF (self));

  sort (self);
  show (self);
}

guint
night_shelf_get_n_all (NightShelf *self)
{
  g_return_val_if_fail (NIGHT_IS_SHELF (self), 0);

  return self->all->len;
}

const GPtrArray *
night_shelf_get_shown (NightShelf *self)
{
  g_return_val_if_fail (NIGHT_IS_SHELF (self), NULL);

  return self->shown;
}

static void
night_shelf_dispose (GObject *object)
{
  stop_sorting (NIGHT_SHELF (object));
  g_clear_object (&NIGHT_SHELF (object)->source);

  G_OBJECT_CLASS (night_shelf_parent_class)->dispose (object);
}

static void
night_shelf_finalize (GObject *object)
{
  NightShelf *self = NIGHT_SHELF (object);

  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->all);
  g_ptr_array_unref (self->mirror);

  G_OBJECT_CLASS (night_shelf_parent_class)->finalize (object);
}

static void
night_shelf_class_init (NightShelfClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_shelf_dispose;
  G_OBJECT_CLASS (klass)->finalize = night_shelf_finalize;
}

static void
night_shelf_init (NightShelf *self)
{
  self->mirror = g_ptr_array_new_with_free_func (g_object_unref);
  self->all = g_ptr_array_new ();
  self->shown = g_ptr_array_new ();
  self->order = NIGHT_ORDER_ADDED;
  self->direction = NIGHT_DIRECTION_DESCENDING;
}

NightShelf *
night_shelf_new (GListModel *items)
{
  NightShelf *self = g_object_new (NIGHT_TYPE_SHELF, NULL);

  self->source = g_object_ref (items);
  g_signal_connect_object (items, "items-changed", G_CALLBACK (source_changed), self,
                           G_CONNECT_SWAPPED);
  source_changed (self, 0, 0, g_list_model_get_n_items (items));
  return self;
}
