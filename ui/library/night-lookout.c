/* night-lookout.c - which tiles can be seen, and load their thumbnail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-lookout.h"

/* How often it is looked what can be seen; and what moves by more than half of it meanwhile is
 * not looked at. */
#define LOOK_MS 50
#define FAST_PAGES 0.5
/* So much above and below what can be seen is loaded as well. */
#define AHEAD_PAGES 0.5

struct _NightLookout {
  GtkScrollable *grid; /* borrowed */
  GPtrArray *tiles;    /* bound ones, borrowed */
  GtkAdjustment *adjustment;
  guint look_id;
  double looked_at; /* where it was scrolled to at the last look */
};

/* Where the cell of a tile is in the grid; going through matrices would take longer than
 * all the rest. */
static gboolean
is_near (NightTile *tile, double margin, double height)
{
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (tile));
  GtkAllocation place;

  if (cell == NULL || !gtk_widget_get_child_visible (cell))
    return FALSE;
  gtk_widget_get_allocation (cell, &place);
  return place.y + place.height > -margin && place.y < height + margin;
}

/* Only what can be seen, or is about to be, is loaded; what has gone past is given up.  Of
 * what flies past nothing is. */
static gboolean
look (gpointer user_data)
{
  NightLookout *self = user_data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (self->grid);
  double at = gtk_adjustment_get_value (adjustment);
  double page = gtk_adjustment_get_page_size (adjustment);
  double moved = ABS (at - self->looked_at);
  gboolean is_fast = moved > page * FAST_PAGES;

  self->looked_at = at;
  for (guint i = 0; i < self->tiles->len; i++) {
    NightTile *tile = g_ptr_array_index (self->tiles, i);

    if (!is_fast && is_near (tile, page * AHEAD_PAGES, page))
      night_tile_load (tile);
    else
      night_tile_stop (tile);
  }
  if (moved > 0)
    return G_SOURCE_CONTINUE;

  self->look_id = 0;
  return G_SOURCE_REMOVE;
}

static void
queue_look (NightLookout *self)
{
  if (self->look_id == 0)
    self->look_id = g_timeout_add (LOOK_MS, look, self);
}

NightLookout *
night_lookout_new (GtkScrollable *grid)
{
  NightLookout *self = g_new0 (NightLookout, 1);

  self->grid = grid;
  self->tiles = g_ptr_array_new ();
  self->adjustment = g_object_ref (gtk_scrollable_get_vadjustment (grid));
  /* It changes as well when the window does, and the tiles with it. */
  g_signal_connect_swapped (self->adjustment, "value-changed", G_CALLBACK (queue_look),
                            self);
  g_signal_connect_swapped (self->adjustment, "changed", G_CALLBACK (queue_look), self);
  return self;
}

void
night_lookout_free (NightLookout *self)
{
  if (self == NULL)
    return;

  night_lookout_stop (self);
  g_signal_handlers_disconnect_by_data (self->adjustment, self);
  g_object_unref (self->adjustment);
  g_ptr_array_unref (self->tiles);
  g_free (self);
}

void
night_lookout_stop (NightLookout *self)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
}

void
night_lookout_add (NightLookout *self, NightTile *tile)
{
  g_ptr_array_add (self->tiles, tile);
  queue_look (self);
}

void
night_lookout_remove (NightLookout *self, NightTile *tile)
{
  g_ptr_array_remove_fast (self->tiles, tile);
}

GPtrArray *
night_lookout_get_tiles (NightLookout *self)
{
  return self->tiles;
}
