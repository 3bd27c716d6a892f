/* picture.c - from decoded frames of any kind to upright BGRA of the wanted size
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "picture.h"

#include "media/play-protocol.h"

#include "canvas.h"
#include "turn.h"

#include <gst/video/video.h>
#include <libavutil/log.h>
#include <libswscale/swscale.h>
#include <math.h>
#include <string.h>

/* libswscale's "as it is", in 16.16. */
#define NEUTRAL (1 << 16)

/* Everything a scaler is made for. */
typedef struct {
  int from_width;
  int from_height;
  int to_width;
  int to_height;
  int format;
  int matrix;
  int is_full_range;
} Scaling;

struct _Picture {
  GMutex mutex; /* for the next three */
  guint most_width;
  guint most_height;
  guint orientation;

  struct SwsContext *scaler;
  Scaling scaling;
  guint32 *unturned;
  gsize unturned_pixels;
};

typedef struct {
  GstVideoFormat from;
  enum AVPixelFormat to;
} Format;

/* What else a decoder may give, videoconvert makes into one of these.  An alpha plane is
 * left out. */
static const Format formats[] = {
  { GST_VIDEO_FORMAT_I420, AV_PIX_FMT_YUV420P },
  { GST_VIDEO_FORMAT_NV12, AV_PIX_FMT_NV12 },
  { GST_VIDEO_FORMAT_A420, AV_PIX_FMT_YUV420P },
  { GST_VIDEO_FORMAT_Y42B, AV_PIX_FMT_YUV422P },
  { GST_VIDEO_FORMAT_Y444, AV_PIX_FMT_YUV444P },
  { GST_VIDEO_FORMAT_I420_10LE, AV_PIX_FMT_YUV420P10LE },
  { GST_VIDEO_FORMAT_I422_10LE, AV_PIX_FMT_YUV422P10LE },
  { GST_VIDEO_FORMAT_Y444_10LE, AV_PIX_FMT_YUV444P10LE },
  { GST_VIDEO_FORMAT_I420_12LE, AV_PIX_FMT_YUV420P12LE },
  { GST_VIDEO_FORMAT_I422_12LE, AV_PIX_FMT_YUV422P12LE },
  { GST_VIDEO_FORMAT_Y444_12LE, AV_PIX_FMT_YUV444P12LE },
  { GST_VIDEO_FORMAT_P010_10LE, AV_PIX_FMT_P010LE },
  { GST_VIDEO_FORMAT_GRAY8, AV_PIX_FMT_GRAY8 },
  { GST_VIDEO_FORMAT_GBR, AV_PIX_FMT_GBRP },
  { GST_VIDEO_FORMAT_YUY2, AV_PIX_FMT_YUYV422 },
  { GST_VIDEO_FORMAT_UYVY, AV_PIX_FMT_UYVY422 },
  { GST_VIDEO_FORMAT_BGRx, AV_PIX_FMT_BGR0 },
  { GST_VIDEO_FORMAT_RGB, AV_PIX_FMT_RGB24 },
};

Picture *
picture_new (void)
{
  Picture *self = g_new0 (Picture, 1);

  g_mutex_init (&self->mutex);
  av_log_set_level (AV_LOG_QUIET);
  return self;
}

GstCaps *
picture_dup_caps (void)
{
  GstVideoFormat list[G_N_ELEMENTS (formats)];

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    list[i] = formats[i].from;
  return gst_video_make_raw_caps (list, G_N_ELEMENTS (list));
}

void
picture_limit_size (Picture *self, guint width, guint height)
{
  g_mutex_lock (&self->mutex);
  self->most_width = width;
  self->most_height = height;
  g_mutex_unlock (&self->mutex);
}

void
picture_set_orientation (Picture *self, guint orientation)
{
  g_mutex_lock (&self->mutex);
  self->orientation = orientation;
  g_mutex_unlock (&self->mutex);
}

static enum AVPixelFormat
find_format (GstVideoFormat from)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].from == from)
      return formats[i].to;
  return AV_PIX_FMT_NONE;
}

/* Pixels are widened, not narrowed, to be square.  The product is at most 2^62. */
static DecoderStatus
measure (GstSample *sample, GstVideoInfo *info, guint *out_width, guint *out_height)
{
  GstCaps *caps = gst_sample_get_caps (sample);
  guint64 width, height, across, down;
  DecoderStatus status;

  if (caps == NULL || !gst_video_info_from_caps (info, caps)
      || find_format (GST_VIDEO_INFO_FORMAT (info)) == AV_PIX_FMT_NONE)
    return DECODER_DAMAGED;
  width = (guint64) MAX (GST_VIDEO_INFO_WIDTH (info), 0);
  height = (guint64) MAX (GST_VIDEO_INFO_HEIGHT (info), 0);
  across = (guint64) MAX (GST_VIDEO_INFO_PAR_N (info), 1);
  down = (guint64) MAX (GST_VIDEO_INFO_PAR_D (info), 1);
  if (across > down)
    width = width * across / down;
  else
    height = height * down / across;
  status = canvas_check_size (width, height);
  *out_width = (guint) width;
  *out_height = (guint) height;
  return status;
}

DecoderStatus
picture_measure (Picture *self, GstSample *sample, guint *out_width, guint *out_height)
{
  GstVideoInfo info;
  guint width = 0, height = 0;
  DecoderStatus status = measure (sample, &info, &width, &height);
  gboolean swap;

  g_mutex_lock (&self->mutex);
  swap = turn_swaps_sides (self->orientation);
  g_mutex_unlock (&self->mutex);
  *out_width = swap ? height : width;
  *out_height = swap ? width : height;
  return status;
}

/* Before turning.  Returns: the orientation. */
static guint
fit (Picture *self, guint *width, guint *height)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gboolean swap = turn_swaps_sides (self->orientation);
  guint most_width = swap ? self->most_height : self->most_width;
  guint most_height = swap ? self->most_width : self->most_height;
  double factor = sqrt ((double) PLAY_MAX_PIXELS / ((double) *width * *height));

  factor = MIN (factor, 1);
  if (most_width > 0)
    factor = MIN (factor, (double) most_width / *width);
  if (most_height > 0)
    factor = MIN (factor, (double) most_height / *height);
  factor = MIN (factor, (double) PLAY_MAX_SIDE / MAX (*width, *height));
  *width = MAX ((guint) (*width * factor), 1);
  *height = MAX ((guint) (*height * factor), 1);
  return self->orientation;
}

static int
matrix_of (const GstVideoInfo *info)
{
  switch (info->colorimetry.matrix) {
  case GST_VIDEO_COLOR_MATRIX_BT709:
    return SWS_CS_ITU709;
  case GST_VIDEO_COLOR_MATRIX_BT2020:
    return SWS_CS_BT2020;
  case GST_VIDEO_COLOR_MATRIX_SMPTE240M:
    return SWS_CS_SMPTE240M;
  case GST_VIDEO_COLOR_MATRIX_FCC:
    return SWS_CS_FCC;
  default:
    return SWS_CS_ITU601;
  }
}

static gboolean
prepare_scaler (Picture *self, const GstVideoInfo *info, guint width, guint height)
{
  const Scaling wanted = { GST_VIDEO_INFO_WIDTH (info),
                           GST_VIDEO_INFO_HEIGHT (info),
                           (int) width,
                           (int) height,
                           find_format (GST_VIDEO_INFO_FORMAT (info)),
                           matrix_of (info),
                           info->colorimetry.range == GST_VIDEO_COLOR_RANGE_0_255 };

  if (self->scaler != NULL && memcmp (&wanted, &self->scaling, sizeof wanted) == 0)
    return TRUE;
  sws_freeContext (self->scaler);
  self->scaling = wanted;
  self->scaler = sws_getContext (wanted.from_width, wanted.from_height,
                                 (enum AVPixelFormat) wanted.format, wanted.to_width,
                                 wanted.to_height, AV_PIX_FMT_BGRA, SWS_BILINEAR, NULL,
                                 NULL, NULL);
  if (self->scaler == NULL)
    return FALSE;
  /* It has no opinion on formats that are not YUV. */
  (void) !sws_setColorspaceDetails (
      self->scaler, sws_getCoefficients (wanted.matrix), wanted.is_full_range,
      sws_getCoefficients (SWS_CS_DEFAULT), TRUE, 0, NEUTRAL, NEUTRAL);
  return TRUE;
}

static gboolean
scale (Picture *self, const GstVideoFrame *frame, guint width, guint height, void *out)
{
  const uint8_t *planes[4] = { NULL };
  int strides[4] = { 0 };
  uint8_t *const out_planes[4] = { out };
  const int out_strides[4] = { (int) width * DECODER_PIXEL_BYTES };

  if (!prepare_scaler (self, &frame->info, width, height))
    return FALSE;
  for (guint i = 0; i < MIN (GST_VIDEO_FRAME_N_PLANES (frame), 4); i++) {
    planes[i] = GST_VIDEO_FRAME_PLANE_DATA (frame, i);
    strides[i] = GST_VIDEO_FRAME_PLANE_STRIDE (frame, i);
  }
  return sws_scale (self->scaler, planes, strides, 0, GST_VIDEO_FRAME_HEIGHT (frame),
                    out_planes, out_strides)
         == (int) height;
}

/* Scaling may write a little behind the last pixel. */
static guint32 *
get_unturned (Picture *self, gsize n_pixels)
{
  if (self->unturned_pixels < n_pixels) {
    g_free (self->unturned);
    self->unturned = g_try_new (guint32, n_pixels + 1024);
    self->unturned_pixels = self->unturned != NULL ? n_pixels : 0;
  }
  return self->unturned;
}

static gboolean
paint (Picture *self,
       const GstVideoFrame *frame,
       guint width,
       guint height,
       guint orientation,
       guint8 *out)
{
  guint32 *unturned;

  if (orientation < 2 || orientation > 8)
    return scale (self, frame, width, height, out);
  unturned = get_unturned (self, (gsize) width * height);
  if (unturned == NULL || !scale (self, frame, width, height, unturned))
    return FALSE;
  turn_pixels (unturned, width, height, orientation, (guint32 *) (void *) out);
  return TRUE;
}

DecoderStatus
picture_paint (Picture *self,
               GstSample *sample,
               guint8 *out,
               guint *out_width,
               guint *out_height)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstVideoInfo info;
  GstVideoFrame frame;
  guint width, height, orientation;
  DecoderStatus status = measure (sample, &info, &width, &height);
  gboolean is_painted;

  if (status != DECODER_OK)
    return status;
  orientation = fit (self, &width, &height);
  if (buffer == NULL || !gst_video_frame_map (&frame, &info, buffer, GST_MAP_READ))
    return DECODER_DAMAGED;
  is_painted = paint (self, &frame, width, height, orientation, out);
  gst_video_frame_unmap (&frame);
  *out_width = turn_swaps_sides (orientation) ? height : width;
  *out_height = turn_swaps_sides (orientation) ? width : height;
  return is_painted ? DECODER_OK : DECODER_FAILED;
}
