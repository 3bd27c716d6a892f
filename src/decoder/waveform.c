/* waveform.c - a picture of a recording: how loud it is, from its beginning to its end
 *
 *   source - decodebin --- sound:  audioconvert - appsink
 *                       +- others: left alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "waveform.h"

#include "autoplug.h"
#include "film-source.h"
#include "frame.h"
#include "plugins.h"

#include <gst/app/gstappsink.h>
#include <math.h>
#include <time.h>

/* Of the app's patience, what is left for looking at the duration if this comes to nothing. */
#define TIME_LIMIT (10 * GST_SECOND)
/* Recordings up to here are decoded whole. */
#define WHOLE_LIMIT (60 * GST_SECOND)
/* Of a longer one, so much at each of its bars. */
#define MOMENT (120 * GST_MSECOND)
#define LOOK_INTERVAL (100 * GST_MSECOND)
/* So many looks in which nothing moves make an end. */
#define MAX_IDLE_LOOKS 10
/* One channel at any rate a sound card has; more is no recording. */
#define MAX_RATE 384000

typedef struct {
  GstElement *pipeline;
  GstElement *source;
  GstElement *convert;
  GstElement *sink;
  gint has_sound;   /* atomic */
  gint has_nothing; /* atomic: all streams are known, and none is sound */
  GstClockTime deadline;
  GstClockTime duration;
  Frame frame; /* what tags said */
  struct {
    double squares;
    guint64 n;
  } bars[WAVEFORM_BARS];
} Reader;

/* The first sound is the one to look at; what else there is is not decoded. */
static void
on_pad (GstElement *bin, GstPad *pad, gpointer data)
{
  Reader *self = data;
  g_autoptr (GstPad) target = gst_element_get_static_pad (self->convert, "sink");

  if (!gst_pad_is_linked (target) && gst_pad_link (pad, target) == GST_PAD_LINK_OK)
    g_atomic_int_set (&self->has_sound, TRUE);
}

static void
on_no_more_pads (GstElement *bin, gpointer data)
{
  Reader *self = data;

  if (!g_atomic_int_get (&self->has_sound))
    g_atomic_int_set (&self->has_nothing, TRUE);
}

static gboolean
build (Reader *self, int window_fd, guint64 n_bytes)
{
  g_autoptr (GstCaps) caps = gst_caps_new_simple (
      "audio/x-raw", "format", G_TYPE_STRING, "F32LE", "channels", G_TYPE_INT, 1,
      "layout", G_TYPE_STRING, "interleaved", "rate", GST_TYPE_INT_RANGE, 1, MAX_RATE,
      NULL);
  GstElement *bin = gst_element_factory_make ("decodebin", NULL);

  self->pipeline = gst_pipeline_new (NULL);
  self->source = film_source_new (window_fd, n_bytes, film_ask, NULL);
  self->convert = gst_element_factory_make ("audioconvert", NULL);
  self->sink = gst_element_factory_make ("appsink", NULL);
  if (self->source == NULL || bin == NULL || self->convert == NULL
      || self->sink == NULL)
    return FALSE;
  g_object_set (self->sink, "caps", caps, "sync", FALSE, "max-buffers", 4,
                "enable-last-sample", FALSE, NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), self->source, bin, self->convert,
                    self->sink, NULL);
  autoplug_select (bin, plugins_allow_sound);
  g_signal_connect (bin, "pad-added", G_CALLBACK (on_pad), self);
  g_signal_connect (bin, "no-more-pads", G_CALLBACK (on_no_more_pads), self);
  return gst_element_link (self->source, bin)
         && gst_element_link (self->convert, self->sink);
}

/* Returns: FALSE after an error. */
static gboolean
read_messages (Reader *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);
  GstMessage *message;
  gboolean is_well = TRUE;

  while (is_well
         && (message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR | GST_MESSAGE_TAG))
                != NULL) {
    g_autoptr (GstTagList) tags = NULL;

    is_well = GST_MESSAGE_TYPE (message) == GST_MESSAGE_TAG;
    if (is_well) {
      gst_message_parse_tag (message, &tags);
      frame_take_tags (&self->frame, tags);
    }
    gst_message_unref (message);
  }
  return is_well;
}

/* decodebin can lose the error of a demuxer and wait for ever; a process that neither
 * computes nor waits for the app will not come to anything.
 *
 * Returns: (transfer full) (nullable): NULL at the end and when nothing comes. */
static GstSample *
pull (Reader *self)
{
  clock_t processor_time = clock ();
  GstSample *sample = NULL;

  for (guint n_idle = 0; n_idle < MAX_IDLE_LOOKS;) {
    sample = gst_app_sink_try_pull_sample (GST_APP_SINK (self->sink), LOOK_INTERVAL);
    if (sample != NULL || !read_messages (self) || g_atomic_int_get (&self->has_nothing)
        || gst_app_sink_is_eos (GST_APP_SINK (self->sink))
        || gst_util_get_timestamp () > self->deadline)
      break;
    n_idle = clock () - processor_time < CLOCKS_PER_SEC / 200
                     && !film_source_is_asking (self->source)
                 ? n_idle + 1
                 : 0;
    processor_time = clock ();
  }
  return sample;
}

/* Which bar a moment belongs to. */
static guint
find_bar (const Reader *self, GstClockTime at)
{
  if (self->duration == 0 || at >= self->duration)
    return WAVEFORM_BARS - 1;
  return (guint) (at * WAVEFORM_BARS / self->duration);
}

static void
note (Reader *self, GstSample *sample, guint bar)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstMapInfo map;
  double squares = 0;

  if (buffer == NULL || !gst_buffer_map (buffer, &map, GST_MAP_READ))
    return;
  for (gsize i = 0; i + sizeof (float) <= map.size; i += sizeof (float)) {
    float value = ABS (*(const float *) (gconstpointer) (map.data + i));

    /* What is no number is as loud as silence. */
    if (value > 0)
      squares += (double) MIN (value, 1) * MIN (value, 1);
  }
  self->bars[bar].squares += squares;
  self->bars[bar].n += map.size / sizeof (float);
  gst_buffer_unmap (buffer, &map);
}

/* Returns: whether its end was reached. */
static gboolean
read_whole (Reader *self, GstSample *first)
{
  g_autoptr (GstSample) sample = gst_sample_ref (first);

  while (sample != NULL) {
    GstClockTime at = GST_BUFFER_PTS (gst_sample_get_buffer (sample));

    note (self, sample, GST_CLOCK_TIME_IS_VALID (at) ? find_bar (self, at) : 0);
    gst_sample_unref (g_steal_pointer (&sample));
    sample = pull (self);
  }
  return gst_app_sink_is_eos (GST_APP_SINK (self->sink));
}

static gboolean
read_moment (Reader *self, guint bar)
{
  const GstClockTime at =
      self->duration / WAVEFORM_BARS * bar + self->duration / WAVEFORM_BARS / 2;
  GstClockTime heard = 0;

  if (!gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME,
                                GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT,
                                (gint64) at))
    return FALSE;
  while (heard < MOMENT) {
    g_autoptr (GstSample) sample = pull (self);
    GstClockTime length;

    if (sample == NULL)
      break;
    note (self, sample, bar);
    length = GST_BUFFER_DURATION (gst_sample_get_buffer (sample));
    heard += GST_CLOCK_TIME_IS_VALID (length) && length > 0 ? length : MOMENT / 4;
  }
  return heard > 0;
}

static gboolean
read_moments (Reader *self)
{
  for (guint bar = 0; bar < WAVEFORM_BARS; bar++)
    if (!read_moment (self, bar))
      return FALSE;
  return TRUE;
}

static gboolean
run (Reader *self)
{
  g_autoptr (GstSample) first = NULL;
  gint64 duration = 0;

  self->deadline = gst_util_get_timestamp () + TIME_LIMIT;
  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING)
      == GST_STATE_CHANGE_FAILURE)
    return FALSE;
  first = pull (self);
  if (first == NULL
      || !gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &duration)
      || duration <= 0)
    return FALSE;
  self->duration = (GstClockTime) duration;
  return self->duration <= WHOLE_LIMIT ? read_whole (self, first) : read_moments (self);
}

static DecoderStatus
draw (const Reader *self, Canvas **out)
{
  float levels[WAVEFORM_BARS];

  for (guint i = 0; i < WAVEFORM_BARS; i++)
    levels[i] =
        (float) sqrt (self->bars[i].squares / (double) MAX (self->bars[i].n, 1));
  return waveform_draw (levels, out);
}

DecoderStatus
waveform_read (int window_fd, guint64 n_bytes, Film *out)
{
  Reader self = { 0 };
  gboolean is_read;

  *out = (Film){ 0 };
  is_read = build (&self, window_fd, n_bytes) && run (&self);
  /* Waits for the streaming threads, so that none of them is still asking. */
  gst_element_set_state (self.pipeline, GST_STATE_NULL);
  gst_object_unref (self.pipeline);
  if (!is_read)
    return film_read (window_fd, n_bytes, FALSE, out);

  out->duration_ms = self.duration / GST_MSECOND;
  out->captured = self.frame.captured;
  return draw (&self, &out->poster);
}
