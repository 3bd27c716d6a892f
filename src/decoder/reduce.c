/* reduce.c - area averaging of rows as they come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "reduce.h"

#include <stdlib.h>
#include <string.h>

#define PIXEL_BYTES 4

/* The four channels of a pixel side by side, as the processor likes them. */
typedef float Lanes __attribute__ ((vector_size (16)));
typedef guint8 Bytes __attribute__ ((vector_size (PIXEL_BYTES)));

struct _Reducer {
  guint source_width;
  guint source_height;
  guint target_width;
  guint target_height;
  guint row_need; /* weight that the target row in hand still wants */
  Lanes *columns; /* the newest source row, reduced in width */
  Lanes *sums;    /* the target row in hand */
};

Reducer *
reducer_new (guint source_width,
             guint source_height,
             guint target_width,
             guint target_height)
{
  Reducer *self = calloc (1, sizeof *self);

  if (self == NULL)
    return NULL;

  self->source_width = source_width;
  self->source_height = source_height;
  self->target_width = target_width;
  self->target_height = target_height;
  self->row_need = source_height;
  self->columns = calloc (target_width, sizeof (Lanes));
  self->sums = calloc (target_width, sizeof (Lanes));
  if (self->columns == NULL || self->sums == NULL) {
    reducer_free (self);
    return NULL;
  }
  return self;
}

static inline Lanes
load (const guint8 *pixel)
{
  Bytes bytes;

  memcpy (&bytes, pixel, sizeof bytes);
  return __builtin_convertvector(bytes, Lanes);
}

/* A source pixel is target_width units wide and a target pixel source_width units, so that
 * both edges fall on whole units. */
static void
squeeze_columns (Reducer *self, const guint8 *row)
{
  const guint unit = self->target_width;
  guint rest = unit; /* of the source pixel at @row, not given out yet */

  for (guint x = 0; x < self->target_width; x++) {
    guint need = self->source_width - rest;
    Lanes sum = load (row) * (float) rest;
    Lanes whole = { 0 };

    row += PIXEL_BYTES;
    for (; need >= unit; need -= unit, row += PIXEL_BYTES)
      whole += load (row);
    rest = unit - need;
    sum += whole * (float) unit;
    if (need > 0)
      sum += load (row) * (float) need;
    self->columns[x] = sum;
  }
}

static void
add_columns (Reducer *self, guint weight)
{
  for (gsize x = 0; x < self->target_width; x++)
    self->sums[x] += self->columns[x] * (float) weight;
}

static void
finish_row (Reducer *self, guint8 *out)
{
  const float area = (float) self->source_width * (float) self->source_height;
  const float scale = 1.0f / area;

  for (gsize x = 0; x < self->target_width; x++, out += PIXEL_BYTES) {
    /* Every step is the same for all channels and rising, so that no colour comes out
     * above its alpha. */
    Lanes mean = self->sums[x] * scale + 0.5f;

    for (int c = 0; c < PIXEL_BYTES; c++)
      out[c] = (guint8) MIN ((guint) mean[c], 255);
    self->sums[x] = (Lanes){ 0 };
  }
  self->row_need = self->source_height;
}

gboolean
reducer_add (Reducer *self, const guint8 *row, guint8 *out)
{
  guint weight = self->target_height;

  squeeze_columns (self, row);
  if (weight < self->row_need) {
    add_columns (self, weight);
    self->row_need -= weight;
    return FALSE;
  }

  weight -= self->row_need;
  add_columns (self, self->row_need);
  finish_row (self, out);
  if (weight > 0) {
    add_columns (self, weight);
    self->row_need -= weight;
  }
  return TRUE;
}

void
reducer_free (Reducer *self)
{
  if (self == NULL)
    return;
  free (self->columns);
  free (self->sums);
  free (self);
}
