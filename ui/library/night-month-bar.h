/* night-month-bar.h - the month one is in, kept in sight above what scrolls
 *
 * It asks what to say whenever it is laid out, which is after what it lies over was.  It says
 * nothing of itself to assistive technology: each item does.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_MONTH_BAR (night_month_bar_get_type ())
G_DECLARE_FINAL_TYPE (NightMonthBar, night_month_bar, NIGHT, MONTH_BAR, GtkWidget)

/* What a bar of @height pixels is to say: (transfer none) (nullable); and by how many pixels
 * what comes next pushes it upwards. */
typedef const char *(*NightMonthBarFunc) (gpointer user_data,
                                          int height,
                                          int *out_push);

void night_month_bar_set_func (NightMonthBar *self,
                               NightMonthBarFunc func,
                               gpointer user_data);

/* Ask again, before the next frame. */
void night_month_bar_update (NightMonthBar *self);

G_END_DECLS
