/* night-frame-sink.c - where the frames of a film become textures
 *
 * The streaming thread puts a texture into "newest" and makes sure one idle source is on
 * its way; the main context takes it out.  A frame that comes before the last one was
 * taken replaces it: what is late is not shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-frame-sink.h"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

struct _NightFrameSink {
  GMutex mutex; /* for the next three */
  GdkTexture *newest;
  GSource *source; /* on its way to take it */
  gboolean closed;

  NightFrameFunc func; /* main context only */
  gpointer user_data;
};

NightFrameSink *
night_frame_sink_new (NightFrameFunc func, gpointer user_data)
{
  NightFrameSink *self = g_atomic_rc_box_new0 (NightFrameSink);

  g_mutex_init (&self->mutex);
  self->func = func;
  self->user_data = user_data;
  return self;
}

NightFrameSink *
night_frame_sink_ref (NightFrameSink *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  NightFrameSink *self = data;

  g_clear_object (&self->newest);
  g_mutex_clear (&self->mutex);
}

void
night_frame_sink_unref (NightFrameSink *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static gboolean
hand_over (gpointer user_data)
{
  NightFrameSink *self = user_data;
  g_autoptr (GdkTexture) texture = NULL;

  /* Closing happens in this same context, so not between here and the call. */
  g_mutex_lock (&self->mutex);
  texture = g_steal_pointer (&self->newest);
  g_clear_pointer (&self->source, g_source_unref);
  g_mutex_unlock (&self->mutex);

  if (texture != NULL)
    self->func (texture, self->user_data);

  return G_SOURCE_REMOVE;
}

static void
put (NightFrameSink *self, GdkTexture *texture)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->closed)
    return;

  g_set_object (&self->newest, texture);
  if (self->source != NULL)
    return;

  self->source = g_idle_source_new ();
  g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->source, hand_over, night_frame_sink_ref (self),
                         (GDestroyNotify) night_frame_sink_unref);
  g_source_attach (self->source, NULL);
}

static void
release_frame (gpointer data)
{
  GstVideoFrame *frame = data;

  gst_video_frame_unmap (frame);
  g_free (frame);
}

/* Returns: (transfer full) (nullable): the frame's own memory as a texture. */
static GdkTexture *
wrap (GstSample *sample)
{
  GstVideoFrame *frame = g_new0 (GstVideoFrame, 1);
  g_autoptr (GBytes) bytes = NULL;
  GstVideoInfo info;
  gsize stride_bytes;

  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (sample))
      || !gst_video_frame_map (frame, &info, gst_sample_get_buffer (sample),
                               GST_MAP_READ)) {
    g_free (frame);
    return NULL;
  }

  stride_bytes = (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0);
  bytes = g_bytes_new_with_free_func (GST_VIDEO_FRAME_PLANE_DATA (frame, 0),
                                      stride_bytes * (gsize) info.height, release_frame,
                                      frame);
  return gdk_memory_texture_new (
      info.width, info.height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes, stride_bytes);
}

static GstFlowReturn
take (NightFrameSink *self, GstSample *sample)
{
  g_autoptr (GdkTexture) texture = NULL;

  if (sample == NULL)
    return GST_FLOW_OK;

  texture = wrap (sample);
  if (texture != NULL)
    put (self, texture);
  gst_sample_unref (sample);

  return GST_FLOW_OK;
}

static GstFlowReturn
new_preroll (GstAppSink *element, gpointer user_data)
{
  return take (user_data, gst_app_sink_try_pull_preroll (element, 0));
}

static GstFlowReturn
new_sample (GstAppSink *element, gpointer user_data)
{
  return take (user_data, gst_app_sink_try_pull_sample (element, 0));
}

void
night_frame_sink_close (NightFrameSink *self)
{
  g_mutex_lock (&self->mutex);
  self->closed = TRUE;
  g_clear_object (&self->newest);
  g_mutex_unlock (&self->mutex);
}

GstElement *
night_frame_sink_make_element (NightFrameSink *self)
{
  GstElement *element = gst_element_factory_make ("appsink", NULL);
  GstAppSinkCallbacks callbacks = {
    .new_preroll = new_preroll,
    .new_sample = new_sample,
  };

  g_object_set (element, "max-buffers", 1, "drop", TRUE, "sync", TRUE, "qos", TRUE,
                "enable-last-sample", FALSE, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (element), &callbacks,
                              night_frame_sink_ref (self),
                              (GDestroyNotify) night_frame_sink_unref);
  return element;
}
