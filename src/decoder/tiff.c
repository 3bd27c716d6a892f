/* tiff.c - the first page of a TIFF through libtiff
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "still.h"

#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

/* What one strip or tile may claim to unpack to. */
#define MAX_ALLOCATION_BYTES ((tmsize_t) 512 << 20)

typedef struct {
  const guint8 *bytes;
  guint64 n_bytes;
  guint64 at;
} Reader;

static tmsize_t
read_bytes (thandle_t handle, void *out, tmsize_t n_bytes)
{
  Reader *self = handle;
  guint64 n = self->at < self->n_bytes ? self->n_bytes - self->at : 0;

  n = MIN (n, (guint64) MAX (n_bytes, 0));
  memcpy (out, self->bytes + (n > 0 ? self->at : 0), n);
  self->at += n;
  return (tmsize_t) n;
}

static tmsize_t
refuse_write (thandle_t handle, void *bytes, tmsize_t n_bytes)
{
  return 0;
}

static toff_t
seek (thandle_t handle, toff_t offset, int whence)
{
  Reader *self = handle;

  if (whence == SEEK_SET)
    self->at = offset;
  else if (whence == SEEK_CUR)
    self->at += offset;
  else
    self->at = self->n_bytes + offset;
  return self->at;
}

static int
close_nothing (thandle_t handle)
{
  return 0;
}

static toff_t
get_size (thandle_t handle)
{
  return ((Reader *) handle)->n_bytes;
}

static int
map_bytes (thandle_t handle, void **out, toff_t *out_size)
{
  Reader *self = handle;

  *out = (void *) self->bytes;
  *out_size = self->n_bytes;
  return 1;
}

static void
unmap_nothing (thandle_t handle, void *base, toff_t size)
{
}

static int
be_silent (TIFF *tiff, void *data, const char *module, const char *format, va_list args)
{
  return 1;
}

static TIFF *
open_tiff (Reader *self)
{
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc ();
  TIFF *tiff;

  if (options == NULL)
    return NULL;
  TIFFOpenOptionsSetMaxSingleMemAlloc (options, MAX_ALLOCATION_BYTES);
  TIFFOpenOptionsSetErrorHandlerExtR (options, be_silent, NULL);
  TIFFOpenOptionsSetWarningHandlerExtR (options, be_silent, NULL);
  tiff = TIFFClientOpenExt ("image", "r", self, read_bytes, refuse_write, seek,
                            close_nothing, get_size, map_bytes, unmap_nothing, options);
  TIFFOpenOptionsFree (options);
  return tiff;
}

/* The file's own turn is undone by the caller together with those of other formats, so
 * libtiff is told that the rows are already the right way up. */
static DecoderStatus
read_raster (TIFF *tiff, guint32 *raster, guint width, guint height)
{
  char why[1024];
  TIFFRGBAImage image;
  gboolean is_read;

  if (!TIFFRGBAImageBegin (&image, tiff, 1, why))
    return DECODER_UNSUPPORTED;
  image.orientation = ORIENTATION_TOPLEFT;
  image.req_orientation = ORIENTATION_TOPLEFT;
  is_read = image.width == width && image.height == height
            && TIFFRGBAImageGet (&image, raster, width, height);
  TIFFRGBAImageEnd (&image);
  return is_read ? DECODER_OK : DECODER_DAMAGED;
}

static DecoderStatus
run (TIFF *tiff, const StillSource *source, Still *out)
{
  guint32 width = 0, height = 0;
  guint32 *raster;
  DecoderStatus status;
  guint8 *row;

  if (!TIFFGetField (tiff, TIFFTAG_IMAGEWIDTH, &width)
      || !TIFFGetField (tiff, TIFFTAG_IMAGELENGTH, &height))
    return DECODER_DAMAGED;
  status = still_begin (source, out, width, height);
  if (status != DECODER_OK)
    return status;
  raster = calloc ((gsize) width * height, sizeof *raster);
  if (raster == NULL)
    return DECODER_FAILED;

  status = read_raster (tiff, raster, width, height);
  for (gsize y = 0; status == DECODER_OK && (row = canvas_row (out->canvas)); y++) {
    pixels_from_rgba (row, (const guint8 *) (raster + y * width), width, TRUE);
    canvas_push (out->canvas);
  }
  free (raster);
  return status;
}

DecoderStatus
decode_tiff (const StillSource *source, Still *out)
{
  Reader self = { source->bytes, source->n_bytes, 0 };
  TIFF *tiff = open_tiff (&self);
  DecoderStatus status;

  if (tiff == NULL)
    return DECODER_DAMAGED;
  status = run (tiff, source, out);
  TIFFClose (tiff);
  return status;
}
