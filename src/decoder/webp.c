/* webp.c - WebP through libwebp; of an animated one, the first frame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "still.h"

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

static DecoderStatus
decode_first_frame (const StillSource *source, Still *out)
{
  WebPData data = { source->bytes, source->n_bytes };
  WebPAnimDecoderOptions options;
  WebPAnimDecoder *decoder;
  DecoderStatus status;
  guint8 *frame, *row;
  int timestamp_ms;

  if (!WebPAnimDecoderOptionsInit (&options))
    return DECODER_FAILED;
  options.color_mode = MODE_bgrA;
  status = still_begin (source, out, out->full_width, out->full_height);
  if (status != DECODER_OK)
    return status;
  decoder = WebPAnimDecoderNew (&data, &options);
  if (decoder == NULL)
    return DECODER_DAMAGED;

  if (!WebPAnimDecoderGetNext (decoder, &frame, &timestamp_ms))
    status = DECODER_DAMAGED;
  while (status == DECODER_OK && (row = canvas_row (out->canvas)) != NULL) {
    gsize n_bytes = (gsize) out->full_width * DECODER_PIXEL_BYTES;

    memcpy (row, frame, n_bytes);
    frame += n_bytes;
    canvas_push (out->canvas);
  }
  WebPAnimDecoderDelete (decoder);
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
