/* plain-grid.c - the least that GTK can show as many of as there are items in a library
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "plain-grid.h"

static void
setup_plain (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *icon = gtk_image_new_from_icon_name ("image-x-generic-symbolic");

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 168);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_list_item_set_child (item, box);
}

static void
bind_plain (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkStringObject *text = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)),
                      gtk_string_object_get_string (text));
}

GListModel *
plain_list_new (guint n_items)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < n_items; i++) {
    g_autofree char *name = g_strdup_printf ("IMG_2024%04u_%06u.jpg", i % 1231, i);

    gtk_string_list_append (list, name);
  }
  return G_LIST_MODEL (list);
}

GtkWidget *
plain_grid_new (GListModel *list)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *grid;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_plain), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_plain), NULL);
  grid =
      gtk_grid_view_new (GTK_SELECTION_MODEL (gtk_multi_selection_new (list)), factory);
  gtk_grid_view_set_max_columns (GTK_GRID_VIEW (grid), 20);
  return grid;
}
