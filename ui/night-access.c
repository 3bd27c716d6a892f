/* night-access.c - names for controls that the toolkit leaves nameless
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-access.h"

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
