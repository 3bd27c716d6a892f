/* window.h - the real window over a real vault with many items, for what measures it
 *
 * Threads:  the main context.
 * Blocks:   while it turns the main loop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BENCH_WIDTH 1400
#define BENCH_HEIGHT 900

/* Returns: (transfer full): one that has the window's resources. */
AdwApplication *bench_register_application (void);

/* A vault of @n_items, of which some thousands have a picture, in @folder. */
void bench_make_library (const char *folder, guint n_items);

/* A window of that size; @folder is opened in it, as a person would.  Returns: (transfer none): the grid, with all
 * @n_items in it. */
GtkWidget *
bench_show_library (GtkApplication *application, const char *folder, guint n_items);

/* The same in @window, which is locked. */
GtkWidget *bench_open_library (GtkWidget *window, guint n_items);

/* Returns: (transfer none) (nullable): the first widget of @type that can be seen. */
GtkWidget *bench_find (GtkWidget *widget, GType type);
/* The same, once it is there. */
GtkWidget *bench_wait_for (GtkWidget *window, GType type);

void bench_turn_for (double s);

/* Processor time of the thread that asks. */
double bench_get_thread_cpu_s (void);

G_END_DECLS
