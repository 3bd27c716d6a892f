/* film.c - a poster of a film, and how long a film or a recording takes
 *
 *   source - decodebin -+- video:  videoconvert - videoscale - appsink
 *                       +- others: left alone
 *   source - parsebin  --- all:    fakesink           (without a poster)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "film.h"

#include "autoplug.h"
#include "film-source.h"
#include "frame.h"

#include <gst/app/gstappsink.h>
#include <string.h>

/* Before the app loses its patience. */
#define TIME_LIMIT (15 * GST_SECOND)
#define FRAME_LIMIT (5 * GST_SECOND)
/* How far into the film the poster is: behind the titles, ahead of the end. */
#define POSTER_PART 10

typedef struct {
  GstElement *pipeline;
  GstElement *source;
  GstElement *convert; /* where video goes in; NULL without a poster */
  GstElement *sink;
  gboolean has_picture;     /* video is being decoded */
  gboolean has_other_codec; /* there is video that nothing here decodes */
  gboolean has_sound;
  GstClockTime deadline;
  AutoplugWatch watch;
  Frame frame; /* what tags said */
} Reader;

/* The first video stream is the one to look at. */
static void
on_decoded_pad (GstElement *bin, GstPad *pad, gpointer data)
{
  Reader *self = data;
  g_autoptr (GstPad) target = gst_element_get_static_pad (self->convert, "sink");

  if (autoplug_is_video (pad) && !gst_pad_is_linked (target)
      && gst_pad_link (pad, target) == GST_PAD_LINK_OK)
    self->has_picture = TRUE;
}

static void
on_unknown_type (GstElement *bin, GstPad *pad, GstCaps *caps, gpointer data)
{
  Reader *self = data;

  if (autoplug_is_video (pad))
    self->has_other_codec = TRUE;
  else
    self->has_sound = TRUE;
}

static void
on_parsed_pad (GstElement *bin, GstPad *pad, gpointer data)
{
  Reader *self = data;
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) target = NULL;

  if (sink == NULL)
    return;
  g_object_set (sink, "sync", FALSE, NULL);
  gst_bin_add (GST_BIN (self->pipeline), sink);
  target = gst_element_get_static_pad (sink, "sink");
  gst_pad_link (pad, target);
  gst_element_sync_state_with_parent (sink);
}

/* Without this, a file that turns out to have no picture would be waited for. */
static void
on_no_more_pads (GstElement *bin, gpointer data)
{
  Reader *self = data;

  if (self->convert != NULL && !self->has_picture)
    gst_element_post_message (
        self->pipeline, gst_message_new_application (GST_OBJECT (self->pipeline),
                                                     gst_structure_new_empty ("none")));
}

static gboolean
add_poster_elements (Reader *self)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (
      "video/x-raw, format=BGRx, pixel-aspect-ratio=1/1");
  GstElement *scale = gst_element_factory_make ("videoscale", NULL);

  self->convert = gst_element_factory_make ("videoconvert", NULL);
  self->sink = gst_element_factory_make ("appsink", NULL);
  if (self->convert == NULL || scale == NULL || self->sink == NULL)
    return FALSE;
  g_object_set (self->sink, "caps", caps, "sync", FALSE, "max-buffers", 1,
                "enable-last-sample", FALSE, NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), self->convert, scale, self->sink, NULL);
  return gst_element_link_many (self->convert, scale, self->sink, NULL);
}

static gboolean
build (Reader *self, int window_fd, guint64 n_bytes, gboolean wants_poster)
{
  GstElement *bin =
      gst_element_factory_make (wants_poster ? "decodebin" : "parsebin", NULL);

  self->pipeline = gst_pipeline_new (NULL);
  self->source = film_source_new (window_fd, n_bytes, film_ask, NULL);
  if (self->source == NULL || bin == NULL)
    return FALSE;
  gst_bin_add_many (GST_BIN (self->pipeline), self->source, bin, NULL);
  g_signal_connect (bin, "no-more-pads", G_CALLBACK (on_no_more_pads), self);
  if (!wants_poster) {
    g_signal_connect (bin, "pad-added", G_CALLBACK (on_parsed_pad), self);
    return gst_element_link (self->source, bin);
  }
  /* One thread a decoder: the memory limit counts every stack. */
  autoplug_restrict (bin, 1);
  g_signal_connect (bin, "pad-added", G_CALLBACK (on_decoded_pad), self);
  g_signal_connect (bin, "unknown-type", G_CALLBACK (on_unknown_type), self);
  return add_poster_elements (self) && gst_element_link (self->source, bin);
}

static void
take_tags (Reader *self, GstMessage *message)
{
  g_autoptr (GstTagList) tags = NULL;

  gst_message_parse_tag (message, &tags);
  frame_take_tags (&self->frame, tags);
}

/* Wait until the pipeline has a picture to show, or has none. */
static DecoderStatus
wait_settled (Reader *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);
  const GstMessageType types = GST_MESSAGE_ERROR | GST_MESSAGE_EOS
                               | GST_MESSAGE_ASYNC_DONE | GST_MESSAGE_APPLICATION
                               | GST_MESSAGE_TAG;

  self->watch = (AutoplugWatch){ 0 };
  while (gst_util_get_timestamp () < self->deadline) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
        bus, AUTOPLUG_LOOK_MS * GST_MSECOND, types);

    if (message == NULL) {
      if (autoplug_is_stuck (&self->watch, self->source))
        return DECODER_DAMAGED;
      continue;
    }
    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
      return autoplug_get_status (message);
    if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_TAG)
      return DECODER_OK;
    take_tags (self, message);
  }
  return DECODER_DAMAGED;
}

static void
read_duration (Reader *self, Film *out)
{
  gint64 duration = 0;

  if (gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &duration)
      && duration > 0)
    out->duration_ms = (guint64) duration / GST_MSECOND;
}

static GstSample *
pull_frame (Reader *self)
{
  return gst_app_sink_try_pull_preroll (GST_APP_SINK (self->sink), FRAME_LIMIT);
}

/* The frame a tenth into the film; or, where seeking does not work, the first. */
static DecoderStatus
take_poster (Reader *self, Film *out)
{
  g_autoptr (GstSample) first = pull_frame (self);
  g_autoptr (GstSample) later = NULL;
  gint64 at = (gint64) (out->duration_ms * GST_MSECOND / POSTER_PART);

  if (at > 0
      && gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME,
                                  GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT, at)
      && wait_settled (self) == DECODER_OK)
    later = pull_frame (self);
  if (first == NULL && later == NULL)
    return DECODER_DAMAGED;
  return frame_paint (&self->frame, later != NULL ? later : first, out);
}

static DecoderStatus
run (Reader *self, Film *out)
{
  DecoderStatus status;

  self->deadline = gst_util_get_timestamp () + TIME_LIMIT;
  if (gst_element_set_state (self->pipeline, GST_STATE_PAUSED)
      == GST_STATE_CHANGE_FAILURE)
    return DECODER_DAMAGED;
  status = wait_settled (self);
  if (status != DECODER_OK)
    return status;
  read_duration (self, out);
  out->captured = self->frame.captured;
  if (self->has_picture)
    return take_poster (self, out);
  return self->has_other_codec ? DECODER_UNSUPPORTED : DECODER_OK;
}

static DecoderStatus
read_once (Reader *self, int window_fd, guint64 n_bytes, gboolean poster, Film *out)
{
  DecoderStatus status = DECODER_FAILED;

  if (build (self, window_fd, n_bytes, poster))
    status = run (self, out);
  /* Waits for the streaming threads, so that none of them is still asking. */
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->pipeline);
  return status;
}

DecoderStatus
film_read (int window_fd, guint64 n_bytes, gboolean wants_poster, Film *out)
{
  Reader self = { 0 }, again = { 0 };
  DecoderStatus status;

  *out = (Film){ 0 };
  status = read_once (&self, window_fd, n_bytes, wants_poster, out);
  /* decodebin gives up on what turns out to be a recording: there is nothing it may
   * decode.  How long it takes can still be told. */
  if (status == DECODER_UNSUPPORTED && self.has_sound && !self.has_other_codec)
    status = read_once (&again, window_fd, n_bytes, FALSE, out);
  return status;
}

void
film_clear (Film *self)
{
  g_clear_pointer (&self->poster, canvas_free);
}
