/* film.h - a poster of a film, and how long a film or a recording takes
 *
 * Threads:  the main one; GStreamer adds its own.
 * Promise:  the app hears nothing of a film's streaming threads after film_read().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "canvas.h"

typedef struct {
  Canvas *poster; /* NULL if there is no picture */
  guint full_width;
  guint full_height;
  guint64 duration_ms;
  gint64 captured;
} Film;

/* Read the film of @n_bytes through the window @window_fd.  Without @wants_poster nothing
 * is decoded.  @out is to be cleared with film_clear() in every case. */
DecoderStatus
film_read (int window_fd, guint64 n_bytes, gboolean wants_poster, Film *out);

void film_clear (Film *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Film, film_clear)
