/* night-library-grid-select.c - selecting items by the marks on their tiles, and by touch
 *
 * Once a mark was clicked or a tile held down, items are being selected: a plain click or tap
 * puts one in or takes it out, and opens nothing, until none is selected any more.  With Shift
 * or Ctrl held, and before a mark was used, the grid selects as lists do everywhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-grid-private.h"

#include "library/night-cell.h"

static void
set_selecting (NightLibraryGrid *self, gboolean is_selecting)
{
  GPtrArray *tiles = night_lookout_get_tiles (self->lookout);

  if (self->is_selecting == is_selecting)
    return;

  self->is_selecting = is_selecting;
  for (guint i = 0; i < tiles->len; i++)
    night_tile_set_selecting (tiles->pdata[i], is_selecting);
}

void
night_library_grid_toggle (NightLibraryGrid *self, GtkWidget *tile)
{
  GtkListItem *list_item = night_cell_of_tile (NIGHT_TILE (tile));
  guint position = gtk_list_item_get_position (list_item);

  if (self->picks == NULL || position == GTK_INVALID_LIST_POSITION)
    return;

  set_selecting (self, TRUE);
  gtk_widget_grab_focus (night_cell_get_widget (list_item));
  /* As with Ctrl: what is clicked with Shift afterwards goes from here. */
  gtk_widget_activate_action (GTK_WIDGET (self->grid), "list.select-item", "(ubb)",
                              position, TRUE, FALSE);
}

void
night_library_grid_end_selecting (NightLibraryGrid *self)
{
  if (night_library_grid_get_n_selected (self) == 0)
    set_selecting (self, FALSE);
}

/* ---- clicks ---- */

static gboolean
is_plain (GtkGesture *gesture)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  return (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) == 0;
}

static void
take (NightLibraryGrid *self, GtkGesture *gesture)
{
  self->is_click_taken = TRUE;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  night_library_grid_toggle (
      self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));
}

/* The second press of two would open the item, and has to be taken as it comes.  The first one
 * may begin a drag. */
static void
pressed (GtkGesture *gesture, int n, double x, double y, NightLibraryGrid *self)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  self->is_click_taken = FALSE;
  if (is_plain (gesture)
      && (night_tile_is_check (NIGHT_TILE (tile), x, y)
          || (self->is_selecting && n > 1)))
    take (self, gesture);
}

static void
released (GtkGesture *gesture, int n, double x, double y, NightLibraryGrid *self)
{
  if (self->is_selecting && !self->is_click_taken && is_plain (gesture))
    take (self, gesture);
}

static void
selected_changed (GtkListItem *list_item, GParamSpec *pspec, NightTile *tile)
{
  night_tile_set_selected (tile, gtk_list_item_get_selected (list_item));
}

void
night_library_grid_mark_tile (NightLibraryGrid *self, GtkWidget *tile)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed), self, 0);
  g_signal_connect_object (click, "released", G_CALLBACK (released), self, 0);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (click));
}

void
night_library_grid_follow_mark (GtkListItem *list_item)
{
  g_signal_connect_object (list_item, "notify::selected", G_CALLBACK (selected_changed),
                           night_cell_get_tile (list_item), 0);
}
