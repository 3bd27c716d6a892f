/* night-import-report.c - telling how an import went
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-import-report.h"

#include <glib/gi18n.h>

#include "library/night-import-summary.h"
#include "night-problem.h"

static void
toast (GtkWidget *widget, const char *text, gboolean has_originals)
{
  gtk_widget_activate_action (
      widget, has_originals ? "win.toast-originals" : "win.toast", "s", text);
}

/* Of a hundred files a full disk may have let ninety in. */
static void
tell_end (GtkWidget *widget, guint n, gboolean has_originals, const GError *error)
{
  g_autofree char *text =
      g_strdup_printf (ngettext ("Import stopped. %u item was imported.",
                                 "Import stopped. %u items were imported.", n),
                       n);
  gboolean is_stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (!is_stopped && n > 0)
    gtk_widget_activate_action (widget, "win.problem-midway", "(is)",
                                (int) night_problem_from_error (error), text);
  else if (!is_stopped)
    gtk_widget_activate_action (widget, "win.problem", "i",
                                (int) night_problem_from_error (error));
  /* Behind the problem, too, where it leads to the originals of those that are in. */
  if (is_stopped || (n > 0 && has_originals))
    toast (widget, text, has_originals);
}

static void
toast_count (GtkWidget *widget, guint n, VaultGroup *group, gboolean has_originals)
{
  g_autofree char *text = NULL;

  if (group != NULL)
    /* Translators: %s is an album or a person. */
    text = g_strdup_printf (
        ngettext ("%u item imported into “%s”", "%u items imported into “%s”", n), n,
        vault_group_get_name (group));
  else
    text = g_strdup_printf (ngettext ("%u item imported", "%u items imported", n), n);
  toast (widget, text, has_originals);
}

void
night_import_report (GtkWidget *widget,
                     guint n_imported,
                     GPtrArray *problems,
                     VaultGroup *group,
                     gboolean has_originals,
                     const GError *error)
{
  if (error != NULL)
    tell_end (widget, n_imported, has_originals, error);
  else if (problems->len == 0)
    toast_count (widget, n_imported, group, has_originals);

  if (problems->len > 0)
    night_import_summary_present (GTK_WINDOW (gtk_widget_get_root (widget)), n_imported,
                                  problems, group);
}
