/* vault-animation.c - an animation, one frame after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-animation.h>

#include "vault/vault-private.h"

#include "media/frames.h"

/* What the threads of one animation share. */
struct _VaultReel {
  GMutex mutex; /* held while a frame is decoded */
  VaultFrames *frames;
  gboolean is_closed;
};

struct _VaultAnimation {
  GObject parent_instance;

  Vault *vault;
  VaultItem *item;
  VaultReel *reel;
  GCancellable *closing;
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (VaultAnimation, vault_animation, G_TYPE_OBJECT)

typedef struct {
  VaultPixels *pixels;
  guint delay_ms;
  guint n_frames;
} Frame;

static void
frame_free (gpointer data)
{
  Frame *self = data;

  g_clear_pointer (&self->pixels, vault_pixels_free);
  g_free (self);
}

static VaultReel *
reel_new (void)
{
  VaultReel *self = g_atomic_rc_box_new0 (VaultReel);

  g_mutex_init (&self->mutex);
  return self;
}

static VaultReel *
reel_ref (VaultReel *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
reel_clear (gpointer data)
{
  VaultReel *self = data;

  vault_frames_free (self->frames);
  g_mutex_clear (&self->mutex);
}

void
vault_reel_unref (VaultReel *self)
{
  g_atomic_rc_box_release_full (self, reel_clear);
}

/* On a thread: ending a process takes a moment. */
static void
close_reel (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultReel *reel = task_data;

  g_mutex_lock (&reel->mutex);
  reel->is_closed = TRUE;
  g_clear_pointer (&reel->frames, vault_frames_free);
  g_mutex_unlock (&reel->mutex);
}

static gboolean
read_source (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  return vault_source_read (data, offset, out, n_bytes, error);
}

static gboolean
open_frames (VaultJob *job, GError **error)
{
  g_autoptr (VaultSource) source = NULL;
  VaultDecoderSource bytes;

  if (job->session == NULL || job->entries == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "gone");
    return FALSE;
  }
  source = vault_session_open_source (job->session, job->entries->pdata[0],
                                      VAULT_STREAM_MEDIA, error);
  if (source == NULL)
    return FALSE;

  bytes =
      (VaultDecoderSource){ read_source, source, vault_source_get_n_bytes (source) };
  job->reel->frames =
      vault_decoder_open_frames (job->decoder, &bytes, job->cancellable, error);
  return job->reel->frames != NULL;
}

/* With the reel's mutex held. */
static Frame *
decode (VaultJob *job, GError **error)
{
  g_autofree Frame *frame = g_new0 (Frame, 1);

  if (job->reel->is_closed) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "closed");
    return NULL;
  }
  if (job->reel->frames == NULL && !open_frames (job, error))
    return NULL;
  frame->pixels = vault_frames_next (job->reel->frames, job->max_side, &frame->delay_ms,
                                     &frame->n_frames, job->cancellable, error);
  return frame->pixels != NULL ? g_steal_pointer (&frame) : NULL;
}

static void
run_next (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  Frame *frame;

  g_mutex_lock (&job->reel->mutex);
  frame = decode (job, &error);
  g_mutex_unlock (&job->reel->mutex);

  if (frame != NULL)
    g_task_return_pointer (task, frame, frame_free);
  else
    vault_job_answer (task, FALSE, error);
}

static void
set_closed (GError **error)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "closed");
}

/* What was decoded before the animation was closed does not get out after it. */
static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  VaultAnimation *self = g_task_get_source_object (task);
  GError *error = NULL;
  Frame *frame = g_task_propagate_pointer (G_TASK (result), &error);

  self->is_busy = FALSE;
  if (self->reel == NULL) {
    g_clear_pointer (&frame, frame_free);
    g_clear_error (&error);
    set_closed (&error);
  }

  if (frame != NULL)
    g_task_return_pointer (task, frame, frame_free);
  else
    g_task_return_error (task, error);
}

void
vault_animation_next_async (VaultAnimation *self,
                            guint max_side,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) outer = NULL;
  VaultEntry *entry;
  GTask *task;
  VaultJob *job;

  g_return_if_fail (VAULT_IS_ANIMATION (self));
  g_return_if_fail (!self->is_busy);

  outer = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (outer, vault_animation_next_async);
  if (self->reel == NULL) {
    g_task_return_new_error (outer, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "closed");
    return;
  }

  self->is_busy = TRUE;
  task =
      vault_job_new_open (self->vault, self->closing, decoded_cb,
                          g_steal_pointer (&outer), vault_animation_next_async, &job);
  if (task == NULL)
    return;

  entry = vault_item_dup_entry (self->item);
  if (entry != NULL) {
    job->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
    g_ptr_array_add (job->entries, entry);
  }
  job->reel = reel_ref (self->reel);
  job->max_side = max_side;
  vault_job_run (task, run_next);
}

VaultPixels *
vault_animation_next_finish (VaultAnimation *self,
                             GAsyncResult *result,
                             guint *out_delay_ms,
                             guint *out_n_frames,
                             GError **error)
{
  VaultPixels *pixels;
  Frame *frame;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  *out_delay_ms = 0;
  *out_n_frames = 0;
  frame = g_task_propagate_pointer (G_TASK (result), error);
  if (frame == NULL)
    return NULL;

  *out_delay_ms = frame->delay_ms;
  *out_n_frames = frame->n_frames;
  pixels = g_steal_pointer (&frame->pixels);
  frame_free (frame);
  return pixels;
}

static void
item_gone (VaultAnimation *self)
{
  if (vault_item_is_gone (self->item))
    vault_animation_close (self);
}

VaultAnimation *
vault_animation_new (Vault *vault, VaultItem *item)
{
  VaultAnimation *self = g_object_new (VAULT_TYPE_ANIMATION, NULL);

  self->vault = g_object_ref (vault);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify::gone", G_CALLBACK (item_gone), self,
                           G_CONNECT_SWAPPED);
  item_gone (self);
  return self;
}

void
vault_animation_close (VaultAnimation *self)
{
  g_autoptr (GTask) task = NULL;
  VaultReel *reel;

  g_return_if_fail (VAULT_IS_ANIMATION (self));

  reel = g_steal_pointer (&self->reel);
  if (reel == NULL)
    return;

  g_cancellable_cancel (self->closing);
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, vault_animation_close);
  g_task_set_task_data (task, reel, (GDestroyNotify) vault_reel_unref);
  g_task_run_in_thread (task, close_reel);
}

static void
vault_animation_dispose (GObject *object)
{
  VaultAnimation *self = VAULT_ANIMATION (object);

  vault_animation_close (self);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (vault_animation_parent_class)->dispose (object);
}

static void
vault_animation_finalize (GObject *object)
{
  g_clear_object (&VAULT_ANIMATION (object)->closing);

  G_OBJECT_CLASS (vault_animation_parent_class)->finalize (object);
}

static void
vault_animation_class_init (VaultAnimationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vault_animation_dispose;
  object_class->finalize = vault_animation_finalize;
}

static void
vault_animation_init (VaultAnimation *self)
{
  self->reel = reel_new ();
  self->closing = g_cancellable_new ();
}
