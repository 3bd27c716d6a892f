/* vault-open.c - creating, unlocking, locking
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include <unistd.h>

#include "checkup/marks.h"
#include "checkup/sync.h"
#include "crypto/remains.h"
#include "file/file.h"
#include "keyring/keyring.h"
#include "vault/reminders.h"

static void
peek_after_change (GTask *task,
                   gpointer source,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  VaultJob *job = task_data;
  VaultKeyringPeek peek = { 0 };
  int dir_fd = vault_file_open_folder (VAULT_VAULT (source)->folder, 0, NULL);

  if (dir_fd >= 0) {
    (void) !vault_keyring_peek (dir_fd, &peek, NULL);
    close (dir_fd);
  }

  /* After a panic passphrase another vault may stand there by now. */
  g_task_return_boolean (
      task, (peek.exists && peek.status == VAULT_HEADER_DESTROYED)
                || (job->session != NULL && vault_session_is_wiped (job->session)));
}

static void
peeked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Vault *self = VAULT_VAULT (source);

  if (!g_task_propagate_boolean (G_TASK (result), NULL) || self->session == NULL)
    return;

  vault_lock_async (self, NULL, NULL);
  vault_set_state (self, VAULT_STATE_WIPED);
}

/* Our own writes end up here too, which costs a read of 8 KiB on a thread.  What matters is
 * somebody else's: an emergency wipe from a terminal or a desktop action. */
static void
on_keyring_changed_cb (Vault *self)
{
  VaultJob *job;

  vault_job_run (
      vault_job_new (self, NULL, peeked_cb, NULL, on_keyring_changed_cb, &job),
      peek_after_change);
}

static void
watch_keyring (Vault *self)
{
  g_autofree char *path = g_build_filename (self->folder, VAULT_KEYRING_NAME, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed",
                             G_CALLBACK (on_keyring_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

void
vault_adopt_session (Vault *self, VaultSession *session, VaultItemList *items)
{
  self->session = session;
  vault_item_list_take_all (self->items, items);
  vault_groups_show (self);
  watch_keyring (self);
  vault_expiry_start (self);
  vault_set_state (self, VAULT_STATE_OPEN);
}

static VaultSession *
stop_work (Vault *self)
{
  VaultSession *session = g_steal_pointer (&self->session);

  self->panicked = FALSE;
  if (session != NULL)
    vault_session_stop (session);

  g_ptr_array_foreach (self->running, (GFunc) (gpointer) g_cancellable_cancel, NULL);
  vault_expiry_stop (self);
  g_clear_object (&self->monitor);
  /* Before the items go, each of which would end its player for another reason. */
  vault_players_stop (self);
  vault_decoder_stop (self->decoder);
  return session;
}

static void
forget_items (Vault *self)
{
  vault_item_list_clear (self->items);
  vault_groups_show (self);
}

VaultSession *
vault_let_go (Vault *self)
{
  VaultSession *session = stop_work (self);

  forget_items (self);
  return session;
}

/* Here and not on the main context: a hundred thousand items are a fifth of a second. */
static VaultItemList *
list_items (VaultSession *session)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (session);
  VaultItemList *items = vault_item_list_new ();

  vault_item_list_add (items, entries);
  return items;
}

/* The days of absence begin anew, and with them what is reminded of. */
static void
note_opened (const char *folder, VaultSession *session)
{
  VaultAbsence rule;

  if (vault_session_get_absence (session, &rule))
    vault_reminders_update (folder, &rule);
}

/* Before anybody waits a second for a key. */
static gboolean
check_place (VaultJob *job, const char *folder, gboolean create, GError **error)
{
  g_autoptr (VaultRoots) roots = vault_roots_new ();

  job->sync_service = vault_sync_find (roots, folder);
  if (!create || job->sync_service == NULL || job->allows_synced)
    return TRUE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_SYNCED_FOLDER,
               "a copy is kept elsewhere");
  return FALSE;
}

static VaultSession *
make_session (VaultJob *job, const char *folder, gboolean create, GError **error)
{
  if (!check_place (job, folder, create, error))
    return NULL;

  return create ? vault_session_create (folder, job->passphrase, job->cost,
                                        job->cancellable, error)
                : vault_session_open_noting (folder, job->passphrase, job->cancellable,
                                             &job->panic, error);
}

static void
open_session (GTask *task,
              gpointer source,
              gpointer task_data,
              GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  const char *folder = VAULT_VAULT (source)->folder;
  gboolean create = g_task_get_source_tag (task) == (gpointer) vault_create_async;
  VaultSession *session = make_session (job, folder, create, &error);

  g_clear_pointer (&job->passphrase, vault_secret_unref);
  if (session == NULL) {
    g_task_return_error (task, error);
    return;
  }

  if (create) {
    vault_session_note_activity (session, VAULT_ACTIVITY_CREATED, 0);
    vault_marks_leave (folder);
    job->sync_service = NULL;
  } else {
    vault_session_note_opening (session);
  }
  note_opened (folder, session);
  job->items = list_items (session);
  g_task_return_pointer (task, session, (GDestroyNotify) vault_session_unref);
}

static void
close_session (GTask *task,
               gpointer source,
               gpointer task_data,
               GCancellable *cancellable)
{
  VaultJob *job = task_data;

  if (job->session != NULL)
    vault_session_close_noting (job->session);
  g_task_return_boolean (task, TRUE);
}

/* Closing waits for the disk, so it has a thread.  Takes @session. */
static void
close_on_thread (Vault *self,
                 VaultSession *session,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  VaultJob *job;
  GTask *task = vault_job_new (self, NULL, callback, user_data, vault_lock_async, &job);

  job->session = session;
  vault_job_run (task, close_session);
}

/* The thread has answered: make the session ours before the caller hears of it, unless the
 * vault was locked meanwhile, and perhaps is being opened again. */
static void
session_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  Vault *self = VAULT_VAULT (source);
  VaultJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  VaultSession *session = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean current = job->serial == self->n_openings;

  if (current)
    self->panicked = job->panic;
  if (session != NULL
      && g_cancellable_set_error_if_cancelled (job->cancellable, &error))
    close_on_thread (self, g_steal_pointer (&session), NULL, NULL);

  if (session != NULL) {
    self->sync_service = job->sync_service;
    vault_adopt_session (self, session, job->items);
    g_task_return_boolean (outer, TRUE);
    return;
  }

  if (current && self->state == VAULT_STATE_UNLOCKING)
    vault_set_state (self, VAULT_STATE_LOCKED);
  else if (self->panicked)
    /* Locked meanwhile, and nobody has heard yet. */
    g_object_notify (G_OBJECT (self), "state");
  g_task_return_error (outer, error);
}

static void
start_opening (Vault *self,
               VaultSecret *passphrase,
               VaultKdfCost cost,
               GCancellable *cancellable,
               GTask *outer,
               gpointer tag)
{
  VaultJob *job;
  GTask *task;

  if (self->state != VAULT_STATE_LOCKED) {
    g_task_return_new_error (outer, VAULT_ERROR, VAULT_ERROR_BUSY, "open, or opening");
    g_object_unref (outer);
    return;
  }

  task = vault_job_new (self, cancellable, session_opened_cb, outer, tag, &job);
  job->passphrase = vault_secret_ref (passphrase);
  job->cost = cost;
  job->allows_synced = self->allows_synced;
  job->serial = ++self->n_openings;
  self->panicked = FALSE;
  vault_set_state (self, VAULT_STATE_UNLOCKING);
  vault_job_run (task, open_session);
}

void
vault_set_allow_synced (Vault *self, gboolean allow)
{
  self->allows_synced = allow;
}

void
vault_create_async (Vault *self,
                    VaultSecret *passphrase,
                    VaultKdfCost cost,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  start_opening (self, passphrase, cost, cancellable,
                 g_task_new (self, NULL, callback, user_data), vault_create_async);
}

gboolean
vault_create_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
vault_unlock_async (Vault *self,
                    VaultSecret *passphrase,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  start_opening (self, passphrase, VAULT_KDF_CALIBRATED, cancellable,
                 g_task_new (self, NULL, callback, user_data), vault_unlock_async);
}

gboolean
vault_unlock_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
vault_lock_async (Vault *self, GAsyncReadyCallback callback, gpointer user_data)
{
  /* The keys go on another thread while the items go here, of which a hundred thousand take
   * a while. */
  close_on_thread (self, stop_work (self), callback, user_data);
  forget_items (self);
  if (self->state != VAULT_STATE_WIPED)
    vault_set_state (self, VAULT_STATE_LOCKED);
}

void
vault_lock_finish (Vault *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  (void) g_task_propagate_boolean (G_TASK (result), NULL);
  /* By now whoever showed what was in it has let go of that, too. */
  vault_remains_clear ();
}
