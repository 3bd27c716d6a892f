/* strip.h - a still picture without what describes it
 *
 * Only the picture is carried over, by the format's own library, and what it takes to show
 * it: palette, transparency, colour profile, frames and their timing, and which way is up.
 * Nothing is decoded and encoded again with a loss.
 *
 * Threads:  one.
 * Promise:  a file that could not be taken apart wholly gives a status, never half a result.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/protocol.h"

typedef struct {
  const guint8 *bytes;
  gsize n_bytes;
  DecoderFormat format;
  guint orientation; /* as in Exif, 1 to 8; read by strip_still() */
} StripSource;

/* A file being written in memory. */
typedef struct {
  guint8 *bytes;
  gsize n_bytes;
  gsize n_room;
  gsize at;
  gboolean is_full; /* there was no memory for some of it */
} StripOut;

/* Strip @source into @out.  @out_captured: when the picture was taken, before that is gone;
 * 0 unknown.  @out is to be cleared with strip_out_clear() in every case. */
DecoderStatus strip_still (StripSource *source, StripOut *out, gint64 *out_captured);

/* Write at the current place.  Returns: FALSE without memory, now or before. */
gboolean strip_out_write (StripOut *self, const void *bytes, gsize n_bytes);

/* Returns: a sealed memfd, the caller's, or -1. */
int strip_out_seal (const StripOut *self);

void strip_out_clear (StripOut *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StripOut, strip_out_clear)

/* An Exif block that says which way is up and nothing else. */
#define STRIP_ORIENTATION_BYTES 26
void strip_orientation (guint orientation, guint8 out[STRIP_ORIENTATION_BYTES]);

/* The formats. */
DecoderStatus strip_jpeg (const StripSource *source, StripOut *out);
DecoderStatus strip_png (const StripSource *source, StripOut *out);
DecoderStatus strip_gif (const StripSource *source, StripOut *out);
DecoderStatus strip_webp (const StripSource *source, StripOut *out);
DecoderStatus strip_tiff (const StripSource *source, StripOut *out);
DecoderStatus strip_heif (const StripSource *source, StripOut *out);
