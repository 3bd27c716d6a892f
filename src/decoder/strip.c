/* strip.c - a still picture without what describes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "strip.h"

#include "exif.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)
#define FIRST_ROOM_BYTES ((gsize) 1 << 20)
/* A file is stripped, not blown up: none gets much longer by it. */
#define MAX_BYTES ((gsize) 1 << 30)

static DecoderStatus (*const strippers[DECODER_N_FORMATS]) (const StripSource *,
                                                            StripOut *) = {
  [DECODER_JPEG] = strip_jpeg, [DECODER_PNG] = strip_png,   [DECODER_GIF] = strip_gif,
  [DECODER_WEBP] = strip_webp, [DECODER_TIFF] = strip_tiff, [DECODER_HEIF] = strip_heif,
};

DecoderStatus
strip_still (StripSource *source, StripOut *out, gint64 *out_captured)
{
  DecoderStatus status;
  Exif exif;

  *out = (StripOut){ 0 };
  *out_captured = 0;
  if (source->format >= DECODER_N_FORMATS || strippers[source->format] == NULL)
    return DECODER_UNSUPPORTED;

  exif_read (&exif, source->bytes, source->n_bytes);
  source->orientation = exif.orientation;
  status = strippers[source->format](source, out);
  if (status == DECODER_OK && (out->is_full || out->n_bytes == 0))
    status = DECODER_FAILED;
  if (status == DECODER_OK)
    *out_captured = exif.captured;
  return status;
}

static gboolean
make_room (StripOut *self, gsize n_bytes)
{
  gsize n_room = MAX (self->n_room, FIRST_ROOM_BYTES);
  guint8 *bytes;

  if (n_bytes <= self->n_room)
    return TRUE;
  if (n_bytes > MAX_BYTES)
    return FALSE;
  while (n_room < n_bytes)
    n_room *= 2;
  bytes = realloc (self->bytes, n_room);
  if (bytes == NULL)
    return FALSE;
  self->bytes = bytes;
  self->n_room = n_room;
  return TRUE;
}

gboolean
strip_out_write (StripOut *self, const void *bytes, gsize n_bytes)
{
  if (self->is_full || n_bytes > MAX_BYTES || self->at > MAX_BYTES
      || !make_room (self, self->at + n_bytes)) {
    self->is_full = TRUE;
    return FALSE;
  }
  if (n_bytes == 0)
    return TRUE;
  if (self->at > self->n_bytes)
    memset (self->bytes + self->n_bytes, 0, self->at - self->n_bytes);
  memcpy (self->bytes + self->at, bytes, n_bytes);
  self->at += n_bytes;
  self->n_bytes = MAX (self->n_bytes, self->at);
  return TRUE;
}

static gboolean
write_all (int fd, const guint8 *bytes, gsize n_bytes)
{
  while (n_bytes > 0) {
    gssize n = write (fd, bytes, n_bytes);

    if (n <= 0)
      return FALSE;
    bytes += n;
    n_bytes -= (gsize) n;
  }
  return TRUE;
}

int
strip_out_seal (const StripOut *self)
{
  int fd = memfd_create ("stripped", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0)
    return -1;
  if (write_all (fd, self->bytes, self->n_bytes) && fcntl (fd, F_ADD_SEALS, SEALS) == 0)
    return fd;
  close (fd);
  return -1;
}

void
strip_out_clear (StripOut *self)
{
  free (self->bytes);
  *self = (StripOut){ 0 };
}

void
strip_orientation (guint orientation, guint8 out[STRIP_ORIENTATION_BYTES])
{
  /* Big-endian; one directory of one entry: tag 0x0112, one short. */
  static const guint8 block[STRIP_ORIENTATION_BYTES] = {
    'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1,
  };

  memcpy (out, block, sizeof block);
  out[19] = (guint8) orientation;
}
