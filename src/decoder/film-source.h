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

/* @window_fd: DECODER_WINDOW_BYTES of shared memory; stays the caller's.
 * Returns: (transfer floating): NULL if it cannot be mapped. */
GstElement *film_source_new (int window_fd, guint64 n_bytes);

/* Whether a thread is waiting for the app.  Any thread. */
gboolean film_source_is_asking (GstElement *source);
