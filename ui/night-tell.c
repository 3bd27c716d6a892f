/* night-tell.c - telling in the window what went wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-tell.h"

#include "night-problem.h"

void
night_tell_problem (GtkWidget *widget, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && !g_error_matches (error, VAULT_ERROR, VAULT_ERROR_LOCKED))
    gtk_widget_activate_action (widget, "win.problem", "i",
                                (int) night_problem_from_error (error));
}
