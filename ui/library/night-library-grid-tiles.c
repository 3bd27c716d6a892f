/* night-library-grid-tiles.c - what the grid shows its items in
 *
 * The grid makes its cells anew whenever what they show goes, as with each letter of a search.
 * A tile is more than half of what a cell takes to make, so it waits for the next one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-grid-private.h"

#include "library/night-cell.h"

/* As many as GTK makes for a window: thirty rows. */
#define MOST_SPARE 400

static GtkWidget *
take_tile (NightLibraryGrid *self)
{
  GtkWidget *tile;

  if (self->spare->len > 0)
    return g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1);

  tile = g_object_ref_sink (night_tile_new ());
  night_library_grid_watch_tile (self, tile);
  night_library_grid_drag_from (self, tile);
  night_library_grid_mark_tile (self, tile);
  return tile;
}

static void
setup_tile (NightLibraryGrid *self, GtkListItem *list_item)
{
  night_cell_setup (list_item, NIGHT_TILE (take_tile (self)));
  night_library_grid_follow_mark (list_item);
}

static void
teardown_tile (NightLibraryGrid *self, GtkListItem *list_item)
{
  g_autoptr (NightTile) tile = night_cell_take_tile (list_item);

  if (self->spare->len < MOST_SPARE)
    g_ptr_array_add (self->spare, g_steal_pointer (&tile));
}

static void
bind_tile (NightLibraryGrid *self, GtkListItem *list_item)
{
  NightTile *tile = night_cell_get_tile (list_item);

  if (!night_cell_show (list_item)) {
    if (gtk_list_item_get_child (list_item) != NULL)
      g_ptr_array_add (self->titles, night_cell_get_widget (list_item));
    return;
  }

  night_lookout_add (self->lookout, tile);
  night_tile_bind (tile, self->vault, self->cache,
                   VAULT_ITEM (gtk_list_item_get_item (list_item)));
  night_tile_set_selecting (tile, self->is_selecting);
  night_tile_set_selected (tile, gtk_list_item_get_selected (list_item));
}

static void
unbind_tile (NightLibraryGrid *self, GtkListItem *list_item)
{
  NightTile *tile = night_cell_get_tile (list_item);
  VaultItem *item = night_tile_get_item (tile);

  g_ptr_array_remove_fast (self->titles, night_cell_get_widget (list_item));
  if (item == NULL)
    return;

  if (vault_item_is_gone (item))
    night_texture_cache_remove (self->cache, vault_item_get_id (item));
  night_lookout_remove (self->lookout, tile);
  night_tile_unbind (tile);
}

void
night_library_grid_install_tiles (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, setup_tile);
  gtk_widget_class_bind_template_callback (widget_class, teardown_tile);
  gtk_widget_class_bind_template_callback (widget_class, bind_tile);
  gtk_widget_class_bind_template_callback (widget_class, unbind_tile);
}
