/* turn.c - the eight ways in which a camera can have been held
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "turn.h"

#include "canvas.h"

/* Tiles keep both the rows read and the rows written in the cache. */
#define TILE 32

/* Where the top left target pixel comes from, and how far apart in the source two
 * neighbours of the target are, all counted in pixels. */
typedef struct {
  gssize origin;
  gssize across;
  gssize down;
} Walk;

typedef struct {
  guint32 *pixels;
  guint width;
  guint height;
} Turn;

static Walk
walk_for (guint orientation, gssize width, gssize height)
{
  const gssize last_row = (height - 1) * width;
  const gssize last_column = width - 1;

  switch (orientation) {
  case 2:
    return (Walk){ last_column, -1, width };
  case 3:
    return (Walk){ last_row + last_column, -1, -width };
  case 4:
    return (Walk){ last_row, 1, -width };
  case 5:
    return (Walk){ 0, width, 1 };
  case 6:
    return (Walk){ last_row, -width, 1 };
  case 7:
    return (Walk){ last_row + last_column, -width, -1 };
  case 8:
    return (Walk){ last_column, width, -1 };
  default:
    return (Walk){ 0, 1, width };
  }
}

static void
copy_tile (const guint32 *from, Walk walk, Turn to, guint left, guint top)
{
  guint right = MIN (left + TILE, to.width);
  guint bottom = MIN (top + TILE, to.height);

  for (guint y = top; y < bottom; y++) {
    guint32 *out = to.pixels + (gsize) y * to.width;
    const guint32 *in = from + walk.origin + (gssize) y * walk.down;

    for (guint x = left; x < right; x++)
      out[x] = in[(gssize) x * walk.across];
  }
}

void
turn_pixels (const guint32 *from,
             guint width,
             guint height,
             guint orientation,
             guint32 *out)
{
  const gboolean swap = turn_swaps_sides (orientation);
  const Turn to = { out, swap ? height : width, swap ? width : height };
  const Walk walk = walk_for (orientation, width, height);

  for (guint y = 0; y < to.height; y += TILE)
    for (guint x = 0; x < to.width; x += TILE)
      copy_tile (from, walk, to, x, y);
}

gboolean
turn_swaps_sides (guint orientation)
{
  return orientation >= 5 && orientation <= 8;
}

DecoderStatus
canvas_turn (Canvas **canvas, guint orientation)
{
  Canvas *from = *canvas;
  gboolean swap = turn_swaps_sides (orientation);
  g_autoptr (Canvas) to = NULL;
  DecoderStatus status;

  if (orientation < 2 || orientation > 8)
    return DECODER_OK;
  status = canvas_begin (&to, swap ? from->height : from->width,
                         swap ? from->width : from->height, 0);
  if (status != DECODER_OK)
    return status;

  turn_pixels ((const guint32 *) (const void *) from->pixels, from->width, from->height,
               orientation, (guint32 *) (void *) to->pixels);
  to->n_rows = to->source_height;

  canvas_free (from);
  *canvas = g_steal_pointer (&to);
  return DECODER_OK;
}
