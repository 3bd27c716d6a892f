/* night-import-bar.c - copying files into the vault, with progress and a way to stop
 *
 * Jobs wait in self->jobs, and the first of them is running when self->cancellable is set.
 *
 *   [asked about] -- answered, or nothing to ask --> [settled] -- its turn --> [running]
 *
 * One is asked about at a time, as soon as it is there and not when its turn comes: by then
 * nobody may be looking.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-import-bar.h"

#include <glib/gi18n.h>

#include <vault/vault-settings.h>

#include "library/night-import-job.h"
#include "library/night-import-question.h"
#include "library/night-import-report.h"

#define SAY_EVERY_US (5 * G_USEC_PER_SEC)

struct _NightImportBar {
  GtkBox parent_instance;

  GtkLabel *label;
  GtkProgressBar *progress;

  Vault *vault;
  VaultGroup *group;     /* what is added goes into it; NULL for none */
  GQueue jobs;           /* of NightImportJob */
  GListStore *originals; /* GFile: what was imported since the vault was opened */
  GCancellable *cancellable;
  AdwMessageDialog *question; /* weak */
  NightImportJob *asked;      /* what it is about, one of the jobs */
  NightImportDetails answer;  /* for what waits in line */
  gint64 said_us;             /* when the progress was last said aloud */
};

G_DEFINE_FINAL_TYPE (NightImportBar, night_import_bar, GTK_TYPE_BOX)

static void go_on (NightImportBar *self);

static void
keep_originals (NightImportBar *self, const NightImportJob *job)
{
  for (guint i = 0; job->files != NULL && i < g_list_model_get_n_items (job->files);
       i++) {
    g_autoptr (GFile) file = g_list_model_get_item (job->files, i);

    g_list_store_append (self->originals, file);
  }
}

/* If the bar was dropped meanwhile, that needs no telling. */
static void
end_job (NightImportBar *self,
         GCancellable *cancellable,
         guint n_imported,
         GPtrArray *problems,
         const GError *error)
{
  NightImportJob *job;

  if (self->cancellable != cancellable)
    return;

  g_clear_object (&self->cancellable);
  job = g_queue_pop_head (&self->jobs);
  if (n_imported > 0)
    keep_originals (self, job);
  night_import_report (GTK_WIDGET (self), n_imported, problems, job->group,
                       job->files != NULL && n_imported > 0, error);
  night_import_job_free (job);
  go_on (self);
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
done (guint n_imported, GPtrArray *problems, const GError *error, gpointer user_data)
{
  g_autoptr (Call) call = user_data;

  end_job (call->self, call->cancellable, n_imported, problems, error);
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

/* ---- what is asked before ---- */

/* What was answered once holds for what is in line, too, also without settings. */
static gboolean
knows_details (NightImportBar *self)
{
  NightImportDetails kept = night_settings_get_import_details ();

  if (kept != NIGHT_DETAILS_ASK)
    self->answer = kept;
  return self->answer != NIGHT_DETAILS_ASK;
}

static void
answered (NightImportBar *self, const char *response)
{
  NightImportJob *job = g_steal_pointer (&self->asked);
  NightImportAnswer answer = { self->answer, 0 };

  /* Dropped meanwhile. */
  if (job == NULL)
    return;

  answer.stays_s = job->stays_s;
  if (night_import_question_take (self->question, response, &answer)) {
    self->answer = answer.details;
    job->stays_s = answer.stays_s;
    job->is_settled = TRUE;
  } else {
    g_queue_remove (&self->jobs, job);
    night_import_job_free (job);
  }
  g_clear_weak_pointer (&self->question);
  go_on (self);
}

static void
ask (NightImportBar *self, NightImportJob *job, gboolean with_expiry)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  NightImportAnswer present = { self->answer, job->stays_s };

  self->asked = job;
  g_set_weak_pointer (&self->question,
                      night_import_question_new (window, &present, with_expiry));
  g_signal_connect_object (self->question, "response", G_CALLBACK (answered), self,
                           G_CONNECT_SWAPPED);
}

/* Ask about the first that is not settled, unless it needs no asking. */
static void
settle (NightImportBar *self)
{
  for (GList *l = self->jobs.head; l != NULL && self->asked == NULL; l = l->next) {
    NightImportJob *job = l->data;
    gboolean is_known = knows_details (self);
    gboolean with_expiry =
        vault_settings_get_boolean (self->vault, VAULT_SETTING_ASK_EXPIRY);

    if (job->is_settled)
      continue;
    job->stays_s = night_import_job_propose (job, self->vault);
    if (with_expiry || !is_known)
      ask (self, job, with_expiry);
    else
      job->is_settled = TRUE;
  }
}

/* ---- what runs ---- */

/* Until it is known how much there is. */
static void
show_begin (NightImportBar *self, const NightImportJob *job)
{
  g_autofree char *text = NULL;

  if (job->group != NULL)
    /* Translators: %s is an album or a person. */
    text =
        g_strdup_printf (_ ("Importing into “%s”…"), vault_group_get_name (job->group));
  gtk_label_set_text (self->label, text != NULL ? text : _ ("Importing…"));
}

static void
start (NightImportBar *self, const NightImportJob *job)
{
  show_begin (self, job);
  gtk_progress_bar_set_fraction (self->progress, 0);
  self->cancellable = g_cancellable_new ();
  /* What is over before that is told when it is over. */
  self->said_us = g_get_monotonic_time ();
  night_import_job_start (job, self->vault,
                          self->answer == NIGHT_DETAILS_REMOVE ? VAULT_METADATA_REMOVED
                                                               : VAULT_METADATA_KEPT,
                          self->cancellable, show_progress, done, call_new (self));
}

/* Something has changed in the line. */
static void
go_on (NightImportBar *self)
{
  NightImportJob *job;

  settle (self);
  job = g_queue_peek_head (&self->jobs);
  if (job == NULL)
    self->answer = NIGHT_DETAILS_ASK;
  if (self->cancellable == NULL && job != NULL && job->is_settled)
    start (self, job);
  gtk_widget_set_visible (GTK_WIDGET (self), self->cancellable != NULL);
}

static void
add (NightImportBar *self, NightImportJob *job)
{
  g_queue_push_tail (&self->jobs, job);
  go_on (self);
}

static void
add_files (NightImportBar *self, GListModel *files, VaultGroup *group)
{
  if (self->vault != NULL && g_list_model_get_n_items (files) > 0)
    add (self, night_import_job_new_files (files, group));
}

void
night_import_bar_add_files (NightImportBar *self, GListModel *files)
{
  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  add_files (self, files, self->group);
}

void
night_import_bar_add_file_list (NightImportBar *self, NightFiles *files)
{
  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  night_import_bar_add_into (self, files, self->group);
}

void
night_import_bar_add_into (NightImportBar *self, NightFiles *files, VaultGroup *group)
{
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_FILE);

  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  for (guint i = 0; i < files->len; i++)
    g_list_store_append (store, files->pdata[i]);
  add_files (self, G_LIST_MODEL (store), group);
}

void
night_import_bar_add_picture (NightImportBar *self, GBytes *bytes, const char *ending)
{
  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  /* Locked since it was pasted: it is not wanted any more. */
  if (self->vault == NULL || vault_get_state (self->vault) != VAULT_STATE_OPEN)
    return;

  add (self, night_import_job_new_picture (bytes, ending, self->group));
}

void
night_import_bar_set_group (NightImportBar *self, VaultGroup *group)
{
  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  g_set_object (&self->group, group);
}

static void
forget_jobs (NightImportBar *self)
{
  self->asked = NULL;
  g_queue_clear_full (&self->jobs, (GDestroyNotify) night_import_job_free);
}

GListModel *
night_import_bar_get_originals (NightImportBar *self)
{
  g_return_val_if_fail (NIGHT_IS_IMPORT_BAR (self), NULL);

  return G_LIST_MODEL (self->originals);
}

void
night_import_bar_drop (NightImportBar *self)
{
  g_return_if_fail (NIGHT_IS_IMPORT_BAR (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  forget_jobs (self);
  self->answer = NIGHT_DETAILS_ASK;
  g_list_store_remove_all (self->originals);
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
  NightImportJob *running = g_queue_pop_head (&self->jobs);

  forget_jobs (self);
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
  forget_jobs (self);
  g_clear_object (&self->group);
  g_clear_object (&self->vault);
  g_clear_weak_pointer (&self->question);
  g_clear_object (&self->originals);

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
  self->originals = g_list_store_new (G_TYPE_FILE);
}
