/* night-library-grid-drag.c - items dragged out of the grid
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-grid-private.h"

#include "library/night-cell.h"
#include "organise/night-offer.h"

/* What is dragged is what is selected, if the tile is; else the tile alone. */
static GdkContentProvider *
prepare (GtkDragSource *source, double x, double y, NightLibraryGrid *self)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  guint position = gtk_list_item_get_position (night_cell_of_tile (NIGHT_TILE (tile)));
  g_autoptr (GPtrArray) items = NULL;

  if (self->picks == NULL || position == GTK_INVALID_LIST_POSITION)
    return NULL;

  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->picks), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->picks), position, TRUE);
  items = night_picks_dup_selected (self->picks);
  return items->len > 0 ? night_offer_new_items (self->vault, items) : NULL;
}

static void
begin (GtkDragSource *source, GdkDrag *drag, NightLibraryGrid *self)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (tile);
  g_autoptr (GdkPaintable) still = gdk_paintable_get_current_image (picture);

  gtk_drag_source_set_icon (source, still, 0, 0);
  g_set_weak_pointer (&self->drag, source);
}

void
night_library_grid_drag_from (NightLibraryGrid *self, GtkWidget *tile)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare), self, 0);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (begin), self, 0);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (source));
}

void
night_library_grid_stop_drag (NightLibraryGrid *self)
{
  if (self->drag != NULL)
    gtk_drag_source_drag_cancel (self->drag);
  g_clear_weak_pointer (&self->drag);
}
