/* plain-grid.h - the least that GTK can show as many of as there are items in a library
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

/* @n_items names, as GtkStringObjects.  Returns: (transfer full). */
GListModel *plain_list_new (guint n_items);

/* A grid of them, each an icon and a word.  @list: (transfer full). */
GtkWidget *plain_grid_new (GListModel *list);
