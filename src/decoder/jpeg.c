/* jpeg.c - JPEG through libjpeg-turbo
 *
 * A file that was cut short gives the part that is there, the rest grey: that is what a
 * person with a half-recovered photo wants to see.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "still.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

/* A progressive file may repeat scans without end, each costing a pass over the whole
 * picture.  Encoders write about ten. */
#define MAX_SCANS 200

typedef struct {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  guint8 *cmyk; /* one row, only for pictures meant for print */
} Reader;

static void
escape (j_common_ptr jpeg)
{
  Reader *self = jpeg->client_data;

  longjmp (self->escape, 1);
}

static void
be_silent (j_common_ptr jpeg, int level)
{
}

static void
count_scans (j_common_ptr jpeg)
{
  if (((j_decompress_ptr) jpeg)->input_scan_number > MAX_SCANS)
    escape (jpeg);
}

/* The decoder can leave out detail for less than nothing.  Keep the least that still has
 * the canvas something to average.  Halves only: for the eighths between them libjpeg-turbo
 * has no fast code. */
static void
choose_scale (struct jpeg_decompress_struct *jpeg, guint max_side)
{
  guint64 longest = MAX (jpeg->image_width, jpeg->image_height);

  jpeg->scale_num = jpeg->scale_denom = 8;
  if (max_side == 0)
    return;
  while (jpeg->scale_num > 1 && longest * jpeg->scale_num / 16 >= max_side)
    jpeg->scale_num /= 2;
  if (jpeg->scale_num < 8)
    jpeg->do_fancy_upsampling = FALSE;
}

static void
row_from_cmyk (guint8 *out, const guint8 *in, gsize n, gboolean inverted)
{
  for (gsize i = 0; i < n; i++, in += 4, out += 4) {
    guint flip = inverted ? 0 : 255;
    guint black = in[3] ^ flip;

    out[0] = (guint8) ((in[2] ^ flip) * black / 255);
    out[1] = (guint8) ((in[1] ^ flip) * black / 255);
    out[2] = (guint8) ((in[0] ^ flip) * black / 255);
    out[3] = 255;
  }
}

static DecoderStatus
read_header (Reader *self, const StillSource *source, Still *out)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;

  jpeg_mem_src (jpeg, source->bytes, source->n_bytes);
  jpeg_read_header (jpeg, TRUE);
  out->full_width = jpeg->image_width;
  out->full_height = jpeg->image_height;
  return canvas_check_size (out->full_width, out->full_height);
}

static DecoderStatus
start (Reader *self, const StillSource *source, Still *out)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;
  gboolean is_cmyk = jpeg->num_components == 4;
  DecoderStatus status;

  jpeg->out_color_space = is_cmyk ? JCS_CMYK : JCS_EXT_BGRA;
  choose_scale (jpeg, source->max_side);
  jpeg_start_decompress (jpeg);
  status = canvas_begin (&out->canvas, jpeg->output_width, jpeg->output_height,
                         source->max_side);
  if (status != DECODER_OK || !is_cmyk)
    return status;
  self->cmyk = malloc ((gsize) jpeg->output_width * DECODER_PIXEL_BYTES);
  return self->cmyk != NULL ? DECODER_OK : DECODER_FAILED;
}

static void
read_rows (Reader *self, Canvas *canvas)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;

  while (jpeg->output_scanline < jpeg->output_height) {
    guint8 *row = canvas_row (canvas);
    JSAMPROW target = self->cmyk != NULL ? self->cmyk : row;

    jpeg_read_scanlines (jpeg, &target, 1);
    if (self->cmyk != NULL)
      row_from_cmyk (row, self->cmyk, jpeg->output_width, jpeg->saw_Adobe_marker);
    canvas_push (canvas);
  }
}

/* Nothing here owns memory of its own: libjpeg's errors leave by longjmp(). */
static DecoderStatus
run (Reader *self, const StillSource *source, Still *out)
{
  DecoderStatus status;

  if (setjmp (self->escape) != 0)
    return DECODER_DAMAGED;
  status = read_header (self, source, out);
  if (status == DECODER_OK)
    status = start (self, source, out);
  if (status == DECODER_OK)
    read_rows (self, out->canvas);
  return status;
}

DecoderStatus
decode_jpeg (const StillSource *source, Still *out)
{
  Reader self = { 0 };
  DecoderStatus status;

  self.jpeg.err = jpeg_std_error (&self.errors);
  self.jpeg.client_data = &self;
  self.errors.error_exit = escape;
  self.errors.emit_message = be_silent;
  self.progress.progress_monitor = count_scans;
  if (setjmp (self.escape) != 0)
    return DECODER_FAILED;
  jpeg_create_decompress (&self.jpeg);
  self.jpeg.progress = &self.progress;

  status = run (&self, source, out);
  jpeg_destroy_decompress (&self.jpeg);
  free (self.cmyk);
  return status;
}
