/* night-feed.c - raw frames and samples of a player on their way into a pipeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-feed.h"

#include <gst/app/gstappsrc.h>

/* A piece as it is kept; without bytes, the end of its stream. */
typedef struct {
  VaultPlayerPiece piece;
} Waiting;

struct _NightFeed {
  GMutex mutex; /* for what follows */
  GQueue waiting;
  GstElement *sources[VAULT_PLAYER_N_STREAMS];
  GstCaps *caps[VAULT_PLAYER_N_STREAMS]; /* of the latest piece */
  guint width;
  guint height;
  gboolean is_started;
  gboolean is_closed;
};

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_clear_pointer (&waiting->piece.bytes, g_bytes_unref);
  g_free (waiting);
}

NightFeed *
night_feed_new (void)
{
  NightFeed *self = g_atomic_rc_box_new0 (NightFeed);

  g_mutex_init (&self->mutex);
  g_queue_init (&self->waiting);
  return self;
}

NightFeed *
night_feed_ref (NightFeed *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  NightFeed *self = data;

  g_queue_clear_full (&self->waiting, waiting_free);
  for (guint i = 0; i < VAULT_PLAYER_N_STREAMS; i++) {
    gst_clear_object (&self->sources[i]);
    gst_clear_caps (&self->caps[i]);
  }
  g_mutex_clear (&self->mutex);
}

void
night_feed_unref (NightFeed *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static GstCaps *
get_frame_caps (NightFeed *self, const VaultPlayerPiece *piece)
{
  GstCaps **caps = &self->caps[VAULT_PLAYER_PICTURE];

  if (*caps != NULL && self->width == piece->width && self->height == piece->height)
    return *caps;
  gst_clear_caps (caps);
  *caps = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "BGRA", "width",
                               G_TYPE_INT, (int) piece->width, "height", G_TYPE_INT,
                               (int) piece->height, "framerate", GST_TYPE_FRACTION, 0,
                               1, NULL);
  self->width = piece->width;
  self->height = piece->height;
  return *caps;
}

static GstCaps *
get_sound_caps (NightFeed *self)
{
  GstCaps **caps = &self->caps[VAULT_PLAYER_SOUND];

  if (*caps == NULL)
    *caps = gst_caps_new_simple ("audio/x-raw", "format", G_TYPE_STRING, "S16LE",
                                 "layout", G_TYPE_STRING, "interleaved", "rate",
                                 G_TYPE_INT, VAULT_PLAYER_SOUND_RATE, "channels",
                                 G_TYPE_INT, VAULT_PLAYER_SOUND_CHANNELS, NULL);
  return *caps;
}

/* With the mutex held, started.  The bytes are not copied: the buffer holds on to them. */
static void
push (NightFeed *self, const VaultPlayerPiece *piece)
{
  GstAppSrc *source = GST_APP_SRC (self->sources[piece->stream]);
  g_autoptr (GstSample) sample = NULL;
  g_autoptr (GstBuffer) buffer = NULL;

  if (piece->bytes == NULL) {
    gst_app_src_end_of_stream (source);
    return;
  }
  buffer = gst_buffer_new_wrapped_bytes (piece->bytes);
  GST_BUFFER_PTS (buffer) = (GstClockTime) piece->position_ns;
  if (piece->duration_ns > 0)
    GST_BUFFER_DURATION (buffer) = (GstClockTime) piece->duration_ns;
  sample = gst_sample_new (buffer,
                           piece->stream == VAULT_PLAYER_PICTURE
                               ? get_frame_caps (self, piece)
                               : get_sound_caps (self),
                           NULL, NULL);
  gst_app_src_push_sample (source, sample);
}

static void
keep (NightFeed *self, const VaultPlayerPiece *piece)
{
  Waiting *waiting = g_new (Waiting, 1);

  waiting->piece = *piece;
  if (piece->bytes != NULL)
    g_bytes_ref (piece->bytes);
  g_queue_push_tail (&self->waiting, waiting);
}

void
night_feed_put (NightFeed *self, const VaultPlayerPiece *piece)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->is_closed)
    return;
  if (self->is_started && self->sources[piece->stream] != NULL)
    push (self, piece);
  else if (!self->is_started)
    keep (self, piece);
}

void
night_feed_end (NightFeed *self, VaultPlayerStream stream)
{
  const VaultPlayerPiece end = { .stream = stream };

  night_feed_put (self, &end);
}

/* What comes after it, the player has been told to send. */
static gboolean
seek_data (GstAppSrc *source, guint64 position, gpointer unused)
{
  return TRUE;
}

GstElement *
night_feed_make_element (NightFeed *self, VaultPlayerStream stream)
{
  GstElement *element = gst_element_factory_make ("appsrc", NULL);
  GstAppSrcCallbacks callbacks = { .seek_data = seek_data };

  if (element == NULL)
    return NULL;
  /* No limit: there cannot be more than the player has slots. */
  g_object_set (element, "format", GST_FORMAT_TIME, "max-bytes", (guint64) 0, NULL);
  gst_app_src_set_stream_type (GST_APP_SRC (element), GST_APP_STREAM_TYPE_SEEKABLE);
  gst_app_src_set_callbacks (GST_APP_SRC (element), &callbacks, NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->sources[stream] = gst_object_ref (element);
  g_mutex_unlock (&self->mutex);
  return element;
}

void
night_feed_start (NightFeed *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Waiting *waiting;

  self->is_started = TRUE;
  while ((waiting = g_queue_pop_head (&self->waiting)) != NULL) {
    if (self->sources[waiting->piece.stream] != NULL)
      push (self, &waiting->piece);
    waiting_free (waiting);
  }
}

void
night_feed_close (NightFeed *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->is_closed = TRUE;
  g_queue_clear_full (&self->waiting, waiting_free);
}
