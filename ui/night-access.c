/* night-access.c - names for controls that the toolkit leaves nameless
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-access.h"

#include <glib/gi18n.h>

/* Returns: (transfer none): what is left of @names. */
static const char *const *
name_in_order (GtkWidget *widget, const char *const *names)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (*names != NULL && GTK_IS_BUTTON (widget)
      && gtk_button_get_label (GTK_BUTTON (widget)) == NULL) {
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, *names, -1);
    return names + 1;
  }

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    names = name_in_order (child, names);

  return names;
}

void
night_access_name_icon_buttons (GtkWidget *widget, const char *const *names)
{
  name_in_order (widget, names);
}

void
night_access_name_eye (AdwPasswordEntryRow *row)
{
  /* The first of them shows only where a row can be applied. */
  const char *const names[] = { _ ("Apply"), _ ("Show Passphrase"), NULL };

  night_access_name_icon_buttons (GTK_WIDGET (row), names);
}

void
night_access_hide_unused (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  GtkWidget *shown =
      GTK_IS_STACK (widget) ? gtk_stack_get_visible_child (GTK_STACK (widget)) : NULL;

  if (GTK_IS_SEARCH_ENTRY (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search"), -1);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    if (shown != NULL && child != shown)
      gtk_widget_hide (child);
    night_access_hide_unused (child);
  }
}
