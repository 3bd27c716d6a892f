/* night-stack.c - one page of a stack, and the others really hidden
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-stack.h"

void
night_stack_leave (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, widget))
    gtk_root_set_focus (root, NULL);
}

void
night_stack_show (GtkStack *stack, GtkWidget *page)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack));

  if (gtk_stack_get_visible_child (stack) != page)
    night_stack_leave (GTK_WIDGET (stack));

  gtk_widget_show (page);
  gtk_stack_set_visible_child (stack, page);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == page);
}

void
night_stack_show_name (GtkStack *stack, const char *name)
{
  night_stack_show (stack, gtk_stack_get_child_by_name (stack, name));
}
