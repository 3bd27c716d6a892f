/* frame.c - from one decoded frame to a poster
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "frame.h"

#include <gst/video/video.h>
#include <string.h>

static guint
orientation_of (GstVideoOrientationMethod method)
{
  switch (method) {
  case GST_VIDEO_ORIENTATION_HORIZ:
    return 2;
  case GST_VIDEO_ORIENTATION_180:
    return 3;
  case GST_VIDEO_ORIENTATION_VERT:
    return 4;
  case GST_VIDEO_ORIENTATION_UL_LR:
    return 5;
  case GST_VIDEO_ORIENTATION_90R:
    return 6;
  case GST_VIDEO_ORIENTATION_UR_LL:
    return 7;
  case GST_VIDEO_ORIENTATION_90L:
    return 8;
  default:
    return 1;
  }
}

void
frame_take_tags (Frame *self, const GstTagList *tags)
{
  GstVideoOrientationMethod method;
  g_autoptr (GstDateTime) when = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (tags == NULL)
    return;
  if (gst_video_orientation_from_tag ((GstTagList *) tags, &method))
    self->orientation = orientation_of (method);
  if (!gst_tag_list_get_date_time (tags, GST_TAG_DATE_TIME, &when)
      || !gst_date_time_has_time (when))
    return;
  time = gst_date_time_to_g_date_time (when);
  if (time != NULL)
    self->captured = MAX (0, g_date_time_to_unix (time));
}

static void
copy_rows (const GstVideoFrame *frame, Canvas *canvas)
{
  const guint8 *pixels = GST_VIDEO_FRAME_PLANE_DATA (frame, 0);
  const gsize stride = (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0);
  const gsize n_bytes = (gsize) canvas->source_width * DECODER_PIXEL_BYTES;
  guint8 *row;

  for (gsize y = 0; (row = canvas_row (canvas)) != NULL; y++) {
    memcpy (row, pixels + y * stride, n_bytes);
    for (gsize at = 3; at < n_bytes; at += DECODER_PIXEL_BYTES)
      row[at] = 255;
    canvas_push (canvas);
  }
}

static DecoderStatus
paint (const GstVideoFrame *frame, Film *out)
{
  const gint width = GST_VIDEO_FRAME_WIDTH (frame);
  const gint height = GST_VIDEO_FRAME_HEIGHT (frame);
  DecoderStatus status =
      canvas_check_size ((guint64) MAX (width, 0), (guint64) MAX (height, 0));

  if (status != DECODER_OK)
    return status;
  out->full_width = (guint) width;
  out->full_height = (guint) height;
  status = canvas_begin (&out->poster, (guint) width, (guint) height,
                         DECODER_THUMBNAIL_SIDE);
  if (status == DECODER_OK)
    copy_rows (frame, out->poster);
  return status;
}

DecoderStatus
frame_paint (const Frame *self, GstSample *sample, Film *out)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstCaps *caps = gst_sample_get_caps (sample);
  GstVideoInfo info;
  GstVideoFrame frame;
  DecoderStatus status;

  if (buffer == NULL || caps == NULL || !gst_video_info_from_caps (&info, caps)
      || GST_VIDEO_INFO_FORMAT (&info) != GST_VIDEO_FORMAT_BGRx
      || !gst_video_frame_map (&frame, &info, buffer, GST_MAP_READ))
    return DECODER_DAMAGED;
  status = paint (&frame, out);
  gst_video_frame_unmap (&frame);
  if (status != DECODER_OK)
    return status;

  if (self->orientation >= 5) {
    guint width = out->full_width;

    out->full_width = out->full_height;
    out->full_height = width;
  }
  return canvas_turn (&out->poster, self->orientation);
}
