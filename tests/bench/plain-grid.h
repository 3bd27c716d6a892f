/* plain-grid.h - the least that GTK can show as many of as there are items in a library
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

/* A grid of @n_items, each an icon and a word. */
GtkWidget *plain_grid_new (guint n_items);
