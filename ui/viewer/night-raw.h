/* night-raw.h - a pipeline of raw frames and samples, in time with each other
 *
 * Threads:  any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "viewer/night-feed.h"
#include "viewer/night-frame-sink.h"

G_BEGIN_DECLS

/* The name of the element that makes the sound louder or less so, if there is sound. */
#define NIGHT_RAW_VOLUME "volume"

/* Frames from before @position_ns come too late.  On a streaming thread. */
typedef void (*NightLateFunc) (gint64 position_ns, gpointer user_data);

/* Waits for the sound server: not for the UI thread.  @user_data outlives the pipeline.
 * Returns: (transfer full) (nullable): NULL if GStreamer lacks something. */
GstElement *night_raw_new (NightFeed *feed,
                           const VaultPlayerFacts *facts,
                           NightFrameSink *frames,
                           NightLateFunc late,
                           gpointer user_data);

G_END_DECLS
