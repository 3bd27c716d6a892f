/* strip-tiff.c - TIFF: the coded strips or tiles of every page, and the tags that say how to
 * read them
 *
 * Cameras' raw files are TIFF outside, with the picture in places that only their maker
 * knows; what looks like one is refused rather than emptied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "canvas.h"
#include "strip.h"

#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#define MAX_PAGES 1000
#define MAX_PIECE_BYTES ((tmsize_t) 512 << 20)
#define PHOTOMETRIC_COLOUR_FILTER 32803
#define PHOTOMETRIC_LINEAR_RAW 34892

typedef struct {
  const StripSource *source;
  guint64 at;
} Reader;

static tmsize_t
read_in (thandle_t handle, void *out, tmsize_t n_bytes)
{
  Reader *self = handle;
  guint64 n_left =
      self->at < self->source->n_bytes ? self->source->n_bytes - self->at : 0;
  guint64 n = MIN (n_left, (guint64) MAX (n_bytes, 0));

  if (n > 0)
    memcpy (out, self->source->bytes + self->at, n);
  self->at += n;
  return (tmsize_t) n;
}

static tmsize_t
write_none (thandle_t handle, void *bytes, tmsize_t n_bytes)
{
  return 0;
}

static toff_t
seek_in (thandle_t handle, toff_t offset, int whence)
{
  Reader *self = handle;

  self->at = offset
             + (whence == SEEK_SET   ? 0
                : whence == SEEK_CUR ? self->at
                                     : self->source->n_bytes);
  return self->at;
}

static toff_t
size_in (thandle_t handle)
{
  return ((Reader *) handle)->source->n_bytes;
}

static tmsize_t
read_out (thandle_t handle, void *out, tmsize_t n_bytes)
{
  StripOut *self = handle;
  gsize n_left = self->at < self->n_bytes ? self->n_bytes - self->at : 0;
  gsize n = MIN (n_left, (gsize) MAX (n_bytes, 0));

  if (n > 0)
    memcpy (out, self->bytes + self->at, n);
  self->at += n;
  return (tmsize_t) n;
}

static tmsize_t
write_out (thandle_t handle, void *bytes, tmsize_t n_bytes)
{
  return strip_out_write (handle, bytes, (gsize) MAX (n_bytes, 0)) ? n_bytes : 0;
}

static toff_t
seek_out (thandle_t handle, toff_t offset, int whence)
{
  StripOut *self = handle;

  self->at = offset
             + (whence == SEEK_SET   ? 0
                : whence == SEEK_CUR ? self->at
                                     : self->n_bytes);
  return self->at;
}

static toff_t
size_out (thandle_t handle)
{
  return ((StripOut *) handle)->n_bytes;
}

static int
close_nothing (thandle_t handle)
{
  return 0;
}

static int
be_silent (TIFF *tiff, void *data, const char *module, const char *format, va_list args)
{
  return 1;
}

static TIFF *
open_tiff (const char *mode, thandle_t handle)
{
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc ();
  gboolean is_input = mode[0] == 'r';
  TIFF *tiff;

  if (options == NULL)
    return NULL;
  TIFFOpenOptionsSetMaxSingleMemAlloc (options, MAX_PIECE_BYTES);
  TIFFOpenOptionsSetErrorHandlerExtR (options, be_silent, NULL);
  TIFFOpenOptionsSetWarningHandlerExtR (options, be_silent, NULL);
  tiff = TIFFClientOpenExt ("image", mode, handle, is_input ? read_in : read_out,
                            is_input ? write_none : write_out,
                            is_input ? seek_in : seek_out, close_nothing,
                            is_input ? size_in : size_out, NULL, NULL, options);
  TIFFOpenOptionsFree (options);
  return tiff;
}

/* ---- what is carried over ---- */

static void
copy_numbers (TIFF *in, TIFF *out)
{
  static const ttag_t shorts[] = {
    TIFFTAG_BITSPERSAMPLE, TIFFTAG_COMPRESSION,  TIFFTAG_PHOTOMETRIC,
    TIFFTAG_FILLORDER,     TIFFTAG_ORIENTATION,  TIFFTAG_SAMPLESPERPIXEL,
    TIFFTAG_PLANARCONFIG,  TIFFTAG_SAMPLEFORMAT, TIFFTAG_RESOLUTIONUNIT,
    TIFFTAG_INKSET,        TIFFTAG_PREDICTOR,    TIFFTAG_YCBCRPOSITIONING,
  };
  static const ttag_t longs[] = {
    TIFFTAG_IMAGEWIDTH,  TIFFTAG_IMAGELENGTH,   TIFFTAG_ROWSPERSTRIP,
    TIFFTAG_TILEWIDTH,   TIFFTAG_TILELENGTH,    TIFFTAG_GROUP3OPTIONS,
    TIFFTAG_SUBFILETYPE, TIFFTAG_GROUP4OPTIONS,
  };
  static const ttag_t floats[] = { TIFFTAG_XRESOLUTION, TIFFTAG_YRESOLUTION };
  uint16_t number;
  uint32_t large;
  float real;

  for (gsize i = 0; i < G_N_ELEMENTS (shorts); i++)
    if (TIFFGetField (in, shorts[i], &number))
      TIFFSetField (out, shorts[i], number);
  for (gsize i = 0; i < G_N_ELEMENTS (longs); i++)
    if (TIFFGetField (in, longs[i], &large))
      TIFFSetField (out, longs[i], large);
  for (gsize i = 0; i < G_N_ELEMENTS (floats); i++)
    if (TIFFGetField (in, floats[i], &real))
      TIFFSetField (out, floats[i], real);
}

static void
copy_colours (TIFF *in, TIFF *out)
{
  static const ttag_t lists[] = { TIFFTAG_WHITEPOINT, TIFFTAG_PRIMARYCHROMATICITIES,
                                  TIFFTAG_YCBCRCOEFFICIENTS,
                                  TIFFTAG_REFERENCEBLACKWHITE };
  static const ttag_t blocks[] = { TIFFTAG_ICCPROFILE, TIFFTAG_JPEGTABLES };
  uint16_t a, b, *reds, *greens, *blues, *extra;
  uint32_t n_bytes;
  float *list;
  void *block;

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (TIFFGetField (in, lists[i], &list))
      TIFFSetField (out, lists[i], list);
  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
    if (TIFFGetField (in, blocks[i], &n_bytes, &block))
      TIFFSetField (out, blocks[i], n_bytes, block);
  if (TIFFGetField (in, TIFFTAG_EXTRASAMPLES, &a, &extra))
    TIFFSetField (out, TIFFTAG_EXTRASAMPLES, a, extra);
  if (TIFFGetField (in, TIFFTAG_YCBCRSUBSAMPLING, &a, &b))
    TIFFSetField (out, TIFFTAG_YCBCRSUBSAMPLING, a, b);
  if (TIFFGetField (in, TIFFTAG_COLORMAP, &reds, &greens, &blues))
    TIFFSetField (out, TIFFTAG_COLORMAP, reds, greens, blues);
}

static gboolean
copy_piece (TIFF *in, TIFF *out, gboolean is_tiled, uint32_t number)
{
  tmsize_t n_bytes = (tmsize_t) TIFFGetStrileByteCount (in, number);
  gboolean is_copied;
  guint8 *piece;

  if (n_bytes <= 0 || n_bytes > MAX_PIECE_BYTES)
    return FALSE;
  piece = malloc ((gsize) n_bytes);
  if (piece == NULL)
    return FALSE;
  if (is_tiled)
    is_copied = TIFFReadRawTile (in, number, piece, n_bytes) == n_bytes
                && TIFFWriteRawTile (out, number, piece, n_bytes) == n_bytes;
  else
    is_copied = TIFFReadRawStrip (in, number, piece, n_bytes) == n_bytes
                && TIFFWriteRawStrip (out, number, piece, n_bytes) == n_bytes;
  free (piece);
  return is_copied;
}

static DecoderStatus
copy_page (TIFF *in, TIFF *out)
{
  gboolean is_tiled = TIFFIsTiled (in);
  uint32_t n_pieces = is_tiled ? TIFFNumberOfTiles (in) : TIFFNumberOfStrips (in);

  copy_numbers (in, out);
  copy_colours (in, out);
  if (n_pieces == 0)
    return DECODER_DAMAGED;
  for (uint32_t i = 0; i < n_pieces; i++)
    if (!copy_piece (in, out, is_tiled, i))
      return DECODER_DAMAGED;
  return TIFFWriteDirectory (out) ? DECODER_OK : DECODER_FAILED;
}

static DecoderStatus
check_page (TIFF *in)
{
  uint16_t compression = COMPRESSION_NONE, photometric = 0, n = 0;
  uint32_t width = 0, height = 0;
  guint8 *version;
  void *offsets;

  TIFFGetField (in, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField (in, TIFFTAG_IMAGELENGTH, &height);
  TIFFGetField (in, TIFFTAG_COMPRESSION, &compression);
  TIFFGetField (in, TIFFTAG_PHOTOMETRIC, &photometric);
  if (TIFFGetField (in, TIFFTAG_DNGVERSION, &version)
      || TIFFGetField (in, TIFFTAG_SUBIFD, &n, &offsets)
      || photometric == PHOTOMETRIC_COLOUR_FILTER
      || photometric == PHOTOMETRIC_LINEAR_RAW || compression == COMPRESSION_OJPEG
      || !TIFFIsCODECConfigured (compression))
    return DECODER_UNSUPPORTED;
  return canvas_check_size (width, height);
}

/* Reduced pictures beside the first page are thumbnails. */
static gboolean
is_thumbnail (TIFF *in)
{
  uint32_t type = 0;

  return TIFFGetField (in, TIFFTAG_SUBFILETYPE, &type)
         && (type & FILETYPE_REDUCEDIMAGE) != 0;
}

static DecoderStatus
run (TIFF *in, TIFF *out)
{
  DecoderStatus status = DECODER_OK;
  guint n_pages = 0;

  do {
    if (n_pages > 0 && is_thumbnail (in))
      continue;
    status = check_page (in);
    if (status == DECODER_OK)
      status = copy_page (in, out);
    if (status == DECODER_OK && ++n_pages > MAX_PAGES)
      status = DECODER_TOO_LARGE;
  } while (status == DECODER_OK && !TIFFLastDirectory (in) && TIFFReadDirectory (in));
  /* A chain of pages that breaks off is not the end of it. */
  return status == DECODER_OK && !TIFFLastDirectory (in) ? DECODER_DAMAGED : status;
}

DecoderStatus
strip_tiff (const StripSource *source, StripOut *out)
{
  Reader reader = { source, 0 };
  TIFF *in = open_tiff ("rm", &reader);
  DecoderStatus status = DECODER_FAILED;
  TIFF *to;
  char mode[4] = "wl";

  if (in == NULL)
    return DECODER_DAMAGED;
  /* Samples of two bytes are carried over in the order they are in. */
  if (TIFFIsBigEndian (in))
    mode[1] = 'b';
  if (TIFFIsBigTIFF (in))
    mode[2] = '8';
  to = open_tiff (mode, out);
  if (to != NULL) {
    status = run (in, to);
    TIFFClose (to);
  }
  TIFFClose (in);
  return status;
}
