/* night-picks.c - which of the items in a list are selected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-picks.h"

struct _NightPicks {
  GObject parent_instance;

  GListModel *model;
  GHashTable *selected; /* of VaultItem */
};

static void list_iface_init (GListModelInterface *iface);
static void selection_iface_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NightPicks,
                               night_picks,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      list_iface_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          selection_iface_init))

static GType
get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (NIGHT_PICKS (list)->model);
}

static gpointer
get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (NIGHT_PICKS (list)->model, position);
}

static void
list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  NightPicks *self = NIGHT_PICKS (model);
  g_autoptr (GObject) item = NULL;

  if (g_hash_table_size (self->selected) == 0)
    return FALSE;

  item = g_list_model_get_item (self->model, position);
  return item != NULL && g_hash_table_contains (self->selected, item);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  GtkBitset *found = gtk_bitset_new_empty ();

  for (guint i = position; i < position + n_items; i++)
    if (is_selected (model, i))
      gtk_bitset_add (found, i);

  return found;
}

/* Returns: whether that changed anything. */
static gboolean
select_one (NightPicks *self, guint position, gboolean select)
{
  g_autoptr (GObject) item = g_list_model_get_item (self->model, position);

  if (!VAULT_IS_ITEM (item) || g_hash_table_contains (self->selected, item) == select)
    return FALSE;

  if (select)
    g_hash_table_add (self->selected, g_steal_pointer (&item));
  else
    g_hash_table_remove (self->selected, item);
  return TRUE;
}

/* Everything else that a view asks for comes down to this. */
static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  NightPicks *self = NIGHT_PICKS (model);
  guint n_items = get_n_items (G_LIST_MODEL (model));
  guint first = n_items;
  guint last = 0;
  GtkBitsetIter iter;
  guint position;
  gboolean more;

  for (more = gtk_bitset_iter_init_first (&iter, mask, &position);
       more && position < n_items; more = gtk_bitset_iter_next (&iter, &position)) {
    if (!select_one (self, position, gtk_bitset_contains (selected, position)))
      continue;
    first = MIN (first, position);
    last = position;
  }
  if (first <= last && first < n_items)
    gtk_selection_model_selection_changed (model, first, last - first + 1);

  return TRUE;
}

static void
selection_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->set_selection = set_selection;
}

GPtrArray *
night_picks_dup_selected (NightPicks *self)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_left = g_hash_table_size (self->selected);

  g_return_val_if_fail (NIGHT_IS_PICKS (self), found);

  for (guint i = 0; n_left > 0 && i < get_n_items (G_LIST_MODEL (self)); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (self->model, i);

    if (!g_hash_table_contains (self->selected, item))
      continue;
    n_left--;
    if (!vault_item_is_gone (VAULT_ITEM (item)))
      g_ptr_array_add (found, g_steal_pointer (&item));
  }

  return found;
}

guint
night_picks_get_n_selected (NightPicks *self)
{
  g_return_val_if_fail (NIGHT_IS_PICKS (self), 0);

  return g_hash_table_size (self->selected);
}

/* Keep only what is still there. */
static void
forget_absent (NightPicks *self)
{
  GHashTable *kept = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  guint n_left = g_hash_table_size (self->selected);

  for (guint i = 0; n_left > 0 && i < get_n_items (G_LIST_MODEL (self)); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (self->model, i);

    if (!g_hash_table_contains (self->selected, item))
      continue;
    g_hash_table_add (kept, g_steal_pointer (&item));
    n_left--;
  }
  g_hash_table_unref (self->selected);
  self->selected = kept;
}

static void
items_changed (NightPicks *self, guint position, guint n_removed, guint n_added)
{
  if (n_removed > 0 && g_hash_table_size (self->selected) > 0)
    forget_absent (self);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
}

static void
night_picks_dispose (GObject *object)
{
  NightPicks *self = NIGHT_PICKS (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_pointer (&self->selected, g_hash_table_unref);

  G_OBJECT_CLASS (night_picks_parent_class)->dispose (object);
}

static void
night_picks_class_init (NightPicksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_picks_dispose;
}

static void
night_picks_init (NightPicks *self)
{
  self->selected = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

NightPicks *
night_picks_new (GListModel *model)
{
  NightPicks *self = g_object_new (NIGHT_TYPE_PICKS, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}
