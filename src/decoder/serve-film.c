/* serve-film.c - one film or recording on request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "serve.h"

#include "film.h"
#include "plugins.h"
#include "thumbnail.h"
#include "waveform.h"
#include "wire.h"

#include <unistd.h>

gboolean
film_warm (void)
{
  return plugins_load (PLUGINS_POSTER);
}

/* @fd: the window. */
static void
answer (const DecoderRequest *request, int fd)
{
  DecoderReply reply = { .type = DECODER_RESULT };
  g_auto (Film) film = { 0 };
  gsize n_bytes = 0;
  int out_fd = -1;

  reply.status = request->op == DECODER_WAVEFORM
                     ? waveform_read (fd, request->n_bytes, &film)
                     : film_read (fd, request->n_bytes, TRUE, &film);
  reply.duration_ms = film.duration_ms;
  reply.captured = film.captured;
  if (reply.status == DECODER_OK && film.poster != NULL) {
    reply.full_width = film.full_width;
    reply.full_height = film.full_height;
    reply.width = film.poster->width;
    reply.height = film.poster->height;
    reply.status = thumbnail_encode (film.poster, &out_fd, &n_bytes);
    reply.n_bytes = n_bytes;
  }
  wire_send (&reply, sizeof reply, out_fd);
  if (out_fd >= 0)
    close (out_fd);
}

void
film_serve (void)
{
  DecoderRequest request;
  int fd;

  if (!wire_greet () || !wire_receive (&request, sizeof request, &fd))
    return;
  if (fd >= 0 && (request.op == DECODER_POSTER || request.op == DECODER_WAVEFORM))
    answer (&request, fd);
  if (fd >= 0)
    close (fd);
}
