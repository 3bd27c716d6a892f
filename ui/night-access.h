/* night-access.h - names for controls that the toolkit leaves nameless
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Name the buttons inside @widget that show only an icon, in their order.
 * @names: (array zero-terminated=1): translated; buttons beyond it stay as they are. */
void night_access_name_icon_buttons (GtkWidget *widget, const char *const *names);

/* Hide every page inside @widget that its stack does not show, and name the search entries,
 * of what the toolkit made: a screen reader would read them out. */
void night_access_hide_unused (GtkWidget *widget);

/* Name the button of @row that shows what was typed. */
void night_access_name_eye (AdwPasswordEntryRow *row);

G_END_DECLS
