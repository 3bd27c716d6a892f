/* night-playbin.c - a playbin that leaves nothing behind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-playbin.h"

#include "viewer/night-media-source.h"

/* Neither "download" nor "buffering", which may write to the disk, nor subtitles. */
#define PLAY_FLAGS "video+audio+soft-volume"

static void
source_setup (GstElement *playbin, GstElement *source, GInputStream *stream)
{
  if (NIGHT_IS_MEDIA_SOURCE (source))
    night_media_source_set_stream (NIGHT_MEDIA_SOURCE (source), stream);
}

/* A sound server shows a stream's title to everyone who asks. */
static GstPadProbeReturn
drop_tags (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstEvent *event = gst_pad_probe_info_get_event (info);

  return GST_EVENT_TYPE (event) == GST_EVENT_TAG ? GST_PAD_PROBE_DROP
                                                 : GST_PAD_PROBE_OK;
}

static GstElement *
make_audio_sink (void)
{
  g_autoptr (GstElement) sink = gst_element_factory_make ("pulsesink", NULL);
  g_autoptr (GstPad) pad = NULL;
  GstElement *silent;

  if (sink != NULL) {
    gst_object_ref_sink (sink);
    pad = gst_element_get_static_pad (sink, "sink");
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, drop_tags, NULL, NULL);
    if (gst_element_set_state (sink, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE)
      return g_steal_pointer (&sink);
    gst_element_set_state (sink, GST_STATE_NULL);
  }

  /* No sound device: the film still has to keep its time. */
  silent = gst_element_factory_make ("fakesink", NULL);
  g_object_set (silent, "sync", TRUE, NULL);
  return gst_object_ref_sink (silent);
}

GstElement *
night_playbin_new (GInputStream *stream, GstElement *video_sink)
{
  GstElement *playbin = gst_element_factory_make ("playbin3", NULL);
  GstElement *flip = gst_element_factory_make ("videoflip", NULL);
  g_autoptr (GstElement) audio_sink = NULL;

  if (playbin == NULL)
    return NULL;

  gst_object_ref_sink (playbin);
  night_media_source_register ();
  audio_sink = make_audio_sink ();
  g_object_set (playbin, "uri", NIGHT_MEDIA_SOURCE_URI, "video-sink", video_sink,
                "audio-sink", audio_sink, NULL);
  gst_util_set_object_arg (G_OBJECT (playbin), "flags", PLAY_FLAGS);

  /* Phones turn the film by a tag. */
  if (flip != NULL) {
    gst_util_set_object_arg (G_OBJECT (flip), "video-direction", "auto");
    g_object_set (playbin, "video-filter", flip, NULL);
  }

  g_signal_connect_data (playbin, "source-setup", G_CALLBACK (source_setup),
                         g_object_ref (stream),
                         (GClosureNotify) (GCallback) g_object_unref, 0);
  return playbin;
}

VaultError
night_playbin_get_problem (GstElement *playbin, GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) source = NULL;
  VaultError code;

  g_object_get (playbin, "source", &source, NULL);
  if (source != NULL && NIGHT_IS_MEDIA_SOURCE (source)
      && night_media_source_get_problem (NIGHT_MEDIA_SOURCE (source), &code))
    return code;

  gst_message_parse_error (message, &error, NULL);
  if (g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND)
      || g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_TYPE_NOT_FOUND)
      || g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE)
      || g_error_matches (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN))
    return VAULT_ERROR_UNSUPPORTED_MEDIA;

  return VAULT_ERROR_DAMAGED_MEDIA;
}
