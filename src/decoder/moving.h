/* moving.h - an animation, one frame after the other
 *
 * Owns:     what its format needs to go on: whole frames, never all of them.
 * Threads:  one.
 * Promise:  nothing is allocated for a size above DECODER_MAX_MOVING_PIXELS, and memory
 *           does not grow with the number of frames.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/protocol.h"

/* The bytes of the file, which have to outlive everything that reads them. */
typedef struct {
  const guint8 *bytes;
  gsize n_bytes;
} MovingSource;

typedef struct {
  guint width; /* of every frame */
  guint height;
  guint n_frames;       /* DECODER_MAX_FRAMES at most; what follows is not shown */
  const guint8 *pixels; /* premultiplied BGRA without gaps, good until the next call */
  guint delay_ms;       /* how long this frame stays */

  DecoderFormat format;
  MovingSource source;
  gpointer reader; /* the format's own */
  guint n_read;    /* frames since the last beginning */
} Moving;

/* Look at the beginning and count the frames.  @out is to be cleared with moving_clear()
 * in every case. */
DecoderStatus moving_open (Moving *out, DecoderFormat format, MovingSource source);

/* Go on to the next frame, after the last one to the first. */
DecoderStatus moving_next (Moving *self);

void moving_clear (Moving *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Moving, moving_clear)

/* The formats.  Opening fills in the size, the number of frames and the reader; closing
 * takes NULL. */
DecoderStatus gif_open (Moving *out);
DecoderStatus gif_next (Moving *self);
void gif_close (gpointer reader);
DecoderStatus webp_open (Moving *out);
DecoderStatus webp_next (Moving *self);
void webp_close (gpointer reader);
