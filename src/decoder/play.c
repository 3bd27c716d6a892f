/* play.c - one film or recording being decoded, frame after frame, until no slot is left
 *
 *   source - decodebin -+- video:  queue - videoconvert - appsink: picture.c into a slot
 *                       +- sound:  queue - audioconvert - audioresample - appsink: pour.c
 *                       +- others: left alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "play.h"

#include "autoplug.h"
#include "frame.h"
#include "picture.h"
#include "pour.h"
#include "wire.h"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#define MOST_THREADS 4
/* qtdemux takes decoding times for those of the picture, and then begins some frames late. */
#define SEEK_AHEAD_NS (300 * (gint64) GST_MSECOND)
/* What is kept of one stream while nothing comes of another: badly mixed files need it. */
#define MOST_QUEUED_BYTES (32u << 20)
#define MOST_FRAME_NS (3600 * GST_SECOND)
/* Decoders and libswscale read, and write, in wide steps. */
#define FRAME_PADDING_BYTES 64

typedef struct {
  guint32 serial;
  gint64 position_ns;
} Seek;

struct _Play {
  Slots *slots;
  Picture *picture;
  Pour *pour;
  GstElement *pipeline;
  GstElement *source;
  GstElement *sinks[PLAY_N_STREAMS]; /* NULL: there is no such stream */
  AutoplugWatch watch;

  GMutex mutex; /* for what follows */
  GCond changed;
  Frame tags;
  guint streams; /* those that are there, or were before they turned out empty */
  gboolean has_other_codec;
  gboolean is_complete; /* all streams are known */
  gboolean is_opened;   /* and the app was told */
  gboolean has_failed;  /* and the app was told */
  GstSegment segment;   /* of the latest frame */
  gint64 next_ns;       /* where a frame belongs that does not say */
  gboolean has_seek;
  Seek seek;          /* the next */
  guint32 seeking_to; /* serial of the one under way */
  gint64 target_ns;   /* of the latest; -1: none */
};

static void
say (const PlayReply *reply)
{
  (void) !wire_send (reply, sizeof *reply, -1);
}

/* Once. */
static void
fail (Play *self, DecoderStatus status)
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
    fail (self, status);
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
    fail (self, status);
    return;
  }
  reply.slot = slot.number;
  reply.serial = slot.serial;
  reply.n_bytes = (guint64) reply.width * reply.height * DECODER_PIXEL_BYTES;
  say (&reply);
}

static GstFlowReturn
new_frame (GstAppSink *sink, gpointer data)
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

static GstFlowReturn
new_sound (GstAppSink *sink, gpointer data)
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
    fail (self, DECODER_DAMAGED);
  if (!is_wanted)
    return;
  reply.serial = slots_get_serial (self->slots, stream);
  say (&reply);
}

static void
end_pictures (GstAppSink *sink, gpointer data)
{
  end_stream (data, PLAY_PICTURE);
}

static void
end_sounds (GstAppSink *sink, gpointer data)
{
  Play *self = data;

  pour_finish (self->pour);
  end_stream (self, PLAY_SOUND);
}

/* ---- what comes down to the sinks besides ---- */

static PlayStream
stream_of (Play *self, GstPad *pad)
{
  g_autoptr (GstElement) element = gst_pad_get_parent_element (pad);

  return element == self->sinks[PLAY_PICTURE] ? PLAY_PICTURE : PLAY_SOUND;
}

static void
end_flush (Play *self, PlayStream stream)
{
  guint32 serial;

  if (stream == PLAY_SOUND)
    pour_drop (self->pour);
  g_mutex_lock (&self->mutex);
  serial = self->seeking_to;
  g_mutex_unlock (&self->mutex);
  slots_end_flush (self->slots, stream, serial);
}

static void
take_tags (Play *self, GstEvent *event)
{
  GstTagList *tags = NULL;
  guint orientation;

  gst_event_parse_tag (event, &tags);
  g_mutex_lock (&self->mutex);
  frame_take_tags (&self->tags, tags);
  orientation = self->tags.orientation;
  g_mutex_unlock (&self->mutex);
  picture_set_orientation (self->picture, orientation);
}

static GstPadProbeReturn
on_event (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Play *self = data;
  GstEvent *event = gst_pad_probe_info_get_event (info);
  PlayStream stream = stream_of (self, pad);

  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_START)
    slots_begin_flush (self->slots, stream);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP)
    end_flush (self, stream);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_TAG && stream == PLAY_PICTURE)
    take_tags (self, event);
  return GST_PAD_PROBE_OK;
}

/* Decoders then leave room behind their frames, and need not copy them. */
static GstPadProbeReturn
on_query (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstQuery *query = gst_pad_probe_info_get_query (info);
  GstAllocationParams parameters;

  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  gst_allocation_params_init (&parameters);
  parameters.padding = FRAME_PADDING_BYTES;
  parameters.align = FRAME_PADDING_BYTES - 1;
  gst_query_add_allocation_param (query, NULL, &parameters);
  gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
  return GST_PAD_PROBE_HANDLED;
}

/* ---- putting it together ---- */

static GstElement *
make_sink (Play *self, PlayStream stream)
{
  GstElement *sink = gst_element_factory_make ("appsink", NULL);
  GstAppSinkCallbacks callbacks = { .new_sample = new_frame, .eos = end_pictures };
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstPad) pad = NULL;

  if (sink == NULL)
    return NULL;
  if (stream == PLAY_SOUND)
    callbacks = (GstAppSinkCallbacks){ .new_sample = new_sound, .eos = end_sounds };
  caps = stream == PLAY_SOUND ? pour_dup_caps () : picture_dup_caps ();
  /* Not asynchronous: nothing here waits for anything but slots. */
  g_object_set (sink, "caps", caps, "sync", FALSE, "async", FALSE, "max-buffers", 1,
                "enable-last-sample", FALSE, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  pad = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (
      pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM | GST_PAD_PROBE_TYPE_EVENT_FLUSH,
      on_event, self, NULL);
  if (stream == PLAY_PICTURE)
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, on_query, self, NULL);
  return sink;
}

static gboolean
add_branch (Play *self, PlayStream stream, GstPad *pad)
{
  GstElement *queue = gst_element_factory_make ("queue", NULL);
  GstElement *convert = gst_element_factory_make (
      stream == PLAY_SOUND ? "audioconvert" : "videoconvert", NULL);
  GstElement *resample = gst_element_factory_make (
      stream == PLAY_SOUND ? "audioresample" : "identity", NULL);
  GstElement *sink = make_sink (self, stream);
  GstElement *const all[] = { sink, resample, convert, queue };
  g_autoptr (GstPad) target = NULL;

  if (queue == NULL || convert == NULL || resample == NULL || sink == NULL)
    return FALSE;
  g_object_set (queue, "max-size-buffers", 2, "max-size-bytes", 0, "max-size-time",
                G_GUINT64_CONSTANT (0), NULL);
  self->sinks[stream] = sink;
  gst_bin_add_many (GST_BIN (self->pipeline), queue, convert, resample, sink, NULL);
  if (!gst_element_link_many (queue, convert, resample, sink, NULL))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    gst_element_sync_state_with_parent (all[i]);
  target = gst_element_get_static_pad (queue, "sink");
  return gst_pad_link (pad, target) == GST_PAD_LINK_OK;
}

/* The first of each kind. */
static void
on_decoded_pad (GstElement *bin, GstPad *pad, gpointer data)
{
  Play *self = data;
  PlayStream stream = autoplug_is_video (pad) ? PLAY_PICTURE : PLAY_SOUND;

  if ((stream == PLAY_SOUND && !autoplug_is_sound (pad)) || self->sinks[stream] != NULL)
    return;
  if (!add_branch (self, stream, pad)) {
    fail (self, DECODER_FAILED);
    return;
  }
  g_mutex_lock (&self->mutex);
  self->streams |= 1u << stream;
  g_mutex_unlock (&self->mutex);
}

static void
on_unknown_type (GstElement *bin, GstPad *pad, GstCaps *caps, gpointer data)
{
  Play *self = data;

  g_mutex_lock (&self->mutex);
  self->has_other_codec |= autoplug_is_video (pad);
  g_mutex_unlock (&self->mutex);
}

static void
on_no_more_pads (GstElement *bin, gpointer data)
{
  Play *self = data;
  gboolean is_unsupported;

  g_mutex_lock (&self->mutex);
  self->is_complete = TRUE;
  /* A film without its picture would look like one that has none. */
  is_unsupported = (self->streams & 1u << PLAY_PICTURE) == 0
                   && (self->has_other_codec || self->streams == 0);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  if (is_unsupported)
    fail (self, DECODER_UNSUPPORTED);
}

static GstBusSyncReply
on_message (GstBus *bus, GstMessage *message, gpointer data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    fail (data, autoplug_get_status (message));
  gst_message_unref (message);
  return GST_BUS_DROP;
}

static gboolean
build (Play *self, int window_fd, guint64 n_bytes, FilmAsk ask, gpointer data)
{
  GstElement *bin = gst_element_factory_make ("decodebin", NULL);
  g_autoptr (GstBus) bus = NULL;

  self->pipeline = gst_pipeline_new (NULL);
  self->source = film_source_new (window_fd, n_bytes, ask, data);
  if (bin == NULL || self->source == NULL)
    return FALSE;
  bus = gst_element_get_bus (self->pipeline);
  gst_bus_set_sync_handler (bus, on_message, self, NULL);
  g_signal_connect (bin, "pad-added", G_CALLBACK (on_decoded_pad), self);
  g_signal_connect (bin, "unknown-type", G_CALLBACK (on_unknown_type), self);
  g_signal_connect (bin, "no-more-pads", G_CALLBACK (on_no_more_pads), self);
  g_object_set (bin, "max-size-bytes", MOST_QUEUED_BYTES, NULL);
  autoplug_restrict (bin, MIN (g_get_num_processors (), MOST_THREADS));
  gst_bin_add_many (GST_BIN (self->pipeline), self->source, bin, NULL);
  return gst_element_link (self->source, bin);
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
      fail (self, DECODER_DAMAGED);
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
  if (!build (self, window_fd, n_bytes, ask, data))
    return NULL;
  return self;
}

void
play_start (Play *self)
{
  g_thread_unref (g_thread_new ("seek", run_seeks, self));
  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING)
      == GST_STATE_CHANGE_FAILURE)
    fail (self, DECODER_DAMAGED);
}

gboolean
play_look (Play *self)
{
  gboolean is_settled;

  g_mutex_lock (&self->mutex);
  is_settled = self->is_opened || self->has_failed;
  g_mutex_unlock (&self->mutex);
  if (!is_settled && autoplug_is_stuck (&self->watch, self->source))
    fail (self, DECODER_DAMAGED);
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
