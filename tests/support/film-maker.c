/* film-maker.c - films and recordings for tests, made when they are needed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "film-maker.h"

#include <glib/gstdio.h>
#include <gst/app/gstappsrc.h>
#include <string.h>

const guint32 film_colours[FILM_SECONDS] = { 0xe00000, 0x00c000, 0x0000e0, 0xe0e0e0 };

/* BT.601, as videotestsrc does it too. */
static void
paint (guint8 *frame, guint32 colour)
{
  const double red = colour >> 16 & 255, green = colour >> 8 & 255, blue = colour & 255;
  const gsize n_pixels = FILM_WIDTH * FILM_HEIGHT;

  memset (frame, (int) (16 + 0.257 * red + 0.504 * green + 0.098 * blue), n_pixels);
  memset (frame + n_pixels, (int) (128 - 0.148 * red - 0.291 * green + 0.439 * blue),
          n_pixels / 4);
  memset (frame + n_pixels * 5 / 4,
          (int) (128 + 0.439 * red - 0.368 * green - 0.071 * blue), n_pixels / 4);
}

static void
feed (GstAppSrc *source)
{
  const gsize n_bytes = FILM_WIDTH * FILM_HEIGHT * 3 / 2;

  for (guint i = 0; i < FILM_SECONDS * FILM_FPS; i++) {
    guint8 *frame = g_malloc (n_bytes);
    GstBuffer *buffer = gst_buffer_new_wrapped (frame, n_bytes);

    paint (frame, film_colours[i / FILM_FPS]);
    GST_BUFFER_PTS (buffer) = i * GST_SECOND / FILM_FPS;
    GST_BUFFER_DURATION (buffer) = GST_SECOND / FILM_FPS;
    g_assert_cmpint (gst_app_src_push_buffer (source, buffer), ==, GST_FLOW_OK);
  }
  gst_app_src_end_of_stream (source);
}

static gboolean
run_pipeline (GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstElement) scenes = gst_bin_get_by_name (GST_BIN (pipeline), "scenes");
  g_autoptr (GstMessage) message = NULL;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  if (scenes != NULL)
    feed (GST_APP_SRC (scenes));
  message = gst_bus_timed_pop_filtered (bus, 30 * GST_SECOND,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return message != NULL && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS;
}

GBytes *
film_make (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch_full (
      text, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);
  g_autoptr (GstElement) sink = NULL;
  g_autofree char *path = NULL;
  char *bytes;
  gsize n_bytes;

  g_assert_no_error (error);
  g_close (g_file_open_tmp ("nightstand-film-XXXXXX", &path, NULL), NULL);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_object_set (sink, "location", path, NULL);
  g_assert_true (run_pipeline (pipeline));
  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  g_remove (path);
  return g_bytes_new_take (bytes, n_bytes);
}
