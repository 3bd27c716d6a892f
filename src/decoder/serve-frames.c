/* serve-frames.c - one animation, as far as it has been asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "serve.h"

#include "moving.h"
#include "wire.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The one in hand.  The app asks for as many helpers as it has animations. */
static Moving moving;
static void *file;
static gsize n_file_bytes;

static void
put_down (void)
{
  moving_clear (&moving);
  if (file != NULL)
    munmap (file, n_file_bytes);
  file = NULL;
}

static DecoderStatus
take_up (const DecoderRequest *request, int fd)
{
  put_down ();
  file = serve_map_input (fd, request->n_bytes);
  n_file_bytes = request->n_bytes;
  if (file == NULL)
    return DECODER_FAILED;
  return moving_open (&moving, request->format, (MovingSource){ file, n_file_bytes });
}

static DecoderStatus
paint (guint max_side, Canvas **out)
{
  DecoderStatus status = canvas_begin (out, moving.width, moving.height, max_side);
  gsize n_bytes = (gsize) moving.width * DECODER_PIXEL_BYTES;
  const guint8 *line = moving.pixels;
  guint8 *row;

  if (status != DECODER_OK)
    return status;
  while ((row = canvas_row (*out)) != NULL) {
    memcpy (row, line, n_bytes);
    line += n_bytes;
    canvas_push (*out);
  }
  return DECODER_OK;
}

gboolean
frames_serve_one (const DecoderRequest *request, int fd)
{
  DecoderReply reply = { .type = DECODER_RESULT };
  g_autoptr (Canvas) canvas = NULL;
  int out_fd = -1;
  gboolean is_sent;

  if (fd >= 0)
    reply.status = take_up (request, fd);
  else if (file == NULL)
    return FALSE;
  if (reply.status == DECODER_OK)
    reply.status = moving_next (&moving);
  if (reply.status == DECODER_OK)
    reply.status = paint (request->max_side, &canvas);
  if (reply.status == DECODER_OK) {
    reply.full_width = moving.width;
    reply.full_height = moving.height;
    reply.n_parts = moving.n_frames;
    reply.duration_ms = moving.delay_ms;
    serve_put_image (canvas, &reply, &out_fd);
  } else {
    put_down ();
  }

  is_sent = wire_send (&reply, sizeof reply, out_fd);
  if (out_fd >= 0)
    close (out_fd);
  return is_sent;
}
