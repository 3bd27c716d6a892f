/* vault-media.c - looking at an item
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include "crypto/registers.h"

/* On a thread. */
static gboolean
read_source (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  return vault_source_read (data, offset, out, n_bytes, error);
}

/* What is asked for, by the function that asked. */
static VaultPixels *
load (VaultJob *job, gpointer tag, GError **error)
{
  VaultStreamNumber stream = tag == (gpointer) vault_load_thumbnail_async
                                 ? VAULT_STREAM_THUMBNAIL
                                 : VAULT_STREAM_MEDIA;
  g_autoptr (VaultSource) source = NULL;
  VaultDecoderSource bytes;

  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return NULL;
  if (job->session == NULL || job->entries == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "gone");
    return NULL;
  }

  source =
      vault_session_open_source (job->session, job->entries->pdata[0], stream, error);
  if (source == NULL)
    return NULL;

  bytes =
      (VaultDecoderSource){ read_source, source, vault_source_get_n_bytes (source) };
  if (tag == (gpointer) vault_load_page_async)
    return vault_decoder_page (job->decoder, &bytes, job->page, job->max_side,
                               &job->n_pages, job->cancellable, error);
  return vault_decoder_image (job->decoder, &bytes, job->max_side, job->cancellable,
                              error);
}

static void
run_viewer (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  VaultJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  VaultPixels *pixels = load (job, g_task_get_source_tag (task), &error);

  if (pixels != NULL)
    g_task_return_pointer (task, pixels, (GDestroyNotify) vault_pixels_free);
  else
    g_task_return_error (task, error);
  vault_registers_clear ();
}

/* What was asked for last is what is being looked at now. */
static int
newest_first (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const VaultJob *x = g_task_get_task_data (G_TASK ((gpointer) a));
  const VaultJob *y = g_task_get_task_data (G_TASK ((gpointer) b));

  return x->serial > y->serial ? -1 : x->serial < y->serial;
}

void
vault_media_init (Vault *self)
{
  self->viewers =
      g_thread_pool_new (run_viewer, NULL, (int) g_get_num_processors (), FALSE, NULL);
  g_thread_pool_set_sort_function (self->viewers, newest_first, NULL);
}

void
vault_media_finalize (Vault *self)
{
  /* Every request holds a reference to the vault, so there is none; but the last one may
   * have been dropped on a thread of the pool, which must not wait for itself. */
  g_thread_pool_free (self->viewers, TRUE, FALSE);
}

static void
on_viewed_cb (GTask *task, GParamSpec *pspec, gpointer user_data)
{
  Vault *self = g_task_get_source_object (task);
  VaultJob *job = g_task_get_task_data (task);

  g_ptr_array_remove (self->running, job->cancellable);
}

static void
start_viewing (Vault *self,
               VaultItem *item,
               guint page,
               guint max_side,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data,
               gpointer tag)
{
  VaultEntry *entry = vault_item_dup_entry (item);
  VaultJob *job;
  GTask *task = vault_job_new_open (self, cancellable, callback, user_data, tag, &job);

  if (task == NULL) {
    vault_entry_unref (entry);
    return;
  }

  if (entry != NULL) {
    job->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
    g_ptr_array_add (job->entries, entry);
  }
  job->page = page;
  job->max_side = max_side;
  job->serial = ++self->n_views;
  g_signal_connect (task, "notify::completed", G_CALLBACK (on_viewed_cb), NULL);
  g_thread_pool_push (self->viewers, task, NULL);
}

void
vault_load_thumbnail_async (Vault *self,
                            VaultItem *item,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  start_viewing (self, item, 0, VAULT_THUMBNAIL_SIDE, cancellable, callback, user_data,
                 vault_load_thumbnail_async);
}

VaultPixels *
vault_load_thumbnail_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
vault_load_image_async (Vault *self,
                        VaultItem *item,
                        guint max_side,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  start_viewing (self, item, 0, max_side, cancellable, callback, user_data,
                 vault_load_image_async);
}

VaultPixels *
vault_load_image_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
vault_load_page_async (Vault *self,
                       VaultItem *item,
                       guint page,
                       guint max_side,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  start_viewing (self, item, page, max_side, cancellable, callback, user_data,
                 vault_load_page_async);
}

VaultPixels *
vault_load_page_finish (Vault *self,
                        GAsyncResult *result,
                        guint *out_n_pages,
                        GError **error)
{
  VaultPixels *pixels;
  VaultJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  *out_n_pages = 0;
  pixels = g_task_propagate_pointer (G_TASK (result), error);
  job = g_task_get_task_data (G_TASK (result));
  if (pixels != NULL)
    *out_n_pages = job->n_pages;
  return pixels;
}

VaultSource *
vault_open_source (Vault *self, VaultItem *item, GError **error)
{
  g_autoptr (VaultEntry) entry = vault_item_dup_entry (item);

  if (self->session == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED, "not open");
    return NULL;
  }
  if (entry == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "gone");
    return NULL;
  }

  return vault_session_open_source (self->session, entry, VAULT_STREAM_MEDIA, error);
}

GInputStream *
vault_open_stream (Vault *self, VaultItem *item, GError **error)
{
  g_autoptr (VaultSource) source = vault_open_source (self, item, error);

  return source == NULL ? NULL : vault_source_stream_new (source);
}
