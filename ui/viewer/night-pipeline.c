/* night-pipeline.c - playing one item: a decoder elsewhere, GStreamer here to keep the time
 *
 *   player - feed - appsrc - appsink: frames
 *               +-- appsrc - scaletempo - convert - resample - volume - sound server
 *
 * The main context puts commands into a queue; the thread carries them out.  What
 * GStreamer has to say comes back over its bus, whose source runs on the main context; the
 * player's events come on a thread of its own.  All three hold a reference; the thread's
 * ends with the command CLOSE.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-pipeline.h"

#include "viewer/night-feed.h"
#include "viewer/night-frame-sink.h"
#include "viewer/night-gstreamer.h"
#include "viewer/night-raw.h"

typedef enum {
  OPEN,
  PLAY,
  PAUSE,
  SEEK,
  VOLUME,
  RATE,
  CLOSE,
} Verb;

typedef struct {
  Verb verb;
  VaultPlayerFacts facts;
  gint64 position_us;
  gboolean muted;
  double volume;
  double rate;
} Command;

struct _NightPipeline {
  GAsyncQueue *commands;
  NightFrameSink *frames;
  NightFeed *feed;
  VaultPlayer *player;
  gint problem; /* atomic: a VaultError */

  /* The thread's own, except that the main context may read pipeline. */
  GstElement *pipeline;
  GSource *bus_source;
  VaultPlayerFacts facts;
  Command volume;
  double rate;

  /* The main context's own. */
  const NightPipelineEvents *events; /* NULL when closed */
  gpointer user_data;
  gboolean ready;
  gboolean playing;
  gboolean seeking;
  gint64 next_seek_us; /* -1 if none waits */
};

static void
finalize (gpointer data)
{
  NightPipeline *self = data;

  g_async_queue_unref (self->commands);
  night_frame_sink_unref (self->frames);
  night_feed_unref (self->feed);
  vault_player_unref (self->player);
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

/* The thread has set the facts before there was anything that could get ready. */
static void
become_ready (NightPipeline *self)
{
  self->ready = TRUE;
  self->events->ready (&self->facts, self->user_data);
}

static gboolean
bus_cb (GstBus *bus, GstMessage *message, gpointer user_data)
{
  NightPipeline *self = user_data;

  if (self->events == NULL)
    return G_SOURCE_REMOVE;

  switch (GST_MESSAGE_TYPE (message)) {
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
    self->events->failed (VAULT_ERROR_DECODER_FAILED, self->user_data);
    break;
  default:
    break;
  }

  return G_SOURCE_CONTINUE;
}

static gboolean
hear_failed (gpointer user_data)
{
  NightPipeline *self = user_data;

  if (self->events != NULL)
    self->events->failed ((VaultError) g_atomic_int_get (&self->problem),
                          self->user_data);
  return G_SOURCE_REMOVE;
}

/* Any thread. */
static void
fail (NightPipeline *self, VaultError code)
{
  g_atomic_int_set (&self->problem, (gint) code);
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, hear_failed,
                              g_atomic_rc_box_acquire (self), unref);
}

/* ---- on the player's thread ---- */

static void
opened_cb (const VaultPlayerFacts *facts, gpointer user_data)
{
  push (user_data, &(Command){ .verb = OPEN, .facts = *facts });
}

static void
filled_cb (const VaultPlayerPiece *piece, gpointer user_data)
{
  night_feed_put (((NightPipeline *) user_data)->feed, piece);
}

static void
ended_cb (VaultPlayerStream stream, gpointer user_data)
{
  night_feed_end (((NightPipeline *) user_data)->feed, stream);
}

static void
failed_cb (VaultError code, gpointer user_data)
{
  fail (user_data, code);
}

static const VaultPlayerEvents player_events = {
  .opened = opened_cb,
  .filled = filled_cb,
  .ended = ended_cb,
  .failed = failed_cb,
};

/* ---- on the thread: carrying out commands ---- */

static void
late_cb (gint64 position_ns, gpointer user_data)
{
  vault_player_hurry (((NightPipeline *) user_data)->player, position_ns);
}

static void
watch_bus (NightPipeline *self, GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  self->bus_source = gst_bus_create_watch (bus);
  g_source_set_callback (self->bus_source, G_SOURCE_FUNC (bus_cb),
                         g_atomic_rc_box_acquire (self), unref);
}

static void
set_volume (NightPipeline *self)
{
  g_autoptr (GstElement) volume =
                 gst_bin_get_by_name (GST_BIN (self->pipeline), NIGHT_RAW_VOLUME);

  if (volume != NULL)
    g_object_set (volume, "mute", self->volume.muted, "volume", self->volume.volume,
                  NULL);
}

static void
open_pipeline (NightPipeline *self, const VaultPlayerFacts *facts)
{
  GstElement *pipeline = NULL;

  if (night_gstreamer_start ())
    pipeline = night_raw_new (self->feed, facts, self->frames, late_cb, self);
  if (pipeline == NULL) {
    fail (self, VAULT_ERROR_DECODER_FAILED);
    return;
  }

  self->facts = *facts;
  watch_bus (self, pipeline);
  g_atomic_pointer_set (&self->pipeline, pipeline);
  set_volume (self);
  g_source_attach (self->bus_source, NULL);
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  night_feed_start (self->feed);
}

static void
close_pipeline (NightPipeline *self)
{
  if (self->pipeline == NULL)
    return;
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_source_destroy (self->bus_source);
  g_source_unref (self->bus_source);
  gst_object_unref (self->pipeline);
}

/* What is under way is thrown away before the player is sent elsewhere: in the other order
 * the first frame from there could go with it. */
static void
seek (NightPipeline *self, gint64 position_us)
{
  gboolean worked;

  vault_player_hold (self->player);
  worked =
      gst_element_seek (self->pipeline, self->rate, GST_FORMAT_TIME,
                        GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE, GST_SEEK_TYPE_SET,
                        position_us * (gint64) GST_USECOND, GST_SEEK_TYPE_NONE, 0);
  vault_player_seek (self->player, position_us * (gint64) GST_USECOND);
  if (!worked)
    fail (self, VAULT_ERROR_DECODER_FAILED);
}

static void
carry_out (NightPipeline *self, const Command *command)
{
  switch (command->verb) {
  case PLAY:
    gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
    break;
  case PAUSE:
    gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
    break;
  case SEEK:
    seek (self, command->position_us);
    break;
  case VOLUME:
    set_volume (self);
    break;
  case OPEN:
  case RATE:
  case CLOSE:
  default:
    g_assert_not_reached ();
  }
}

static gpointer
run (gpointer data)
{
  NightPipeline *self = data;

  /* While the decoder opens the file. */
  night_gstreamer_start ();
  for (;;) {
    g_autofree Command *command = g_async_queue_pop (self->commands);

    if (command->verb == CLOSE)
      break;
    if (command->verb == VOLUME)
      self->volume = *command;
    if (command->verb == RATE)
      self->rate = command->rate;
    else if (command->verb == OPEN)
      open_pipeline (self, &command->facts);
    else if (self->pipeline != NULL)
      carry_out (self, command);
  }

  close_pipeline (self);
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
night_pipeline_new (Vault *vault,
                    VaultItem *item,
                    int width,
                    int height,
                    const NightPipelineEvents *events,
                    gpointer user_data,
                    GError **error)
{
  NightPipeline *self = g_atomic_rc_box_new0 (NightPipeline);

  self->commands = g_async_queue_new_full (g_free);
  self->frames = night_frame_sink_new (frame_cb, self);
  self->feed = night_feed_new ();
  self->volume = (Command){ .volume = 1 };
  self->rate = 1;
  self->events = events;
  self->user_data = user_data;
  self->next_seek_us = -1;
  self->player =
      vault_open_player (vault, item, (guint) MAX (width, 0), (guint) MAX (height, 0),
                         &player_events, g_atomic_rc_box_acquire (self), unref, error);
  if (self->player == NULL) {
    unref (self);
    unref (self);
    return NULL;
  }

  g_thread_unref (g_thread_new ("player", run, g_atomic_rc_box_acquire (self)));
  return self;
}

void
night_pipeline_close (NightPipeline *self)
{
  self->events = NULL;
  vault_player_close (self->player);
  night_feed_close (self->feed);
  night_frame_sink_close (self->frames);
  push (self, &(Command){ .verb = CLOSE });
  unref (self);
}

void
night_pipeline_play (NightPipeline *self)
{
  self->playing = TRUE;
  push (self, &(Command){ .verb = PLAY });
}

void
night_pipeline_pause (NightPipeline *self)
{
  self->playing = FALSE;
  push (self, &(Command){ .verb = PAUSE });
}

void
night_pipeline_seek (NightPipeline *self, gint64 position_us)
{
  if (self->ready && !self->facts.is_seekable)
    return;
  if (self->seeking) {
    self->next_seek_us = position_us;
    return;
  }

  self->seeking = TRUE;
  self->next_seek_us = -1;
  push (self, &(Command){ .verb = SEEK, .position_us = position_us });
}

static void
seek_here (NightPipeline *self)
{
  gint64 position_us = night_pipeline_get_position_us (self);

  if (position_us >= 0 && !self->seeking)
    night_pipeline_seek (self, position_us);
}

void
night_pipeline_set_volume (NightPipeline *self, gboolean muted, double volume)
{
  push (self, &(Command){ .verb = VOLUME, .muted = muted, .volume = volume });
}

void
night_pipeline_set_rate (NightPipeline *self, double rate)
{
  push (self, &(Command){ .verb = RATE, .rate = rate });
  seek_here (self);
}

void
night_pipeline_limit_size (NightPipeline *self, int width, int height)
{
  vault_player_limit_size (self->player, (guint) MAX (width, 0),
                           (guint) MAX (height, 0));
  if (!self->playing)
    seek_here (self);
}

gint64
night_pipeline_get_position_us (NightPipeline *self)
{
  GstElement *pipeline = g_atomic_pointer_get (&self->pipeline);
  gint64 position_ns = -1;

  if (pipeline == NULL || !self->ready
      || !gst_element_query_position (pipeline, GST_FORMAT_TIME, &position_ns))
    return -1;

  return position_ns / (gint64) GST_USECOND;
}
