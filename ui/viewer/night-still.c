/* night-still.c - the pixels of one still image or page, as sharp as they are looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-still.h"

#include <vault/vault-media.h>

#include "night-pixels.h"
#include "night-problem.h"

/* The first decode is a little larger than the view, so a small zoom needs no other. */
#define FIRST_ROUND_PX 512

/* A larger decode has to be worth its time. */
#define SHARPER_BY 1.15
#define SHARPEN_AFTER_MS 200

struct _NightStill {
  GObject parent_instance;

  Vault *vault;
  VaultItem *item; /* NULL when closed */
  gboolean is_page;
  guint page;
  guint n_pages;
  GdkTexture *texture;
  guint asked_px;  /* side of the last decode asked for, 0 before the first */
  guint wanted_px; /* side of the decode that waits for the asking to rest */
  guint wait_id;
  GCancellable *cancellable;
};

static void night_still_picture_init (NightPictureInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NightStill,
                               night_still,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NIGHT_TYPE_PICTURE,
                                                      night_still_picture_init))

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightStill) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultPixels) pixels = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  VaultError code = VAULT_ERROR_DECODER_FAILED;

  if (self->is_page)
    pixels =
        vault_load_page_finish (VAULT_VAULT (source), result, &self->n_pages, &error);
  else
    pixels = vault_load_image_finish (VAULT_VAULT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->item == NULL)
    return;

  if (pixels != NULL)
    texture = night_pixels_to_texture (pixels);

  if (texture != NULL) {
    g_set_object (&self->texture, texture);
    night_picture_emit_changed (NIGHT_PICTURE (self));
    return;
  }

  if (error != NULL)
    code = night_problem_from_error (error);

  /* A failed sharpening leaves the picture that is there. */
  if (self->texture == NULL)
    night_picture_emit_failed (NIGHT_PICTURE (self), (int) code);
}

static void
decode (NightStill *self, guint side_px)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->asked_px = side_px;
  if (self->is_page)
    vault_load_page_async (self->vault, self->item, self->page, side_px,
                           self->cancellable, loaded_cb, g_object_ref (self));
  else
    vault_load_image_async (self->vault, self->item, side_px, self->cancellable,
                            loaded_cb, g_object_ref (self));
}

static gboolean
rested (gpointer user_data)
{
  NightStill *self = user_data;

  self->wait_id = 0;
  decode (self, self->wanted_px);
  return G_SOURCE_REMOVE;
}

void
night_still_want (NightStill *self, guint side_px)
{
  g_return_if_fail (NIGHT_IS_STILL (self));

  if (self->item == NULL || side_px == 0)
    return;

  g_clear_handle_id (&self->wait_id, g_source_remove);
  if (self->asked_px == 0) {
    side_px = (side_px + FIRST_ROUND_PX - 1) / FIRST_ROUND_PX * FIRST_ROUND_PX;
    decode (self, MIN (side_px, NIGHT_PICTURE_MAX_SIDE_PX));
    return;
  }

  self->wanted_px = MIN (side_px, NIGHT_PICTURE_MAX_SIDE_PX);
  if (self->texture != NULL && self->wanted_px > self->asked_px * SHARPER_BY)
    self->wait_id = g_timeout_add (SHARPEN_AFTER_MS, rested, self);
}

void
night_still_begin (NightStill *self, GdkTexture *texture, guint side_px)
{
  g_return_if_fail (NIGHT_IS_STILL (self));

  g_set_object (&self->texture, texture);
  self->asked_px = side_px;
}

GdkTexture *
night_still_get_texture (NightStill *self)
{
  g_return_val_if_fail (NIGHT_IS_STILL (self), NULL);

  return self->texture;
}

void
night_still_close (NightStill *self)
{
  g_return_if_fail (NIGHT_IS_STILL (self));

  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->texture);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);
}

NightStill *
night_still_new (Vault *vault, VaultItem *item)
{
  NightStill *self = g_object_new (NIGHT_TYPE_STILL, NULL);

  self->vault = g_object_ref (vault);
  self->item = g_object_ref (item);
  return self;
}

NightStill *
night_still_new_page (Vault *vault, VaultItem *item, guint page)
{
  NightStill *self = night_still_new (vault, item);

  self->is_page = TRUE;
  self->page = page;
  return self;
}

guint
night_still_get_n_pages (NightStill *self)
{
  g_return_val_if_fail (NIGHT_IS_STILL (self), 0);

  return self->n_pages;
}

/* The catalog knows the size of most images; of the others, what was decoded does. */
static void
get_size (NightPicture *picture, guint *out_width, guint *out_height)
{
  NightStill *self = NIGHT_STILL (picture);

  night_picture_get_item_size (self->item, out_width, out_height);
  if ((*out_width != 0 && *out_height != 0) || self->texture == NULL)
    return;

  *out_width = (guint) gdk_texture_get_width (self->texture);
  *out_height = (guint) gdk_texture_get_height (self->texture);
}

static void
want (NightPicture *picture, guint side_px)
{
  night_still_want (NIGHT_STILL (picture), side_px);
}

static GdkTexture *
get_texture (NightPicture *picture)
{
  return night_still_get_texture (NIGHT_STILL (picture));
}

static void
close_still (NightPicture *picture)
{
  night_still_close (NIGHT_STILL (picture));
}

static void
night_still_picture_init (NightPictureInterface *iface)
{
  iface->want = want;
  iface->get_texture = get_texture;
  iface->get_size = get_size;
  iface->close = close_still;
}

static void
night_still_dispose (GObject *object)
{
  night_still_close (NIGHT_STILL (object));

  G_OBJECT_CLASS (night_still_parent_class)->dispose (object);
}

static void
night_still_class_init (NightStillClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_still_dispose;
}

static void
night_still_init (NightStill *self)
{
}
