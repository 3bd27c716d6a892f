/* autoplug.h - what decodebin may plug in, and how to tell that it came to nothing
 *
 * Threads:  any; GStreamer's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/protocol.h"

#include <gst/gst.h>
#include <time.h>

/* How often to look at a pipeline that has not settled. */
#define AUTOPLUG_LOOK_MS 200

/* All zero at the start. */
typedef struct {
  clock_t processor_time; /* at the latest look */
  guint n_idle_looks;
} AutoplugWatch;

/* Whether an element of this name and class may be used; see plugins.h. */
typedef gboolean (*AutoplugAllow) (const char *name, const char *klass);

/* Let @bin, a decodebin, use what @allow allows and nothing else. */
void autoplug_select (GstElement *bin, AutoplugAllow allow);

/* Let @bin, a decodebin, use the decoders that plugins.c lists and no others, each with at
 * most @n_threads. */
void autoplug_restrict (GstElement *bin, guint n_threads);

gboolean autoplug_is_video (GstPad *pad);
gboolean autoplug_is_sound (GstPad *pad);

/* What an error message says about the file. */
DecoderStatus autoplug_get_status (GstMessage *message);

/* To be called every AUTOPLUG_LOOK_MS while @source is being waited for.  Returns: whether
 * nothing will come of it. */
gboolean autoplug_is_stuck (AutoplugWatch *self, GstElement *source);
