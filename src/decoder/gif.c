/* gif.c - GIF through giflib, frame by frame
 *
 * Frames are read one record at a time.  DGifSlurp() would decode all of them, and a small
 * file can hold thousands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "moving.h"
#include "still.h"

#include <gif_lib.h>
#include <stdlib.h>
#include <string.h>

#define HUNDREDTH_MS 10

typedef struct {
  MovingSource rest; /* what has not been read yet */
  GifFileType *gif;
  GraphicsControlBlock control; /* of the frame in hand */
  guint32 *screen;              /* premultiplied BGRA */
  guint32 *before; /* the screen before the frame in hand; NULL until needed */
  guint8 *indices; /* of the frame in hand, one a pixel */
  gsize n_indices; /* room for so many */
  gboolean is_begun;
} Reader;

static int
read_bytes (GifFileType *gif, GifByteType *out, int n_bytes)
{
  MovingSource *rest = gif->UserData;
  gsize n = MIN ((gsize) MAX (n_bytes, 0), rest->n_bytes);

  memcpy (out, rest->bytes, n);
  rest->bytes += n;
  rest->n_bytes -= n;
  return (int) n;
}

static gboolean
read_extension (GifFileType *gif, GraphicsControlBlock *control)
{
  GifByteType *block;
  GraphicsControlBlock found;
  int code;

  if (DGifGetExtension (gif, &code, &block) != GIF_OK)
    return FALSE;
  if (code == GRAPHICS_EXT_FUNC_CODE && block != NULL
      && DGifExtensionToGCB (block[0], block + 1, &found) == GIF_OK)
    *control = found;
  while (block != NULL)
    if (DGifGetExtensionNext (gif, &block) != GIF_OK)
      return FALSE;
  return TRUE;
}

/* Go on to the next frame's header.  Returns: FALSE if there is none. */
static gboolean
find_frame (GifFileType *gif, GraphicsControlBlock *control)
{
  GifRecordType record;

  /* giflib notes every frame it has met; nobody here looks back. */
  GifFreeSavedImages (gif);
  gif->SavedImages = NULL;
  gif->ImageCount = 0;

  *control = (GraphicsControlBlock){ .TransparentColor = NO_TRANSPARENT_COLOR };
  while (DGifGetRecordType (gif, &record) == GIF_OK) {
    if (record == IMAGE_DESC_RECORD_TYPE)
      return DGifGetImageDesc (gif) == GIF_OK;
    if (record != EXTENSION_RECORD_TYPE || !read_extension (gif, control))
      return FALSE;
  }
  return FALSE;
}

/* Step over a frame's pixels without unpacking them. */
static gboolean
skip_pixels (GifFileType *gif)
{
  GifByteType *block;
  int code_size;

  if (DGifGetCode (gif, &code_size, &block) != GIF_OK)
    return FALSE;
  while (block != NULL)
    if (DGifGetCodeNext (gif, &block) != GIF_OK)
      return FALSE;
  return TRUE;
}

/* A last frame that was cut short counts: what is there of it is shown. */
static guint
count_frames (MovingSource source)
{
  GifFileType *gif = DGifOpen (&source, read_bytes, NULL);
  GraphicsControlBlock control;
  guint n_frames = 0;

  if (gif == NULL)
    return 0;
  while (n_frames < DECODER_MAX_FRAMES && find_frame (gif, &control)) {
    n_frames++;
    if (!skip_pixels (gif))
      break;
  }
  DGifCloseFile (gif, NULL);
  return n_frames;
}

static gboolean
read_lines (Reader *self)
{
  static const guint8 first[] = { 0, 4, 2, 1 }, step[] = { 8, 8, 4, 2 };
  GifFileType *gif = self->gif;
  const int width = gif->Image.Width, height = gif->Image.Height;

  if (!gif->Image.Interlace) {
    for (int y = 0; y < height; y++)
      if (DGifGetLine (gif, self->indices + (gsize) y * width, width) != GIF_OK)
        return FALSE;
    return TRUE;
  }
  for (gsize pass = 0; pass < G_N_ELEMENTS (first); pass++)
    for (int y = first[pass]; y < height; y += step[pass])
      if (DGifGetLine (gif, self->indices + (gsize) y * width, width) != GIF_OK)
        return FALSE;
  return TRUE;
}

static DecoderStatus
read_frame (Reader *self)
{
  const GifImageDesc *image = &self->gif->Image;
  DecoderStatus status = canvas_check_size ((guint64) MAX (image->Width, 0),
                                            (guint64) MAX (image->Height, 0));
  gsize n_indices;

  if (status != DECODER_OK)
    return status;
  n_indices = (gsize) image->Width * image->Height;
  if (n_indices > self->n_indices) {
    free (self->indices);
    self->indices = malloc (n_indices);
    self->n_indices = self->indices != NULL ? n_indices : 0;
    if (self->indices == NULL)
      return DECODER_FAILED;
  }
  return read_lines (self) ? DECODER_OK : DECODER_DAMAGED;
}

/* The part of the screen that the frame covers; frames may stick out. */
static void
get_area (const GifFileType *gif, gint64 *out_width, gint64 *out_height)
{
  const GifImageDesc *image = &gif->Image;

  *out_width = CLAMP ((gint64) gif->SWidth - image->Left, 0, image->Width);
  *out_height = *out_width == 0
                    ? 0
                    : CLAMP ((gint64) gif->SHeight - image->Top, 0, image->Height);
}

static guint32 *
screen_at (const Reader *self, gint64 line)
{
  const GifImageDesc *image = &self->gif->Image;

  return self->screen + (image->Top + line) * self->gif->SWidth + image->Left;
}

static void
paint (Reader *self, const ColorMapObject *map)
{
  gint64 width, height;

  get_area (self->gif, &width, &height);
  for (gint64 y = 0; y < height; y++) {
    const guint8 *indices = self->indices + y * self->gif->Image.Width;
    guint8 *out = (guint8 *) screen_at (self, y);

    for (gint64 x = 0; x < width; x++, out += DECODER_PIXEL_BYTES) {
      const GifColorType *colour;

      if (indices[x] == self->control.TransparentColor || indices[x] >= map->ColorCount)
        continue;
      colour = &map->Colors[indices[x]];
      out[0] = colour->Blue;
      out[1] = colour->Green;
      out[2] = colour->Red;
      out[3] = 255;
    }
  }
}

/* Take the frame in hand off the screen again, as it asks. */
static void
dispose (Reader *self)
{
  gint64 width, height;

  get_area (self->gif, &width, &height);
  for (gint64 y = 0; y < height; y++) {
    guint32 *row = screen_at (self, y);

    if (self->control.DisposalMode == DISPOSE_PREVIOUS && self->before != NULL)
      memcpy (row, self->before + (row - self->screen), (gsize) width * sizeof *row);
    else if (self->control.DisposalMode == DISPOSE_BACKGROUND)
      memset (row, 0, (gsize) width * sizeof *row);
  }
}

static gboolean
keep_before (Reader *self)
{
  gsize n_bytes = (gsize) self->gif->SWidth * self->gif->SHeight * sizeof *self->screen;

  if (self->before == NULL)
    self->before = malloc (n_bytes);
  if (self->before == NULL)
    return FALSE;
  memcpy (self->before, self->screen, n_bytes);
  return TRUE;
}

static DecoderStatus
next (Reader *self)
{
  GifFileType *gif = self->gif;
  const ColorMapObject *map;
  DecoderStatus status;

  if (self->is_begun)
    dispose (self);
  self->is_begun = FALSE;
  if (!find_frame (gif, &self->control) || gif->Image.Left < 0 || gif->Image.Top < 0)
    return DECODER_DAMAGED;
  map = gif->Image.ColorMap != NULL ? gif->Image.ColorMap : gif->SColorMap;
  if (map == NULL)
    return DECODER_DAMAGED;
  status = read_frame (self);
  if (status != DECODER_OK)
    return status;
  if (self->control.DisposalMode == DISPOSE_PREVIOUS && !keep_before (self))
    return DECODER_FAILED;

  paint (self, map);
  self->is_begun = TRUE;
  return DECODER_OK;
}

/* Returns: NULL without memory or if @source begins no GIF. */
static Reader *
reader_new (MovingSource source)
{
  Reader *self = calloc (1, sizeof *self);

  if (self == NULL)
    return NULL;
  self->rest = source;
  self->gif = DGifOpen (&self->rest, read_bytes, NULL);
  if (self->gif != NULL)
    return self;
  free (self);
  return NULL;
}

static gboolean
make_screen (Reader *self)
{
  self->screen =
      calloc ((gsize) self->gif->SWidth * self->gif->SHeight, sizeof *self->screen);
  return self->screen != NULL;
}

void
gif_close (gpointer reader)
{
  Reader *self = reader;

  if (self == NULL)
    return;
  DGifCloseFile (self->gif, NULL);
  free (self->screen);
  free (self->before);
  free (self->indices);
  free (self);
}

DecoderStatus
gif_open (Moving *out)
{
  Reader *self = reader_new (out->source);
  DecoderStatus status;

  out->reader = self;
  if (self == NULL)
    return DECODER_DAMAGED;
  out->width = (guint) MAX (self->gif->SWidth, 0);
  out->height = (guint) MAX (self->gif->SHeight, 0);
  status = canvas_check_size (out->width, out->height);
  if (status != DECODER_OK)
    return status;
  if ((guint64) out->width * out->height > DECODER_MAX_MOVING_PIXELS)
    return DECODER_TOO_LARGE;
  if (out->n_frames == 0)
    out->n_frames = count_frames (out->source);
  return make_screen (self) ? DECODER_OK : DECODER_FAILED;
}

DecoderStatus
gif_next (Moving *self)
{
  Reader *reader = self->reader;
  DecoderStatus status = next (reader);

  self->pixels = (const guint8 *) reader->screen;
  self->delay_ms = (guint) MAX (reader->control.DelayTime, 0) * HUNDREDTH_MS;
  return status;
}

static DecoderStatus
decode_first_frame (Reader *self, const StillSource *source, Still *out)
{
  DecoderStatus status = still_begin (source, out, (guint64) MAX (self->gif->SWidth, 0),
                                      (guint64) MAX (self->gif->SHeight, 0));
  const guint32 *line;
  guint8 *row;

  if (status == DECODER_OK && !make_screen (self))
    status = DECODER_FAILED;
  if (status == DECODER_OK)
    status = next (self);
  if (status != DECODER_OK)
    return status;

  line = self->screen;
  while ((row = canvas_row (out->canvas)) != NULL) {
    memcpy (row, line, (gsize) self->gif->SWidth * DECODER_PIXEL_BYTES);
    line += self->gif->SWidth;
    canvas_push (out->canvas);
  }
  return DECODER_OK;
}

DecoderStatus
decode_gif (const StillSource *source, Still *out)
{
  Reader *self = reader_new ((MovingSource){ source->bytes, source->n_bytes });
  DecoderStatus status;

  if (self == NULL)
    return DECODER_DAMAGED;
  status = decode_first_frame (self, source, out);
  gif_close (self);
  return status;
}
