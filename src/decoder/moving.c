/* moving.c - an animation, one frame after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "moving.h"

/* Files that ask for less than this mean "as fast as it goes" on computers that are gone;
 * every browser shows them at the speed below. */
#define TOO_FAST_MS 20
#define USUAL_MS 100

static const struct {
  DecoderStatus (*open) (Moving *out);
  DecoderStatus (*next) (Moving *self);
  void (*close) (gpointer reader);
} formats[DECODER_N_FORMATS] = {
  [DECODER_GIF] = { gif_open, gif_next, gif_close },
  [DECODER_WEBP] = { webp_open, webp_next, webp_close },
};

static DecoderStatus
begin (Moving *self)
{
  formats[self->format].close (self->reader);
  self->reader = NULL;
  self->n_read = 0;
  return formats[self->format].open (self);
}

DecoderStatus
moving_open (Moving *out, DecoderFormat format, MovingSource source)
{
  DecoderStatus status;

  *out = (Moving){ .source = source };
  if (format >= DECODER_N_FORMATS || formats[format].open == NULL)
    return DECODER_UNSUPPORTED;
  out->format = format;
  status = begin (out);
  if (status == DECODER_OK && out->n_frames == 0)
    status = DECODER_DAMAGED;
  return status;
}

/* From the file again: whatever the last frames left behind is gone with the reader. */
static DecoderStatus
start_over (Moving *self)
{
  DecoderStatus status = begin (self);

  return status == DECODER_OK ? formats[self->format].next (self) : status;
}

DecoderStatus
moving_next (Moving *self)
{
  DecoderStatus status = self->n_read == self->n_frames
                             ? start_over (self)
                             : formats[self->format].next (self);

  /* A file that was cut short goes round what is left of it. */
  if (status == DECODER_DAMAGED && self->n_read > 0) {
    self->n_frames = self->n_read;
    status = start_over (self);
  }
  if (status != DECODER_OK)
    return status;

  self->n_read++;
  if (self->delay_ms < TOO_FAST_MS)
    self->delay_ms = USUAL_MS;
  return DECODER_OK;
}

void
moving_clear (Moving *self)
{
  if (self->format != DECODER_NO_FORMAT)
    formats[self->format].close (self->reader);
  *self = (Moving){ 0 };
}
