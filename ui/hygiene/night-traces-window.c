/* night-traces-window.c - originals and what they left: a list to choose from, then what became
 * of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "hygiene/night-traces-window.h"

#include <glib/gi18n.h>

#include <vault/vault-traces.h>

#include "hygiene/night-traces-text.h"
#include "night-ask.h"
#include "night-problem.h"
#include "night-stack.h"
#include "night-text.h"

/* All rows are made at once.  What is not on the list is not removed. */
#define MAX_ROWS 300

struct _NightTracesWindow {
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkLabel *running;
  GtkProgressBar *progress;
  GtkWidget *stop;
  AdwPreferencesGroup *intro;
  AdwPreferencesGroup *first;  /* what can be removed; afterwards, what was not */
  AdwPreferencesGroup *second; /* what stays; afterwards, what is gone */
  GtkWidget *remove;
  AdwStatusPage *problem;

  Vault *vault; /* NULL when the window is gone */
  GCancellable *cancellable;
  GPtrArray *traces; /* VaultTrace; NULL before they were found */
  GPtrArray *ticks;  /* GtkCheckButton for each that can be ticked, with its trace */
  GPtrArray *rows;   /* GtkWidget, in the groups; not owned */
};

G_DEFINE_FINAL_TYPE (NightTracesWindow, night_traces_window, ADW_TYPE_WINDOW)

static void
show_progress (const VaultProgress *progress, gpointer user_data)
{
  NightTracesWindow *self = user_data;

  if (self->vault == NULL)
    return;

  if (progress->n_bytes_total > 0)
    gtk_progress_bar_set_fraction (
        self->progress,
        MIN (1.0, (double) progress->n_bytes_done / (double) progress->n_bytes_total));
  else if (progress->n_total > 0)
    gtk_progress_bar_set_fraction (
        self->progress, MIN (1.0, (double) progress->n_done / progress->n_total));
  else
    gtk_progress_bar_pulse (self->progress);
}

static void
begin (NightTracesWindow *self, const char *what)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_label_set_text (self->running, what);
  gtk_progress_bar_set_fraction (self->progress, 0);
  night_stack_show_name (self->stack, "running");
  gtk_widget_grab_focus (self->stop);
}

static void
show_problem (NightTracesWindow *self, const GError *error)
{
  VaultError code = night_problem_from_error (error);

  adw_status_page_set_icon_name (self->problem, "dialog-warning-symbolic");
  adw_status_page_set_title (self->problem, night_problem_get_title (code));
  adw_status_page_set_description (self->problem, night_problem_get_text (code));
  night_stack_show_name (self->stack, "problem");
}

static void
show_nothing (NightTracesWindow *self)
{
  adw_status_page_set_icon_name (self->problem, "object-select-symbolic");
  adw_status_page_set_title (self->problem, _ ("Nothing Found"));
  adw_status_page_set_description (
      self->problem, _ ("The files are no longer there, and nothing that they may have "
                        "left was found in the places that were looked at."));
  night_stack_show_name (self->stack, "problem");
}

/* ---- rows ---- */

static AdwActionRow *
make_row (NightTracesWindow *self,
          AdwPreferencesGroup *group,
          const VaultTrace *trace,
          gboolean is_over)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *title = night_traces_dup_title (trace);
  g_autofree char *subtitle = night_traces_dup_text (trace, is_over);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (row, 0);
  adw_action_row_set_subtitle (row, subtitle);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
  return row;
}

static gboolean
can_be_removed (const VaultTrace *trace)
{
  return vault_trace_get_state (trace) == VAULT_TRACE_REMOVABLE
         || vault_trace_get_state (trace) == VAULT_TRACE_DOUBTFUL;
}

static guint
count_ticked (NightTracesWindow *self)
{
  guint n = 0;

  for (guint i = 0; i < self->ticks->len; i++)
    n += gtk_check_button_get_active (self->ticks->pdata[i]) ? 1 : 0;
  return n;
}

static void
ticked (NightTracesWindow *self)
{
  gtk_widget_set_sensitive (self->remove, count_ticked (self) > 0);
}

static void
add_choice (NightTracesWindow *self, VaultTrace *trace)
{
  AdwActionRow *row = make_row (self, self->first, trace, FALSE);
  GtkWidget *tick = gtk_check_button_new ();
  g_autofree char *place = night_text_dup_one_line (vault_trace_get_place (trace));

  /* The title of the row follows by itself. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  place, -1);
  gtk_widget_set_valign (tick, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick),
                               vault_trace_get_state (trace) == VAULT_TRACE_REMOVABLE);
  g_object_set_data_full (G_OBJECT (tick), "trace", vault_trace_ref (trace),
                          (GDestroyNotify) vault_trace_unref);
  g_signal_connect_object (tick, "toggled", G_CALLBACK (ticked), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (row, tick);
  adw_action_row_set_activatable_widget (row, tick);
  g_ptr_array_add (self->ticks, tick);
}

static void
add_outcome (NightTracesWindow *self, const VaultTrace *trace)
{
  VaultTraceOutcome outcome = vault_trace_get_outcome (trace);
  gboolean is_gone = outcome == VAULT_TRACE_REMOVED || outcome == VAULT_TRACE_GONE;
  AdwActionRow *row =
      make_row (self, is_gone ? self->second : self->first, trace, TRUE);
  GtkWidget *label = gtk_label_new (_ (vault_trace_outcome_get_title (outcome)));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, is_gone ? "success" : "dim-label");
  adw_action_row_add_suffix (row, label);
}

static void
clear_rows (NightTracesWindow *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = self->rows->pdata[i];
    GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
  }
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->ticks, 0);
}

static void
show_list (NightTracesWindow *self)
{
  guint n_shown = MIN (self->traces->len, MAX_ROWS);
  guint n_choices;

  clear_rows (self);
  for (guint i = 0; i < n_shown; i++) {
    VaultTrace *trace = self->traces->pdata[i];

    if (can_be_removed (trace))
      add_choice (self, trace);
    else
      make_row (self, self->second, trace, FALSE);
  }

  n_choices = self->ticks->len;
  adw_preferences_group_set_description (
      self->intro,
      self->traces->len > MAX_ROWS
          ? _ ("These are the first; look again afterwards for the rest.")
          : _ ("Files were compared with what the vault holds, byte for byte."));
  adw_preferences_group_set_title (self->first, _ ("Can Be Removed"));
  adw_preferences_group_set_description (self->first, _ (vault_traces_get_warning ()));
  adw_preferences_group_set_title (self->second, _ ("Stays"));
  gtk_widget_set_visible (GTK_WIDGET (self->first), n_choices > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->second), n_choices < n_shown);
  gtk_widget_set_visible (self->remove, n_choices > 0);
  ticked (self);
  night_stack_show_name (self->stack, "list");
}

/* ---- looking ---- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightTracesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) traces =
                 vault_traces_find_finish (VAULT_VAULT (source), result, &error);

  if (self->vault == NULL)
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    gtk_window_close (GTK_WINDOW (self));
    return;
  }
  if (traces == NULL) {
    show_problem (self, error);
    return;
  }

  self->traces = g_steal_pointer (&traces);
  if (self->traces->len > 0)
    show_list (self);
  else
    show_nothing (self);
}

/* ---- removing ---- */

static GPtrArray *
dup_ticked (NightTracesWindow *self)
{
  GPtrArray *chosen =
      g_ptr_array_new_with_free_func ((GDestroyNotify) vault_trace_unref);

  for (guint i = 0; i < self->ticks->len; i++)
    if (gtk_check_button_get_active (self->ticks->pdata[i]))
      g_ptr_array_add (
          chosen, vault_trace_ref (g_object_get_data (self->ticks->pdata[i], "trace")));
  return chosen;
}

/* Also after an error: what was removed by then is told. */
static void
show_results (NightTracesWindow *self)
{
  guint n_gone = 0;

  clear_rows (self);
  for (guint i = 0; i < MIN (self->traces->len, MAX_ROWS); i++) {
    VaultTraceOutcome outcome = vault_trace_get_outcome (self->traces->pdata[i]);

    add_outcome (self, self->traces->pdata[i]);
    n_gone += outcome == VAULT_TRACE_REMOVED || outcome == VAULT_TRACE_GONE ? 1 : 0;
  }

  adw_preferences_group_set_description (self->intro, _ (vault_traces_get_warning ()));
  adw_preferences_group_set_title (self->first, _ ("Still There"));
  adw_preferences_group_set_description (self->first, NULL);
  adw_preferences_group_set_title (self->second, _ ("Removed"));
  gtk_widget_set_visible (GTK_WIDGET (self->first), n_gone < self->rows->len);
  gtk_widget_set_visible (GTK_WIDGET (self->second), n_gone > 0);
  gtk_widget_hide (self->remove);
  night_stack_show_name (self->stack, "list");
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightTracesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = vault_traces_remove_finish (VAULT_VAULT (source), result, &error);

  if (self->vault == NULL)
    return;
  if (done || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_results (self);
  else
    show_problem (self, error);
}

static void
answered (NightTracesWindow *self, const char *response)
{
  g_autoptr (GPtrArray) chosen = NULL;

  if (self->vault == NULL || g_strcmp0 (response, NIGHT_ASK_ACCEPT) != 0)
    return;

  chosen = dup_ticked (self);
  begin (self, _ ("Removing…"));
  vault_traces_remove_async (self->vault, chosen, self->cancellable, show_progress,
                             self, removed_cb, g_object_ref (self));
}

static void
ask (NightTracesWindow *self)
{
  guint n = count_ticked (self);
  g_autofree char *heading =
      g_strdup_printf (ngettext ("Remove %u Trace?", "Remove %u Traces?", n), n);
  AdwMessageDialog *dialog =
      night_ask_new (GTK_WINDOW (self), heading, _ (vault_traces_get_warning ()),
                     _ ("_Remove"), ADW_RESPONSE_DESTRUCTIVE);

  g_signal_connect_object (dialog, "response", G_CALLBACK (answered), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
stop (NightTracesWindow *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* ---- the widget ---- */

static NightTracesWindow *
new_over (GtkWindow *parent, Vault *vault)
{
  NightTracesWindow *self =
      g_object_new (NIGHT_TYPE_TRACES_WINDOW, "transient-for", parent, "application",
                    gtk_window_get_application (parent), NULL);

  self->vault = g_object_ref (vault);
  return self;
}

void
night_traces_window_present_files (GtkWindow *parent, Vault *vault, GListModel *files)
{
  NightTracesWindow *self = new_over (parent, vault);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (list, g_list_model_get_item (files, i));
  begin (self, _ ("Comparing the Originals with the Vault…"));
  vault_traces_find_async (vault, (GFile *const *) list->pdata, list->len,
                           self->cancellable, show_progress, self, found_cb,
                           g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
}

static void
night_traces_window_dispose (GObject *object)
{
  NightTracesWindow *self = NIGHT_TRACES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->traces, g_ptr_array_unref);
  g_clear_pointer (&self->ticks, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (night_traces_window_parent_class)->dispose (object);
}

static void
night_traces_window_class_init (NightTracesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_traces_window_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/hygiene/night-traces-window.ui");
  gtk_widget_class_bind_template_child (widget_class, NightTracesWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, NightTracesWindow, running);
  gtk_widget_class_bind_template_child (widget_class, NightTracesWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, NightTracesWindow, stop);
  gtk_widget_class_bind_template_child (widget_class, NightTracesWindow, intro);
  gtk_widget_class_bind_template_child (widget_class, NightTracesWindow, first);
  gtk_widget_class_bind_template_child (widget_class, NightTracesWindow, second);
  gtk_widget_class_bind_template_child (widget_class, NightTracesWindow, remove);
  gtk_widget_class_bind_template_child (widget_class, NightTracesWindow, problem);
  gtk_widget_class_bind_template_callback (widget_class, stop);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_traces_window_init (NightTracesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->ticks = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
}
