/* still.h - one still picture out of the bytes of one file
 *
 * Threads:  one; some libraries use threads of their own within a call.
 * Promise:  the size is checked from the header before memory of that size is asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "canvas.h"

typedef struct {
  const guint8 *bytes;
  gsize n_bytes;
  DecoderFormat format;
  guint max_side;   /* 0: no reduction */
  gboolean preview; /* a preview inside the file will do if it is about large enough */
} StillSource;

typedef struct {
  Canvas *canvas;
  guint full_width; /* of the original; orientation applied by still_decode() */
  guint full_height;
  gint64 captured;
} Still;

/* Decode @source, turn it the right way up and read its facts.  @out is to be cleared with
 * still_clear() in every case. */
DecoderStatus still_decode (const StillSource *source, Still *out);

void still_clear (Still *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Still, still_clear)

/* The formats.  Each fills in the canvas and the full size, as the file stores them;
 * decode_heif() and decode_jxl() alone turn by themselves. */
DecoderStatus decode_jpeg (const StillSource *source, Still *out);
DecoderStatus decode_png (const StillSource *source, Still *out);
DecoderStatus decode_gif (const StillSource *source, Still *out);
DecoderStatus decode_webp (const StillSource *source, Still *out);
DecoderStatus decode_tiff (const StillSource *source, Still *out);
DecoderStatus decode_bmp (const StillSource *source, Still *out);
DecoderStatus decode_heif (const StillSource *source, Still *out);
DecoderStatus decode_jxl (const StillSource *source, Still *out);

/* Note the size in the header and open the canvas for it: what every format does first. */
DecoderStatus still_begin (const StillSource *source, Still *out, guint64 w, guint64 h);
