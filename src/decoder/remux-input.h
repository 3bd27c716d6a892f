/* remux-input.h - libavformat's way to the bytes of a film that the app hands over
 *
 * Owns:     the mapping of the window.
 * Threads:  one.
 * Blocks:   reading, until the app has filled the window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include <libavformat/avformat.h>

typedef struct {
  const guint8 *window;
  guint64 n_bytes; /* of the film */
  guint64 at;
  guint64 window_offset;
  guint64 window_length;
  gboolean is_lost; /* the app is gone, or talks nonsense */
} RemuxInput;

/* @window_fd: DECODER_WINDOW_BYTES of shared memory; stays the caller's.
 * Returns: FALSE if it cannot be mapped. */
gboolean remux_input_begin (RemuxInput *out, int window_fd, guint64 n_bytes);
void remux_input_end (RemuxInput *self);

/* From the beginning.  Returns: NULL without memory; to be given to remux_io_free(). */
AVIOContext *remux_input_open (RemuxInput *self);

/* @io may be NULL. */
void remux_io_free (AVIOContext *io);
