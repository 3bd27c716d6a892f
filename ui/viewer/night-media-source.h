/* night-media-source.h - a GStreamer source that reads a seekable GInputStream
 *
 * Works in pull mode, so a demuxer reads where it wants to and nothing is queued or
 * written anywhere.  The element is registered in this process under the URI
 * NIGHT_MEDIA_SOURCE_URI; the stream is given to it in "source-setup".
 *
 * Owns:     a reference to the stream.
 * Threads:  as GStreamer elements do.
 * Blocks:   in GStreamer's own threads, on the stream's reads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <gst/base/gstbasesrc.h>

#include <vault/vault-error.h>

G_BEGIN_DECLS

#define NIGHT_MEDIA_SOURCE_URI "nightstand://item"

#define NIGHT_TYPE_MEDIA_SOURCE (night_media_source_get_type ())
G_DECLARE_FINAL_TYPE (NightMediaSource,
                      night_media_source,
                      NIGHT,
                      MEDIA_SOURCE,
                      GstBaseSrc)

/* Make the URI known.  After gst_init(), any number of times. */
void night_media_source_register (void);

/* @stream is a GSeekable.  Before the element leaves the NULL state. */
void night_media_source_set_stream (NightMediaSource *self, GInputStream *stream);

/* Store why the last read failed in @out_code; FALSE if none did. */
gboolean night_media_source_get_problem (NightMediaSource *self, VaultError *out_code);

G_END_DECLS
