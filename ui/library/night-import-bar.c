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

#include <vault/vault-organise.h>
#include <vault/vault-settings.h>

#include "library/night-import-question.h"
#include "library/night-import-report.h"

#define SAY_EVERY_US (5 * G_USEC_PER_SEC)

struct _NightImportBar {
  GtkBox parent_instance;

  GtkLabel *label;
  GtkProgressBar *progress;

  Vault *vault;
  VaultGroup *group; /* what is added goes into it; NULL for none */
  GQueue jobs;       /* of Job */
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
  VaultGroup *group;  /* it goes into; NULL for none */
} Job;

static void start_next (NightImportBar *self);

static void
job_free (Job *job)
{
  g_clear_object (&job->files);
  g_clear_pointer (&job->picture, g_bytes_unref);
  g_clear_object (&job->group);
  g_free (job);
}

/* If the bar was dropped meanwhile, that needs no telling. */
static void
end_job (NightImportBar *self,
         GCancellable *cancellable,
         guint n_imported,
         GPtrArray *problems,
         const GError *error)
{
  Job *job;

  if (self->cancellable != cancellable)
    return;

  g_clear_object (&self->cancellable);
  job = g_queue_pop_head (&self->jobs);
  night_import_report (GTK_WIDGET (self), n_imported, problems, job->group, error);
  job_free (job);
  start_next (self);
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

  end_job (call->self, call->cancellable, n_imported, problems, error);
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

  end_job (call->self, call->cancellable, imported && problems->len == 0 ? 1 : 0,
           problems, error);
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

/* Returns: (transfer full) (element-type VaultGroup): borrowed from the job. */
static GPtrArray *
list_groups (const Job *job)
{
  GPtrArray *groups = g_ptr_array_new ();

  if (job->group != NULL)
    g_ptr_array_add (groups, job->group);
  return groups;
}

static gint64
propose_expiry (NightImportBar *self, GPtrArray *groups)
{
  return vault_propose_expiry (self->vault, groups, vault_get_time (self->vault));
}

static void
start_files (NightImportBar *self, const Job *job)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) groups = list_groups (job);
  Call *call = call_new (self);

  for (guint i = 0; i < g_list_model_get_n_items (job->files); i++)
    g_ptr_array_add (files, g_list_model_get_item (job->files, i));

  vault_import_into_async (self->vault, (GFile *const *) files->pdata, files->len,
                           groups, propose_expiry (self, groups), get_metadata (self),
                           self->cancellable, show_progress, call, files_cb, call);
}

static void
start_picture (NightImportBar *self, const Job *job)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H.%M.%S");
  /* Translators: the name of a pasted picture; %s is date and time. */
  g_autofree char *stem = g_strdup_printf (_ ("Pasted %s"), time);
  g_autofree char *name = g_strconcat (stem, job->ending, NULL);
  g_autoptr (GPtrArray) groups = list_groups (job);

  vault_import_bytes_into_async (self->vault, name, job->picture, groups,
                                 propose_expiry (self, groups), get_metadata (self),
                                 self->cancellable, bytes_cb, call_new (self));
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

/* Until it is known how much there is. */
static void
show_begin (NightImportBar *self, const Job *job)
{
  g_autofree char *text = NULL;

  if (job->group != NULL)
    /* Translators: %s is an album or a person. */
    text =
        g_strdup_printf (_ ("Importing into “%s”…"), vault_group_get_name (job->group));
  gtk_label_set_text (self->label, text != NULL ? text : _ ("Importing…"));
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

  show_begin (self, job);
  gtk_progress_bar_set_fraction (self->progress, 0);
  self->cancellable = g_cancellable_new ();
  /* What is over before that is told when it is over. */
  self->said_us = g_get_monotonic_time ();
  if (job->files != NULL)
    start_files (self, job);
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

static Job *
job_new (VaultGroup *group)
{
  Job *job = g_new0 (Job, 1);

  g_set_object (&job->group, group);
  return job;
}

static void
add_files (NightImportBar *self, GListModel *files, VaultGroup *group)
{
  Job *job;

  if (self->vault == NULL || g_list_model_get_n_items (files) == 0)
    return;

  job = job_new (group);
  job->files = g_object_ref (files);
  add (self, job);
}

void
night_import_bar_add_files (NightImportBar *self, GListModel *files)
{
  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  add_files (self, files, self->group);
}

void
night_import_bar_add_file_list (NightImportBar *self, GdkFileList *list)
{
  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  night_import_bar_add_into (self, list, self->group);
}

void
night_import_bar_add_into (NightImportBar *self, GdkFileList *list, VaultGroup *group)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (list);
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_FILE);

  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  for (GSList *l = files; l != NULL; l = l->next)
    g_list_store_append (store, l->data);
  add_files (self, G_LIST_MODEL (store), group);
}

void
night_import_bar_add_picture (NightImportBar *self, GBytes *bytes, const char *ending)
{
  Job *job;

  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  /* Locked since it was pasted: it is not wanted any more. */
  if (self->vault == NULL || vault_get_state (self->vault) != VAULT_STATE_OPEN)
    return;

  job = job_new (self->group);
  job->picture = g_bytes_ref (bytes);
  job->ending = ending;
  add (self, job);
}

void
night_import_bar_set_group (NightImportBar *self, VaultGroup *group)
{
  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  g_set_object (&self->group, group);
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
  g_clear_object (&self->group);
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
  g_clear_object (&self->group);
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
