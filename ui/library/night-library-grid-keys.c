/* night-library-grid-keys.c - from item to item by keyboard, over the titles of months
 *
 * The grid would stop at each place that is filled up.  Where nothing is grouped there is none,
 * and it does all of this by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-grid-private.h"

#include "library/night-cell.h"

typedef struct {
  NightStep step;
  gboolean is_page;
} Move;

static gboolean
find_move (NightLibraryGrid *self, guint keyval, Move *out)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  out->is_page = FALSE;
  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    out->step = is_rtl ? NIGHT_STEP_AFTER : NIGHT_STEP_BEFORE;
    return TRUE;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    out->step = is_rtl ? NIGHT_STEP_BEFORE : NIGHT_STEP_AFTER;
    return TRUE;
  case GDK_KEY_Page_Up:
  case GDK_KEY_KP_Page_Up:
    out->is_page = TRUE;
    G_GNUC_FALLTHROUGH;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    out->step = NIGHT_STEP_ABOVE;
    return TRUE;
  case GDK_KEY_Page_Down:
  case GDK_KEY_KP_Page_Down:
    out->is_page = TRUE;
    G_GNUC_FALLTHROUGH;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    out->step = NIGHT_STEP_BELOW;
    return TRUE;
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
    out->step = NIGHT_STEP_FIRST;
    return TRUE;
  case GDK_KEY_End:
  case GDK_KEY_KP_End:
    out->step = NIGHT_STEP_LAST;
    return TRUE;
  default:
    return FALSE;
  }
}

static guint
count_rows_of_page (NightLibraryGrid *self, GtkWidget *cell)
{
  GtkAdjustment *adjustment =
      gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->grid));

  return (guint) MAX (gtk_adjustment_get_page_size (adjustment)
                          / MAX (gtk_widget_get_height (cell), 1),
                      1);
}

static gboolean
key_pressed (GtkEventControllerKey *controller,
             guint keyval,
             guint keycode,
             GdkModifierType state,
             NightLibraryGrid *self)
{
  GtkWidget *cell = gtk_widget_get_focus_child (GTK_WIDGET (self->grid));
  GtkWidget *tile = cell != NULL ? gtk_widget_get_first_child (cell) : NULL;
  gboolean modify = (state & GDK_CONTROL_MASK) != 0;
  gboolean extend = (state & GDK_SHIFT_MASK) != 0;
  guint position;
  guint n;
  Move move;

  if (tile == NULL || !NIGHT_IS_TILE (tile) || (state & GDK_ALT_MASK) != 0
      || night_rows_get_columns (self->rows) == 0 || !find_move (self, keyval, &move))
    return GDK_EVENT_PROPAGATE;

  position = gtk_list_item_get_position (night_cell_of_tile (NIGHT_TILE (tile)));
  n = move.is_page ? count_rows_of_page (self, cell) : 1;
  for (guint i = 0; i < n; i++)
    position = night_rows_step (self->rows, position, move.step);
  night_library_grid_go_to (self, position, extend || !modify, modify, extend);
  return GDK_EVENT_STOP;
}

void
night_library_grid_init_keys (NightLibraryGrid *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->grid), keys);
}
