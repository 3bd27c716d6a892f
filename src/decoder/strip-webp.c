/* strip-webp.c - WebP: a new container around the same coded frames
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "canvas.h"
#include "strip.h"

#include <webp/mux.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WebPMux, WebPMuxDelete)

static gboolean
copy_profile (const WebPMux *from, WebPMux *to)
{
  WebPData profile;

  return WebPMuxGetChunk (from, "ICCP", &profile) != WEBP_MUX_OK
         || WebPMuxSetChunk (to, "ICCP", &profile, 0) == WEBP_MUX_OK;
}

static gboolean
write_orientation (WebPMux *to, guint orientation)
{
  guint8 block[STRIP_ORIENTATION_BYTES];
  const WebPData exif = { block, sizeof block };

  if (orientation == 1)
    return TRUE;
  strip_orientation (orientation, block);
  return WebPMuxSetChunk (to, "EXIF", &exif, 1) == WEBP_MUX_OK;
}

static gboolean
copy_still (const WebPMux *from, WebPMux *to)
{
  WebPMuxFrameInfo frame;
  gboolean is_copied;

  if (WebPMuxGetFrame (from, 1, &frame) != WEBP_MUX_OK)
    return FALSE;
  is_copied = WebPMuxSetImage (to, &frame.bitstream, 1) == WEBP_MUX_OK;
  WebPDataClear (&frame.bitstream);
  return is_copied;
}

static gboolean
copy_animation (const WebPMux *from, WebPMux *to, int width, int height)
{
  WebPMuxAnimParams parameters;
  int n_frames;

  if (WebPMuxGetAnimationParams (from, &parameters) != WEBP_MUX_OK
      || WebPMuxNumChunks (from, WEBP_CHUNK_ANMF, &n_frames) != WEBP_MUX_OK)
    return FALSE;
  for (int i = 1; i <= n_frames; i++) {
    WebPMuxFrameInfo frame;
    gboolean is_copied;

    if (WebPMuxGetFrame (from, (guint) i, &frame) != WEBP_MUX_OK)
      return FALSE;
    is_copied = WebPMuxPushFrame (to, &frame, 1) == WEBP_MUX_OK;
    WebPDataClear (&frame.bitstream);
    if (!is_copied)
      return FALSE;
  }
  return WebPMuxSetAnimationParams (to, &parameters) == WEBP_MUX_OK
         && WebPMuxSetCanvasSize (to, width, height) == WEBP_MUX_OK;
}

DecoderStatus
strip_webp (const StripSource *source, StripOut *out)
{
  const WebPData data = { source->bytes, source->n_bytes };
  g_autoptr (WebPMux) from = WebPMuxCreate (&data, 0);
  g_autoptr (WebPMux) to = WebPMuxNew ();
  WebPData result;
  DecoderStatus status;
  uint32_t flags;
  int width, height;
  gboolean is_copied;

  if (from == NULL || to == NULL || WebPMuxGetFeatures (from, &flags) != WEBP_MUX_OK
      || WebPMuxGetCanvasSize (from, &width, &height) != WEBP_MUX_OK)
    return DECODER_DAMAGED;
  status = canvas_check_size ((guint64) width, (guint64) height);
  if (status != DECODER_OK)
    return status;

  is_copied = (flags & ANIMATION_FLAG) != 0 ? copy_animation (from, to, width, height)
                                            : copy_still (from, to);
  if (!is_copied || !copy_profile (from, to)
      || !write_orientation (to, source->orientation)
      || WebPMuxAssemble (to, &result) != WEBP_MUX_OK)
    return DECODER_DAMAGED;
  strip_out_write (out, result.bytes, result.size);
  WebPDataClear (&result);
  return DECODER_OK;
}
