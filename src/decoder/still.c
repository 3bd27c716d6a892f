/* still.c - one still picture out of the bytes of one file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "still.h"

#include "exif.h"

static DecoderStatus (*const decoders[DECODER_N_FORMATS]) (const StillSource *,
                                                           Still *) = {
  [DECODER_JPEG] = decode_jpeg, [DECODER_PNG] = decode_png,
  [DECODER_GIF] = decode_gif,   [DECODER_WEBP] = decode_webp,
  [DECODER_TIFF] = decode_tiff, [DECODER_BMP] = decode_bmp,
  [DECODER_HEIF] = decode_heif,
#ifdef HAVE_JXL
  [DECODER_JXL] = decode_jxl,
#endif
};

DecoderStatus
still_begin (const StillSource *source, Still *out, guint64 w, guint64 h)
{
  DecoderStatus status = canvas_check_size (w, h);

  if (status != DECODER_OK)
    return status;
  out->full_width = (guint) w;
  out->full_height = (guint) h;
  return canvas_begin (&out->canvas, (guint) w, (guint) h, source->max_side);
}

/* Formats whose Exif says how the camera was held.  libheif turns by itself, following
 * the container; its Exif repeats the same turn and must not be applied again. */
static gboolean
wants_turn (DecoderFormat format)
{
  return format == DECODER_JPEG || format == DECODER_PNG || format == DECODER_WEBP
         || format == DECODER_TIFF;
}

DecoderStatus
still_decode (const StillSource *source, Still *out)
{
  DecoderStatus status;
  Exif exif;

  *out = (Still){ 0 };
  if (source->format >= DECODER_N_FORMATS || decoders[source->format] == NULL)
    return DECODER_UNSUPPORTED;
  status = decoders[source->format](source, out);
  if (status != DECODER_OK)
    return status;
  if (!canvas_is_complete (out->canvas))
    return DECODER_DAMAGED;

  exif_read (&exif, source->bytes, source->n_bytes);
  out->captured = exif.captured;
  if (!wants_turn (source->format) || exif.orientation == 1)
    return DECODER_OK;
  if (exif.orientation >= 5) {
    guint width = out->full_width;

    out->full_width = out->full_height;
    out->full_height = width;
  }
  return canvas_turn (&out->canvas, exif.orientation);
}

void
still_clear (Still *self)
{
  g_clear_pointer (&self->canvas, canvas_free);
}
