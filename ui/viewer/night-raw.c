/* night-raw.c - a pipeline of raw frames and samples, in time with each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-raw.h"

/* Less is not worth skipping for. */
#define LATE_NS (60 * (gint64) GST_MSECOND)

typedef struct {
  NightLateFunc func;
  gpointer user_data;
} Late;

/* The sink says how late each frame came; what decodes them is in another process. */
static GstPadProbeReturn
look_for_lateness (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  const Late *late = user_data;
  GstEvent *event = gst_pad_probe_info_get_event (info);
  g_autoptr (GstEvent) sticky = NULL;
  const GstSegment *segment = NULL;
  GstClockTimeDiff by_ns;
  GstClockTime at;
  guint64 position;

  if (GST_EVENT_TYPE (event) != GST_EVENT_QOS)
    return GST_PAD_PROBE_OK;
  gst_event_parse_qos (event, NULL, NULL, &by_ns, &at);
  sticky = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  if (by_ns < LATE_NS || sticky == NULL)
    return GST_PAD_PROBE_OK;
  gst_event_parse_segment (sticky, &segment);
  position = gst_segment_position_from_running_time (segment, GST_FORMAT_TIME,
                                                     at + (guint64) by_ns);
  if (GST_CLOCK_TIME_IS_VALID (position))
    late->func ((gint64) position, late->user_data);
  return GST_PAD_PROBE_OK;
}

static gboolean
add_picture (GstElement *pipeline,
             NightFeed *feed,
             NightFrameSink *frames,
             NightLateFunc late,
             gpointer user_data)
{
  GstElement *source = night_feed_make_element (feed, VAULT_PLAYER_PICTURE);
  GstElement *sink = night_frame_sink_make_element (frames);
  g_autoptr (GstPad) pad = NULL;
  Late *data = g_new (Late, 1);

  *data = (Late){ late, user_data };
  gst_bin_add_many (GST_BIN (pipeline), source, sink, NULL);
  pad = gst_element_get_static_pad (source, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, look_for_lateness, data,
                     g_free);
  return gst_element_link (source, sink);
}

static GstElement *
make_sound_sink (void)
{
  g_autoptr (GstElement) sink = gst_element_factory_make ("pulsesink", NULL);
  GstElement *silent;

  if (sink != NULL) {
    gst_object_ref_sink (sink);
    if (gst_element_set_state (sink, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE)
      return g_steal_pointer (&sink);
    gst_element_set_state (sink, GST_STATE_NULL);
  }

  /* No sound device: the film still has to keep its time. */
  silent = gst_element_factory_make ("fakesink", NULL);
  g_object_set (silent, "sync", TRUE, NULL);
  return gst_object_ref_sink (silent);
}

static gboolean
add_sound (GstElement *pipeline, NightFeed *feed)
{
  GstElement *source = night_feed_make_element (feed, VAULT_PLAYER_SOUND);
  GstElement *tempo = gst_element_factory_make ("scaletempo", NULL);
  GstElement *convert = gst_element_factory_make ("audioconvert", NULL);
  GstElement *resample = gst_element_factory_make ("audioresample", NULL);
  GstElement *volume = gst_element_factory_make ("volume", NIGHT_RAW_VOLUME);
  g_autoptr (GstElement) sink = make_sound_sink ();

  gst_bin_add_many (GST_BIN (pipeline), source, tempo, convert, resample, volume, sink,
                    NULL);
  return gst_element_link_many (source, tempo, convert, resample, volume, sink, NULL);
}

GstElement *
night_raw_new (NightFeed *feed,
               const VaultPlayerFacts *facts,
               NightFrameSink *frames,
               NightLateFunc late,
               gpointer user_data)
{
  g_autoptr (GstElement) pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));

  if ((facts->has_picture && !add_picture (pipeline, feed, frames, late, user_data))
      || (facts->has_sound && !add_sound (pipeline, feed))) {
    gst_element_set_state (pipeline, GST_STATE_NULL);
    return NULL;
  }
  return g_steal_pointer (&pipeline);
}
