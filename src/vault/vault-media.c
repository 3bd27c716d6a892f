/* vault-media.c - looking at an item
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include <string.h>

#include "crypto/remains.h"

/* On a thread. */
static gboolean
read_source (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  return vault_source_read (data, offset, out, n_bytes, error);
}

static gboolean
read_bytes (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  memcpy (out, (const guint8 *) g_bytes_get_data (data, NULL) + offset, n_bytes);
  return TRUE;
}

/* The longest side of a picture whose shortest is @cover_px. */
static guint
find_longest (const VaultEntry *entry, guint cover_px)
{
  guint longest = MAX (entry->width, entry->height);
  guint shortest = MIN (entry->width, entry->height);
  guint64 side = 0;

  /* What a recording has is a square. */
  if (entry->kind == VAULT_MEDIA_AUDIO)
    side = cover_px;
  else if (shortest > 0)
    side = ((guint64) cover_px * longest + shortest - 1) / shortest;
  return side == 0 ? VAULT_THUMBNAIL_SIDE
                   : (guint) MIN (side, (guint64) VAULT_THUMBNAIL_SIDE);
}

static VaultPixels *
load (GTask *task,
      const VaultEntry *entry,
      VaultStreamNumber stream,
      guint max_side,
      GError **error)
{
  VaultJob *job = g_task_get_task_data (task);
  gpointer tag = g_task_get_source_tag (task);
  g_autoptr (VaultSource) source =
                 vault_session_open_source (job->session, entry, stream, error);
  VaultDecoderSource bytes;

  if (source == NULL)
    return NULL;

  bytes =
      (VaultDecoderSource){ read_source, source, vault_source_get_n_bytes (source) };
  if (tag == (gpointer) vault_load_page_async)
    return vault_decoder_page (job->decoder, &bytes, job->page, job->max_side,
                               &job->n_pages, job->cancellable, error);
  return vault_decoder_image (job->decoder, &bytes, max_side, job->cancellable, error);
}

static gboolean
deliver_changed (gpointer data)
{
  GTask *task = data;
  Vault *self = g_task_get_source_object (task);
  VaultJob *job = g_task_get_task_data (task);
  const VaultEntry *shown = job->entries->pdata[0];
  VaultItem *item = vault_item_list_get (self->items, shown->id);
  /* As it is now: another change may have come after ours and been told before. */
  g_autoptr (VaultEntry) entry = vault_session_dup_entry (job->session, shown->id);

  if (self->session == job->session && item != NULL && entry != NULL)
    vault_item_list_set_entry (self->items, item, entry);
  return G_SOURCE_REMOVE;
}

static VaultPixels *
load_thumbnail (GTask *task, const VaultEntry *shown, GError **error)
{
  VaultJob *job = g_task_get_task_data (task);
  g_autoptr (VaultEntry) entry = NULL;
  g_autoptr (GBytes) made = NULL;
  VaultDecoderSource bytes;
  gboolean ok;

  if (vault_entry_find_thumbnail (shown) != VAULT_N_STREAMS)
    return load (task, shown, vault_entry_find_thumbnail (shown),
                 find_longest (shown, job->max_side), error);

  ok = vault_session_make_thumbnail (job->session, shown->id, job->decoder,
                                     job->cancellable, &made, &entry, error);
  if (entry != NULL)
    vault_job_attach (task, deliver_changed, g_object_ref (task), g_object_unref);
  if (!ok)
    return NULL;
  if (made == NULL)
    return load (task, entry, vault_entry_find_thumbnail (entry),
                 find_longest (entry, job->max_side), error);

  bytes = (VaultDecoderSource){ read_bytes, made, g_bytes_get_size (made) };
  return vault_decoder_image (
      job->decoder, &bytes, find_longest (entry != NULL ? entry : shown, job->max_side),
      job->cancellable, error);
}

static VaultPixels *
view (GTask *task, GError **error)
{
  VaultJob *job = g_task_get_task_data (task);
  const VaultEntry *entry;

  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return NULL;
  if (job->session == NULL || job->entries == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "gone");
    return NULL;
  }

  entry = job->entries->pdata[0];
  return g_task_get_source_tag (task) == (gpointer) vault_load_thumbnail_async
             ? load_thumbnail (task, entry, error)
             : load (task, entry, VAULT_STREAM_MEDIA, job->max_side, error);
}

static void
run_viewer (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  VaultPixels *pixels = view (task, &error);

  if (pixels != NULL)
    g_task_return_pointer (task, pixels, (GDestroyNotify) vault_pixels_free);
  else
    g_task_return_error (task, error);
  vault_remains_clear ();
}

/* What was asked for last is what is being looked at now. */
static int
newest_first (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const VaultJob *x = g_task_get_task_data (G_TASK ((gpointer) a));
  const VaultJob *y = g_task_get_task_data (G_TASK ((gpointer) b));

  return x->serial > y->serial ? -1 : x->serial < y->serial;
}

static GThreadPool *
make_pool (guint n_threads)
{
  GThreadPool *pool =
      g_thread_pool_new (run_viewer, NULL, (int) n_threads, FALSE, NULL);

  g_thread_pool_set_sort_function (pool, newest_first, NULL);
  return pool;
}

void
vault_media_init (Vault *self)
{
  self->viewers = make_pool (g_get_num_processors ());
  /* Making one takes far longer than showing one, and must not keep that waiting. */
  self->makers = make_pool (MAX (1, g_get_num_processors () / 2));
}

void
vault_media_finalize (Vault *self)
{
  /* Every request holds a reference to the vault, so there is none; but the last one may
   * have been dropped on a thread of the pool, which must not wait for itself. */
  g_thread_pool_free (self->viewers, TRUE, FALSE);
  g_thread_pool_free (self->makers, TRUE, FALSE);
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
  g_thread_pool_push (tag == vault_load_thumbnail_async && entry != NULL
                              && vault_entry_find_thumbnail (entry) == VAULT_N_STREAMS
                          ? self->makers
                          : self->viewers,
                      task, NULL);
}

void
vault_load_thumbnail_async (Vault *self,
                            VaultItem *item,
                            guint cover_px,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  start_viewing (self, item, 0, cover_px, cancellable, callback, user_data,
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
