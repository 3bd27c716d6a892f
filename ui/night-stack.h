/* night-stack.h - one page of a stack, and the others really hidden
 *
 * GtkStack leaves the pages that are not shown visible to assistive technology, so that
 * a screen reader would read out an unlock page behind the library, and the other way
 * round.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Take the focus out of @widget, which is about to be hidden or made insensitive: an
 * entry that loses it that way complains. */
void night_stack_leave (GtkWidget *widget);

void night_stack_show (GtkStack *stack, GtkWidget *page);
void night_stack_show_name (GtkStack *stack, const char *name);

G_END_DECLS
