/* film-source.h - a GStreamer source whose bytes the app hands over on demand
 *
 * Owns:     the mapping of the window.
 * Threads:  any; GStreamer's own.
 * Blocks:   until the app has filled the window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

/* Have the app show the @n_bytes from @offset on, which are inside the film, in the window.
 * Blocks until it has.  Returns: FALSE if the app is gone. */
typedef gboolean (*FilmAsk) (guint64 offset, guint64 n_bytes, gpointer data);

/* The way of the program that makes posters: one thread asks, and nobody else speaks. */
gboolean film_ask (guint64 offset, guint64 n_bytes, gpointer unused);

/* @window_fd: DECODER_WINDOW_BYTES of shared memory; stays the caller's.
 * Returns: (transfer floating): NULL if it cannot be mapped. */
GstElement *
film_source_new (int window_fd, guint64 n_bytes, FilmAsk ask, gpointer data);

/* Whether a thread is waiting for the app.  Any thread. */
gboolean film_source_is_asking (GstElement *source);
