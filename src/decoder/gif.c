/* gif.c - the first frame of a GIF through giflib
 *
 * Frames are read one record at a time.  DGifSlurp() would decode all of them, and a small
 * file can hold thousands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "still.h"

#include <gif_lib.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const guint8 *bytes;
  gsize n_left;
  int transparent; /* colour index, NO_TRANSPARENT_COLOR if none */
  guint8 *frame;   /* one index a pixel */
} Reader;

static int
read_bytes (GifFileType *gif, GifByteType *out, int n_bytes)
{
  Reader *self = gif->UserData;
  gsize n = MIN ((gsize) MAX (n_bytes, 0), self->n_left);

  memcpy (out, self->bytes, n);
  self->bytes += n;
  self->n_left -= n;
  return (int) n;
}

static gboolean
read_extension (Reader *self, GifFileType *gif)
{
  GifByteType *block;
  GraphicsControlBlock control;
  int code;

  if (DGifGetExtension (gif, &code, &block) != GIF_OK)
    return FALSE;
  if (code == GRAPHICS_EXT_FUNC_CODE && block != NULL
      && DGifExtensionToGCB (block[0], block + 1, &control) == GIF_OK)
    self->transparent = control.TransparentColor;
  while (block != NULL)
    if (DGifGetExtensionNext (gif, &block) != GIF_OK)
      return FALSE;
  return TRUE;
}

/* Go on to the first frame's header.  Returns: FALSE if there is none. */
static gboolean
find_frame (Reader *self, GifFileType *gif)
{
  GifRecordType record;

  while (DGifGetRecordType (gif, &record) == GIF_OK) {
    if (record == IMAGE_DESC_RECORD_TYPE)
      return DGifGetImageDesc (gif) == GIF_OK;
    if (record != EXTENSION_RECORD_TYPE || !read_extension (self, gif))
      return FALSE;
  }
  return FALSE;
}

static gboolean
read_lines (Reader *self, GifFileType *gif)
{
  static const guint8 first[] = { 0, 4, 2, 1 }, step[] = { 8, 8, 4, 2 };
  const int width = gif->Image.Width, height = gif->Image.Height;

  if (!gif->Image.Interlace) {
    for (int y = 0; y < height; y++)
      if (DGifGetLine (gif, self->frame + (gsize) y * width, width) != GIF_OK)
        return FALSE;
    return TRUE;
  }
  for (gsize pass = 0; pass < G_N_ELEMENTS (first); pass++)
    for (int y = first[pass]; y < height; y += step[pass])
      if (DGifGetLine (gif, self->frame + (gsize) y * width, width) != GIF_OK)
        return FALSE;
  return TRUE;
}

static DecoderStatus
read_frame (Reader *self, GifFileType *gif)
{
  DecoderStatus status = canvas_check_size (gif->Image.Width, gif->Image.Height);

  if (status != DECODER_OK)
    return status;
  self->frame = malloc ((gsize) gif->Image.Width * gif->Image.Height);
  if (self->frame == NULL)
    return DECODER_FAILED;
  return read_lines (self, gif) ? DECODER_OK : DECODER_DAMAGED;
}

/* Paint the part of screen row @y that the frame covers; frames may stick out. */
static void
paint_row (const Reader *self,
           const GifFileType *gif,
           const ColorMapObject *map,
           gint64 y,
           guint8 *row)
{
  const GifImageDesc *image = &gif->Image;
  gint64 line = y - image->Top;
  gint64 n = MIN ((gint64) image->Width, (gint64) gif->SWidth - image->Left);
  const guint8 *indices;

  if (line < 0 || line >= image->Height)
    return;
  indices = self->frame + line * image->Width;
  row += (gsize) image->Left * DECODER_PIXEL_BYTES;
  for (gint64 x = 0; x < n; x++, row += DECODER_PIXEL_BYTES) {
    const GifColorType *colour;

    if (indices[x] == self->transparent || indices[x] >= map->ColorCount)
      continue;
    colour = &map->Colors[indices[x]];
    row[0] = colour->Blue;
    row[1] = colour->Green;
    row[2] = colour->Red;
    row[3] = 255;
  }
}

static DecoderStatus
run (Reader *self, GifFileType *gif, const StillSource *source, Still *out)
{
  const ColorMapObject *map;
  DecoderStatus status = still_begin (source, out, gif->SWidth, gif->SHeight);
  guint8 *row;

  if (status != DECODER_OK)
    return status;
  if (!find_frame (self, gif) || gif->Image.Left < 0 || gif->Image.Top < 0)
    return DECODER_DAMAGED;
  map = gif->Image.ColorMap != NULL ? gif->Image.ColorMap : gif->SColorMap;
  if (map == NULL)
    return DECODER_DAMAGED;
  status = read_frame (self, gif);
  if (status != DECODER_OK)
    return status;

  for (gint64 y = 0; (row = canvas_row (out->canvas)) != NULL; y++) {
    memset (row, 0, (gsize) gif->SWidth * DECODER_PIXEL_BYTES);
    paint_row (self, gif, map, y, row);
    canvas_push (out->canvas);
  }
  return DECODER_OK;
}

DecoderStatus
decode_gif (const StillSource *source, Still *out)
{
  Reader self = { source->bytes, source->n_bytes, NO_TRANSPARENT_COLOR, NULL };
  GifFileType *gif = DGifOpen (&self, read_bytes, NULL);
  DecoderStatus status;

  if (gif == NULL)
    return DECODER_DAMAGED;
  status = run (&self, gif, source, out);
  DGifCloseFile (gif, NULL);
  free (self.frame);
  return status;
}
