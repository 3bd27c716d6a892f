/* night-animation.c - an animation, and which of its frames it is time for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-animation.h"

#include <vault/vault-animation.h>

#include "night-pixels.h"
#include "viewer/night-still.h"

#define MOST_AHEAD 2

/* Most animations are smaller than this, and a frame that stands still is not decoded
 * again when it is looked at closer. */
#define LEAST_SIDE_PX 1024

typedef struct {
  GdkTexture *texture;
  guint delay_ms;
} Frame;

struct _NightAnimation {
  GObject parent_instance;

  Vault *vault;
  VaultItem *item; /* NULL when closed */
  VaultAnimation *source;
  NightStill *still; /* instead, where nothing moves */
  GQueue ahead;      /* of Frame */
  GdkTexture *texture;
  gint64 due_us; /* when the next frame's turn is; 0 if it has not been said */
  guint delay_ms;
  guint wanted_px;
  gboolean is_playing;
  gboolean is_asked; /* a frame is being decoded */
  gboolean moves;
};

static void night_animation_picture_init (NightPictureInterface *iface);
static void ask (NightAnimation *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (NightAnimation,
                               night_animation,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NIGHT_TYPE_PICTURE,
                                                      night_animation_picture_init))

static void
frame_free (gpointer data)
{
  Frame *self = data;

  g_object_unref (self->texture);
  g_free (self);
}

static void
still_changed (NightAnimation *self)
{
  g_clear_object (&self->texture);
  night_picture_emit_changed (NIGHT_PICTURE (self));
}

static void
still_failed (NightAnimation *self, int code)
{
  if (self->texture == NULL)
    night_picture_emit_failed (NIGHT_PICTURE (self), code);
}

/* The frame that is there, if any, stays until the still one is decoded. */
static void
become_still (NightAnimation *self)
{
  vault_animation_close (self->source);
  self->still = night_still_new (self->vault, self->item);
  g_signal_connect_object (self->still, "changed", G_CALLBACK (still_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->still, "failed", G_CALLBACK (still_failed), self,
                           G_CONNECT_SWAPPED);
  night_still_want (self->still, self->wanted_px);
}

/* A frame that fails later ends the movement; what is on the screen stays there. */
static void
stop (NightAnimation *self)
{
  self->moves = FALSE;
  self->is_playing = FALSE;
  vault_animation_close (self->source);
  night_picture_emit_changed (NIGHT_PICTURE (self));
}

static void
show (NightAnimation *self, GdkTexture *texture, guint delay_ms)
{
  g_set_object (&self->texture, texture);
  self->delay_ms = delay_ms;
  night_picture_emit_changed (NIGHT_PICTURE (self));
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightAnimation) self = user_data;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (VaultPixels) pixels = NULL;
  guint delay_ms, n_frames;

  pixels = vault_animation_next_finish (VAULT_ANIMATION (source), result, &delay_ms,
                                        &n_frames, NULL);
  self->is_asked = FALSE;
  if (self->item == NULL)
    return;

  if (pixels != NULL)
    texture = night_pixels_to_texture (pixels);
  if (texture == NULL && self->texture != NULL) {
    stop (self);
    return;
  }
  if (texture == NULL) {
    become_still (self);
    return;
  }

  self->moves = n_frames > 1;
  if (self->texture == NULL)
    show (self, texture, delay_ms);
  else {
    Frame *frame = g_new (Frame, 1);

    *frame = (Frame){ g_steal_pointer (&texture), delay_ms };
    g_queue_push_tail (&self->ahead, frame);
  }
  if (!self->moves)
    become_still (self);
  ask (self);
}

static void
ask (NightAnimation *self)
{
  guint most = self->is_playing ? MOST_AHEAD : 0;

  if (self->item == NULL || self->is_asked || self->still != NULL
      || self->wanted_px == 0)
    return;
  if (self->texture != NULL
      && (!self->moves || g_queue_get_length (&self->ahead) >= most))
    return;

  self->is_asked = TRUE;
  vault_animation_next_async (self->source, self->wanted_px, NULL, decoded_cb,
                              g_object_ref (self));
}

void
night_animation_advance (NightAnimation *self, gint64 now_us)
{
  Frame *frame;

  g_return_if_fail (NIGHT_IS_ANIMATION (self));

  if (!self->is_playing || !self->moves || self->texture == NULL)
    return;
  if (self->due_us == 0)
    self->due_us = now_us + self->delay_ms * G_TIME_SPAN_MILLISECOND;
  if (now_us < self->due_us)
    return;

  /* Late frames are shown late; none is left out, and none hurries after. */
  frame = g_queue_pop_head (&self->ahead);
  if (frame != NULL) {
    self->due_us =
        MAX (self->due_us + frame->delay_ms * G_TIME_SPAN_MILLISECOND, now_us);
    show (self, frame->texture, frame->delay_ms);
    frame_free (frame);
  }
  ask (self);
}

gboolean
night_animation_moves (NightAnimation *self)
{
  g_return_val_if_fail (NIGHT_IS_ANIMATION (self), FALSE);

  return self->moves;
}

gboolean
night_animation_is_playing (NightAnimation *self)
{
  g_return_val_if_fail (NIGHT_IS_ANIMATION (self), FALSE);

  return self->is_playing;
}

void
night_animation_set_playing (NightAnimation *self, gboolean playing)
{
  g_return_if_fail (NIGHT_IS_ANIMATION (self));

  if (self->is_playing == playing)
    return;
  self->is_playing = playing;
  self->due_us = 0;
  ask (self);
  night_picture_emit_changed (NIGHT_PICTURE (self));
}

NightAnimation *
night_animation_new (Vault *vault, VaultItem *item)
{
  NightAnimation *self = g_object_new (NIGHT_TYPE_ANIMATION, NULL);

  self->vault = g_object_ref (vault);
  self->item = g_object_ref (item);
  self->source = vault_animation_new (vault, item);
  return self;
}

static void
want (NightPicture *picture, guint side_px)
{
  NightAnimation *self = NIGHT_ANIMATION (picture);

  /* The frames to come are of this size; the next one is rarely far. */
  self->wanted_px = CLAMP (side_px, LEAST_SIDE_PX, NIGHT_PICTURE_MAX_SIDE_PX);
  if (self->still != NULL)
    night_still_want (self->still, side_px);
  else
    ask (self);
}

static GdkTexture *
get_texture (NightPicture *picture)
{
  NightAnimation *self = NIGHT_ANIMATION (picture);
  GdkTexture *texture =
      self->still != NULL ? night_still_get_texture (self->still) : NULL;

  return texture != NULL ? texture : self->texture;
}

static void
get_size (NightPicture *picture, guint *out_width, guint *out_height)
{
  NightAnimation *self = NIGHT_ANIMATION (picture);
  GdkTexture *texture = get_texture (picture);

  night_picture_get_item_size (self->item, out_width, out_height);
  if ((*out_width != 0 && *out_height != 0) || texture == NULL)
    return;

  *out_width = (guint) gdk_texture_get_width (texture);
  *out_height = (guint) gdk_texture_get_height (texture);
}

static void
close_animation (NightPicture *picture)
{
  NightAnimation *self = NIGHT_ANIMATION (picture);

  if (self->source != NULL)
    vault_animation_close (self->source);
  g_clear_object (&self->source);
  if (self->still != NULL) {
    g_signal_handlers_disconnect_by_data (self->still, self);
    night_still_close (self->still);
  }
  g_clear_object (&self->still);
  g_queue_clear_full (&self->ahead, frame_free);
  g_clear_object (&self->texture);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);
  self->is_playing = self->moves = FALSE;
}

static void
night_animation_picture_init (NightPictureInterface *iface)
{
  iface->want = want;
  iface->get_texture = get_texture;
  iface->get_size = get_size;
  iface->close = close_animation;
}

static void
night_animation_dispose (GObject *object)
{
  close_animation (NIGHT_PICTURE (object));

  G_OBJECT_CLASS (night_animation_parent_class)->dispose (object);
}

static void
night_animation_class_init (NightAnimationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_animation_dispose;
}

static void
night_animation_init (NightAnimation *self)
{
  g_queue_init (&self->ahead);
}
