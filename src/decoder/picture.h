/* picture.h - from decoded frames of any kind to upright BGRA of the wanted size
 *
 * libswscale converts and scales in one go, straight into shared memory.  Unlike
 * GStreamer's own converters it makes no machine code at run time.
 *
 * Threads:  painting on one at a time; the setters on any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/protocol.h"

#include <gst/gst.h>

typedef struct _Picture Picture;

Picture *picture_new (void);

/* What picture_paint() takes.  Returns: (transfer full). */
GstCaps *picture_dup_caps (void);

/* Frames are to fit; 0 for any size.  Never larger than they are, or than the protocol
 * allows. */
void picture_limit_size (Picture *self, guint width, guint height);

/* As in Exif. */
void picture_set_orientation (Picture *self, guint orientation);

/* How large @sample is to be seen: turned, with square pixels.
 *
 * Returns: DECODER_OK, DECODER_TOO_LARGE or DECODER_DAMAGED. */
DecoderStatus
picture_measure (Picture *self, GstSample *sample, guint *out_width, guint *out_height);

/* Paint @sample to @out, which is a slot for a frame.  Status as above. */
DecoderStatus picture_paint (Picture *self,
                             GstSample *sample,
                             guint8 *out,
                             guint *out_width,
                             guint *out_height);
