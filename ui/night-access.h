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

/* Libadwaita gives some buttons a label and labels them by their label too, which a screen reader
 * reads as "Cancel Cancel": name those in @widget once. */
void night_access_name_once (GtkWidget *widget);

/* Hide every page inside @widget that its stack does not show, and name the search entries,
 * of what the toolkit made: a screen reader would read them out. */
void night_access_hide_unused (GtkWidget *widget);

/* The same for the pages of every stack, leaflet and squeezer inside @widget, as they change.  They stay
 * widgets that are visible, as what switches between them needs. */
void night_access_follow_pages (GtkWidget *widget);

/* Name what the toolkit leaves nameless in its own windows: buttons that go back, search or
 * hold a label, menus, search entries; and call text views @texts. */
void night_access_name_all (GtkWidget *widget, const char *texts);

/* Tell a screen reader @text, which is translated and names nothing private; NULL: have it
 * forget what was said last.  In the oldest toolkit this works with there are no
 * announcements, and nobody is told of a status or an alert that changes or appears.  What is
 * read at once is the name of the window in use when that changes; nobody sees it. */
void night_access_say (GtkWidget *widget, const char *text);

/* Name the button of @row that shows what was typed, and have a screen reader told when the
 * focus comes into it. */
void night_access_name_eye (AdwPasswordEntryRow *row);

G_END_DECLS
