/* canvas.h - the picture being made: rows go in, a reduced picture comes out
 *
 * Decoders write premultiplied BGRA rows from top to bottom.  The canvas averages them
 * down to the wanted size on the way, so that a large picture is never kept whole for the
 * sake of a small one.
 *
 * Owns:     one memfd and its mapping.
 * Threads:  one.
 * Promise:  nothing is allocated for a size that canvas_check_size() refuses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/protocol.h"

#include "reduce.h"

typedef struct {
  guint width; /* after reduction */
  guint height;
  gsize stride_bytes;
  guint8 *pixels;

  int fd;
  guint source_width;
  guint source_height;
  guint n_rows;    /* source rows taken so far */
  guint8 *scratch; /* one source row; NULL if rows need no reduction */
  Reducer *reducer;
} Canvas;

/* Returns: DECODER_OK, DECODER_TOO_LARGE, or DECODER_DAMAGED for an empty picture. */
DecoderStatus canvas_check_size (guint64 width, guint64 height);

/* A canvas for a source of @width x @height, reduced so that no side is longer than
 * @max_side (0: as it is).  @out is NULL on failure. */
DecoderStatus canvas_begin (Canvas **out, guint width, guint height, guint max_side);

/* Where the next source row is to be written: source_width pixels.  NULL when all rows
 * have been taken. */
guint8 *canvas_row (Canvas *self);

/* Take the row that was written. */
void canvas_push (Canvas *self);

/* Whether every source row has been taken. */
gboolean canvas_is_complete (const Canvas *self);

/* @orientation as in Exif, 1 to 8; anything else counts as 1.  Replaces *@canvas, which
 * stays as it was on failure. */
DecoderStatus canvas_turn (Canvas **canvas, guint orientation);

/* Unmap and seal.  Returns: the descriptor, now the caller's, or -1. */
int canvas_steal_sealed (Canvas *self);

void canvas_free (Canvas *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Canvas, canvas_free)

/* The size that @width x @height gets when no side may exceed @max_side. */
void canvas_fit (guint *width, guint *height, guint max_side);

/* Straight RGBA (or premultiplied, as told) to premultiplied BGRA, @n pixels.  @in and
 * @out may be the same. */
void pixels_from_rgba (guint8 *out, const guint8 *in, gsize n, gboolean premultiplied);
