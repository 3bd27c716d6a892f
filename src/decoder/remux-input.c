/* remux-input.c - libavformat's way to the bytes of a film that the app hands over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "remux-input.h"

#include "media/protocol.h"

#include "wire.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define IO_BYTES 65536
/* Pictures and sound may lie far apart; asking for more than this at once would read most
 * of it twice. */
#define READ_AHEAD_BYTES ((guint64) 256 << 10)

gboolean
remux_input_begin (RemuxInput *out, int window_fd, guint64 n_bytes)
{
  void *window = mmap (NULL, DECODER_WINDOW_BYTES, PROT_READ, MAP_SHARED, window_fd, 0);

  *out = (RemuxInput){ .n_bytes = n_bytes };
  if (window == MAP_FAILED)
    return FALSE;
  out->window = window;
  return TRUE;
}

void
remux_input_end (RemuxInput *self)
{
  if (self->window != NULL)
    munmap ((void *) self->window, DECODER_WINDOW_BYTES);
}

static gboolean
move_window (RemuxInput *self)
{
  DecoderReply wish = { .type = DECODER_READ, .offset = self->at };
  DecoderRequest answer;
  int fd = -1;

  wish.n_bytes = MIN (READ_AHEAD_BYTES, self->n_bytes - self->at);
  self->window_length = 0;
  if (!wire_send (&wish, sizeof wish, -1)
      || !wire_receive (&answer, sizeof answer, &fd)) {
    self->is_lost = TRUE;
    return FALSE;
  }
  if (fd >= 0)
    close (fd);
  if (answer.op != DECODER_BYTES || answer.n_bytes != wish.n_bytes) {
    self->is_lost = TRUE;
    return FALSE;
  }
  self->window_offset = self->at;
  self->window_length = wish.n_bytes;
  return TRUE;
}

static int
read_bytes (void *opaque, uint8_t *out, int n_wanted)
{
  RemuxInput *self = opaque;
  guint64 n_bytes;

  if (self->is_lost)
    return AVERROR (EIO);
  if (self->at >= self->n_bytes || n_wanted <= 0)
    return AVERROR_EOF;
  if ((self->at < self->window_offset
       || self->at - self->window_offset >= self->window_length)
      && !move_window (self))
    return AVERROR (EIO);

  n_bytes = self->window_length - (self->at - self->window_offset);
  n_bytes = MIN (n_bytes, (guint64) n_wanted);
  memcpy (out, self->window + (self->at - self->window_offset), n_bytes);
  self->at += n_bytes;
  return (int) n_bytes;
}

static int64_t
seek (void *opaque, int64_t offset, int whence)
{
  RemuxInput *self = opaque;
  int64_t from = 0;

  whence &= ~AVSEEK_FORCE;
  if (whence == AVSEEK_SIZE)
    return (int64_t) self->n_bytes;
  if (whence == SEEK_CUR)
    from = (int64_t) self->at;
  else if (whence == SEEK_END)
    from = (int64_t) self->n_bytes;
  if (__builtin_add_overflow (from, offset, &from) || from < 0)
    return AVERROR (EINVAL);
  self->at = (guint64) from;
  return from;
}

AVIOContext *
remux_input_open (RemuxInput *self)
{
  guint8 *buffer = av_malloc (IO_BYTES);
  AVIOContext *io = NULL;

  self->at = 0;
  if (buffer != NULL)
    io = avio_alloc_context (buffer, IO_BYTES, 0, self, read_bytes, NULL, seek);
  if (io == NULL)
    av_free (buffer);
  return io;
}

void
remux_io_free (AVIOContext *io)
{
  if (io == NULL)
    return;
  av_freep (&io->buffer);
  avio_context_free (&io);
}
