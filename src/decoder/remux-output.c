/* remux-output.c - what a muxer writes, in order and of a length that is known beforehand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "remux-output.h"

#include "media/protocol.h"

#include "wire.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)
#define IO_BYTES 65536
/* An index that is moved to the front would be megabytes; no muxer here does that. */
#define MAX_PATCHES 4096
#define MAX_PATCH_BYTES ((gsize) 1 << 20)

typedef struct {
  guint64 offset;
  gsize n_bytes;
  guint8 *bytes;
} Patch;

static void
patch_free (gpointer data)
{
  Patch *self = data;

  g_free (self->bytes);
  g_free (self);
}

void
remux_output_begin (RemuxOutput *out)
{
  *out = (RemuxOutput){ .patches = g_ptr_array_new_with_free_func (patch_free),
                        .part = g_malloc (DECODER_PART_BYTES) };
}

void
remux_output_end (RemuxOutput *self)
{
  g_ptr_array_unref (self->patches);
  g_free (self->part);
}

static gboolean
add_patch (RemuxOutput *self, const guint8 *bytes, gsize n_bytes)
{
  Patch *patch;

  if (self->patches->len >= MAX_PATCHES
      || n_bytes > MAX_PATCH_BYTES - self->n_patch_bytes)
    return FALSE;
  self->n_patch_bytes += n_bytes;
  patch = g_new (Patch, 1);
  *patch = (Patch){ self->at, n_bytes, g_memdup2 (bytes, n_bytes) };
  g_ptr_array_add (self->patches, patch);
  return TRUE;
}

/* In the order in which they were written, as they may overlap. */
static void
apply_patches (RemuxOutput *self, guint64 part_offset)
{
  for (guint i = 0; i < self->patches->len; i++) {
    const Patch *patch = self->patches->pdata[i];
    guint64 from = MAX (patch->offset, part_offset);
    guint64 to = MIN (patch->offset + patch->n_bytes, part_offset + self->n_part);

    if (from < to)
      memcpy (self->part + (from - part_offset), patch->bytes + (from - patch->offset),
              to - from);
  }
}

static int
seal (const guint8 *bytes, gsize n_bytes)
{
  int fd = memfd_create ("part", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0)
    return -1;
  if (write (fd, bytes, n_bytes) == (gssize) n_bytes
      && fcntl (fd, F_ADD_SEALS, SEALS) == 0)
    return fd;
  close (fd);
  return -1;
}

/* @end: where in the film the part ends. */
static gboolean
send_part (RemuxOutput *self, guint64 end)
{
  DecoderReply part = { .type = DECODER_PART, .n_bytes = self->n_part };
  DecoderRequest answer;
  gboolean is_sent;
  int fd;

  part.offset = end - self->n_part;
  apply_patches (self, part.offset);
  fd = seal (self->part, self->n_part);
  if (fd < 0)
    return FALSE;
  is_sent = wire_send (&part, sizeof part, fd);
  close (fd);
  self->n_part = 0;
  if (!is_sent || !wire_receive (&answer, sizeof answer, &fd))
    return FALSE;
  if (fd >= 0)
    close (fd);
  return answer.op == DECODER_TAKEN;
}

static gboolean
append (RemuxOutput *self, const guint8 *bytes, gsize n_bytes)
{
  while (n_bytes > 0) {
    gsize n = MIN (n_bytes, DECODER_PART_BYTES - self->n_part);

    if (self->is_sending)
      memcpy (self->part + self->n_part, bytes, n);
    self->n_part += n;
    self->length += n;
    bytes += n;
    n_bytes -= n;
    if (self->n_part < DECODER_PART_BYTES)
      continue;
    if (self->is_sending && !send_part (self, self->length))
      return FALSE;
    self->n_part = 0;
  }
  return TRUE;
}

static gboolean
take (RemuxOutput *self, const guint8 *bytes, gsize n_bytes)
{
  gsize n_behind = 0;

  /* A hole: nothing says what is in it. */
  if (self->at > self->length)
    return FALSE;
  n_behind = (gsize) MIN (self->length - self->at, n_bytes);
  if (n_behind > 0 && !self->is_sending && !add_patch (self, bytes, n_behind))
    return FALSE;
  self->at += n_bytes;
  if (self->is_sending && self->at > self->total)
    return FALSE;
  return append (self, bytes + n_behind, n_bytes - n_behind);
}

/* Newer versions of the library promise not to change the bytes. */
#if LIBAVFORMAT_VERSION_MAJOR >= 61
#define WRITTEN const uint8_t
#else
#define WRITTEN uint8_t
#endif

static int
write_bytes (void *opaque, WRITTEN *bytes, int n_bytes)
{
  RemuxOutput *self = opaque;

  if (self->is_broken || n_bytes < 0 || !take (self, bytes, (gsize) n_bytes)) {
    self->is_broken = TRUE;
    return AVERROR (EIO);
  }
  return n_bytes;
}

static int64_t
seek (void *opaque, int64_t offset, int whence)
{
  RemuxOutput *self = opaque;
  int64_t from = 0;

  whence &= ~AVSEEK_FORCE;
  if (whence == AVSEEK_SIZE)
    return (int64_t) self->length;
  if (whence == SEEK_CUR)
    from = (int64_t) self->at;
  else if (whence == SEEK_END)
    from = (int64_t) self->length;
  if (__builtin_add_overflow (from, offset, &from) || from < 0)
    return AVERROR (EINVAL);
  self->at = (guint64) from;
  return from;
}

AVIOContext *
remux_output_open (RemuxOutput *self)
{
  guint8 *buffer = av_malloc (IO_BYTES);
  AVIOContext *io = NULL;

  self->at = self->length = 0;
  self->n_part = 0;
  if (buffer != NULL)
    io = avio_alloc_context (buffer, IO_BYTES, 1, self, NULL, write_bytes, seek);
  if (io == NULL)
    av_free (buffer);
  return io;
}

gboolean
remux_output_announce (RemuxOutput *self)
{
  const DecoderReply total = { .type = DECODER_TOTAL, .n_bytes = self->length };
  DecoderRequest answer;
  int fd = -1;

  if (self->is_broken || self->length == 0)
    return FALSE;
  self->total = self->length;
  self->is_sending = TRUE;
  if (!wire_send (&total, sizeof total, -1)
      || !wire_receive (&answer, sizeof answer, &fd))
    return FALSE;
  if (fd >= 0)
    close (fd);
  return answer.op == DECODER_TAKEN;
}

gboolean
remux_output_finish (RemuxOutput *self)
{
  if (self->is_broken || self->length != self->total)
    return FALSE;
  return self->n_part == 0 || send_part (self, self->length);
}
