/* thumbnail.c - a small WebP of a canvas
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "thumbnail.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <webp/encode.h>

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)
/* Of libwebp's 0 (fast) to 6 (small): an import makes thousands of these, and a vault keeps each
 * in a row of the same length. */
#define EFFORT 0

/* Encoders want straight alpha.  Returns: TRUE if any pixel is not opaque. */
static gboolean
straighten (guint8 *out, const Canvas *canvas)
{
  gsize n = (gsize) canvas->width * canvas->height;
  const guint8 *in = canvas->pixels;
  gboolean has_alpha = FALSE;

  for (gsize i = 0; i < n; i++, in += 4, out += 4) {
    guint alpha = in[3];

    if (alpha == 255) {
      memcpy (out, in, DECODER_PIXEL_BYTES);
      continue;
    }
    for (int c = 0; c < 3; c++)
      out[c] = alpha == 0 ? 0 : (guint8) MIN (255, (in[c] * 255 + alpha / 2) / alpha);
    out[3] = (guint8) alpha;
    has_alpha = TRUE;
  }
  return has_alpha;
}

static gboolean
encode (const Canvas *canvas,
        const guint8 *pixels,
        gboolean has_alpha,
        float quality,
        WebPMemoryWriter *writer)
{
  int stride = (int) canvas->width * DECODER_PIXEL_BYTES;
  WebPConfig config;
  WebPPicture picture;
  gboolean done;

  if (!WebPConfigPreset (&config, WEBP_PRESET_PHOTO, quality)
      || !WebPPictureInit (&picture))
    return FALSE;
  config.method = EFFORT;
  config.alpha_quality = (int) quality;
  picture.width = (int) canvas->width;
  picture.height = (int) canvas->height;
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = writer;
  done = has_alpha ? WebPPictureImportBGRA (&picture, pixels, stride)
                   : WebPPictureImportBGRX (&picture, pixels, stride);
  done = done && WebPEncode (&config, &picture);
  WebPPictureFree (&picture);
  return done;
}

static int
seal_bytes (const guint8 *bytes, gsize n_bytes)
{
  int fd = memfd_create ("thumbnail", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0)
    return -1;
  if (write (fd, bytes, n_bytes) == (gssize) n_bytes
      && fcntl (fd, F_ADD_SEALS, SEALS) == 0)
    return fd;
  close (fd);
  return -1;
}

DecoderStatus
thumbnail_encode (const Canvas *canvas, int *out_fd, gsize *out_n_bytes)
{
  /* Even noise fits at the last of these, and noise in alpha without its alpha. */
  static const float qualities[] = { 78, 60, 40, 20, 5, 5 };
  g_autofree guint8 *pixels = NULL;
  gboolean has_alpha;

  *out_fd = -1;
  *out_n_bytes = 0;
  if (MAX (canvas->width, canvas->height) > DECODER_THUMBNAIL_SIDE)
    return DECODER_FAILED;
  pixels = g_malloc ((gsize) canvas->width * canvas->height * DECODER_PIXEL_BYTES);
  has_alpha = straighten (pixels, canvas);

  for (gsize i = 0; i < G_N_ELEMENTS (qualities) && *out_fd < 0; i++) {
    WebPMemoryWriter writer;

    WebPMemoryWriterInit (&writer);
    if (encode (canvas, pixels, has_alpha && i + 1 < G_N_ELEMENTS (qualities),
                qualities[i], &writer)
        && writer.size <= DECODER_THUMBNAIL_MAX_BYTES) {
      *out_fd = seal_bytes (writer.mem, writer.size);
      *out_n_bytes = writer.size;
    }
    WebPMemoryWriterClear (&writer);
  }
  return *out_fd >= 0 ? DECODER_OK : DECODER_FAILED;
}
