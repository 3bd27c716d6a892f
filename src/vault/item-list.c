/* item-list.c - the catalog as a GListModel, newest first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/item-list.h"

#include <string.h>

/* Stretches of items that are taken out with a signal each; what is scattered more widely
 * than this goes with one.  Whoever shows the list looks at all of it for each, and of a large
 * one the window would have to do so for a second. */
#define MAX_STRETCHES 8

struct _VaultItemList {
  GObject parent_instance;

  GPtrArray *items;  /* VaultItem, in order */
  GHashTable *by_id; /* id -> VaultItem, both owned by @items */
};

static void vault_item_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VaultItemList,
                               vault_item_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      vault_item_list_iface_init))

static GType
get_item_type (GListModel *list)
{
  return VAULT_TYPE_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return VAULT_ITEM_LIST (list)->items->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
  GPtrArray *items = VAULT_ITEM_LIST (list)->items;

  return position < items->len ? g_object_ref (items->pdata[position]) : NULL;
}

static void
vault_item_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* What decides about an item's place.  Sorting looks at these, which lie beside each other,
 * and not at items, each of which is somewhere else in memory. */
typedef struct {
  gint64 added;
  const char *name;
  const char *id;
  VaultEntry *entry; /* if it is an entry's */
} Key;

static Key
key_of_entry (VaultEntry *entry)
{
  return (Key){ entry->added, entry->name, entry->id, entry };
}

static Key
key_of_item (VaultItem *item)
{
  return (Key){ vault_item_get_added (item), vault_item_get_name (item),
                vault_item_get_id (item), NULL };
}

/* Newest first.  What arrived together stands in the order of its names, "DSC9" before
 * "DSC10", and the id decides between equals, so that the order is the same after every
 * opening. */
static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const Key *x = a;
  const Key *y = b;
  int by_name;

  if (x->added != y->added)
    return x->added > y->added ? -1 : 1;

  by_name = strverscmp (x->name, y->name);
  return by_name != 0 ? by_name : strcmp (x->id, y->id);
}

static int
compare (VaultItem *a, VaultItem *b)
{
  Key x = key_of_item (a);
  Key y = key_of_item (b);

  return compare_keys (&x, &y);
}

/* Where @item is, or would go. */
static guint
find_place (VaultItemList *self, VaultItem *item)
{
  guint low = 0;
  guint high = self->items->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (compare (self->items->pdata[middle], item) < 0)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

/* Room for @n items from @first on, made in one step: a step for each of them would move all
 * that stand behind every time. */
static gpointer *
open_gap (VaultItemList *self, guint first, guint n)
{
  guint n_behind = self->items->len - first;
  gpointer *gap;

  g_ptr_array_set_size (self->items, (gint) (self->items->len + n));
  gap = self->items->pdata + first;
  memmove (gap + n, gap, n_behind * sizeof *gap);
  return gap;
}

/* Returns: (transfer full) (element-type VaultItem): in order, owned by nobody yet. */
static GPtrArray *
make_items (GPtrArray *entries)
{
  g_autoptr (GArray) keys =
                 g_array_sized_new (FALSE, FALSE, sizeof (Key), entries->len);
  GPtrArray *items = g_ptr_array_sized_new (entries->len);

  for (guint i = 0; i < entries->len; i++) {
    Key key = key_of_entry (entries->pdata[i]);

    g_array_append_val (keys, key);
  }
  g_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++)
    g_ptr_array_add (items, vault_item_new (g_array_index (keys, Key, i).entry));

  return items;
}

/* Put @fresh between the items from @first to @last, both being in order.  What a long import
 * brings in the same second is all that lies there, however large the vault is. */
static void
merge (VaultItemList *self, guint first, guint last, const GPtrArray *fresh)
{
  gpointer *gap = open_gap (self, last, fresh->len);
  gpointer *items = self->items->pdata;
  gpointer *write = gap + fresh->len;
  guint n_left = fresh->len;

  while (n_left > 0) {
    if (last > first && compare (items[last - 1], fresh->pdata[n_left - 1]) > 0)
      *--write = items[--last];
    else
      *--write = fresh->pdata[--n_left];
  }
}

void
vault_item_list_add (VaultItemList *self, GPtrArray *entries)
{
  g_autoptr (GPtrArray) fresh = make_items (entries);
  guint first;
  guint last;

  if (fresh->len == 0)
    return;

  for (guint i = 0; i < fresh->len; i++)
    g_hash_table_insert (self->by_id, (char *) vault_item_get_id (fresh->pdata[i]),
                         fresh->pdata[i]);

  first = find_place (self, fresh->pdata[0]);
  last = find_place (self, fresh->pdata[fresh->len - 1]);
  merge (self, first, last, fresh);
  g_list_model_items_changed (G_LIST_MODEL (self), first, last - first,
                              last - first + fresh->len);
}

void
vault_item_list_take_all (VaultItemList *self, VaultItemList *from)
{
  GPtrArray *items = self->items;
  GHashTable *by_id = self->by_id;

  g_assert (items->len == 0);

  self->items = from->items;
  self->by_id = from->by_id;
  from->items = items;
  from->by_id = by_id;
  if (self->items->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->items->len);
}

VaultItem *
vault_item_list_get (VaultItemList *self, const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

/* Whether @item, which is at @place, stands in order there. */
static gboolean
is_in_order (VaultItemList *self, VaultItem *item, guint place)
{
  gpointer *items = self->items->pdata;

  return (place == 0 || compare (items[place - 1], item) < 0)
         && (place + 1 == self->items->len || compare (item, items[place + 1]) < 0);
}

void
vault_item_list_set_entry (VaultItemList *self, VaultItem *item, VaultEntry *entry)
{
  g_autoptr (VaultItem) held = g_object_ref (item);
  guint place = find_place (self, item);

  vault_item_set_entry (item, entry);
  if (is_in_order (self, item, place))
    return;

  g_ptr_array_remove_index (self->items, place);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 1, 0);
  place = find_place (self, item);
  *open_gap (self, place, 1) = g_object_ref (item);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
}

void
vault_item_list_remove (VaultItemList *self, const char *id)
{
  VaultItem *item = g_hash_table_lookup (self->by_id, id);
  g_autoptr (VaultItem) held = NULL;
  guint place;

  if (item == NULL)
    return;

  held = g_object_ref (item);
  place = find_place (self, item);
  g_hash_table_remove (self->by_id, id);
  g_ptr_array_remove_index (self->items, place);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 1, 0);
  vault_item_set_gone (held);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a;
  guint y = *(const guint *) b;

  return x < y ? -1 : x > y;
}

/* Where the items with these ids are, ascending.  Returns: (transfer full): guint. */
static GArray *
find_places (VaultItemList *self, const char *const *ids)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; ids[i] != NULL; i++) {
    VaultItem *item = g_hash_table_lookup (self->by_id, ids[i]);
    guint place;

    if (item == NULL)
      continue;
    place = find_place (self, item);
    g_array_append_val (places, place);
  }

  g_array_sort (places, compare_places);
  return places;
}

static guint
count_stretches (const GArray *places)
{
  guint n = 0;

  for (guint i = 0; i < places->len; i++)
    n +=
        i == 0
        || g_array_index (places, guint, i) != g_array_index (places, guint, i - 1) + 1;

  return n;
}

/* Take the items at these @n places out, in one pass over what lies between them and with one
 * signal. */
static void
take_out (VaultItemList *self, const guint *places, guint n, GPtrArray *taken)
{
  GPtrArray *items = self->items;
  guint from = places[0];
  guint to = places[n - 1];
  guint write = from;
  guint next = 0;

  for (guint read = from; read <= to; read++) {
    if (read == places[next]) {
      g_ptr_array_add (taken, items->pdata[read]);
      g_hash_table_remove (self->by_id, vault_item_get_id (items->pdata[read]));
      next++;
    } else {
      items->pdata[write++] = items->pdata[read];
    }
  }

  memmove (items->pdata + write, items->pdata + to + 1,
           (items->len - to - 1) * sizeof *items->pdata);
  /* Those that were taken out are owned by @taken now. */
  memset (items->pdata + items->len - n, 0, n * sizeof *items->pdata);
  g_ptr_array_set_free_func (items, NULL);
  g_ptr_array_set_size (items, (gint) (items->len - n));
  g_ptr_array_set_free_func (items, g_object_unref);
  g_list_model_items_changed (G_LIST_MODEL (self), from, to - from + 1,
                              to - from + 1 - n);
}

void
vault_item_list_remove_all_of (VaultItemList *self, const char *const *ids)
{
  g_autoptr (GArray) places = find_places (self, ids);
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func (g_object_unref);
  const guint *all = (const guint *) (gpointer) places->data;
  gboolean together = count_stretches (places) > MAX_STRETCHES;
  guint end = places->len;

  /* From the back, so that the places before stay what they are. */
  while (end > 0) {
    guint start = together ? 0 : end - 1;

    while (!together && start > 0 && all[start - 1] + 1 == all[start])
      start--;
    take_out (self, all + start, end - start, taken);
    end = start;
  }

  for (guint i = 0; i < taken->len; i++)
    vault_item_set_gone (taken->pdata[i]);
}

void
vault_item_list_clear (VaultItemList *self)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->items);

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_remove_all (self->by_id);
  if (old->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, old->len, 0);

  /* Most are held by nobody else, and there is nobody to tell. */
  for (guint i = 0; i < old->len; i++) {
    if (g_atomic_int_get (&G_OBJECT (old->pdata[i])->ref_count) > 1)
      vault_item_set_gone (old->pdata[i]);
  }
}

GPtrArray *
vault_item_list_find_due (VaultItemList *self, gint64 now, gint64 *out_next)
{
  GPtrArray *due = g_ptr_array_new_with_free_func (g_free);

  *out_next = 0;
  for (guint i = 0; i < self->items->len; i++) {
    gint64 expires = vault_item_get_expires (self->items->pdata[i]);

    if (expires == VAULT_EXPIRES_NEVER)
      continue;
    if (expires <= now)
      g_ptr_array_add (due, g_strdup (vault_item_get_id (self->items->pdata[i])));
    else if (*out_next == 0 || expires < *out_next)
      *out_next = expires;
  }

  return due;
}

static void
vault_item_list_finalize (GObject *object)
{
  VaultItemList *self = VAULT_ITEM_LIST (object);

  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (vault_item_list_parent_class)->finalize (object);
}

static void
vault_item_list_class_init (VaultItemListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vault_item_list_finalize;
}

static void
vault_item_list_init (VaultItemList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
}

VaultItemList *
vault_item_list_new (void)
{
  return g_object_new (VAULT_TYPE_ITEM_LIST, NULL);
}
