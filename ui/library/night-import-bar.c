/* night-import-bar.c - copying files into the vault, with progress and a way to stop
 *
 * A job is either a GListModel of files or the GBytes of a pasted picture; jobs wait in
 * self->jobs, and the first of them is running when self->cancellable is set.  Before the very
 * first, the person is asked what becomes of the details in the files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-import-bar.h"

#include <glib/gi18n.h>

#include "library/night-import-question.h"
#include "library/night-import-summary.h"
#include "night-problem.h"

#define SAY_EVERY_US (5 * G_USEC_PER_SEC)

struct _NightImportBar {
  GtkBox parent_instance;

  GtkLabel *label;
  GtkProgressBar *progress;

  Vault *vault;
  GQueue jobs; /* of Job */
  GCancellable *cancellable;
  AdwMessageDialog *question; /* weak: while it is there, nothing starts */
  NightImportDetails answer;  /* for what waits in line */
  gint64 said_us;             /* when the progress was last said aloud */
};

G_DEFINE_FINAL_TYPE (NightImportBar, night_import_bar, GTK_TYPE_BOX)

typedef struct {
  GListModel *files;
  GBytes *picture;
  const char *ending; /* of its name */
} Job;

static void start_next (NightImportBar *self);

static void
job_free (Job *job)
{
  g_clear_object (&job->files);
  g_clear_pointer (&job->picture, g_bytes_unref);
  g_free (job);
}

static void
toast (NightImportBar *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
toast_count (NightImportBar *self, guint n)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf (ngettext ("%u item imported", "%u items imported", n), n);
  toast (self, text);
}

/* Whatever the outcome, the files that failed are told one by one. */
static void
tell (NightImportBar *self, guint n_imported, GPtrArray *problems, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_autofree char *text = NULL;

    text = g_strdup_printf (ngettext ("Import stopped. %u item was imported.",
                                      "Import stopped. %u items were imported.",
                                      n_imported),
                            n_imported);
    toast (self, text);
  } else if (error != NULL) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.problem", "i",
                                (int) night_problem_from_error (error));
  } else if (problems->len == 0) {
    toast_count (self, n_imported);
  }

  if (problems->len > 0)
    night_import_summary_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                  n_imported, problems);
}

/* FALSE if the bar was dropped meanwhile, which needs no telling. */
static gboolean
end_job (NightImportBar *self, GCancellable *cancellable)
{
  if (self->cancellable != cancellable)
    return FALSE;

  g_clear_object (&self->cancellable);
  job_free (g_queue_pop_head (&self->jobs));
  return TRUE;
}

typedef struct {
  NightImportBar *self;
  GCancellable *cancellable;
} Call;

static Call *
call_new (NightImportBar *self)
{
  Call *call = g_new0 (Call, 1);

  call->self = g_object_ref (self);
  call->cancellable = g_object_ref (self->cancellable);
  return call;
}

static void
call_free (Call *call)
{
  g_object_unref (call->self);
  g_object_unref (call->cancellable);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void
files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  guint n_imported = 0;

  if (vault_import_finish (VAULT_VAULT (source), result, &n_imported, &problems,
                           &error))
    g_assert (error == NULL);

  if (!end_job (call->self, call->cancellable))
    return;

  tell (call->self, n_imported, problems, error);
  start_next (call->self);
}

static void
bytes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  gboolean imported;

  imported =
      vault_import_bytes_finish (VAULT_VAULT (source), result, &problems, &error);

  if (!end_job (call->self, call->cancellable))
    return;

  tell (call->self, imported && problems->len == 0 ? 1 : 0, problems, error);
  start_next (call->self);
}

/* For who does not see the bar: not more often than can be listened to. */
static void
say_progress (NightImportBar *self, const char *text)
{
  gint64 now_us = g_get_monotonic_time ();

  if (now_us - self->said_us < SAY_EVERY_US)
    return;

  self->said_us = now_us;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", text);
}

static void
show_progress (const VaultProgress *progress, gpointer user_data)
{
  Call *call = user_data;
  NightImportBar *self = call->self;
  g_autofree char *text = NULL;

  if (self->cancellable != call->cancellable || progress->n_total == 0)
    return;

  /* Translators: how many files of how many were imported so far. */
  text =
      g_strdup_printf (_ ("Importing: %u of %u"), progress->n_done, progress->n_total);
  gtk_label_set_text (self->label, text);
  say_progress (self, text);
  if (progress->n_bytes_total > 0)
    gtk_progress_bar_set_fraction (
        self->progress,
        MIN (1.0, (double) progress->n_bytes_done / (double) progress->n_bytes_total));
}

static VaultMetadata
get_metadata (NightImportBar *self)
{
  return self->answer == NIGHT_DETAILS_REMOVE ? VAULT_METADATA_REMOVED
                                              : VAULT_METADATA_KEPT;
}

static void
start_files (NightImportBar *self, GListModel *list)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  Call *call = call_new (self);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (files, g_list_model_get_item (list, i));

  vault_import_async (self->vault, (GFile *const *) files->pdata, files->len,
                      VAULT_EXPIRES_NEVER, get_metadata (self), self->cancellable,
                      show_progress, call, files_cb, call);
}

static void
start_picture (NightImportBar *self, const Job *job)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H.%M.%S");
  /* Translators: the name of a pasted picture; %s is date and time. */
  g_autofree char *stem = g_strdup_printf (_ ("Pasted %s"), time);
  g_autofree char *name = g_strconcat (stem, job->ending, NULL);

  vault_import_bytes_async (self->vault, name, job->picture, VAULT_EXPIRES_NEVER,
                            get_metadata (self), self->cancellable, bytes_cb,
                            call_new (self));
}

static void
answered (NightImportBar *self, const char *response)
{
  g_clear_weak_pointer (&self->question);
  self->answer = night_import_question_take (response);
  if (self->answer == NIGHT_DETAILS_ASK)
    g_queue_clear_full (&self->jobs, (GDestroyNotify) job_free);
  start_next (self);
}

static void
ask (NightImportBar *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  g_set_weak_pointer (&self->question, night_import_question_new (window));
  g_signal_connect_object (self->question, "response", G_CALLBACK (answered), self,
                           G_CONNECT_SWAPPED);
}

/* Without settings the answer holds for what is in line. */
static gboolean
knows_answer (NightImportBar *self)
{
  NightImportDetails kept = night_settings_get_import_details ();

  if (kept != NIGHT_DETAILS_ASK)
    self->answer = kept;
  return self->answer != NIGHT_DETAILS_ASK;
}

static void
start_next (NightImportBar *self)
{
  Job *job = g_queue_peek_head (&self->jobs);
  gboolean can_start = job != NULL && knows_answer (self);

  gtk_widget_set_visible (GTK_WIDGET (self), can_start);
  if (job == NULL)
    self->answer = NIGHT_DETAILS_ASK;
  else if (!can_start)
    ask (self);
  if (!can_start)
    return;

  gtk_label_set_text (self->label, _ ("Importing…"));
  gtk_progress_bar_set_fraction (self->progress, 0);
  self->cancellable = g_cancellable_new ();
  /* What is over before that is told when it is over. */
  self->said_us = g_get_monotonic_time ();
  if (job->files != NULL)
    start_files (self, job->files);
  else
    start_picture (self, job);
}

static void
add (NightImportBar *self, Job *job)
{
  g_queue_push_tail (&self->jobs, job);
  if (self->cancellable == NULL && self->question == NULL)
    start_next (self);
}

void
night_import_bar_add_files (NightImportBar *self, GListModel *files)
{
  Job *job;

  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  if (self->vault == NULL || g_list_model_get_n_items (files) == 0)
    return;

  job = g_new0 (Job, 1);
  job->files = g_object_ref (files);
  add (self, job);
}

void
night_import_bar_add_file_list (NightImportBar *self, GdkFileList *list)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (list);
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_FILE);

  for (GSList *l = files; l != NULL; l = l->next)
    g_list_store_append (store, l->data);

  night_import_bar_add_files (self, G_LIST_MODEL (store));
}

void
night_import_bar_add_picture (NightImportBar *self, GBytes *bytes, const char *ending)
{
  Job *job;

  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  /* Locked since it was pasted: it is not wanted any more. */
  if (self->vault == NULL || vault_get_state (self->vault) != VAULT_STATE_OPEN)
    return;

  job = g_new0 (Job, 1);
  job->picture = g_bytes_ref (bytes);
  job->ending = ending;
  add (self, job);
}

void
night_import_bar_drop (NightImportBar *self)
{
  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_queue_clear_full (&self->jobs, (GDestroyNotify) job_free);
  self->answer = NIGHT_DETAILS_ASK;
  gtk_widget_hide (GTK_WIDGET (self));
}

void
night_import_bar_set_vault (NightImportBar *self, Vault *vault)
{
  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  night_import_bar_drop (self);
  g_set_object (&self->vault, vault);
}

static void
stop (NightImportBar *self)
{
  Job *running = g_queue_pop_head (&self->jobs);

  g_queue_clear_full (&self->jobs, (GDestroyNotify) job_free);
  if (running != NULL)
    g_queue_push_head (&self->jobs, running);
  g_cancellable_cancel (self->cancellable);
}

static void
night_import_bar_dispose (GObject *object)
{
  NightImportBar *self = NIGHT_IMPORT_BAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_queue_clear_full (&self->jobs, (GDestroyNotify) job_free);
  g_clear_object (&self->vault);
  g_clear_weak_pointer (&self->question);

  G_OBJECT_CLASS (night_import_bar_parent_class)->dispose (object);
}

static void
night_import_bar_class_init (NightImportBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_import_bar_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-import-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, NightImportBar, label);
  gtk_widget_class_bind_template_child (widget_class, NightImportBar, progress);
  gtk_widget_class_bind_template_callback (widget_class, stop);
}

static void
night_import_bar_init (NightImportBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_queue_init (&self->jobs);
}
