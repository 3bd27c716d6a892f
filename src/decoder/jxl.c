/* jxl.c - JPEG XL through libjxl, which also turns it the right way up
 *
 * Of an animation, the first frame.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "still.h"

#include <jxl/decode.h>
#include <stdlib.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JxlDecoder, JxlDecoderDestroy)

typedef struct {
  JxlDecoder *jxl;
  JxlBasicInfo info;
  guint8 *pixels; /* straight RGBA, or premultiplied if the file says so */
} Reader;

static DecoderStatus
read_info (Reader *self, const StillSource *source, Still *out)
{
  if (out->canvas != NULL
      || JxlDecoderGetBasicInfo (self->jxl, &self->info) != JXL_DEC_SUCCESS)
    return DECODER_DAMAGED;
  return still_begin (source, out, self->info.xsize, self->info.ysize);
}

static DecoderStatus
make_room (Reader *self)
{
  const JxlPixelFormat format = { 4, JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0 };
  const gsize wanted =
      (gsize) self->info.xsize * self->info.ysize * DECODER_PIXEL_BYTES;
  gsize n_bytes;

  if (JxlDecoderImageOutBufferSize (self->jxl, &format, &n_bytes) != JXL_DEC_SUCCESS
      || n_bytes != wanted || self->pixels != NULL)
    return DECODER_DAMAGED;
  self->pixels = malloc (n_bytes);
  if (self->pixels == NULL)
    return DECODER_FAILED;
  return JxlDecoderSetImageOutBuffer (self->jxl, &format, self->pixels, n_bytes)
                 == JXL_DEC_SUCCESS
             ? DECODER_OK
             : DECODER_DAMAGED;
}

static void
paint (Reader *self, Canvas *canvas)
{
  const guint8 *line = self->pixels;
  guint8 *row;

  while ((row = canvas_row (canvas)) != NULL) {
    pixels_from_rgba (row, line, self->info.xsize, self->info.alpha_premultiplied);
    line += (gsize) self->info.xsize * DECODER_PIXEL_BYTES;
    canvas_push (canvas);
  }
}

static DecoderStatus
run (Reader *self, const StillSource *source, Still *out)
{
  DecoderStatus status = DECODER_OK;

  while (status == DECODER_OK)
    switch (JxlDecoderProcessInput (self->jxl)) {
    case JXL_DEC_BASIC_INFO:
      status = read_info (self, source, out);
      break;
    case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
      status = out->canvas != NULL ? make_room (self) : DECODER_DAMAGED;
      break;
    case JXL_DEC_FULL_IMAGE:
      if (self->pixels == NULL)
        return DECODER_DAMAGED;
      paint (self, out->canvas);
      return DECODER_OK;
    default:
      return DECODER_DAMAGED;
    }
  return status;
}

DecoderStatus
decode_jxl (const StillSource *source, Still *out)
{
  g_autoptr (JxlDecoder) jxl = JxlDecoderCreate (NULL);
  Reader self = { .jxl = jxl };
  DecoderStatus status;

  if (jxl == NULL)
    return DECODER_FAILED;
  if (JxlDecoderSubscribeEvents (jxl, JXL_DEC_BASIC_INFO | JXL_DEC_FULL_IMAGE)
          != JXL_DEC_SUCCESS
      || JxlDecoderSetInput (jxl, source->bytes, source->n_bytes) != JXL_DEC_SUCCESS)
    return DECODER_FAILED;
  JxlDecoderCloseInput (jxl);
  status = run (&self, source, out);
  free (self.pixels);
  return status;
}
