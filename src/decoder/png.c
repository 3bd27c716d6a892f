/* png.c - PNG through libpng; of an animated one, the picture other programs show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "still.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

/* Texts and profiles come compressed and nobody here reads them. */
#define MAX_CHUNK_BYTES (8 << 20)
#define MAX_CACHED_CHUNKS 16

typedef struct {
  png_structp png;
  png_infop info;
  const guint8 *bytes;
  gsize n_left;
  guint8 *whole; /* the picture, if it is interlaced */
} Reader;

static void
fail (png_structp png, png_const_charp message)
{
  png_longjmp (png, 1);
}

static void
be_silent (png_structp png, png_const_charp message)
{
}

static void
read_bytes (png_structp png, png_bytep out, size_t n_bytes)
{
  Reader *self = png_get_io_ptr (png);

  if (n_bytes > self->n_left)
    png_error (png, "cut short");
  memcpy (out, self->bytes, n_bytes);
  self->bytes += n_bytes;
  self->n_left -= n_bytes;
}

/* Whatever the file holds becomes four bytes a pixel, straight alpha, R G B A. */
static void
ask_for_rgba (Reader *self)
{
  png_set_expand (self->png);
  png_set_scale_16 (self->png);
  png_set_gray_to_rgb (self->png);
  png_set_add_alpha (self->png, 0xff, PNG_FILLER_AFTER);
}

static DecoderStatus
start (Reader *self, const StillSource *source, Still *out)
{
  DecoderStatus status;
  guint width, height;

  png_read_info (self->png, self->info);
  width = png_get_image_width (self->png, self->info);
  height = png_get_image_height (self->png, self->info);
  status = still_begin (source, out, width, height);
  if (status != DECODER_OK)
    return status;

  ask_for_rgba (self);
  if (png_set_interlace_handling (self->png) > 1) {
    self->whole = malloc ((gsize) width * height * DECODER_PIXEL_BYTES);
    if (self->whole == NULL)
      return DECODER_FAILED;
  }
  png_read_update_info (self->png, self->info);
  if (png_get_rowbytes (self->png, self->info) != (gsize) width * DECODER_PIXEL_BYTES)
    return DECODER_FAILED;
  return DECODER_OK;
}

/* Later passes fill in what earlier ones left out, so every pass needs all rows. */
static void
read_interlaced (Reader *self, Canvas *canvas)
{
  gsize stride = (gsize) canvas->source_width * DECODER_PIXEL_BYTES;
  gsize n_bytes = stride * canvas->source_height;
  guint8 *row;

  for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; pass++)
    for (gsize at = 0; at < n_bytes; at += stride)
      png_read_row (self->png, self->whole + at, NULL);
  for (gsize at = 0; (row = canvas_row (canvas)) != NULL; at += stride) {
    pixels_from_rgba (row, self->whole + at, canvas->source_width, FALSE);
    canvas_push (canvas);
  }
}

static void
read_rows (Reader *self, Canvas *canvas)
{
  guint8 *row;

  while ((row = canvas_row (canvas)) != NULL) {
    png_read_row (self->png, row, NULL);
    pixels_from_rgba (row, row, canvas->source_width, FALSE);
    canvas_push (canvas);
  }
}

/* Nothing here owns memory of its own: libpng's errors leave by longjmp(). */
static DecoderStatus
run (Reader *self, const StillSource *source, Still *out)
{
  DecoderStatus status;

  if (setjmp (png_jmpbuf (self->png)) != 0)
    return DECODER_DAMAGED;
  status = start (self, source, out);
  if (status != DECODER_OK)
    return status;
  if (self->whole != NULL)
    read_interlaced (self, out->canvas);
  else
    read_rows (self, out->canvas);
  return DECODER_OK;
}

/* libpng's own limit would call a large picture a damaged one; ours is checked as soon as
 * the header is read, before a row is allocated. */
static gboolean
set_limits (Reader *self)
{
  png_set_user_limits (self->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max (self->png, MAX_CHUNK_BYTES);
  png_set_chunk_cache_max (self->png, MAX_CACHED_CHUNKS);
  png_set_read_fn (self->png, self, read_bytes);
  return TRUE;
}

DecoderStatus
decode_png (const StillSource *source, Still *out)
{
  Reader self = { .bytes = source->bytes, .n_left = source->n_bytes };
  DecoderStatus status = DECODER_FAILED;

  self.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, NULL, fail, be_silent);
  if (self.png == NULL)
    return DECODER_FAILED;
  self.info = png_create_info_struct (self.png);
  if (self.info != NULL && set_limits (&self))
    status = run (&self, source, out);
  png_destroy_read_struct (&self.png, &self.info, NULL);
  free (self.whole);
  return status;
}
