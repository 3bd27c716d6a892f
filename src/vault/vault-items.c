/* vault-items.c - deleting, deadlines, facts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include <sys/stat.h>
#include <unistd.h>

#include "file/file.h"
#include "keyring/keyring.h"
#include "store/store.h"

static void
destroy (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  guint n_items = g_strv_length (job->ids);
  GError *error = NULL;

  if (!vault_session_destroy (job->session, (const char *const *) job->ids, n_items,
                              VAULT_ERROR_NO_ITEM, &error)) {
    g_task_return_error (task, error);
    return;
  }

  if (n_items > 0)
    vault_session_note_activity (job->session, VAULT_ACTIVITY_DELETED, n_items);
  g_task_return_boolean (task, TRUE);
}

/* What could not be removed is still there, and is shown again. */
static void
destroyed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  Vault *self = VAULT_VAULT (source);
  VaultJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) kept =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_boolean (outer, TRUE);
    return;
  }

  for (guint i = 0; self->session == job->session && job->ids[i] != NULL; i++) {
    VaultEntry *entry = vault_session_dup_entry (job->session, job->ids[i]);

    if (entry != NULL)
      g_ptr_array_add (kept, entry);
  }
  vault_item_list_add (self->items, kept);
  vault_expiry_update (self);
  g_task_return_error (outer, error);
}

void
vault_delete_async (Vault *self,
                    GPtrArray *items,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  VaultJob *job;
  GTask *task;

  if (self->session == NULL) {
    g_task_return_new_error (outer, VAULT_ERROR, VAULT_ERROR_LOCKED, "not open");
    g_object_unref (outer);
    return;
  }

  /* A deletion is not taken back half-way: the caller's cancellable is not passed on. */
  task = vault_job_new (self, NULL, destroyed_cb, outer, vault_delete_async, &job);
  job->ids = vault_ids_of (items);
  vault_item_list_remove_all_of (self->items, (const char *const *) job->ids);
  vault_job_run (task, destroy);
}

gboolean
vault_delete_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
set_expiry (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;

  if (vault_session_set_expiry (job->session, (const char *const *) job->ids,
                                g_strv_length (job->ids), job->expires, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* As they are by now, and not as this job left them: of two changes of one item, the callback
 * of the earlier may come later. */
void
vault_show_changed (Vault *self, VaultJob *job)
{
  for (guint i = 0; self->session == job->session && job->ids[i] != NULL; i++) {
    g_autoptr (VaultEntry) entry = vault_session_dup_entry (job->session, job->ids[i]);
    VaultItem *item = vault_item_list_get (self->items, job->ids[i]);

    if (entry != NULL && item != NULL)
      vault_item_list_set_entry (self->items, item, entry);
  }
}

static void
expiry_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  Vault *self = VAULT_VAULT (source);
  VaultJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (outer, error);
    return;
  }

  vault_show_changed (self, job);
  vault_expiry_update (self);
  g_signal_emit_by_name (self, "deadlines-changed");
  g_task_return_boolean (outer, TRUE);
}

void
vault_set_expiry_async (Vault *self,
                        GPtrArray *items,
                        gint64 expires,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  VaultJob *job;
  GTask *task;

  if (self->session == NULL) {
    g_task_return_new_error (outer, VAULT_ERROR, VAULT_ERROR_LOCKED, "not open");
    g_object_unref (outer);
    return;
  }

  task = vault_job_new (self, NULL, expiry_set_cb, outer, vault_set_expiry_async, &job);
  job->ids = vault_ids_of (items);
  job->expires = expires;
  vault_job_run (task, set_expiry);
}

gboolean
vault_set_expiry_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
read_info (Vault *self, VaultInfo *info, GError **error)
{
  VaultKeyringPeek peek;
  int dir_fd = vault_file_open_folder (self->folder, 0, error);
  gboolean ok;

  if (dir_fd < 0)
    return FALSE;

  ok = vault_keyring_peek (dir_fd, &peek, error)
       && (peek.status != VAULT_HEADER_DESTROYED || !peek.exists
           || vault_keyring_finish_wipe (dir_fd, error));
  (void) vault_file_stat_at (dir_fd, VAULT_STORE_NAME, &info->database_bytes);
  close (dir_fd);
  if (!ok)
    return FALSE;

  if (!peek.exists || peek.status != VAULT_HEADER_OK) {
    g_set_error (error, VAULT_ERROR,
                 !peek.exists                            ? VAULT_ERROR_NO_VAULT
                 : peek.status == VAULT_HEADER_DESTROYED ? VAULT_ERROR_DESTROYED
                 : peek.status == VAULT_HEADER_NEWER     ? VAULT_ERROR_NEWER_FORMAT
                                                         : VAULT_ERROR_DAMAGED_KEYRING,
                 "header");
    return FALSE;
  }

  info->format_version = VAULT_FORMAT_VERSION;
  info->kdf_memory_bytes = peek.kdf.memory_bytes;
  info->kdf_passes = peek.kdf.passes;
  info->keyring_bytes = peek.n_file_bytes;
  return TRUE;
}

static void
collect_info (GTask *task,
              gpointer source,
              gpointer task_data,
              GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;

  if (!read_info (VAULT_VAULT (source), &job->info, &error)) {
    g_task_return_error (task, error);
    return;
  }

  if (job->session != NULL) {
    g_autoptr (GPtrArray) entries = vault_session_dup_entries (job->session);
    VaultUnlockSummary summary;

    vault_session_get_summary (job->session, &summary);
    job->info.n_items = entries->len;
    job->info.n_damaged = summary.n_damaged;
    for (guint i = 0; i < entries->len; i++)
      job->info.n_item_bytes +=
          ((VaultEntry *) entries->pdata[i])->streams[VAULT_STREAM_MEDIA].n_bytes;
  }

  g_task_return_boolean (task, TRUE);
}

void
vault_info_async (Vault *self,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  VaultJob *job;

  vault_job_run (
      vault_job_new (self, cancellable, callback, user_data, vault_info_async, &job),
      collect_info);
}

gboolean
vault_info_finish (Vault *self,
                   GAsyncResult *result,
                   VaultInfo *out_info,
                   GError **error)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *out_info = job->info;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
reap (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  gboolean ok = FALSE;

  if (job->session != NULL) {
    ok = vault_session_reap (job->session, &job->n_done, &error);
  } else {
    int dir_fd = vault_file_open_folder (VAULT_VAULT (source)->folder, 0, &error);

    if (dir_fd >= 0) {
      ok = vault_keyring_reap_locked (dir_fd, &job->n_done, &error);
      close (dir_fd);
    }
  }

  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
vault_reap_async (Vault *self,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  VaultJob *job;

  vault_job_run (
      vault_job_new (self, cancellable, callback, user_data, vault_reap_async, &job),
      reap);
}

gboolean
vault_reap_finish (Vault *self,
                   GAsyncResult *result,
                   guint *out_n_overwritten,
                   GError **error)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *out_n_overwritten = job->n_done;
  return g_task_propagate_boolean (G_TASK (result), error);
}
