/* strip-png.c - PNG: the rows as they are stored, and the chunks it takes to show them
 *
 * libpng knows nothing of animation; its chunks are carried over unread, in their places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "canvas.h"
#include "strip.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/* Rows are packed anew, which takes longer than all the rest.  The library's own choice of
 * effort, 6, takes a fifth longer and saves nothing on photos. */
#define EFFORT 4
#define IDAT_BYTES ((gsize) 1 << 20)

/* Animation, and the colours of pictures with a high dynamic range. */
static const png_byte kept_unread[] = "acTL\0fcTL\0fdAT\0cICP";
#define N_KEPT_UNREAD 4

typedef struct {
  png_structp in;
  png_infop in_info;
  png_infop in_end;
  png_structp out;
  png_infop out_info;
  png_infop out_end;
  jmp_buf escape;
  const guint8 *bytes;
  gsize n_left;
  StripOut *written;
  guint8 *rows;
} Stripper;

static void
fail (png_structp png, png_const_charp message)
{
  Stripper *self = png_get_error_ptr (png);

  longjmp (self->escape, 1);
}

static void
be_silent (png_structp png, png_const_charp message)
{
}

static void
read_bytes (png_structp png, png_bytep out, size_t n_bytes)
{
  Stripper *self = png_get_io_ptr (png);

  if (n_bytes > self->n_left)
    png_error (png, "cut short");
  memcpy (out, self->bytes, n_bytes);
  self->bytes += n_bytes;
  self->n_left -= n_bytes;
}

static void
write_bytes (png_structp png, png_bytep bytes, size_t n_bytes)
{
  Stripper *self = png_get_io_ptr (png);

  if (!strip_out_write (self->written, bytes, n_bytes))
    png_error (png, "no memory");
}

static void
flush_nothing (png_structp png)
{
}

static void
copy_colours (Stripper *self)
{
  png_color_16p background;
  png_color_8p significant;
  png_fixed_point gamma, c[8];
  png_charp name;
  png_bytep profile;
  png_uint_32 n_bytes;
  int number;

  if (png_get_gAMA_fixed (self->in, self->in_info, &gamma))
    png_set_gAMA_fixed (self->out, self->out_info, gamma);
  if (png_get_cHRM_fixed (self->in, self->in_info, &c[0], &c[1], &c[2], &c[3], &c[4],
                          &c[5], &c[6], &c[7]))
    png_set_cHRM_fixed (self->out, self->out_info, c[0], c[1], c[2], c[3], c[4], c[5],
                        c[6], c[7]);
  if (png_get_sRGB (self->in, self->in_info, &number))
    png_set_sRGB (self->out, self->out_info, number);
  if (png_get_iCCP (self->in, self->in_info, &name, &number, &profile, &n_bytes))
    png_set_iCCP (self->out, self->out_info, "icc", number, profile, n_bytes);
  if (png_get_sBIT (self->in, self->in_info, &significant))
    png_set_sBIT (self->out, self->out_info, significant);
  if (png_get_bKGD (self->in, self->in_info, &background))
    png_set_bKGD (self->out, self->out_info, background);
}

static void
copy_palette (Stripper *self)
{
  png_colorp palette;
  png_bytep alpha;
  png_color_16p transparent;
  int n;
  png_uint_32 x, y;

  if (png_get_PLTE (self->in, self->in_info, &palette, &n))
    png_set_PLTE (self->out, self->out_info, palette, n);
  if (png_get_tRNS (self->in, self->in_info, &alpha, &n, &transparent))
    png_set_tRNS (self->out, self->out_info, alpha, n, transparent);
  if (png_get_pHYs (self->in, self->in_info, &x, &y, &n))
    png_set_pHYs (self->out, self->out_info, x, y, n);
}

static void
copy_unread (Stripper *self, png_infop from, png_infop to)
{
  png_unknown_chunkp chunks;
  int n = png_get_unknown_chunks (self->in, from, &chunks);

  if (n > 0)
    png_set_unknown_chunks (self->out, to, chunks, n);
}

static void
copy_header (Stripper *self, guint orientation)
{
  guint8 exif[STRIP_ORIENTATION_BYTES];
  png_uint_32 width, height;
  int depth, colour, interlace;

  png_get_IHDR (self->in, self->in_info, &width, &height, &depth, &colour, &interlace,
                NULL, NULL);
  png_set_IHDR (self->out, self->out_info, width, height, depth, colour, interlace,
                PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  copy_palette (self);
  copy_colours (self);
  if (orientation != 1) {
    strip_orientation (orientation, exif);
    png_set_eXIf_1 (self->out, self->out_info, sizeof exif, exif);
  }
  copy_unread (self, self->in_info, self->out_info);
  png_write_info (self->out, self->out_info);
}

/* An interlaced picture comes in passes, each of which needs all rows. */
static void
copy_rows (Stripper *self)
{
  gsize height = png_get_image_height (self->in, self->in_info);
  gsize n_row = png_get_rowbytes (self->in, self->in_info);
  int n_passes = png_set_interlace_handling (self->in);

  png_set_interlace_handling (self->out);
  self->rows = calloc (n_passes > 1 ? height : 1, n_row);
  if (self->rows == NULL)
    png_error (self->in, "no memory");
  if (n_passes == 1) {
    for (gsize y = 0; y < height; y++) {
      png_read_row (self->in, self->rows, NULL);
      png_write_row (self->out, self->rows);
    }
    return;
  }
  for (int pass = 0; pass < n_passes; pass++)
    for (gsize y = 0; y < height; y++)
      png_read_row (self->in, self->rows + y * n_row, NULL);
  for (int pass = 0; pass < n_passes; pass++)
    for (gsize y = 0; y < height; y++)
      png_write_row (self->out, self->rows + y * n_row);
}

/* libpng's errors leave by longjmp(); everything that is owned hangs on @self. */
static DecoderStatus
run (Stripper *self, const StripSource *source)
{
  DecoderStatus status;

  if (setjmp (self->escape) != 0)
    return DECODER_DAMAGED;
  png_read_info (self->in, self->in_info);
  status = canvas_check_size (png_get_image_width (self->in, self->in_info),
                              png_get_image_height (self->in, self->in_info));
  if (status != DECODER_OK)
    return status;
  copy_header (self, source->orientation);
  copy_rows (self);
  png_read_end (self->in, self->in_end);
  copy_unread (self, self->in_end, self->out_end);
  png_write_end (self->out, self->out_end);
  return DECODER_OK;
}

static gboolean
prepare (Stripper *self)
{
  self->in = png_create_read_struct (PNG_LIBPNG_VER_STRING, self, fail, be_silent);
  self->out = png_create_write_struct (PNG_LIBPNG_VER_STRING, self, fail, be_silent);
  if (self->in == NULL || self->out == NULL)
    return FALSE;
  self->in_info = png_create_info_struct (self->in);
  self->in_end = png_create_info_struct (self->in);
  self->out_info = png_create_info_struct (self->out);
  self->out_end = png_create_info_struct (self->out);
  if (self->in_info == NULL || self->in_end == NULL || self->out_info == NULL
      || self->out_end == NULL)
    return FALSE;

  /* A long animation is thousands of chunks; the process has a limit of its own. */
  png_set_user_limits (self->in, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_user_limits (self->out, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max (self->in, 0);
  png_set_chunk_cache_max (self->in, 0);
  png_set_chunk_malloc_max (self->out, 0);
  png_set_chunk_cache_max (self->out, 0);
  png_set_keep_unknown_chunks (self->in, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
  png_set_keep_unknown_chunks (self->in, PNG_HANDLE_CHUNK_ALWAYS, kept_unread,
                               N_KEPT_UNREAD);
  png_set_keep_unknown_chunks (self->out, PNG_HANDLE_CHUNK_ALWAYS, kept_unread,
                               N_KEPT_UNREAD);
  png_set_read_fn (self->in, self, read_bytes);
  png_set_write_fn (self->out, self, write_bytes, flush_nothing);
  png_set_compression_level (self->out, EFFORT);
  png_set_compression_buffer_size (self->out, IDAT_BYTES);
  return TRUE;
}

DecoderStatus
strip_png (const StripSource *source, StripOut *out)
{
  g_autofree Stripper *self = g_new0 (Stripper, 1);
  DecoderStatus status = DECODER_FAILED;

  self->bytes = source->bytes;
  self->n_left = source->n_bytes;
  self->written = out;
  if (setjmp (self->escape) == 0 && prepare (self))
    status = run (self, source);
  if (self->in != NULL) {
    png_free_data (self->in, self->in_end, PNG_FREE_ALL, -1);
    png_destroy_read_struct (&self->in, &self->in_info, &self->in_end);
  }
  if (self->out != NULL) {
    png_destroy_info_struct (self->out, &self->out_end);
    png_destroy_write_struct (&self->out, &self->out_info);
  }
  free (self->rows);
  return status;
}
