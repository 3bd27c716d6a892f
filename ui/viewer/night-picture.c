/* night-picture.c - what the image view can show: a still, an animation, a document
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-picture.h"

#include "viewer/night-animation.h"
#include "viewer/night-document.h"
#include "viewer/night-still.h"

G_DEFINE_INTERFACE (NightPicture, night_picture, G_TYPE_OBJECT)

enum {
  CHANGED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

NightPicture *
night_picture_new (Vault *vault, VaultItem *item)
{
  switch (vault_item_get_kind (item)) {
  case VAULT_MEDIA_ANIMATION:
    return NIGHT_PICTURE (night_animation_new (vault, item));
  case VAULT_MEDIA_DOCUMENT:
    return NIGHT_PICTURE (night_document_new (vault, item));
  case VAULT_MEDIA_IMAGE:
  case VAULT_MEDIA_VIDEO:
  case VAULT_MEDIA_AUDIO:
  case VAULT_MEDIA_OTHER:
  default:
    return NIGHT_PICTURE (night_still_new (vault, item));
  }
}

void
night_picture_want (NightPicture *self, guint side_px)
{
  g_return_if_fail (NIGHT_IS_PICTURE (self));

  NIGHT_PICTURE_GET_IFACE (self)->want (self, side_px);
}

GdkTexture *
night_picture_get_texture (NightPicture *self)
{
  g_return_val_if_fail (NIGHT_IS_PICTURE (self), NULL);

  return NIGHT_PICTURE_GET_IFACE (self)->get_texture (self);
}

void
night_picture_get_size (NightPicture *self, guint *out_width, guint *out_height)
{
  g_return_if_fail (NIGHT_IS_PICTURE (self));

  NIGHT_PICTURE_GET_IFACE (self)->get_size (self, out_width, out_height);
}

gboolean
night_picture_is_endless (NightPicture *self)
{
  return NIGHT_IS_DOCUMENT (self);
}

guint
night_picture_get_page (NightPicture *self, guint *out_n_pages)
{
  *out_n_pages = 0;
  if (!NIGHT_IS_DOCUMENT (self))
    return 0;

  *out_n_pages = night_document_get_n_pages (NIGHT_DOCUMENT (self));
  return night_document_get_page (NIGHT_DOCUMENT (self));
}

void
night_picture_turn (NightPicture *self, int step)
{
  if (NIGHT_IS_DOCUMENT (self))
    night_document_turn (NIGHT_DOCUMENT (self), step);
}

gboolean
night_picture_can_play (NightPicture *self)
{
  return NIGHT_IS_ANIMATION (self) && night_animation_moves (NIGHT_ANIMATION (self));
}

gboolean
night_picture_is_playing (NightPicture *self)
{
  return night_picture_can_play (self)
         && night_animation_is_playing (NIGHT_ANIMATION (self));
}

void
night_picture_set_playing (NightPicture *self, gboolean playing)
{
  if (NIGHT_IS_ANIMATION (self))
    night_animation_set_playing (NIGHT_ANIMATION (self), playing);
}

void
night_picture_close (NightPicture *self)
{
  g_return_if_fail (NIGHT_IS_PICTURE (self));

  NIGHT_PICTURE_GET_IFACE (self)->close (self);
}

/* @item: NULL once it is closed. */
void
night_picture_get_item_size (VaultItem *item, guint *out_width, guint *out_height)
{
  guint width = item != NULL ? vault_item_get_width (item) : 0;
  guint height = item != NULL ? vault_item_get_height (item) : 0;
  gboolean turned = item != NULL && vault_item_get_rotation (item) % 2 == 1;

  *out_width = turned ? height : width;
  *out_height = turned ? width : height;
}

void
night_picture_emit_changed (NightPicture *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
night_picture_emit_failed (NightPicture *self, int code)
{
  g_signal_emit (self, signals[FAILED], 0, code);
}

static void
night_picture_default_init (NightPictureInterface *iface)
{
  GType type = G_TYPE_FROM_INTERFACE (iface);

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}
