/* night-library-grid.c - the tiles of the library: selection, context menu, thumbnails
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-grid.h"

#include "library/night-lookout.h"
#include "library/night-texture-cache.h"
#include "library/night-tile.h"

/* Several hundred pictures of the size of a tile, at the least. */
#define CACHE_BYTES ((gsize) 128 * 1024 * 1024)

/* "54 minutes left" has to stay true. */
#define TICK_S 10

#define LIST_ITEM_KEY "night-list-item"

struct _NightLibraryGrid {
  GtkBox parent_instance;

  GtkGridView *grid;
  GtkPopoverMenu *menu;

  Vault *vault;
  GtkMultiSelection *selection; /* NULL unless a vault is shown */
  NightTextureCache *cache;
  NightLookout *lookout;
  guint tick_id;
  guint look_id;
  double looked_at;     /* where it was scrolled to at the last look */
  VaultItem *activated; /* to be opened in a moment */
  guint activated_id;
};

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
  g_signal_emit (self, signals[CHANGED], 0);
}

GPtrArray *
night_library_grid_dup_selected (NightLibraryGrid *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) set = NULL;
  GtkBitsetIter iter;
  guint position;

  if (self->selection == NULL)
    return items;

  set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  for (gboolean more = gtk_bitset_iter_init_first (&iter, set, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    g_ptr_array_add (items,
                     g_list_model_get_item (G_LIST_MODEL (self->selection), position));

  return items;
}

GListModel *
night_library_grid_get_model (NightLibraryGrid *self)
{
  return self->selection != NULL ? G_LIST_MODEL (self->selection) : NULL;
}

guint
night_library_grid_get_n_items (NightLibraryGrid *self)
{
  if (self->selection == NULL)
    return 0;

  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
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

static GtkListItem *
get_list_item (GtkWidget *tile)
{
  return g_object_get_data (G_OBJECT (tile), LIST_ITEM_KEY);
}

static void
pop_up_menu (NightLibraryGrid *self, GtkWidget *tile, double x, double y)
{
  guint position = gtk_list_item_get_position (get_list_item (tile));
  double here_x, here_y;

  if (self->selection == NULL || position == GTK_INVALID_LIST_POSITION)
    return;

  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection),
                                        position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position,
                                     TRUE);

  if (!gtk_widget_translate_coordinates (tile, GTK_WIDGET (self), x, y, &here_x,
                                         &here_y))
    return;

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle){ (int) here_x, (int) here_y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
right_click (GtkGestureClick *gesture,
             int n,
             double x,
             double y,
             NightLibraryGrid *self)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up_menu (self, tile, x, y);
}

static void
long_press (GtkGestureLongPress *gesture, double x, double y, NightLibraryGrid *self)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up_menu (self, tile, x, y);
}

static void
setup_tile (NightLibraryGrid *self, GtkListItem *list_item)
{
  GtkWidget *tile = night_tile_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (click, "pressed", G_CALLBACK (right_click), self, 0);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_press), self, 0);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (press));

  g_object_set_data (G_OBJECT (tile), LIST_ITEM_KEY, list_item);
  gtk_list_item_set_child (list_item, tile);
}

static void
bind_tile (NightLibraryGrid *self, GtkListItem *list_item)
{
  NightTile *tile = NIGHT_TILE (gtk_list_item_get_child (list_item));

  night_lookout_add (self->lookout, tile);
  night_tile_bind (tile, self->vault, self->cache,
                   VAULT_ITEM (gtk_list_item_get_item (list_item)));
}

static void
unbind_tile (NightLibraryGrid *self, GtkListItem *list_item)
{
  NightTile *tile = NIGHT_TILE (gtk_list_item_get_child (list_item));
  VaultItem *item = night_tile_get_item (tile);

  if (item != NULL && vault_item_is_gone (item))
    night_texture_cache_remove (self->cache, vault_item_get_id (item));
  night_lookout_remove (self->lookout, tile);
  night_tile_unbind (tile);
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

  self->activated = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  if (self->activated != NULL)
    self->activated_id = g_idle_add (open_activated, self);
}

/* By the Menu key there is no pointer: the menu belongs to the tile with the focus. */
static void
menu_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryGrid *self = NIGHT_LIBRARY_GRID (widget);
  GtkWidget *cell = gtk_widget_get_focus_child (GTK_WIDGET (self->grid));
  GtkWidget *tile = cell != NULL ? gtk_widget_get_first_child (cell) : NULL;

  if (tile != NULL && NIGHT_IS_TILE (tile))
    pop_up_menu (self, tile, gtk_widget_get_width (tile) / 2.0,
                 gtk_widget_get_height (tile) / 2.0);
}

static void
unselect_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryGrid *self = NIGHT_LIBRARY_GRID (widget);

  if (self->selection != NULL)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
}

static void
forget (NightLibraryGrid *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (self->lookout != NULL)
    night_lookout_stop (self->lookout);
  g_clear_handle_id (&self->activated_id, g_source_remove);
  g_clear_object (&self->activated);
  gtk_popover_popdown (GTK_POPOVER (self->menu));
  gtk_grid_view_set_model (self->grid, NULL);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
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
  self->selection = gtk_multi_selection_new (g_object_ref (items));
  g_signal_connect_object (self->selection, "selection-changed",
                           G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (emit_changed),
                           self, G_CONNECT_SWAPPED);
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (self->selection));
  self->tick_id = g_timeout_add_seconds (TICK_S, tick, self);
  emit_changed (self);
}

GdkTexture *
night_library_grid_get_thumbnail (NightLibraryGrid *self, VaultItem *item)
{
  const NightThumbnail *thumbnail;

  g_return_val_if_fail (NIGHT_IS_LIBRARY_GRID (self), NULL);

  thumbnail = night_texture_cache_get (self->cache, vault_item_get_id (item));
  return thumbnail != NULL ? thumbnail->whole : NULL;
}

static GtkWidget *
find_cell (NightLibraryGrid *self, VaultItem *item)
{
  GPtrArray *tiles = night_lookout_get_tiles (self->lookout);

  for (guint i = 0; i < tiles->len; i++) {
    NightTile *tile = g_ptr_array_index (tiles, i);

    if (night_tile_get_item (tile) == item)
      return gtk_widget_get_parent (GTK_WIDGET (tile));
  }

  return NULL;
}

void
night_library_grid_focus_item (NightLibraryGrid *self, VaultItem *item)
{
  GtkWidget *cell;
  guint n = night_library_grid_get_n_items (self);

  for (guint i = 0; i < n; i++) {
    g_autoptr (VaultItem) at =
                   g_list_model_get_item (G_LIST_MODEL (self->selection), i);

    if (at != item)
      continue;

    gtk_widget_activate_action (GTK_WIDGET (self->grid), "list.scroll-to-item", "u", i);
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), i, TRUE);
    break;
  }

  cell = find_cell (self, item);
  if (cell != NULL)
    gtk_widget_grab_focus (cell);
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

  G_OBJECT_CLASS (night_library_grid_parent_class)->finalize (object);
}

static void
night_library_grid_class_init (NightLibraryGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = night_library_grid_dispose;
  object_class->finalize = night_library_grid_finalize;

  signals[OPEN_ITEM] =
      g_signal_new ("open-item", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, VAULT_TYPE_ITEM);
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-library-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, NightLibraryGrid, grid);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryGrid, menu);
  gtk_widget_class_bind_template_callback (widget_class, setup_tile);
  gtk_widget_class_bind_template_callback (widget_class, bind_tile);
  gtk_widget_class_bind_template_callback (widget_class, unbind_tile);
  gtk_widget_class_bind_template_callback (widget_class, activate_tile);

  gtk_widget_class_install_action (widget_class, "grid.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "grid.unselect", NULL,
                                   unselect_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "grid.menu",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "grid.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "grid.unselect",
                                       NULL);
}

static void
night_library_grid_init (NightLibraryGrid *self)
{
  self->cache = night_texture_cache_new (CACHE_BYTES);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  self->lookout = night_lookout_new (GTK_SCROLLABLE (self->grid));
}
