/* night-import-summary.c - each file that could not be imported or shown, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-import-summary.h"

#include <glib/gi18n.h>

#include "night-problem.h"
#include "night-text.h"

#define MARGIN 12

struct _NightImportSummary {
  AdwWindow parent_instance;

  GPtrArray *problems; /* VaultImportProblem */
  const char *not_done;

  GtkLabel *heading;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (NightImportSummary, night_import_summary, ADW_TYPE_WINDOW)

/* ---- Rows, made only for what is on the screen: a folder can have thousands of files that
 * had a problem, and the window would stand still while all of them are laid out ---- */

static GtkLabel *
append_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
setup_row (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, MARGIN);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, MARGIN / 4);
  GtkLabel *name = append_label (texts, NULL);
  GtkLabel *reason = append_label (texts, "caption");

  gtk_label_set_lines (name, 2);
  gtk_label_set_ellipsize (name, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (reason), "dim-label");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_margin_top (row, MARGIN * 2 / 3);
  gtk_widget_set_margin_bottom (row, MARGIN * 2 / 3);
  gtk_widget_set_margin_start (row, MARGIN / 2);
  gtk_widget_set_margin_end (row, MARGIN / 2);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_label_set_wrap (append_label (row, "caption"), FALSE);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, row);
}

static void
bind_row (NightImportSummary *self, GtkListItem *item)
{
  const VaultImportProblem *problem =
      g_ptr_array_index (self->problems, gtk_list_item_get_position (item));
  GtkStringObject *name = gtk_list_item_get_item (item);
  GtkWidget *texts = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *fate = gtk_widget_get_next_sibling (texts);
  GtkWidget *title = gtk_widget_get_first_child (texts);
  VaultError code = night_problem_from_error (problem->error);
  const char *text = problem->kept ? _ ("kept") : self->not_done;
  g_autofree char *reason = NULL;
  g_autofree char *label = NULL;

  reason = g_strdup_printf ("%s. %s", night_problem_get_title (code),
                            night_problem_get_text (code));
  label =
      g_strdup_printf ("%s: %s. %s", gtk_string_object_get_string (name), text, reason);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_widget_get_parent (gtk_list_item_get_child (item))),
      GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_label_set_text (GTK_LABEL (title), gtk_string_object_get_string (name));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (title)), reason);
  gtk_label_set_text (GTK_LABEL (fate), text);
  gtk_widget_remove_css_class (fate, problem->kept ? "error" : "dim-label");
  gtk_widget_add_css_class (fate, problem->kept ? "dim-label" : "error");
}

/* ---- */

static void
fill (NightImportSummary *self, GPtrArray *problems, const char *not_done)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkStringList *names = gtk_string_list_new (NULL);
  g_autoptr (GtkNoSelection) rows = gtk_no_selection_new (G_LIST_MODEL (names));

  self->problems = g_ptr_array_ref (problems);
  self->not_done = not_done;
  for (guint i = 0; i < problems->len; i++) {
    const VaultImportProblem *problem = g_ptr_array_index (problems, i);

    gtk_string_list_take (names, night_text_dup_one_line (problem->name));
  }

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row), NULL);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_row), self);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (rows));
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
night_import_summary_finalize (GObject *object)
{
  g_clear_pointer (&NIGHT_IMPORT_SUMMARY (object)->problems, g_ptr_array_unref);
  G_OBJECT_CLASS (night_import_summary_parent_class)->finalize (object);
}

static void
night_import_summary_class_init (NightImportSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = night_import_summary_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-import-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, NightImportSummary, heading);
  gtk_widget_class_bind_template_child (widget_class, NightImportSummary, list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_import_summary_init (NightImportSummary *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
