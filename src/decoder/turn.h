/* turn.h - the eight ways in which a camera can have been held
 *
 * An orientation is a number as in Exif; 0 and everything above 8 count as 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* Whether turning makes width of height. */
gboolean turn_swaps_sides (guint orientation);

/* Turn @width x @height pixels without gaps into @out, which has room for as many. */
void turn_pixels (const guint32 *from,
                  guint width,
                  guint height,
                  guint orientation,
                  guint32 *out);
