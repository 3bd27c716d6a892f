/* night-traces-window.c - originals, copies and what they left: looked for, and removed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "hygiene/night-traces-window-private.h"

#include <glib/gi18n.h>

#include "night-ask.h"
#include "night-problem.h"
#include "night-stack.h"

G_DEFINE_FINAL_TYPE (NightTracesWindow, night_traces_window, ADW_TYPE_WINDOW)

/* Nobody knows how many there are. */
static void
show_n_files (NightTracesWindow *self, guint n)
{
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u file was looked at.", "%u files were looked at.", n), n);

  gtk_progress_bar_pulse (self->progress);
  gtk_label_set_text (self->running, text);
}

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
    show_n_files (self, progress->n_done);
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
  adw_status_page_set_icon_name (self->problem, "system-search-symbolic");
  adw_status_page_set_title (self->problem, _ ("Nothing Found"));
  adw_status_page_set_description (
      self->problem,
      self->is_copies
          ? _ ("No other file has this content, in the places that could be looked at. "
               "A copy that was changed, made smaller or sent away is not found.")
          : _ ("The files are no longer there, and nothing that they may have left was "
               "found in the places that were looked at."));
  night_stack_show_name (self->stack, "problem");
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
    night_traces_list_show_choices (self);
  else
    show_nothing (self);
}

/* ---- removing ---- */

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightTracesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = vault_traces_remove_finish (VAULT_VAULT (source), result, &error);

  if (self->vault == NULL)
    return;
  if (done || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    night_traces_list_show_results (self);
  else
    show_problem (self, error);
}

static void
answered (NightTracesWindow *self, const char *response)
{
  g_autoptr (GPtrArray) chosen = NULL;

  if (self->vault == NULL || g_strcmp0 (response, NIGHT_ASK_ACCEPT) != 0)
    return;

  chosen = night_traces_list_dup_ticked (self);
  begin (self, _ ("Removing…"));
  vault_traces_remove_async (self->vault, chosen, self->cancellable, show_progress,
                             self, removed_cb, g_object_ref (self));
}

static gboolean
is_a_file (const VaultTrace *trace)
{
  VaultTraceKind kind = vault_trace_get_kind (trace);

  return kind == VAULT_TRACE_ORIGINAL || kind == VAULT_TRACE_COPY
         || kind == VAULT_TRACE_TRASHED;
}

/* What is said is what goes: a photo is no trace. */
static char *
dup_question (NightTracesWindow *self, const GPtrArray *chosen)
{
  guint n_files = 0;

  for (guint i = 0; i < chosen->len; i++)
    n_files += is_a_file (chosen->pdata[i]) ? 1 : 0;

  if (n_files == 0)
    return g_strdup_printf (
        ngettext ("Remove %u Trace?", "Remove %u Traces?", chosen->len), chosen->len);
  if (n_files < chosen->len)
    return g_strdup_printf (
        /* Translators: of both together. */
        ngettext ("Remove %u File and Trace?", "Remove %u Files and Traces?",
                  chosen->len),
        chosen->len);
  if (self->is_copies)
    return g_strdup_printf (ngettext ("Remove %u Copy?", "Remove %u Copies?", n_files),
                            n_files);

  return g_strdup_printf (
      ngettext ("Remove %u Original?", "Remove %u Originals?", n_files), n_files);
}

static void
ask (NightTracesWindow *self)
{
  g_autoptr (GPtrArray) chosen = night_traces_list_dup_ticked (self);
  g_autofree char *heading = dup_question (self, chosen);
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

void
night_traces_window_present_item (GtkWindow *parent, Vault *vault, VaultItem *item)
{
  NightTracesWindow *self = new_over (parent, vault);

  self->is_copies = TRUE;
  gtk_window_set_title (GTK_WINDOW (self), _ ("Copies"));
  begin (self, _ ("Looking for Other Copies…"));
  vault_copies_find_async (vault, item, self->cancellable, show_progress, self,
                           found_cb, g_object_ref (self));
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
