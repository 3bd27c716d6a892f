/* canvas.c - the picture being made: rows go in, a reduced picture comes out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "canvas.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)

DecoderStatus
canvas_check_size (guint64 width, guint64 height)
{
  if (width == 0 || height == 0)
    return DECODER_DAMAGED;
  if (width > DECODER_MAX_SIDE || height > DECODER_MAX_SIDE)
    return DECODER_TOO_LARGE;
  return width * height > DECODER_MAX_PIXELS ? DECODER_TOO_LARGE : DECODER_OK;
}

void
canvas_fit (guint *width, guint *height, guint max_side)
{
  guint longest = MAX (*width, *height);

  if (max_side == 0 || longest <= max_side)
    return;
  *width = MAX (1, (guint) (((guint64) *width * max_side + longest / 2) / longest));
  *height = MAX (1, (guint) (((guint64) *height * max_side + longest / 2) / longest));
}

static gboolean
map_pixels (Canvas *self)
{
  gsize n_bytes;
  void *pixels;

  self->stride_bytes = (gsize) self->width * DECODER_PIXEL_BYTES;
  n_bytes = self->stride_bytes * self->height;
  self->fd = memfd_create ("pixels", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (self->fd < 0 || ftruncate (self->fd, (off_t) n_bytes) != 0)
    return FALSE;
  pixels = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, self->fd, 0);
  if (pixels == MAP_FAILED)
    return FALSE;
  self->pixels = pixels;
  return TRUE;
}

static void
unmap_pixels (Canvas *self)
{
  if (self->pixels != NULL)
    munmap (self->pixels, self->stride_bytes * self->height);
  self->pixels = NULL;
}

DecoderStatus
canvas_begin (Canvas **out, guint width, guint height, guint max_side)
{
  g_autoptr (Canvas) self = NULL;
  DecoderStatus status = canvas_check_size (width, height);

  *out = NULL;
  if (status != DECODER_OK)
    return status;
  self = calloc (1, sizeof *self);
  if (self == NULL)
    return DECODER_FAILED;
  self->fd = -1;
  self->source_width = self->width = width;
  self->source_height = self->height = height;
  canvas_fit (&self->width, &self->height, max_side);
  if (!map_pixels (self))
    return DECODER_FAILED;

  if (self->width != width || self->height != height) {
    self->scratch = malloc ((gsize) width * DECODER_PIXEL_BYTES);
    self->reducer = reducer_new (width, height, self->width, self->height);
    if (self->scratch == NULL || self->reducer == NULL)
      return DECODER_FAILED;
  }
  *out = g_steal_pointer (&self);
  return DECODER_OK;
}

/* n_done: target rows that are finished. */
static guint8 *
target_row (Canvas *self, guint n_done)
{
  return self->pixels + (gsize) MIN (n_done, self->height - 1) * self->stride_bytes;
}

guint8 *
canvas_row (Canvas *self)
{
  if (canvas_is_complete (self))
    return NULL;
  return self->scratch != NULL ? self->scratch : target_row (self, self->n_rows);
}

void
canvas_push (Canvas *self)
{
  /* The row in hand is the number of target heights that fit above this source row. */
  guint n_done = (guint) ((guint64) self->n_rows * self->height / self->source_height);

  if (canvas_is_complete (self))
    return;
  if (self->reducer != NULL)
    reducer_add (self->reducer, self->scratch, target_row (self, n_done));
  self->n_rows++;
}

gboolean
canvas_is_complete (const Canvas *self)
{
  return self->n_rows >= self->source_height;
}

int
canvas_steal_sealed (Canvas *self)
{
  int fd = self->fd;

  /* A writable mapping would make F_SEAL_WRITE fail. */
  unmap_pixels (self);
  self->fd = -1;
  if (fcntl (fd, F_ADD_SEALS, SEALS) == 0)
    return fd;
  close (fd);
  return -1;
}

void
canvas_free (Canvas *self)
{
  if (self == NULL)
    return;
  unmap_pixels (self);
  if (self->fd >= 0)
    close (self->fd);
  reducer_free (self->reducer);
  free (self->scratch);
  free (self);
}

void
pixels_from_rgba (guint8 *out, const guint8 *in, gsize n, gboolean premultiplied)
{
  for (gsize i = 0; i < n; i++, in += 4, out += 4) {
    guint red = in[0], green = in[1], blue = in[2], alpha = in[3];

    if (!premultiplied && alpha != 255) {
      red = (red * alpha + 127) / 255;
      green = (green * alpha + 127) / 255;
      blue = (blue * alpha + 127) / 255;
    }
    /* More colour than alpha is no premultiplied pixel, whatever the file says. */
    out[0] = (guint8) MIN (blue, alpha);
    out[1] = (guint8) MIN (green, alpha);
    out[2] = (guint8) MIN (red, alpha);
    out[3] = (guint8) alpha;
  }
}
