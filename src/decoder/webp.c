/* webp.c - WebP through libwebp; an animated one frame by frame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "moving.h"
#include "still.h"

#include <stdlib.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/demux.h>

/* libwebp reduces as well as the canvas would, and without the full picture in memory. */
static DecoderStatus
decode_plain (const StillSource *source, WebPDecoderConfig *config, Still *out)
{
  guint width = out->full_width, height = out->full_height;
  WebPRGBABuffer *target = &config->output.u.RGBA;
  DecoderStatus status;

  canvas_fit (&width, &height, source->max_side);
  status = canvas_begin (&out->canvas, width, height, 0);
  if (status != DECODER_OK)
    return status;
  config->options.use_scaling = width != out->full_width || height != out->full_height;
  config->options.scaled_width = (int) width;
  config->options.scaled_height = (int) height;
  config->output.colorspace = MODE_bgrA;
  config->output.is_external_memory = 1;
  target->rgba = out->canvas->pixels;
  target->stride = (int) out->canvas->stride_bytes;
  target->size = out->canvas->stride_bytes * height;
  switch (WebPDecode (source->bytes, source->n_bytes, config)) {
  case VP8_STATUS_OK:
    out->canvas->n_rows = out->canvas->source_height;
    return DECODER_OK;
  case VP8_STATUS_OUT_OF_MEMORY:
    return DECODER_FAILED;
  default:
    return DECODER_DAMAGED;
  }
}

typedef struct {
  WebPAnimDecoder *decoder;
  int shown_until_ms; /* the frame in hand, since the beginning */
} Reader;

/* Returns: NULL without memory or if the animation makes no sense. */
static Reader *
reader_new (MovingSource source)
{
  const WebPData data = { source.bytes, source.n_bytes };
  WebPAnimDecoderOptions options;
  Reader *self = calloc (1, sizeof *self);

  if (self == NULL || !WebPAnimDecoderOptionsInit (&options)) {
    free (self);
    return NULL;
  }
  options.color_mode = MODE_bgrA;
  self->decoder = WebPAnimDecoderNew (&data, &options);
  if (self->decoder != NULL)
    return self;
  free (self);
  return NULL;
}

void
webp_close (gpointer reader)
{
  Reader *self = reader;

  if (self == NULL)
    return;
  WebPAnimDecoderDelete (self->decoder);
  free (self);
}

DecoderStatus
webp_open (Moving *out)
{
  WebPBitstreamFeatures features;
  WebPAnimInfo info;
  Reader *self;

  if (WebPGetFeatures (out->source.bytes, out->source.n_bytes, &features)
      != VP8_STATUS_OK)
    return DECODER_DAMAGED;
  out->width = (guint) features.width;
  out->height = (guint) features.height;
  if ((guint64) out->width * out->height > DECODER_MAX_MOVING_PIXELS)
    return DECODER_TOO_LARGE;
  out->reader = self = reader_new (out->source);
  if (self == NULL || !WebPAnimDecoderGetInfo (self->decoder, &info))
    return DECODER_DAMAGED;
  out->n_frames = MIN (info.frame_count, DECODER_MAX_FRAMES);
  return DECODER_OK;
}

DecoderStatus
webp_next (Moving *self)
{
  Reader *reader = self->reader;
  guint8 *pixels;
  int until_ms;

  if (!WebPAnimDecoderGetNext (reader->decoder, &pixels, &until_ms))
    return DECODER_DAMAGED;
  self->pixels = pixels;
  self->delay_ms = (guint) MAX (until_ms - reader->shown_until_ms, 0);
  reader->shown_until_ms = until_ms;
  return DECODER_OK;
}

static DecoderStatus
decode_first_frame (const StillSource *source, Still *out)
{
  DecoderStatus status = still_begin (source, out, out->full_width, out->full_height);
  gsize n_bytes = (gsize) out->full_width * DECODER_PIXEL_BYTES;
  guint8 *frame, *row;
  int until_ms;
  Reader *self;

  if (status != DECODER_OK)
    return status;
  self = reader_new ((MovingSource){ source->bytes, source->n_bytes });
  if (self == NULL || !WebPAnimDecoderGetNext (self->decoder, &frame, &until_ms))
    status = DECODER_DAMAGED;
  while (status == DECODER_OK && (row = canvas_row (out->canvas)) != NULL) {
    memcpy (row, frame, n_bytes);
    frame += n_bytes;
    canvas_push (out->canvas);
  }
  webp_close (self);
  return status;
}

DecoderStatus
decode_webp (const StillSource *source, Still *out)
{
  WebPDecoderConfig config;
  DecoderStatus status;

  if (!WebPInitDecoderConfig (&config))
    return DECODER_FAILED;
  if (WebPGetFeatures (source->bytes, source->n_bytes, &config.input) != VP8_STATUS_OK)
    return DECODER_DAMAGED;
  out->full_width = (guint) config.input.width;
  out->full_height = (guint) config.input.height;
  status = canvas_check_size (out->full_width, out->full_height);
  if (status != DECODER_OK)
    return status;
  return config.input.has_animation ? decode_first_frame (source, out)
                                    : decode_plain (source, &config, out);
}
