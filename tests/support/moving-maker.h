/* moving-maker.h - animations and documents for tests, made when they are needed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

typedef struct {
  guint left;
  guint top;
  guint width;
  guint height;
  guint32 top_colour; /* 0xrrggbb of its upper half; MOVING_CLEAR for none */
  guint32 bottom_colour;
  gboolean has_own_palette;
  gboolean is_interlaced;
  int disposal; /* of GIF: 0 to 3 */
  int delay_hundredths;
} MovingFrame;

#define MOVING_CLEAR 0xffffffffu

/* A GIF with a screen of @width x @height. */
GBytes *
moving_make_gif (guint width, guint height, const MovingFrame *frames, gsize n_frames);

/* A WebP of the same colours over all of it; only the delays of the frames count. */
GBytes *
moving_make_webp (guint width, guint height, const MovingFrame *frames, gsize n_frames);

/* A GIF of one pixel that changes @n_frames times. */
GBytes *moving_make_long_gif (guint n_frames);

/* A PDF with a page of 200 x 100 points for each of @contents, a list of what is painted on
 * each of them that ends with NULL.  @resources and @catalog go into every page and the
 * catalog, @objects behind all of them, the first with the number @DOCUMENT_FIRST_FREE plus
 * twice the number of pages. */
GBytes *document_make (const char *const *contents,
                       const char *resources,
                       const char *catalog,
                       const char *objects);

#define DOCUMENT_FIRST_FREE 3
