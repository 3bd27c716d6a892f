/* night-cell.c - a place in the grid: an item, the title of a month, or nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-cell.h"

#include "library/night-rows.h"

#define KEY "night-cell"

typedef struct {
  GtkWidget
      *widget; /* borrowed: it has the list item; NULL before anything was shown */
  GtkWidget *tile;
  GtkWidget *title; /* NULL before there was one */
} Cell;

static void
cell_free (gpointer data)
{
  Cell *self = data;

  g_clear_object (&self->tile);
  g_clear_object (&self->title);
  g_free (self);
}

static Cell *
get_cell (GtkListItem *list_item)
{
  return g_object_get_data (G_OBJECT (list_item), KEY);
}

void
night_cell_setup (GtkListItem *list_item, NightTile *tile)
{
  Cell *self = g_new0 (Cell, 1);

  self->tile = GTK_WIDGET (tile);
  gtk_list_item_set_child (list_item, self->tile);
  g_object_set_data_full (G_OBJECT (list_item), KEY, self, cell_free);
  g_object_set_data (G_OBJECT (tile), KEY, list_item);
}

static GtkWidget *
get_title (Cell *self)
{
  if (self->title == NULL) {
    self->title = g_object_ref_sink (gtk_label_new (NULL));
    gtk_label_set_xalign (GTK_LABEL (self->title), 0);
    /* It has the room of one tile, and is not to make it wider: the rows count with that.
     * Large letters need a line more, or two. */
    gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (self->title), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_lines (GTK_LABEL (self->title), 3);
    gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class (self->title, "night-month");
  }

  return self->title;
}

/* What can be picked and what cannot: a mark around, the keyboard, a screen reader. */
static void
set_is_item (GtkListItem *list_item, gboolean is_item)
{
  GtkWidget *widget = get_cell (list_item)->widget;

  gtk_list_item_set_selectable (list_item, is_item);
  gtk_list_item_set_activatable (list_item, is_item);
  gtk_widget_set_can_focus (widget, is_item);
}

static void
show_title (GtkListItem *list_item, const char *title)
{
  Cell *self = get_cell (list_item);
  GtkAccessible *accessible = GTK_ACCESSIBLE (self->widget);

  gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_HIDDEN, title == NULL,
                               -1);
  if (title == NULL) {
    gtk_list_item_set_child (list_item, NULL);
    return;
  }

  gtk_label_set_text (GTK_LABEL (get_title (self)), title);
  gtk_list_item_set_child (list_item, self->title);
  gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

gboolean
night_cell_show (GtkListItem *list_item)
{
  Cell *self = get_cell (list_item);
  gpointer item = gtk_list_item_get_item (list_item);
  gboolean is_item = VAULT_IS_ITEM (item);

  /* It takes the tile when the setup is over. */
  if (self->widget == NULL)
    self->widget = gtk_widget_get_parent (self->tile);
  if (is_item && gtk_list_item_get_child (list_item) == self->tile)
    return TRUE;

  set_is_item (list_item, is_item);
  if (!is_item) {
    show_title (list_item, night_heading_get_title (item));
    return FALSE;
  }

  gtk_accessible_update_state (GTK_ACCESSIBLE (self->widget),
                               GTK_ACCESSIBLE_STATE_HIDDEN, FALSE, -1);
  gtk_list_item_set_child (list_item, self->tile);
  return TRUE;
}

NightTile *
night_cell_take_tile (GtkListItem *list_item)
{
  Cell *self = get_cell (list_item);
  GtkWidget *tile = g_steal_pointer (&self->tile);

  gtk_list_item_set_child (list_item, NULL);
  g_object_set_data (G_OBJECT (tile), KEY, NULL);
  return NIGHT_TILE (tile);
}

NightTile *
night_cell_get_tile (GtkListItem *list_item)
{
  return NIGHT_TILE (get_cell (list_item)->tile);
}

GtkListItem *
night_cell_of_tile (NightTile *tile)
{
  return g_object_get_data (G_OBJECT (tile), KEY);
}

GtkWidget *
night_cell_get_widget (GtkListItem *list_item)
{
  return get_cell (list_item)->widget;
}
