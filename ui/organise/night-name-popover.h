/* night-name-popover.h - asking for a name, or for another one, beside what it belongs to
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is wrong with @name as it is, a translated sentence; NULL if nothing is. */
typedef const char *(*NightNameCheck) (const char *name, gpointer user_data);
typedef void (*NightNameTake) (const char *name, gpointer user_data);

/* Ask beside @widget.  @title says what for, @name is what stands there at first, @accept what
 * the button says.  @take is called with a name that @check has nothing against; @destroy frees
 * @user_data when the popover is gone. */
void night_name_popover_ask (GtkWidget *widget,
                             const char *title,
                             const char *name,
                             const char *accept,
                             NightNameCheck check,
                             NightNameTake take,
                             gpointer user_data,
                             GDestroyNotify destroy);

G_END_DECLS
