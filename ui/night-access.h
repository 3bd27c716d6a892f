/* night-access.h - names for controls that the toolkit leaves nameless
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Name the buttons inside @widget that show only an icon, in their order.
 * @names: (array zero-terminated=1): translated; buttons beyond it stay as they are. */
void night_access_name_icon_buttons (GtkWidget *widget, const char *const *names);

G_END_DECLS
