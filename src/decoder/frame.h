/* frame.h - from one decoded frame to a poster
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "film.h"

#include <gst/gst.h>

/* What the tags of a film say about its frames. */
typedef struct {
  guint orientation; /* as in Exif; 0 if nothing was said */
  gint64 captured;   /* seconds since 1970, 0 unknown */
} Frame;

/* @tags may be NULL. */
void frame_take_tags (Frame *self, const GstTagList *tags);

/* Paint @sample, which holds a BGRx frame with square pixels, reduced and turned. */
DecoderStatus frame_paint (const Frame *self, GstSample *sample, Film *out);
