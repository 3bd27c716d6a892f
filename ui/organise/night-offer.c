/* night-offer.c - items on their way to another place: the sidebar, or another program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-offer.h"

#include <vault/vault-media.h>

#include "night-pixels.h"

#define PNG "image/png"

#define NIGHT_TYPE_OFFER (night_offer_get_type ())
G_DECLARE_FINAL_TYPE (NightOffer, night_offer, NIGHT, OFFER, GdkContentProvider)

struct _NightOffer {
  GdkContentProvider parent_instance;

  Vault *vault;
  VaultItem *item;
};

G_DEFINE_FINAL_TYPE (NightOffer, night_offer, GDK_TYPE_CONTENT_PROVIDER)

static GdkContentFormats *
night_offer_ref_formats (GdkContentProvider *provider)
{
  static const char *const types[] = { PNG };

  return gdk_content_formats_new ((const char **) types, G_N_ELEMENTS (types));
}

/* What is asked for passes through three hands: decoded, coded, written. */
typedef struct {
  GOutputStream *stream;
  int priority;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *self = data;

  g_object_unref (self->stream);
  g_free (self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
code_thread (GTask *task, gpointer source, gpointer texture, GCancellable *cancellable)
{
  g_task_return_pointer (task, gdk_texture_save_to_png_bytes (texture),
                         (GDestroyNotify) g_bytes_unref);
}

static void
coded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Wish *wish = g_task_get_task_data (task);
  g_autoptr (GBytes) png = g_task_propagate_pointer (G_TASK (result), NULL);
  NightOffer *self = NIGHT_OFFER (source);

  if (png == NULL || vault_item_is_gone (self->item)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "nothing to give");
    return;
  }

  g_object_set_data_full (G_OBJECT (task), "night-png", g_bytes_ref (png),
                          (GDestroyNotify) g_bytes_unref);
  g_output_stream_write_all_async (
      wish->stream, g_bytes_get_data (png, NULL), g_bytes_get_size (png),
      wish->priority, g_task_get_cancellable (task), written_cb, g_object_ref (task));
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (VaultPixels) pixels =
                 vault_load_image_finish (VAULT_VAULT (source), result, &error);
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GTask) coding = NULL;

  if (pixels == NULL) {
    g_task_return_error (task, error);
    return;
  }

  texture = night_pixels_to_texture (pixels);
  if (texture == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "no texture");
    return;
  }

  coding = g_task_new (g_task_get_source_object (task), g_task_get_cancellable (task),
                       coded_cb, g_object_ref (task));
  g_task_set_source_tag (coding, decoded_cb);
  g_task_set_task_data (coding, g_steal_pointer (&texture), g_object_unref);
  g_task_run_in_thread (coding, code_thread);
}

static void
night_offer_write_mime_type_async (GdkContentProvider *provider,
                                   const char *mime_type,
                                   GOutputStream *stream,
                                   int io_priority,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  NightOffer *self = NIGHT_OFFER (provider);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  wish->stream = g_object_ref (stream);
  wish->priority = io_priority;
  g_task_set_source_tag (task, night_offer_write_mime_type_async);
  g_task_set_task_data (task, wish, wish_free);
  if (!g_str_equal (mime_type, PNG)
      || vault_get_state (self->vault) != VAULT_STATE_OPEN) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             "nothing to give");
    return;
  }

  vault_load_image_async (self->vault, self->item, 0, cancellable, decoded_cb,
                          g_object_ref (task));
}

static gboolean
night_offer_write_mime_type_finish (GdkContentProvider *provider,
                                    GAsyncResult *result,
                                    GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
night_offer_is_picture (GPtrArray *items)
{
  VaultMediaKind kind;

  if (items->len != 1)
    return FALSE;

  /* A copy would outlive the count of its views. */
  if (vault_item_is_view_limited (items->pdata[0]))
    return FALSE;

  kind = vault_item_get_kind (items->pdata[0]);
  return kind == VAULT_MEDIA_IMAGE || kind == VAULT_MEDIA_ANIMATION;
}

GdkContentProvider *
night_offer_new_picture (Vault *vault, VaultItem *item)
{
  NightOffer *self = g_object_new (NIGHT_TYPE_OFFER, NULL);

  self->vault = g_object_ref (vault);
  self->item = g_object_ref (item);
  return GDK_CONTENT_PROVIDER (self);
}

GdkContentProvider *
night_offer_new_items (Vault *vault, GPtrArray *items)
{
  GdkContentProvider *both[2];

  both[0] = gdk_content_provider_new_typed (G_TYPE_PTR_ARRAY, items);
  if (!night_offer_is_picture (items))
    return both[0];

  both[1] = night_offer_new_picture (vault, items->pdata[0]);
  return gdk_content_provider_new_union (both, G_N_ELEMENTS (both));
}

static void
night_offer_dispose (GObject *object)
{
  NightOffer *self = NIGHT_OFFER (object);

  g_clear_object (&self->vault);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (night_offer_parent_class)->dispose (object);
}

static void
night_offer_class_init (NightOfferClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_offer_dispose;
  provider_class->ref_formats = night_offer_ref_formats;
  provider_class->write_mime_type_async = night_offer_write_mime_type_async;
  provider_class->write_mime_type_finish = night_offer_write_mime_type_finish;
}

static void
night_offer_init (NightOffer *self)
{
}
