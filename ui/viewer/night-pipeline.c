/* night-pipeline.c - playing one stream: GStreamer behind a thread of its own
 *
 * The main context puts commands into a queue; the thread carries them out.  What
 * GStreamer has to say comes back over its bus, whose source runs on the main context.
 * Both sides hold a reference; the thread's ends with the command CLOSE.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-pipeline.h"

#include <gst/gst.h>

#include "viewer/night-frame-sink.h"
#include "viewer/night-playbin.h"

typedef enum {
  OPEN,
  PLAY,
  PAUSE,
  SEEK,
  VOLUME,
  LIMIT_SIZE,
  CLOSE,
} Verb;

typedef struct {
  Verb verb;
  gint64 position_us;
  gboolean muted;
  double volume;
  int width;
  int height;
} Command;

struct _NightPipeline {
  GAsyncQueue *commands;
  NightFrameSink *frames;

  /* The thread's own, except that the main context may read playbin. */
  GInputStream *stream;
  GstElement *playbin;
  GstElement *video_sink;
  GSource *bus_source;

  /* The main context's own. */
  const NightPipelineEvents *events; /* NULL when closed */
  gpointer user_data;
  gboolean ready;
  guint n_audio;
  guint n_video;
  gboolean seeking;
  gint64 next_seek_us; /* -1 if none waits */
};

static void
finalize (gpointer data)
{
  NightPipeline *self = data;

  g_async_queue_unref (self->commands);
  night_frame_sink_unref (self->frames);
}

static void
unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, finalize);
}

static void
push (NightPipeline *self, const Command *command)
{
  g_async_queue_push (self->commands, g_memdup2 (command, sizeof *command));
}

/* ---- on the main context: what GStreamer says ---- */

static void
count_streams (NightPipeline *self, GstMessage *message)
{
  g_autoptr (GstStreamCollection) streams = NULL;

  gst_message_parse_stream_collection (message, &streams);
  self->n_audio = self->n_video = 0;
  for (guint i = 0; i < gst_stream_collection_get_size (streams); i++) {
    GstStream *stream = gst_stream_collection_get_stream (streams, i);
    GstStreamType type = gst_stream_get_stream_type (stream);

    self->n_audio += (type & GST_STREAM_TYPE_AUDIO) != 0;
    self->n_video += (type & GST_STREAM_TYPE_VIDEO) != 0;
  }
}

static void
become_ready (NightPipeline *self)
{
  gint64 duration_ns = 0;

  self->ready = TRUE;
  if (self->n_audio == 0 && self->n_video == 0) {
    self->events->failed (VAULT_ERROR_UNSUPPORTED_MEDIA, self->user_data);
    return;
  }

  if (!gst_element_query_duration (self->playbin, GST_FORMAT_TIME, &duration_ns)
      || duration_ns < 0)
    duration_ns = 0;
  self->events->ready (duration_ns / GST_USECOND, self->n_audio > 0, self->n_video > 0,
                       self->user_data);
}

static void
end_seek (NightPipeline *self)
{
  if (!self->seeking)
    return;

  self->seeking = FALSE;
  if (self->next_seek_us >= 0)
    night_pipeline_seek (self, self->next_seek_us);
  else
    self->events->seeked (self->user_data);
}

static gboolean
bus_cb (GstBus *bus, GstMessage *message, gpointer user_data)
{
  NightPipeline *self = user_data;

  if (self->events == NULL)
    return G_SOURCE_REMOVE;

  switch (GST_MESSAGE_TYPE (message)) {
  case GST_MESSAGE_STREAM_COLLECTION:
    count_streams (self, message);
    break;
  case GST_MESSAGE_ASYNC_DONE:
    if (!self->ready)
      become_ready (self);
    else
      end_seek (self);
    break;
  case GST_MESSAGE_EOS:
    self->events->ended (self->user_data);
    break;
  case GST_MESSAGE_ERROR:
    self->events->failed (night_playbin_get_problem (self->playbin, message),
                          self->user_data);
    break;
  default:
    break;
  }

  return G_SOURCE_CONTINUE;
}

static gboolean
seek_failed (gpointer user_data)
{
  NightPipeline *self = user_data;

  if (self->events != NULL)
    end_seek (self);
  return G_SOURCE_REMOVE;
}

static gboolean
open_failed (gpointer user_data)
{
  NightPipeline *self = user_data;

  if (self->events != NULL)
    self->events->failed (VAULT_ERROR_UNSUPPORTED_MEDIA, self->user_data);
  return G_SOURCE_REMOVE;
}

static void
tell_main (NightPipeline *self, GSourceFunc func)
{
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, func,
                              g_atomic_rc_box_acquire (self), unref);
}

/* ---- on the thread: carrying out commands ---- */

static void
watch_bus (NightPipeline *self, GstElement *playbin)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (playbin);

  self->bus_source = gst_bus_create_watch (bus);
  g_source_set_callback (self->bus_source, G_SOURCE_FUNC (bus_cb),
                         g_atomic_rc_box_acquire (self), unref);
}

static void
open_stream (NightPipeline *self)
{
  GstElement *playbin = NULL;

  if (gst_init_check (NULL, NULL, NULL)) {
    self->video_sink = night_frame_sink_make_element (self->frames);
    playbin = night_playbin_new (self->stream, self->video_sink);
  }

  if (playbin == NULL) {
    tell_main (self, open_failed);
    return;
  }

  watch_bus (self, playbin);
  g_atomic_pointer_set (&self->playbin, playbin);
  g_source_attach (self->bus_source, NULL);
  gst_element_set_state (playbin, GST_STATE_PAUSED);
}

static void
close_stream (NightPipeline *self)
{
  if (self->playbin != NULL) {
    gst_element_set_state (self->playbin, GST_STATE_NULL);
    g_source_destroy (self->bus_source);
    g_source_unref (self->bus_source);
    gst_object_unref (self->playbin);
  }
  g_clear_object (&self->stream);
}

static void
carry_out (NightPipeline *self, const Command *command)
{
  GstElement *playbin = self->playbin;

  switch (command->verb) {
  case PLAY:
    gst_element_set_state (playbin, GST_STATE_PLAYING);
    break;
  case PAUSE:
    gst_element_set_state (playbin, GST_STATE_PAUSED);
    break;
  case SEEK:
    if (!gst_element_seek_simple (playbin, GST_FORMAT_TIME,
                                  GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                                  command->position_us * GST_USECOND))
      tell_main (self, seek_failed);
    break;
  case VOLUME:
    g_object_set (playbin, "mute", command->muted, "volume", command->volume, NULL);
    break;
  case LIMIT_SIZE:
    night_frame_sink_limit_size (self->video_sink, command->width, command->height);
    break;
  case OPEN:
  case CLOSE:
  default:
    g_assert_not_reached ();
  }
}

static gpointer
run (gpointer data)
{
  NightPipeline *self = data;

  for (;;) {
    g_autofree Command *command = g_async_queue_pop (self->commands);

    if (command->verb == CLOSE)
      break;
    if (command->verb == OPEN)
      open_stream (self);
    else if (self->playbin != NULL)
      carry_out (self, command);
  }

  close_stream (self);
  unref (self);
  return NULL;
}

/* ---- on the main context: what can be asked for ---- */

static void
frame_cb (GdkTexture *texture, gpointer user_data)
{
  NightPipeline *self = user_data;

  if (self->events != NULL)
    self->events->frame (texture, self->user_data);
}

NightPipeline *
night_pipeline_new (GInputStream *stream,
                    const NightPipelineEvents *events,
                    gpointer user_data)
{
  NightPipeline *self = g_atomic_rc_box_new0 (NightPipeline);

  self->commands = g_async_queue_new_full (g_free);
  self->frames = night_frame_sink_new (frame_cb, self);
  self->stream = g_object_ref (stream);
  self->events = events;
  self->user_data = user_data;
  self->next_seek_us = -1;

  push (self, &(Command){ .verb = OPEN });
  g_thread_unref (g_thread_new ("player", run, g_atomic_rc_box_acquire (self)));
  return self;
}

void
night_pipeline_close (NightPipeline *self)
{
  self->events = NULL;
  night_frame_sink_close (self->frames);
  push (self, &(Command){ .verb = CLOSE });
  unref (self);
}

void
night_pipeline_play (NightPipeline *self)
{
  push (self, &(Command){ .verb = PLAY });
}

void
night_pipeline_pause (NightPipeline *self)
{
  push (self, &(Command){ .verb = PAUSE });
}

void
night_pipeline_seek (NightPipeline *self, gint64 position_us)
{
  if (self->seeking) {
    self->next_seek_us = position_us;
    return;
  }

  self->seeking = TRUE;
  self->next_seek_us = -1;
  push (self, &(Command){ .verb = SEEK, .position_us = position_us });
}

void
night_pipeline_set_volume (NightPipeline *self, gboolean muted, double volume)
{
  push (self, &(Command){ .verb = VOLUME, .muted = muted, .volume = volume });
}

void
night_pipeline_limit_size (NightPipeline *self, int width, int height)
{
  push (self, &(Command){ .verb = LIMIT_SIZE, .width = width, .height = height });
}

gint64
night_pipeline_get_position_us (NightPipeline *self)
{
  GstElement *playbin = g_atomic_pointer_get (&self->playbin);
  gint64 position_ns = -1;

  if (playbin == NULL || !self->ready
      || !gst_element_query_position (playbin, GST_FORMAT_TIME, &position_ns))
    return -1;

  return position_ns / (gint64) GST_USECOND;
}
