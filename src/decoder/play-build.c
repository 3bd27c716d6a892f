/* play-build.c - the pipeline behind a film that is played
 *
 *   source - decodebin -+- video:  queue - videoconvert - appsink: picture.c into a slot
 *                       +- sound:  queue - audioconvert - audioresample - appsink: pour.c
 *                       +- others: left alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "play-private.h"

#include <gst/video/video.h>

#define MOST_THREADS 4
/* What is kept of one stream while nothing comes of another: badly mixed files need it. */
#define MOST_QUEUED_BYTES (32u << 20)
/* Decoders and libswscale read, and write, in wide steps. */
#define FRAME_PADDING_BYTES 64

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
  GstAppSinkCallbacks callbacks = { .new_sample = play_new_frame,
                                    .eos = play_end_pictures };
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstPad) pad = NULL;

  if (sink == NULL)
    return NULL;
  if (stream == PLAY_SOUND)
    callbacks =
        (GstAppSinkCallbacks){ .new_sample = play_new_sound, .eos = play_end_sounds };
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
    play_fail (self, DECODER_FAILED);
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
    play_fail (self, DECODER_UNSUPPORTED);
}

static GstBusSyncReply
on_message (GstBus *bus, GstMessage *message, gpointer data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    play_fail (data, autoplug_get_status (message));
  gst_message_unref (message);
  return GST_BUS_DROP;
}

gboolean
play_build (Play *self, int window_fd, guint64 n_bytes, FilmAsk ask, gpointer data)
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
