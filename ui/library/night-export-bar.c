/* night-export-bar.c - copies on their way out of the vault, with progress and a way to stop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-export-bar.h"

#include <glib/gi18n.h>

#include "library/night-import-summary.h"
#include "night-problem.h"

#define KEY "night-export-bar"

struct _NightExportBar {
  GtkBox parent_instance;

  GtkLabel *label;
  GtkProgressBar *progress;

  GQueue jobs;               /* the first one runs while there is a cancellable */
  GCancellable *cancellable; /* of the one that runs */
};

G_DEFINE_FINAL_TYPE (NightExportBar, night_export_bar, GTK_TYPE_BOX)

typedef struct {
  Vault *vault;
  GPtrArray *items;
  GFile *folder;
  VaultMetadata metadata;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_object_unref (self->vault);
  g_ptr_array_unref (self->items);
  g_object_unref (self->folder);
  g_free (self);
}

/* Which export it is that reports: another may run by then. */
typedef struct {
  NightExportBar *bar;
  GCancellable *cancellable;
} Call;

static void
call_free (Call *self)
{
  g_object_unref (self->bar);
  g_object_unref (self->cancellable);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void start_next (NightExportBar *self);

static void
tell_end (NightExportBar *self, guint n, const GError *error)
{
  g_autofree char *text =
      g_strdup_printf (ngettext ("Export stopped. %u item was exported.",
                                 "Export stopped. %u items were exported.", n),
                       n);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
  else if (n > 0)
    /* Some are there, and which is what a person asks first. */
    gtk_widget_activate_action (GTK_WIDGET (self), "win.problem-midway", "(is)",
                                (int) night_problem_from_error (error), text);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.problem", "i",
                                (int) night_problem_from_error (error));
}

static void
tell_exported (NightExportBar *self, guint n)
{
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u item exported", "%u items exported", n), n);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
tell (NightExportBar *self, guint n, GPtrArray *problems, const GError *error)
{
  if (error != NULL)
    tell_end (self, n, error);
  else if (problems->len == 0)
    tell_exported (self, n);

  if (problems->len > 0)
    night_export_summary_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                  n, problems);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  NightExportBar *self = call->bar;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  guint n_exported = 0;

  if (vault_export_finish (VAULT_VAULT (source), result, &n_exported, &problems,
                           &error))
    g_assert (error == NULL);

  /* Dropped meanwhile: nobody is to be told. */
  if (self->cancellable != call->cancellable)
    return;

  g_clear_object (&self->cancellable);
  job_free (g_queue_pop_head (&self->jobs));
  tell (self, n_exported, problems, error);
  start_next (self);
}

static void
show_progress (const VaultProgress *progress, gpointer user_data)
{
  Call *call = user_data;
  NightExportBar *self = call->bar;
  g_autofree char *text = NULL;

  if (self->cancellable != call->cancellable || progress->n_total == 0
      || g_cancellable_is_cancelled (call->cancellable))
    return;

  /* Translators: how many items of how many were exported so far. */
  text =
      g_strdup_printf (_ ("Exporting: %u of %u"), progress->n_done, progress->n_total);
  gtk_label_set_text (self->label, text);
  if (progress->n_bytes_total > 0)
    gtk_progress_bar_set_fraction (
        self->progress,
        MIN (1.0, (double) progress->n_bytes_done / (double) progress->n_bytes_total));
}

static void
start_next (NightExportBar *self)
{
  Job *job = g_queue_peek_head (&self->jobs);
  Call *call;

  gtk_widget_set_visible (GTK_WIDGET (self), job != NULL);
  if (job == NULL)
    return;

  gtk_label_set_text (self->label, _ ("Exporting…"));
  gtk_progress_bar_set_fraction (self->progress, 0);
  self->cancellable = g_cancellable_new ();
  call = g_new0 (Call, 1);
  call->bar = g_object_ref (self);
  call->cancellable = g_object_ref (self->cancellable);
  vault_export_async (job->vault, job->items, job->folder, job->metadata,
                      self->cancellable, show_progress, call, exported_cb, call);
}

NightExportBar *
night_export_bar_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (gtk_widget_get_root (widget)), KEY);
}

void
night_export_bar_add (NightExportBar *self,
                      Vault *vault,
                      GPtrArray *items,
                      GFile *folder,
                      VaultMetadata metadata)
{
  Job *job = g_new0 (Job, 1);

  g_return_if_fail (NIGHT_IS_EXPORT_BAR (self));

  job->vault = g_object_ref (vault);
  job->items = g_ptr_array_ref (items);
  job->folder = g_object_ref (folder);
  job->metadata = metadata;
  g_queue_push_tail (&self->jobs, job);
  if (self->cancellable == NULL)
    start_next (self);
}

void
night_export_bar_drop (NightExportBar *self)
{
  g_return_if_fail (NIGHT_IS_EXPORT_BAR (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_queue_clear_full (&self->jobs, job_free);
  gtk_widget_hide (GTK_WIDGET (self));
}

/* What waits is not begun, and what runs says how far it came; a slow disk may have to take
 * a piece first. */
static void
stop (NightExportBar *self)
{
  Job *running = g_queue_pop_head (&self->jobs);

  gtk_label_set_text (self->label, _ ("Stopping…"));

  g_queue_clear_full (&self->jobs, job_free);
  if (running != NULL)
    g_queue_push_head (&self->jobs, running);
  g_cancellable_cancel (self->cancellable);
}

static void
night_export_bar_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (night_export_bar_parent_class)->root (widget);
  g_object_set_data (G_OBJECT (gtk_widget_get_root (widget)), KEY, widget);
}

static void
night_export_bar_unroot (GtkWidget *widget)
{
  g_object_set_data (G_OBJECT (gtk_widget_get_root (widget)), KEY, NULL);
  GTK_WIDGET_CLASS (night_export_bar_parent_class)->unroot (widget);
}

static void
night_export_bar_dispose (GObject *object)
{
  NightExportBar *self = NIGHT_EXPORT_BAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_queue_clear_full (&self->jobs, job_free);

  G_OBJECT_CLASS (night_export_bar_parent_class)->dispose (object);
}

static void
night_export_bar_class_init (NightExportBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_export_bar_dispose;
  widget_class->root = night_export_bar_root;
  widget_class->unroot = night_export_bar_unroot;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-export-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, NightExportBar, label);
  gtk_widget_class_bind_template_child (widget_class, NightExportBar, progress);
  gtk_widget_class_bind_template_callback (widget_class, stop);
}

static void
night_export_bar_init (NightExportBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_queue_init (&self->jobs);
}
