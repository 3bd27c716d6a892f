/* play.c - one film or recording being decoded, frame after frame, until no slot is left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "play-private.h"

#include "wire.h"

/* qtdemux takes decoding times for those of the picture, and then begins some frames late. */
#define SEEK_AHEAD_NS (300 * (gint64) GST_MSECOND)
#define MOST_FRAME_NS (3600 * GST_SECOND)

static void
say (const PlayReply *reply)
{
  (void) !wire_send (reply, sizeof *reply, -1);
}

/* Once. */
void
play_fail (Play *self, DecoderStatus status)
{
  const PlayReply reply = { .type = PLAY_FAILED, .status = status };
  gboolean is_first;

  g_mutex_lock (&self->mutex);
  is_first = !self->has_failed;
  self->has_failed = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  if (is_first)
    say (&reply);
}

/* ---- telling what it is ---- */

static gint64
get_duration (Play *self)
{
  gint64 duration = 0;

  if (!gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &duration))
    return 0;
  return MAX (duration, 0);
}

static gboolean
is_seekable (Play *self)
{
  g_autoptr (GstQuery) query = gst_query_new_seeking (GST_FORMAT_TIME);
  gboolean seekable = FALSE;

  if (gst_element_query (self->pipeline, query))
    gst_query_parse_seeking (query, NULL, &seekable, NULL, NULL);
  return seekable;
}

/* @sample: the first frame, or the first sound where there is no picture. */
static gboolean
open (Play *self, PlayStream stream, GstSample *sample)
{
  PlayReply reply = { .type = PLAY_OPENED,
                      .streams = self->streams,
                      .is_seekable = is_seekable (self),
                      .duration_ns = get_duration (self) };
  DecoderStatus status = DECODER_OK;

  if (stream == PLAY_PICTURE)
    status = picture_measure (self->picture, sample, &reply.width, &reply.height);
  if (status != DECODER_OK) {
    play_fail (self, status);
    return FALSE;
  }
  g_mutex_lock (&self->mutex);
  self->is_opened = TRUE;
  say (&reply);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* The sound waits until there is a frame, which says how large the picture is.
 * Returns: FALSE if nothing of the stream is wanted. */
static gboolean
await_opened (Play *self, PlayStream stream, GstSample *sample)
{
  const guint picture = 1u << PLAY_PICTURE;
  gboolean is_mine, is_wanted;

  g_mutex_lock (&self->mutex);
  while (!self->has_failed && !self->is_opened
         && !(self->is_complete
              && (stream == PLAY_PICTURE || (self->streams & picture) == 0)))
    g_cond_wait (&self->changed, &self->mutex);
  is_wanted = !self->has_failed && (self->streams & 1u << stream) != 0;
  is_mine = is_wanted && !self->is_opened;
  g_mutex_unlock (&self->mutex);
  return is_mine ? open (self, stream, sample) : is_wanted;
}

/* ---- frames ---- */

static gint64
get_position (Play *self, GstSample *sample)
{
  const GstSegment *segment = gst_sample_get_segment (sample);
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  guint64 at =
      gst_segment_to_stream_time (segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
  gint64 position;

  g_mutex_lock (&self->mutex);
  self->segment = *segment;
  position =
      GST_CLOCK_TIME_IS_VALID (at) && at <= G_MAXINT64 ? (gint64) at : self->next_ns;
  self->next_ns = position;
  if (GST_BUFFER_DURATION_IS_VALID (buffer))
    self->next_ns += (gint64) GST_BUFFER_DURATION (buffer);
  g_mutex_unlock (&self->mutex);
  return position;
}

/* Demuxers are told to begin a little early, and some begin earlier still.  Returns:
 * whether what ends at @end_ns is over before the place that was sought. */
static gboolean
is_before_target (Play *self, gint64 end_ns)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return end_ns <= self->target_ns;
}

static void
put_frame (Play *self, GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  PlayReply reply = { .type = PLAY_FILLED,
                      .stream = PLAY_PICTURE,
                      .position_ns = get_position (self, sample) };
  DecoderStatus status;
  Slot slot;

  if (GST_BUFFER_DURATION_IS_VALID (buffer)
      && GST_BUFFER_DURATION (buffer) <= MOST_FRAME_NS)
    reply.duration_ns = (gint64) GST_BUFFER_DURATION (buffer);
  if (is_before_target (self, reply.position_ns + MAX (reply.duration_ns, 1))
      || !slots_take (self->slots, PLAY_PICTURE, &slot))
    return;
  status =
      picture_paint (self->picture, sample, slot.bytes, &reply.width, &reply.height);
  if (status != DECODER_OK) {
    slots_give (self->slots, PLAY_PICTURE, slot.number);
    play_fail (self, status);
    return;
  }
  reply.slot = slot.number;
  reply.serial = slot.serial;
  reply.n_bytes = (guint64) reply.width * reply.height * DECODER_PIXEL_BYTES;
  say (&reply);
}

GstFlowReturn
play_new_frame (GstAppSink *sink, gpointer data)
{
  Play *self = data;
  g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (sink, 0);

  if (sample != NULL && await_opened (self, PLAY_PICTURE, sample))
    put_frame (self, sample);
  return GST_FLOW_OK;
}

/* Returns: G_MAXINT64 if it is not known. */
static gint64
end_of (GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  guint64 at = gst_segment_to_stream_time (gst_sample_get_segment (sample),
                                           GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));

  if (!GST_CLOCK_TIME_IS_VALID (at) || !GST_BUFFER_DURATION_IS_VALID (buffer)
      || at > G_MAXINT64 - MOST_FRAME_NS
      || GST_BUFFER_DURATION (buffer) > MOST_FRAME_NS)
    return G_MAXINT64;
  return (gint64) (at + GST_BUFFER_DURATION (buffer));
}

GstFlowReturn
play_new_sound (GstAppSink *sink, gpointer data)
{
  Play *self = data;
  g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (sink, 0);

  if (sample != NULL && await_opened (self, PLAY_SOUND, sample)
      && !is_before_target (self, end_of (sample)))
    pour_add (self->pour, sample);
  return GST_FLOW_OK;
}

/* A stream that ends before it began is none. */
static void
end_stream (Play *self, PlayStream stream)
{
  PlayReply reply = { .type = PLAY_ENDED, .stream = stream };
  gboolean is_wanted, is_empty;

  g_mutex_lock (&self->mutex);
  if (!self->is_opened)
    self->streams &= ~(1u << stream);
  is_wanted = (self->streams & 1u << stream) != 0;
  is_empty = !self->is_opened && self->streams == 0;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  if (is_empty)
    play_fail (self, DECODER_DAMAGED);
  if (!is_wanted)
    return;
  reply.serial = slots_get_serial (self->slots, stream);
  say (&reply);
}

void
play_end_pictures (GstAppSink *sink, gpointer data)
{
  end_stream (data, PLAY_PICTURE);
}

void
play_end_sounds (GstAppSink *sink, gpointer data)
{
  Play *self = data;

  pour_finish (self->pour);
  end_stream (self, PLAY_SOUND);
}

/* ---- seeking ---- */

/* Waits for the streams to stop, each of which may be waiting for a slot or for the app;
 * so it is no matter for the thread that hears of slots and of the app. */
static gboolean
carry_out (Play *self, Seek seek)
{
  GstElement *sink = self->sinks[PLAY_PICTURE] != NULL ? self->sinks[PLAY_PICTURE]
                                                       : self->sinks[PLAY_SOUND];

  return sink != NULL
         && gst_element_send_event (
             sink, gst_event_new_seek (
                       1, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                       GST_SEEK_TYPE_SET, MAX (seek.position_ns - SEEK_AHEAD_NS, 0),
                       GST_SEEK_TYPE_NONE, 0));
}

static gpointer
run_seeks (gpointer data)
{
  Play *self = data;

  for (;;) {
    Seek seek;

    g_mutex_lock (&self->mutex);
    while (!self->has_seek || !(self->is_opened || self->has_failed))
      g_cond_wait (&self->changed, &self->mutex);
    seek = self->seek;
    self->has_seek = FALSE;
    self->seeking_to = seek.serial;
    self->target_ns = seek.position_ns;
    g_mutex_unlock (&self->mutex);
    if (!carry_out (self, seek))
      play_fail (self, DECODER_DAMAGED);
  }
  return NULL;
}

/* ---- what can be asked for ---- */

Play *
play_new (Slots *slots, int window_fd, guint64 n_bytes, FilmAsk ask, gpointer data)
{
  Play *self = g_new0 (Play, 1);

  self->slots = slots;
  self->picture = picture_new ();
  self->pour = pour_new (slots);
  self->target_ns = -1;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  if (!play_build (self, window_fd, n_bytes, ask, data))
    return NULL;
  return self;
}

void
play_start (Play *self)
{
  g_thread_unref (g_thread_new ("seek", run_seeks, self));
  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING)
      == GST_STATE_CHANGE_FAILURE)
    play_fail (self, DECODER_DAMAGED);
}

gboolean
play_look (Play *self)
{
  gboolean is_settled;

  g_mutex_lock (&self->mutex);
  is_settled = self->is_opened || self->has_failed;
  g_mutex_unlock (&self->mutex);
  if (!is_settled && autoplug_is_stuck (&self->watch, self->source))
    play_fail (self, DECODER_DAMAGED);
  return !is_settled;
}

void
play_seek (Play *self, guint32 serial, gint64 position_ns)
{
  g_mutex_lock (&self->mutex);
  self->seek = (Seek){ serial, MAX (position_ns, 0) };
  self->has_seek = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

void
play_limit_size (Play *self, guint width, guint height)
{
  picture_limit_size (self->picture, width, height);
}

/* The decoder skips what it can do without until it is there. */
void
play_hurry (Play *self, gint64 position_ns)
{
  g_autoptr (GstPad) pad = NULL;
  guint64 position, running;
  GstSegment segment;

  g_mutex_lock (&self->mutex);
  segment = self->segment;
  g_mutex_unlock (&self->mutex);
  if (segment.format != GST_FORMAT_TIME || position_ns < 0
      || self->sinks[PLAY_PICTURE] == NULL)
    return;
  position = gst_segment_position_from_stream_time (&segment, GST_FORMAT_TIME,
                                                    (guint64) position_ns);
  running = gst_segment_to_running_time (&segment, GST_FORMAT_TIME, position);
  if (!GST_CLOCK_TIME_IS_VALID (running))
    return;
  pad = gst_element_get_static_pad (self->sinks[PLAY_PICTURE], "sink");
  gst_pad_push_event (pad, gst_event_new_qos (GST_QOS_TYPE_UNDERFLOW, 1.0, 0, running));
}
