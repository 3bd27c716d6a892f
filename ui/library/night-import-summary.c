/* night-import-summary.c - each file that could not be imported or shown, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-import-summary.h"

#include <glib/gi18n.h>

#include "night-problem.h"
#include "night-text.h"

/* A list box makes all its rows at once; nobody reads more. */
#define MAX_ROWS 500

struct _NightImportSummary {
  AdwWindow parent_instance;

  GtkLabel *heading;
  GtkListBox *list;
  GtkLabel *more;
};

G_DEFINE_FINAL_TYPE (NightImportSummary, night_import_summary, ADW_TYPE_WINDOW)

static GtkWidget *
make_row (const VaultImportProblem *problem, const char *not_done)
{
  VaultError code = night_problem_from_error (problem->error);
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *fate = gtk_label_new (problem->kept ? _ ("kept") : not_done);
  g_autofree char *name = night_text_dup_one_line (problem->name);
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *reason = NULL;

  reason = g_markup_printf_escaped ("%s. %s", night_problem_get_title (code),
                                    night_problem_get_text (code));
  gtk_widget_add_css_class (fate, problem->kept ? "dim-label" : "error");
  gtk_widget_add_css_class (fate, "caption");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (row, 2);
  adw_action_row_set_subtitle (row, reason);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_action_row_add_suffix (row, fate);

  return GTK_WIDGET (row);
}

static void
fill (NightImportSummary *self, GPtrArray *problems, const char *not_done)
{
  g_autofree char *more = NULL;

  for (guint i = 0; i < MIN (problems->len, MAX_ROWS); i++)
    gtk_list_box_append (self->list,
                         make_row (g_ptr_array_index (problems, i), not_done));

  gtk_widget_set_visible (GTK_WIDGET (self->more), problems->len > MAX_ROWS);
  if (problems->len <= MAX_ROWS)
    return;

  more = g_strdup_printf (_ ("And %u more."), problems->len - MAX_ROWS);
  gtk_label_set_text (self->more, more);
}

static void
present (GtkWindow *parent,
         const char *heading,
         const char *not_done,
         GPtrArray *problems)
{
  NightImportSummary *self;

  self = g_object_new (NIGHT_TYPE_IMPORT_SUMMARY, "transient-for", parent,
                       "application", gtk_window_get_application (parent), NULL);
  gtk_label_set_text (self->heading, heading);
  fill (self, problems, not_done);
  gtk_window_present (GTK_WINDOW (self));
}

static char *
dup_imported (guint n, VaultGroup *group)
{
  if (group == NULL)
    return g_strdup_printf (
        ngettext ("%u item was imported.", "%u items were imported.", n), n);

  /* Translators: %s is an album or a person. */
  return g_strdup_printf (ngettext ("%u item was imported into “%s”.",
                                    "%u items were imported into “%s”.", n),
                          n, vault_group_get_name (group));
}

void
night_import_summary_present (GtkWindow *parent,
                              guint n_imported,
                              GPtrArray *problems,
                              VaultGroup *group)
{
  g_autofree char *imported = dup_imported (n_imported, group);
  g_autofree char *failed = NULL;
  g_autofree char *heading = NULL;
  guint n = problems->len;

  failed = g_strdup_printf (
      ngettext ("%u file had a problem:", "%u files had a problem:", n), n);
  heading = g_strdup_printf ("%s %s", imported, failed);
  present (parent, heading, _ ("not imported"), problems);
}

void
night_export_summary_present (GtkWindow *parent, guint n_exported, GPtrArray *problems)
{
  g_autofree char *exported = NULL;
  g_autofree char *failed = NULL;
  g_autofree char *heading = NULL;
  guint n = problems->len;

  exported = g_strdup_printf (
      ngettext ("%u item was exported.", "%u items were exported.", n_exported),
      n_exported);
  failed = g_strdup_printf (
      ngettext ("%u item could not be:", "%u items could not be:", n), n);
  heading = g_strdup_printf ("%s %s", exported, failed);
  present (parent, heading, _ ("not exported"), problems);
}

static void
night_import_summary_class_init (NightImportSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-import-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, NightImportSummary, heading);
  gtk_widget_class_bind_template_child (widget_class, NightImportSummary, list);
  gtk_widget_class_bind_template_child (widget_class, NightImportSummary, more);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_import_summary_init (NightImportSummary *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
