/* waveform-draw.c - bars on nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "waveform.h"

#include <math.h>
#include <string.h>

#define SIDE DECODER_THUMBNAIL_SIDE
#define PITCH (SIDE / WAVEFORM_BARS)
#define BAR_WIDTH 7
/* Silence is a row of dots; the loudest stays clear of the signs in the corners. */
#define LEAST_HEIGHT 7
#define MOST_HEIGHT 232
/* Three to one against a light tile and against a dark one. */
#define GREY 0x86
/* A recording that is quiet throughout is drawn louder, but not its noise. */
#define MOST_GAIN 16.0f
/* The ear does not hear twice as much in twice the amplitude. */
#define CURVE 0.6f

G_STATIC_ASSERT (SIDE % WAVEFORM_BARS == 0);

static void
find_heights (const float *levels, float *heights)
{
  float loudest = 1.0f / MOST_GAIN;

  for (guint i = 0; i < WAVEFORM_BARS; i++)
    loudest = MAX (loudest, levels[i]);
  for (guint i = 0; i < WAVEFORM_BARS; i++)
    heights[i] =
        MAX (LEAST_HEIGHT, powf (MIN (levels[i] / loudest, 1), CURVE) * MOST_HEIGHT);
}

/* How wide a bar of @height with round ends is, so far from the middle. */
static float
find_width (float height, float from_middle)
{
  const float radius = BAR_WIDTH / 2.0f;
  float into_end = from_middle - (height / 2 - radius);

  if (into_end <= 0)
    return BAR_WIDTH;
  return into_end >= radius ? 0 : 2 * sqrtf (radius * radius - into_end * into_end);
}

static void
draw_row (guint8 *row, guint y, const float *heights)
{
  float from_middle = fabsf ((float) y + 0.5f - SIDE / 2.0f);

  memset (row, 0, (gsize) SIDE * DECODER_PIXEL_BYTES);
  for (guint x = 0; x < SIDE; x++) {
    float width = find_width (heights[x / PITCH], from_middle);
    float from_centre = fabsf ((float) (x % PITCH) + 0.5f - PITCH / 2.0f);
    /* The part of the pixel that the bar covers. */
    float covered = CLAMP (width / 2 - from_centre + 0.5f, 0.0f, 1.0f);
    guint8 *pixel = row + (gsize) x * DECODER_PIXEL_BYTES;

    pixel[0] = pixel[1] = pixel[2] = (guint8) (GREY * covered);
    pixel[3] = (guint8) (255 * covered);
  }
}

DecoderStatus
waveform_draw (const float levels[WAVEFORM_BARS], Canvas **out)
{
  DecoderStatus status = canvas_begin (out, SIDE, SIDE, 0);
  float heights[WAVEFORM_BARS];
  guint8 *row;

  if (status != DECODER_OK)
    return status;
  find_heights (levels, heights);
  for (guint y = 0; (row = canvas_row (*out)) != NULL; y++) {
    draw_row (row, y, heights);
    canvas_push (*out);
  }
  return DECODER_OK;
}
