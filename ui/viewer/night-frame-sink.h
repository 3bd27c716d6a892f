/* night-frame-sink.h - where the frames of a film become textures
 *
 * An appsink that wraps each frame without copying it and hands the newest one to the
 * main context.
 *
 * Owns:     the newest frame until it is handed over.
 * Threads:  made on any thread; frames arrive on the main context.
 * Blocks:   never.
 * Promise:  after night_frame_sink_close() the function is not called any more and no
 *           frame is held.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>
#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _NightFrameSink NightFrameSink;

/* @texture: (transfer none). */
typedef void (*NightFrameFunc) (GdkTexture *texture, gpointer user_data);

NightFrameSink *night_frame_sink_new (NightFrameFunc func, gpointer user_data);
NightFrameSink *night_frame_sink_ref (NightFrameSink *self);
void night_frame_sink_unref (NightFrameSink *self);

/* Main context only. */
void night_frame_sink_close (NightFrameSink *self);

/* A new element that feeds the sink.  Returns: (transfer floating). */
GstElement *night_frame_sink_make_element (NightFrameSink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NightFrameSink, night_frame_sink_unref)

G_END_DECLS
