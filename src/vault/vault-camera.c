/* vault-camera.c - what a camera wrote into an item
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

static gboolean
read_source (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  return vault_source_read (data, offset, out, n_bytes, error);
}

static VaultCamera *
load (VaultJob *job, GError **error)
{
  g_autoptr (VaultSource) source = NULL;
  VaultDecoderSource bytes;

  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return NULL;
  source = vault_session_open_source (job->session, job->entries->pdata[0],
                                      VAULT_STREAM_MEDIA, error);
  if (source == NULL)
    return NULL;

  bytes =
      (VaultDecoderSource){ read_source, source, vault_source_get_n_bytes (source) };
  return vault_decoder_camera (job->decoder, &bytes, job->cancellable, error);
}

static void
load_camera (GTask *task,
             gpointer source,
             gpointer task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  VaultCamera *camera = load (task_data, &error);

  if (camera != NULL)
    g_task_return_pointer (task, camera, (GDestroyNotify) vault_camera_free);
  else
    vault_job_answer (task, FALSE, error);
}

void
vault_load_camera_async (Vault *self,
                         VaultItem *item,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (VaultEntry) entry = vault_item_dup_entry (item);
  VaultJob *job;
  GTask *task = vault_job_new_open (self, cancellable, callback, user_data,
                                    vault_load_camera_async, &job);

  if (task == NULL)
    return;
  if (entry == NULL) {
    g_ptr_array_remove (self->running, job->cancellable);
    g_task_return_new_error (task, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "gone");
    g_object_unref (task);
    return;
  }

  job->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
  g_ptr_array_add (job->entries, g_steal_pointer (&entry));
  vault_job_run (task, load_camera);
}

VaultCamera *
vault_load_camera_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
