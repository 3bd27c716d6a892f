/* night-library-grid-months.c - the columns of the grid, and which month one is in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-grid-private.h"

#include "library/night-cell.h"

/* Around the grid and around each tile, by style.css; and how wide a tile is at least. */
#define PADDING_PX 6
#define TILE_PX 128
#define MIN_COLUMNS 2
#define MAX_COLUMNS 20

/* Where nothing is grouped, the grid counts for itself.  It is never told of a least number: it
 * could not be made narrower any more. */
void
night_library_grid_fit (NightLibraryGrid *self)
{
  int room_px = night_fit_get_width (self->fit) - 2 * PADDING_PX;
  guint n_columns = CLAMP ((guint) MAX (room_px / (TILE_PX + 2 * PADDING_PX), 0),
                           MIN_COLUMNS, MAX_COLUMNS);

  if (self->rows == NULL)
    return;

  night_rows_set_columns (self->rows, self->is_grouped ? n_columns : 0);
  gtk_grid_view_set_max_columns (
      self->grid, night_rows_get_columns (self->rows) > 0 ? n_columns : MAX_COLUMNS);
}

/* The uppermost tile of which something can be seen.  Returns: (nullable). */
static NightTile *
find_top (NightLibraryGrid *self, int *out_y)
{
  GPtrArray *tiles = night_lookout_get_tiles (self->lookout);
  guint top_position = GTK_INVALID_LIST_POSITION;
  NightTile *top = NULL;

  for (guint i = 0; i < tiles->len; i++) {
    GtkWidget *cell = gtk_widget_get_parent (tiles->pdata[i]);
    guint position = gtk_list_item_get_position (night_cell_of_tile (tiles->pdata[i]));
    GtkAllocation place;

    if (cell == NULL || !gtk_widget_get_child_visible (cell)
        || position >= top_position)
      continue;
    gtk_widget_get_allocation (cell, &place);
    if (place.y + place.height <= 0)
      continue;
    top = tiles->pdata[i];
    top_position = position;
    *out_y = place.y;
  }

  return top;
}

/* The first title at or below the upper edge: its distance from there, or G_MAXINT. */
static int
find_next_title (NightLibraryGrid *self)
{
  int next = G_MAXINT;

  for (guint i = 0; i < self->titles->len; i++) {
    GtkAllocation place;

    if (!gtk_widget_get_child_visible (self->titles->pdata[i]))
      continue;
    gtk_widget_get_allocation (self->titles->pdata[i], &place);
    if (place.y >= 0)
      next = MIN (next, place.y);
  }

  return next;
}

NightTile *
night_library_grid_find_top (NightLibraryGrid *self)
{
  int y = 0;

  return find_top (self, &y);
}

/* A title that stands where the bar would be is not said twice. */
static const char *
say_month (gpointer user_data, int height, int *out_push)
{
  NightLibraryGrid *self = user_data;
  int top_y = 0;
  NightTile *top = self->rows != NULL ? find_top (self, &top_y) : NULL;
  VaultItem *item = top != NULL ? night_tile_get_item (top) : NULL;
  int next = find_next_title (self);

  if (item == NULL || next < top_y)
    return NULL;

  *out_push = MAX (height - next, 0);
  return night_rows_get_title (self->rows, item);
}

void
night_library_grid_init_months (NightLibraryGrid *self)
{
  GtkAdjustment *adjustment =
      gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->grid));

  night_month_bar_set_func (self->month_bar, say_month, self);
  g_signal_connect_object (adjustment, "value-changed",
                           G_CALLBACK (night_month_bar_update), self->month_bar,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (night_month_bar_update),
                           self->month_bar, G_CONNECT_SWAPPED);
}
