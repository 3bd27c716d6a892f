/* reduce.c - area averaging of rows as they come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "reduce.h"

#include <stdlib.h>

#define CHANNELS 4
/* What one channel grows by between the two passes: 255 << 8 times 32768 rows still fits
 * in 32 bits. */
#define EXTRA_BITS 8

struct _Reducer {
  guint source_width;
  guint source_height;
  guint target_width;
  guint target_height;
  guint64 width_reciprocal;
  guint row_need;   /* weight the target row in hand still wants */
  guint32 *columns; /* the newest source row, reduced in width */
  guint32 *sums;    /* the target row in hand */
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
  self->width_reciprocal = (G_GUINT64_CONSTANT (1) << 32) / source_width;
  self->row_need = source_height;
  self->columns = calloc ((gsize) target_width * CHANNELS, sizeof (guint32));
  self->sums = calloc ((gsize) target_width * CHANNELS, sizeof (guint32));
  if (self->columns == NULL || self->sums == NULL) {
    reducer_free (self);
    return NULL;
  }
  return self;
}

static inline void
add_weighted (guint32 sums[CHANNELS], const guint8 *pixel, guint32 weight)
{
  for (int c = 0; c < CHANNELS; c++)
    sums[c] += pixel[c] * weight;
}

/* A source pixel is target_width units wide and a target pixel source_width units, so that
 * both edges fall on whole units. */
static void
squeeze_columns (Reducer *self, const guint8 *row)
{
  const guint unit = self->target_width;
  guint rest = unit; /* of the source pixel at @row, not given out yet */

  for (guint x = 0; x < self->target_width; x++) {
    guint32 sums[CHANNELS] = { 0 };
    guint32 whole[CHANNELS] = { 0 };
    guint need = self->source_width - rest;
    guint32 *out = self->columns + (gsize) x * CHANNELS;

    add_weighted (sums, row, rest);
    row += CHANNELS;
    for (; need >= unit; need -= unit, row += CHANNELS)
      add_weighted (whole, row, 1);
    rest = unit - need;
    if (need > 0)
      add_weighted (sums, row, need);

    for (int c = 0; c < CHANNELS; c++) {
      guint64 sum = (guint64) (sums[c] + whole[c] * unit) << EXTRA_BITS;

      /* Rounded up by one, or an even white would come out as 254. */
      out[c] = (guint32) ((sum * (self->width_reciprocal + 1)) >> 32);
    }
  }
}

static void
add_columns (Reducer *self, guint weight)
{
  gsize n = (gsize) self->target_width * CHANNELS;

  for (gsize i = 0; i < n; i++)
    self->sums[i] += self->columns[i] * weight;
}

static void
finish_row (Reducer *self, guint8 *out)
{
  gsize n = (gsize) self->target_width * CHANNELS;
  const guint32 half = 1u << (EXTRA_BITS - 1);

  for (gsize i = 0; i < n; i++) {
    guint32 value = (self->sums[i] / self->source_height + half) >> EXTRA_BITS;

    out[i] = (guint8) MIN (value, 255);
    self->sums[i] = 0;
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
