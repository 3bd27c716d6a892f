/* vault.c - one vault in one folder: states, items, facts
 *
 *      LOCKED    --vault_create_async, vault_unlock_async--> UNLOCKING
 *      UNLOCKING --[vault_adopt_session]--> OPEN
 *      UNLOCKING --error, vault_lock_async--> LOCKED
 *      OPEN      --vault_lock_async [vault_let_go]--> LOCKED
 *      LOCKED, OPEN --vault_wipe_async--> WIPED, or LOCKED if the receipt does not say
 *                                         destroyed
 *      OPEN      --another process wiped the files--> WIPED
 *
 * Invariants
 *  1. session is set in VAULT_STATE_OPEN and in no other state.
 *  2. items is empty unless the state is VAULT_STATE_OPEN.
 *  3. A result that arrives for a session that is no longer the open one changes nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include <sys/stat.h>
#include <unistd.h>

#include "file/file.h"
#include "keyring/keyring.h"

typedef enum {
  PROP_STATE = 1,
  N_PROPS
} Property;

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (Vault, vault, G_TYPE_OBJECT)

Vault *
vault_new (const char *folder)
{
  Vault *self = g_object_new (VAULT_TYPE_VAULT, NULL);

  self->folder = g_canonicalize_filename (folder, NULL);
  return self;
}

char *
vault_dup_default_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "nightstand", "vault", NULL);
}

const char *
vault_get_folder (Vault *self)
{
  return self->folder;
}

VaultState
vault_get_state (Vault *self)
{
  return self->state;
}

void
vault_set_state (Vault *self, VaultState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

GListModel *
vault_get_items (Vault *self)
{
  return G_LIST_MODEL (self->items);
}

VaultItem *
vault_dup_item (Vault *self, const char *id)
{
  VaultItem *item = vault_item_list_get (self->items, id);

  return item == NULL ? NULL : g_object_ref (item);
}

gint64
vault_get_time (Vault *self)
{
  if (self->session != NULL)
    return vault_session_get_time (self->session);

  return g_get_real_time () / G_USEC_PER_SEC;
}

void
vault_get_unlock_summary (Vault *self, VaultUnlockSummary *out_summary)
{
  *out_summary = (VaultUnlockSummary){ 0 };
  if (self->session != NULL)
    vault_session_get_summary (self->session, out_summary);
}

char **
vault_ids_of (GPtrArray *items)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **ids;

  for (guint i = 0; i < items->len; i++) {
    if (!vault_item_is_gone (items->pdata[i]))
      g_strv_builder_add (builder, vault_item_get_id (items->pdata[i]));
  }

  ids = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return ids;
}

static void
job_free (gpointer data)
{
  VaultJob *job = data;

  if (job->outer != NULL)
    g_cancellable_disconnect (job->outer, job->outer_id);
  g_clear_object (&job->outer);
  g_clear_object (&job->cancellable);
  g_clear_pointer (&job->session, vault_session_unref);
  g_clear_pointer (&job->passphrase, vault_secret_unref);
  g_strfreev (job->ids);
  g_clear_pointer (&job->entries, g_ptr_array_unref);
  g_clear_pointer (&job->files, g_ptr_array_unref);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job->name);
  g_clear_object (&job->folder);
  g_clear_pointer (&job->problems, g_ptr_array_unref);
  g_mutex_clear (&job->mutex);
  g_free (job);
}

static void
cancel_inner (GCancellable *outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

GTask *
vault_job_new (Vault *self,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data,
               gpointer tag,
               VaultJob **out_job)
{
  VaultJob *job = g_new0 (VaultJob, 1);
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_mutex_init (&job->mutex);
  job->cancellable = g_cancellable_new ();
  job->decoder = self->decoder;
  if (self->session != NULL)
    job->session = vault_session_ref (self->session);
  if (cancellable != NULL) {
    job->outer = g_object_ref (cancellable);
    job->outer_id = g_cancellable_connect (
        cancellable, G_CALLBACK (cancel_inner), g_object_ref (job->cancellable),
        g_object_unref);
  }

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  g_ptr_array_add (self->running, g_object_ref (job->cancellable));
  *out_job = job;
  return task;
}

GTask *
vault_job_new_open (Vault *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data,
                    gpointer tag,
                    VaultJob **out_job)
{
  GTask *task
      = vault_job_new (self, cancellable, callback, user_data, tag, out_job);

  if (self->session != NULL)
    return task;

  g_ptr_array_remove (self->running, (*out_job)->cancellable);
  *out_job = NULL;
  g_task_return_new_error (task, VAULT_ERROR, VAULT_ERROR_LOCKED, "not open");
  g_object_unref (task);
  return NULL;
}

static void
on_completed_cb (GTask *task, GParamSpec *pspec, gpointer user_data)
{
  Vault *self = g_task_get_source_object (task);
  VaultJob *job = g_task_get_task_data (task);

  g_ptr_array_remove (self->running, job->cancellable);
}

void
vault_job_run (GTask *task, GTaskThreadFunc func)
{
  g_signal_connect (task, "notify::completed", G_CALLBACK (on_completed_cb), NULL);
  g_task_run_in_thread (task, func);
  g_object_unref (task);
}

static gboolean
deliver_progress (gpointer data)
{
  GTask *task = data;
  VaultJob *job = g_task_get_task_data (task);
  VaultProgress progress;

  g_mutex_lock (&job->mutex);
  progress = job->progress;
  job->progress_queued = FALSE;
  g_mutex_unlock (&job->mutex);

  if (!g_task_get_completed (task) && !g_cancellable_is_cancelled (job->outer))
    job->progress_func (&progress, job->progress_data);
  return G_SOURCE_REMOVE;
}

/* On the working thread.  Only the latest figure is worth delivering. */
static void
queue_progress (const VaultProgress *progress, gpointer user_data)
{
  GTask *task = user_data;
  VaultJob *job = g_task_get_task_data (task);
  gboolean queue;

  if (job->progress_func == NULL)
    return;

  g_mutex_lock (&job->mutex);
  job->progress = *progress;
  queue = !job->progress_queued;
  job->progress_queued = TRUE;
  g_mutex_unlock (&job->mutex);

  if (queue)
    g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT,
                                deliver_progress, g_object_ref (task), g_object_unref);
}

typedef struct {
  GTask *task;
  GPtrArray *entries;
} Added;

static void
added_free (gpointer data)
{
  Added *added = data;

  g_object_unref (added->task);
  g_ptr_array_unref (added->entries);
  g_free (added);
}

static gboolean
deliver_added (gpointer data)
{
  Added *added = data;
  Vault *self = g_task_get_source_object (added->task);
  VaultJob *job = g_task_get_task_data (added->task);

  if (self->session == job->session) {
    vault_item_list_add (self->items, added->entries);
    vault_expiry_update (self);
  }

  return G_SOURCE_REMOVE;
}

static void
queue_added (GPtrArray *entries, gpointer user_data)
{
  Added *added = g_new0 (Added, 1);

  added->task = g_object_ref (user_data);
  added->entries = g_ptr_array_ref (entries);
  g_main_context_invoke_full (g_task_get_context (user_data), G_PRIORITY_DEFAULT,
                              deliver_added, added, added_free);
}

VaultWork
vault_job_get_work (GTask *task)
{
  VaultJob *job = g_task_get_task_data (task);
  VaultWork work = { job->cancellable, queue_progress, queue_added, task, job->decoder };

  return work;
}

static void
probe (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  static const VaultPresence presences[] = {
    [VAULT_HEADER_OK] = VAULT_PRESENCE_VAULT,
    [VAULT_HEADER_NEWER] = VAULT_PRESENCE_VAULT,
    [VAULT_HEADER_DAMAGED] = VAULT_PRESENCE_DAMAGED,
    [VAULT_HEADER_DESTROYED] = VAULT_PRESENCE_DESTROYED,
  };
  VaultJob *job = task_data;
  GError *error = NULL;
  VaultKeyringPeek peek = { 0 };
  int dir_fd = vault_file_open_folder (VAULT_VAULT (source)->folder, 0, &error);

  if (dir_fd >= 0) {
    (void) !vault_keyring_peek (dir_fd, &peek, &error);
    close (dir_fd);
  } else if (g_error_matches (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT)) {
    g_clear_error (&error);
  }

  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }

  job->presence = peek.exists ? presences[peek.status] : VAULT_PRESENCE_NONE;
  g_task_return_boolean (task, TRUE);
}

void
vault_probe_async (Vault *self,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  VaultJob *job;
  GTask *task = vault_job_new (self, cancellable, callback, user_data, vault_probe_async,
                               &job);

  vault_job_run (task, probe);
}

gboolean
vault_probe_finish (Vault *self,
                    GAsyncResult *result,
                    VaultPresence *out_presence,
                    GError **error)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *out_presence = job->presence;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
vault_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((Property) id) {
  case PROP_STATE:
    g_value_set_uint (value, VAULT_VAULT (object)->state);
    break;
  case N_PROPS:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
vault_dispose (GObject *object)
{
  Vault *self = VAULT_VAULT (object);

  /* Every operation holds a reference, so none is running and closing does not wait. */
  vault_session_unref (vault_let_go (self));
  G_OBJECT_CLASS (vault_parent_class)->dispose (object);
}

static void
vault_finalize (GObject *object)
{
  Vault *self = VAULT_VAULT (object);

  vault_media_finalize (self);
  vault_decoder_free (self->decoder);
  g_ptr_array_unref (self->running);
  g_object_unref (self->items);
  g_free (self->folder);
  G_OBJECT_CLASS (vault_parent_class)->finalize (object);
}

static void
vault_class_init (VaultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = vault_get_property;
  object_class->dispose = vault_dispose;
  object_class->finalize = vault_finalize;

  properties[PROP_STATE]
      = g_param_spec_uint ("state", NULL, NULL, 0, VAULT_STATE_WIPED, 0,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vault_init (Vault *self)
{
  self->items = vault_item_list_new ();
  self->running = g_ptr_array_new_with_free_func (g_object_unref);
  self->decoder = vault_decoder_new (g_get_num_processors ());
  self->boot_timer_fd = -1;
  self->wall_timer_fd = -1;
  vault_media_init (self);
}
