/* waveform.h - a picture of a recording: how loud it is, from its beginning to its end
 *
 * Threads:  the main one; GStreamer adds its own.
 * Promise:  what is decoded is bounded: a short recording whole, of a longer one a few
 *           moments, evenly spread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "film.h"

/* How many bars there are. */
#define WAVEFORM_BARS 32

/* Read the recording of @n_bytes through the window @window_fd, as film_read() does.  The
 * poster is the waveform, grey on nothing, so that it can be seen on light and on dark.
 * Without a decoder for the sound the facts alone come back, and no poster. */
DecoderStatus waveform_read (int window_fd, guint64 n_bytes, Film *out);

/* Draw bars, each how loud its stretch is on the whole (root mean square), 0 to 1.  @out is NULL on failure. */
DecoderStatus waveform_draw (const float levels[WAVEFORM_BARS], Canvas **out);
