/* night-library-grid-menu.c - the context menu of an item
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-grid-private.h"

#include "library/night-cell.h"

static void
pop_up (NightLibraryGrid *self, GtkWidget *tile, double x, double y)
{
  guint position = gtk_list_item_get_position (night_cell_of_tile (NIGHT_TILE (tile)));
  GtkSelectionModel *picks = GTK_SELECTION_MODEL (self->picks);
  double here_x, here_y;

  if (picks == NULL || position == GTK_INVALID_LIST_POSITION)
    return;

  if (!gtk_selection_model_is_selected (picks, position))
    gtk_selection_model_select_item (picks, position, TRUE);

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
  pop_up (self, tile, x, y);
}

static void
long_press (GtkGestureLongPress *gesture, double x, double y, NightLibraryGrid *self)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  night_library_grid_toggle (self, tile);
}

/* By the Menu key there is no pointer: the menu belongs to the tile with the focus. */
static void
menu_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryGrid *self = NIGHT_LIBRARY_GRID (widget);
  GtkWidget *cell = gtk_widget_get_focus_child (GTK_WIDGET (self->grid));
  GtkWidget *tile = cell != NULL ? gtk_widget_get_first_child (cell) : NULL;

  if (tile != NULL && NIGHT_IS_TILE (tile))
    pop_up (self, tile, gtk_widget_get_width (tile) / 2.0,
            gtk_widget_get_height (tile) / 2.0);
}

void
night_library_grid_watch_tile (NightLibraryGrid *self, GtkWidget *tile)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (click, "pressed", G_CALLBACK (right_click), self, 0);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_press), self, 0);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (press));
}

void
night_library_grid_install_menu (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "grid.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "grid.menu",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "grid.menu", NULL);
}
