/* remux-output.h - what a muxer writes, in order and of a length that is known beforehand
 *
 * Muxers go back to fill in lengths they did not know.  The app seals what it is given as it
 * comes and cannot go back, so the same film is muxed twice: the first time only to learn
 * the length and what is filled in where, the second time to send it.
 *
 *   begin --> mux --> ready? --> mux again --> sent?
 *
 * Owns:     the list of what is filled in, a few kilobytes, and one part.
 * Threads:  one.
 * Blocks:   writing, until the app has taken a part.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include <libavformat/avformat.h>

typedef struct {
  gboolean is_sending; /* the second time */
  gboolean is_broken;  /* went outside the bounds, or the app is gone */
  guint64 at;
  guint64 length; /* how far this time has come */
  guint64 total;  /* how far the first time came */
  GPtrArray *patches;
  gsize n_patch_bytes;
  guint8 *part;
  gsize n_part;
} RemuxOutput;

/* To be cleared with remux_output_end() in every case. */
void remux_output_begin (RemuxOutput *out);
void remux_output_end (RemuxOutput *self);

/* From the beginning.  Returns: NULL without memory; to be given to remux_io_free(). */
AVIOContext *remux_output_open (RemuxOutput *self);

/* The first time is over: say how long it is going to be.  FALSE if that is no use. */
gboolean remux_output_announce (RemuxOutput *self);

/* The second time is over: send what is left.  FALSE if it was not the same as the first. */
gboolean remux_output_finish (RemuxOutput *self);
