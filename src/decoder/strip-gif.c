/* strip-gif.c - GIF: all frames, their timing and the number of repetitions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "canvas.h"
#include "strip.h"

#include <gif_lib.h>
#include <stdlib.h>
#include <string.h>

/* All frames are unpacked at once; a hostile file can hold thousands of large ones. */
#define MAX_FRAME_BYTES ((guint64) 512 << 20)

typedef struct {
  const guint8 *bytes;
  gsize n_left;
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

static int
write_bytes (GifFileType *gif, const GifByteType *bytes, int n_bytes)
{
  return strip_out_write (gif->UserData, bytes, (gsize) MAX (n_bytes, 0)) ? n_bytes : 0;
}

/* Whether @block begins something that is shown, not told. */
static gboolean
is_wanted (const ExtensionBlock *block)
{
  if (block->Function == GRAPHICS_EXT_FUNC_CODE)
    return TRUE;
  return block->Function == APPLICATION_EXT_FUNC_CODE && block->ByteCount == 11
         && (memcmp (block->Bytes, "NETSCAPE2.0", 11) == 0
             || memcmp (block->Bytes, "ANIMEXTS1.0", 11) == 0);
}

/* An extension is a block and those that continue it.  Moves what is wanted to the front;
 * what is dropped is freed. */
static void
filter (int *n_blocks, ExtensionBlock *blocks)
{
  int n_kept = 0;
  gboolean is_kept = FALSE;

  for (int i = 0; i < *n_blocks; i++) {
    if (blocks[i].Function != CONTINUE_EXT_FUNC_CODE)
      is_kept = is_wanted (&blocks[i]);
    if (is_kept)
      blocks[n_kept++] = blocks[i];
    else
      free (blocks[i].Bytes);
  }
  *n_blocks = n_kept;
}

static DecoderStatus
check_sizes (const GifFileType *in)
{
  guint64 n_bytes = 0;

  for (int i = 0; i < in->ImageCount; i++)
    n_bytes += (guint64) in->SavedImages[i].ImageDesc.Width
               * (guint64) in->SavedImages[i].ImageDesc.Height;
  return n_bytes == 0                ? DECODER_DAMAGED
         : n_bytes > MAX_FRAME_BYTES ? DECODER_TOO_LARGE
                                     : DECODER_OK;
}

/* What EGifSpew() writes is lent to it. */
static DecoderStatus
write_all (GifFileType *in, StripOut *out)
{
  int why;
  GifFileType *gif = EGifOpen (out, write_bytes, &why);

  if (gif == NULL)
    return DECODER_FAILED;
  gif->SWidth = in->SWidth;
  gif->SHeight = in->SHeight;
  gif->SColorResolution = in->SColorResolution;
  gif->SBackGroundColor = in->SBackGroundColor;
  gif->AspectByte = in->AspectByte;
  gif->SColorMap = in->SColorMap;
  gif->ImageCount = in->ImageCount;
  gif->SavedImages = in->SavedImages;
  gif->ExtensionBlockCount = in->ExtensionBlockCount;
  gif->ExtensionBlocks = in->ExtensionBlocks;
  if (EGifSpew (gif) == GIF_OK)
    return DECODER_OK;
  return DECODER_FAILED;
}

static DecoderStatus
run (GifFileType *in, StripOut *out)
{
  DecoderStatus status =
      canvas_check_size ((guint64) in->SWidth, (guint64) in->SHeight);

  if (status != DECODER_OK)
    return status;
  if (DGifSlurp (in) != GIF_OK)
    return DECODER_DAMAGED;
  status = check_sizes (in);
  if (status != DECODER_OK)
    return status;
  for (int i = 0; i < in->ImageCount; i++)
    filter (&in->SavedImages[i].ExtensionBlockCount,
            in->SavedImages[i].ExtensionBlocks);
  filter (&in->ExtensionBlockCount, in->ExtensionBlocks);
  return write_all (in, out);
}

DecoderStatus
strip_gif (const StripSource *source, StripOut *out)
{
  Reader reader = { source->bytes, source->n_bytes };
  int why;
  GifFileType *in = DGifOpen (&reader, read_bytes, &why);
  DecoderStatus status;

  if (in == NULL)
    return DECODER_DAMAGED;
  status = run (in, out);
  DGifCloseFile (in, &why);
  return status;
}
