/* night-pipeline.h - playing one stream: GStreamer behind a thread of its own
 *
 * Changing the state of a pipeline and seeking wait for decoders, so each pipeline has a
 * thread that does what it is told, in order.
 *
 * Owns:     the pipeline, its thread, the stream.
 * Threads:  every function and every event on the main context.
 * Blocks:   never.
 * Promise:  after night_pipeline_close() no event comes any more; the sound stops and the
 *           stream is let go as soon as GStreamer has stopped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>
#include <gio/gio.h>

#include <vault/vault-error.h>

G_BEGIN_DECLS

typedef struct _NightPipeline NightPipeline;

typedef struct {
  void (*ready) (gint64 duration_us,
                 gboolean has_audio,
                 gboolean has_video,
                 gpointer data);
  void (*frame) (GdkTexture *texture, gpointer data);
  void (*seeked) (gpointer data);
  void (*ended) (gpointer data);
  void (*failed) (VaultError code, gpointer data);
} NightPipelineEvents;

/* Begin to open @stream, which is seekable, and stop at its first frame. */
NightPipeline *night_pipeline_new (GInputStream *stream,
                                   const NightPipelineEvents *events,
                                   gpointer user_data);
void night_pipeline_close (NightPipeline *self);

void night_pipeline_play (NightPipeline *self);
void night_pipeline_pause (NightPipeline *self);

/* Seeks asked for while one is under way are joined into the last of them. */
void night_pipeline_seek (NightPipeline *self, gint64 position_us);

void night_pipeline_set_volume (NightPipeline *self, gboolean muted, double volume);

/* See night_frame_sink_limit_size(). */
void night_pipeline_limit_size (NightPipeline *self, int width, int height);

/* -1 where not known. */
gint64 night_pipeline_get_position_us (NightPipeline *self);

G_END_DECLS
