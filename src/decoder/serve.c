/* serve.c - still pictures on request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "serve.h"

#include "camera.h"
#include "exif.h"
#include "samples.h"
#include "still.h"
#include "strip.h"
#include "thumbnail.h"
#include "wire.h"

#include <libheif/heif.h>
#include <sys/mman.h>
#include <unistd.h>

gboolean
stills_warm (void)
{
  heif_init (NULL);
  exif_warm ();
  for (gsize i = 0; i < N_SAMPLES; i++) {
    const Sample *sample = &samples[i];
    const StillSource source = { .bytes = sample->bytes,
                                 .n_bytes = sample->n_bytes,
                                 .format = sample->format };
    g_auto (Still) still = { 0 };

    /* A format whose plugin is not installed fails here as it will later. */
    (void) still_decode (&source, &still);
  }
  return TRUE;
}

void
serve_put_image (Canvas *canvas, DecoderReply *reply, int *out_fd)
{
  reply->width = canvas->width;
  reply->height = canvas->height;
  reply->stride_bytes = canvas->stride_bytes;
  reply->n_bytes = reply->stride_bytes * reply->height;
  *out_fd = canvas_steal_sealed (canvas);
  if (*out_fd < 0)
    reply->status = DECODER_FAILED;
}

void
serve_put_thumbnail (const Canvas *canvas, DecoderReply *reply, int *out_fd)
{
  gsize n_bytes;

  reply->status = thumbnail_encode (canvas, out_fd, &n_bytes);
  reply->width = canvas->width;
  reply->height = canvas->height;
  reply->n_bytes = n_bytes;
}

static void
answer_strip (const DecoderRequest *request,
              const guint8 *bytes,
              DecoderReply *reply,
              int *out_fd)
{
  StripSource source = { .bytes = bytes,
                         .n_bytes = request->n_bytes,
                         .format = request->format };
  g_auto (StripOut) out = { 0 };

  reply->status = strip_still (&source, &out, &reply->captured);
  if (reply->status != DECODER_OK)
    return;
  reply->n_bytes = out.n_bytes;
  *out_fd = strip_out_seal (&out);
  if (*out_fd < 0)
    reply->status = DECODER_FAILED;
}

static void
answer (const DecoderRequest *request,
        const guint8 *bytes,
        DecoderReply *reply,
        int *out_fd)
{
  gboolean is_thumbnail = request->op == DECODER_THUMBNAIL;
  const StillSource source = { .bytes = bytes,
                               .n_bytes = request->n_bytes,
                               .format = request->format,
                               .max_side = is_thumbnail ? DECODER_THUMBNAIL_SIDE
                                                        : request->max_side,
                               .preview = is_thumbnail };
  g_auto (Still) still = { 0 };

  if (request->op == DECODER_CAMERA) {
    camera_answer (request, bytes, reply, out_fd);
    return;
  }
  reply->status = still_decode (&source, &still);
  if (reply->status != DECODER_OK)
    return;
  reply->full_width = still.full_width;
  reply->full_height = still.full_height;
  reply->captured = still.captured;
  if (is_thumbnail)
    serve_put_thumbnail (still.canvas, reply, out_fd);
  else
    serve_put_image (still.canvas, reply, out_fd);
}

void *
serve_map_input (int fd, guint64 n_bytes)
{
  void *bytes;

  /* Not fstat(): the filter has no way to allow it and refuse looking at paths. */
  if (fd < 0 || n_bytes == 0 || lseek (fd, 0, SEEK_END) != (off_t) n_bytes)
    return NULL;
  bytes = mmap (NULL, n_bytes, PROT_READ, MAP_PRIVATE, fd, 0);
  return bytes != MAP_FAILED ? bytes : NULL;
}

gboolean
serve_one (const DecoderRequest *request, int fd, ServeFunc func)
{
  DecoderReply reply = { .type = DECODER_RESULT, .status = DECODER_FAILED };
  void *bytes = serve_map_input (fd, request->n_bytes);
  int out_fd = -1;
  gboolean is_sent;

  if (bytes != NULL) {
    func (request, bytes, &reply, &out_fd);
    munmap (bytes, request->n_bytes);
  }
  is_sent = wire_send (&reply, sizeof reply, out_fd);
  if (out_fd >= 0)
    close (out_fd);
  return is_sent;
}

/* Returns: FALSE when there is no going on. */
static gboolean
serve_any (const DecoderRequest *request, int fd)
{
  switch (request->op) {
  case DECODER_IMAGE:
  case DECODER_THUMBNAIL:
  case DECODER_CAMERA:
    return serve_one (request, fd, answer);
  case DECODER_STRIP:
    return serve_one (request, fd, answer_strip);
  case DECODER_FRAME:
    return frames_serve_one (request, fd);
  default:
    return FALSE;
  }
}

void
stills_serve (void)
{
  DecoderRequest request;
  gboolean go_on = wire_greet ();
  int fd;

  while (go_on && wire_receive (&request, sizeof request, &fd)) {
    go_on = serve_any (&request, fd);
    if (fd >= 0)
      close (fd);
  }
}
