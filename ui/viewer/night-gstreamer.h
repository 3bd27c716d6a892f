/* night-gstreamer.h - the part of GStreamer that this process uses: no demuxer, no decoder
 *
 * Threads:  any; restricting before there is a second one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* See that GStreamer finds no plugins by itself, reads and writes no registry of them, and
 * makes no machine code.  Before anything else uses GStreamer, and before there are
 * threads. */
void night_gstreamer_restrict (void);

/* Start it with the few plugins that raw frames and samples take.  Blocks, the first time.
 * Returns: FALSE if one of them is missing. */
gboolean night_gstreamer_start (void);

G_END_DECLS
