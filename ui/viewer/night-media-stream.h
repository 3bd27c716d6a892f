/* night-media-stream.h - a film or recording of the vault as a GtkMediaStream
 *
 * Also a GdkPaintable: the current frame.  Emits "failed" with a VaultError.
 *
 * Owns:     the pipeline and the current frame.
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  after night_media_stream_close() there is no frame and no sound.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_MEDIA_STREAM (night_media_stream_get_type ())
G_DECLARE_FINAL_TYPE (NightMediaStream,
                      night_media_stream,
                      NIGHT,
                      MEDIA_STREAM,
                      GtkMediaStream)

/* @stream: a GSeekable, read on another thread from now on. */
NightMediaStream *night_media_stream_new (GInputStream *stream);

/* Stop for good. */
void night_media_stream_close (NightMediaStream *self);

/* Scale frames down to @width x @height device pixels while decoding. */
void night_media_stream_limit_size (NightMediaStream *self, int width, int height);

G_END_DECLS
