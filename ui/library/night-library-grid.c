/* night-library-grid.c - the tiles of the library: selection, context menu, thumbnails
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-grid-private.h"

#include "library/night-cell.h"
#include "library/night-tile.h"

/* Several hundred pictures of the size of a tile, at the least. */
#define CACHE_BYTES ((gsize) 128 * 1024 * 1024)

/* "54 minutes left" has to stay true. */
#define TICK_S 10

G_DEFINE_FINAL_TYPE (NightLibraryGrid, night_library_grid, GTK_TYPE_BOX)

enum {
  OPEN_ITEM,
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
emit_changed (NightLibraryGrid *self)
{
  night_library_grid_end_selecting (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

GPtrArray *
night_library_grid_dup_selected (NightLibraryGrid *self)
{
  g_return_val_if_fail (NIGHT_IS_LIBRARY_GRID (self), NULL);

  if (self->picks == NULL)
    return g_ptr_array_new_with_free_func (g_object_unref);
  return night_picks_dup_selected (self->picks);
}

guint
night_library_grid_get_n_selected (NightLibraryGrid *self)
{
  g_return_val_if_fail (NIGHT_IS_LIBRARY_GRID (self), 0);

  return self->picks != NULL ? night_picks_get_n_selected (self->picks) : 0;
}

NightShelf *
night_library_grid_get_shelf (NightLibraryGrid *self)
{
  g_return_val_if_fail (NIGHT_IS_LIBRARY_GRID (self), NULL);

  return self->shelf;
}

static void
apply_order (NightLibraryGrid *self)
{
  if (self->shelf == NULL)
    return;

  night_shelf_set_order (self->shelf, self->order, self->direction);
  night_rows_update (self->rows);
  night_library_grid_fit (self);
}

static gboolean
apply_order_now (gpointer user_data)
{
  NightLibraryGrid *self = user_data;

  self->order_id = 0;
  apply_order (self);
  return G_SOURCE_REMOVE;
}

void
night_library_grid_sort (NightLibraryGrid *self,
                         NightOrder order,
                         NightDirection direction,
                         gboolean is_grouped)
{
  g_return_if_fail (NIGHT_IS_LIBRARY_GRID (self));

  self->order = order;
  self->direction = direction;
  self->is_grouped = is_grouped;
  /* The direction often comes with the order, and a hundred thousand are sorted once. */
  if (self->order_id == 0)
    self->order_id = g_idle_add_full (G_PRIORITY_HIGH, apply_order_now, self, NULL);
}

static gboolean
tick (gpointer user_data)
{
  NightLibraryGrid *self = user_data;
  GPtrArray *tiles = night_lookout_get_tiles (self->lookout);

  for (guint i = 0; i < tiles->len; i++)
    night_tile_update_expiry (g_ptr_array_index (tiles, i));

  return G_SOURCE_CONTINUE;
}

static gboolean
open_activated (gpointer user_data)
{
  NightLibraryGrid *self = user_data;
  g_autoptr (VaultItem) item = g_steal_pointer (&self->activated);

  self->activated_id = 0;
  g_signal_emit (self, signals[OPEN_ITEM], 0, item);
  return G_SOURCE_REMOVE;
}

/* A double click gives the tile the focus after it activated it; opening the item before
 * that would leave the focus on a page that is hidden by then. */
static void
activate_tile (NightLibraryGrid *self, guint position)
{
  if (self->activated_id != 0)
    return;

  self->activated = g_list_model_get_item (G_LIST_MODEL (self->picks), position);
  if (self->activated != NULL)
    self->activated_id = g_idle_add (open_activated, self);
}

static void
unselect_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryGrid *self = NIGHT_LIBRARY_GRID (widget);

  if (self->picks != NULL)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->picks));
}

static void
forget (NightLibraryGrid *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->order_id, g_source_remove);
  night_library_grid_stop_drag (self);
  if (self->lookout != NULL)
    night_lookout_stop (self->lookout);
  g_clear_handle_id (&self->activated_id, g_source_remove);
  g_clear_object (&self->activated);
  gtk_popover_popdown (GTK_POPOVER (self->menu));
  gtk_grid_view_set_model (self->grid, NULL);
  g_ptr_array_set_size (self->spare, 0);
  if (self->picks != NULL)
    g_signal_handlers_disconnect_by_data (self->picks, self);
  g_clear_object (&self->picks);
  g_clear_object (&self->rows);
  g_clear_object (&self->shelf);
  g_clear_object (&self->vault);
  night_texture_cache_clear (self->cache);
}

void
night_library_grid_drop (NightLibraryGrid *self)
{
  g_return_if_fail (NIGHT_IS_LIBRARY_GRID (self));

  forget (self);
  emit_changed (self);
}

void
night_library_grid_show (NightLibraryGrid *self, Vault *vault)
{
  GListModel *items = vault_get_items (vault);

  g_return_if_fail (NIGHT_IS_LIBRARY_GRID (self));

  forget (self);
  self->vault = g_object_ref (vault);
  self->shelf = night_shelf_new (items);
  self->rows = night_rows_new (self->shelf);
  self->picks = night_picks_new (G_LIST_MODEL (self->rows));
  g_signal_connect_object (self->picks, "selection-changed", G_CALLBACK (emit_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->picks, "items-changed", G_CALLBACK (emit_changed),
                           self, G_CONNECT_SWAPPED);
  apply_order (self);
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (self->picks));
  self->tick_id = g_timeout_add_seconds (TICK_S, tick, self);
  emit_changed (self);
}

GdkTexture *
night_library_grid_get_thumbnail (NightLibraryGrid *self, VaultItem *item)
{
  const NightThumbnail *thumbnail;

  g_return_val_if_fail (NIGHT_IS_LIBRARY_GRID (self), NULL);

  /* One may be left from before its views were counted. */
  if (vault_item_is_view_limited (item))
    return NULL;

  thumbnail = night_texture_cache_get (self->cache, vault_item_get_id (item));
  return thumbnail != NULL ? thumbnail->whole : NULL;
}

static GtkWidget *
find_cell (NightLibraryGrid *self, guint position)
{
  GPtrArray *tiles = night_lookout_get_tiles (self->lookout);

  for (guint i = 0; i < tiles->len; i++) {
    GtkListItem *list_item = night_cell_of_tile (tiles->pdata[i]);

    if (gtk_list_item_get_position (list_item) == position)
      return night_cell_get_widget (list_item);
  }

  return NULL;
}

GtkWidget *
night_library_grid_find_tile (NightLibraryGrid *self, VaultItem *item)
{
  GPtrArray *tiles;

  g_return_val_if_fail (NIGHT_IS_LIBRARY_GRID (self), NULL);

  tiles = night_lookout_get_tiles (self->lookout);
  for (guint i = 0; i < tiles->len; i++)
    if (night_tile_get_item (tiles->pdata[i]) == item)
      return tiles->pdata[i];

  return NULL;
}

void
night_library_grid_update (NightLibraryGrid *self)
{
  GPtrArray *tiles;

  g_return_if_fail (NIGHT_IS_LIBRARY_GRID (self));

  tiles = night_lookout_get_tiles (self->lookout);
  for (guint i = 0; i < tiles->len; i++)
    night_tile_update (tiles->pdata[i]);
  emit_changed (self);
}

void
night_library_grid_go_to (NightLibraryGrid *self,
                          guint position,
                          gboolean select,
                          gboolean modify,
                          gboolean extend)
{
  GtkWidget *grid = GTK_WIDGET (self->grid);
  GtkWidget *cell;

  gtk_widget_activate_action (grid, "list.scroll-to-item", "u", position);
  cell = find_cell (self, position);
  if (cell != NULL)
    gtk_widget_grab_focus (cell);
  if (select)
    gtk_widget_activate_action (grid, "list.select-item", "(ubb)", position, modify,
                                extend);
}

void
night_library_grid_focus_item (NightLibraryGrid *self, VaultItem *item)
{
  guint position;

  if (self->rows == NULL)
    return;

  g_clear_handle_id (&self->order_id, g_source_remove);
  apply_order (self);
  position = night_rows_find (self->rows, item);
  if (position != NIGHT_ROWS_NOWHERE)
    night_library_grid_go_to (self, position, TRUE, FALSE, FALSE);
}

/* Where the focus comes in: at what is selected, else at what is seen first. */
static guint
find_way_in (NightLibraryGrid *self)
{
  g_autoptr (GPtrArray) selected = night_picks_dup_selected (self->picks);
  NightTile *top = night_library_grid_find_top (self);

  if (selected->len > 0)
    return night_rows_find (self->rows, selected->pdata[0]);
  if (top != NULL)
    return gtk_list_item_get_position (night_cell_of_tile (top));
  return night_rows_step (self->rows, 0, NIGHT_STEP_FIRST);
}

/* What had the focus last stays its focus child when the focus has gone elsewhere. */
static gboolean
has_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

/* Left to itself, the focus would go to what is first in the grid.  That may be the title of a
 * month, which takes none. */
static gboolean
night_library_grid_focus (GtkWidget *widget, GtkDirectionType direction)
{
  NightLibraryGrid *self = NIGHT_LIBRARY_GRID (widget);

  if (has_focus (widget) || self->rows == NULL)
    return GTK_WIDGET_CLASS (night_library_grid_parent_class)
        ->focus (widget, direction);

  night_library_grid_go_to (self, find_way_in (self), FALSE, FALSE, FALSE);
  return has_focus (widget);
}

static void
night_library_grid_dispose (GObject *object)
{
  NightLibraryGrid *self = NIGHT_LIBRARY_GRID (object);

  if (self->menu != NULL) {
    forget (self);
    gtk_widget_unparent (GTK_WIDGET (self->menu));
    self->menu = NULL;
  }

  G_OBJECT_CLASS (night_library_grid_parent_class)->dispose (object);
}

static void
night_library_grid_finalize (GObject *object)
{
  NightLibraryGrid *self = NIGHT_LIBRARY_GRID (object);

  night_texture_cache_free (self->cache);
  night_lookout_free (self->lookout);
  g_ptr_array_unref (self->titles);
  g_ptr_array_unref (self->spare);

  G_OBJECT_CLASS (night_library_grid_parent_class)->finalize (object);
}

static void
night_library_grid_class_init (NightLibraryGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = night_library_grid_dispose;
  object_class->finalize = night_library_grid_finalize;
  widget_class->focus = night_library_grid_focus;

  signals[OPEN_ITEM] =
      g_signal_new ("open-item", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, VAULT_TYPE_ITEM);
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (NIGHT_TYPE_FIT);
  g_type_ensure (NIGHT_TYPE_MONTH_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-library-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, NightLibraryGrid, fit);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryGrid, grid);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryGrid, month_bar);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryGrid, menu);
  gtk_widget_class_bind_template_callback (widget_class, activate_tile);
  gtk_widget_class_bind_template_callback (widget_class, night_library_grid_fit);

  night_library_grid_install_tiles (widget_class);
  night_library_grid_install_menu (widget_class);
  gtk_widget_class_install_action (widget_class, "grid.unselect", NULL,
                                   unselect_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "grid.unselect",
                                       NULL);
}

static void
night_library_grid_init (NightLibraryGrid *self)
{
  self->cache = night_texture_cache_new (CACHE_BYTES);
  self->titles = g_ptr_array_new ();
  self->spare = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  self->lookout = night_lookout_new (GTK_SCROLLABLE (self->grid));
  night_library_grid_init_months (self);
  night_library_grid_init_keys (self);
}
