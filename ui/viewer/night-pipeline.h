/* night-pipeline.h - playing one item: a decoder elsewhere, GStreamer here to keep the time
 *
 * Only raw frames and samples come into this process.  Changing the state of a pipeline
 * and seeking wait for other threads, so each pipeline has a thread that does what it is
 * told, in order.
 *
 * Owns:     the pipeline, its thread, the player.
 * Threads:  every function and every event on the main context.
 * Blocks:   never.
 * Promise:  after night_pipeline_close() no event comes any more, and the decoder is ended;
 *           the sound stops as soon as GStreamer has stopped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

#include <vault/vault-player.h>

G_BEGIN_DECLS

typedef struct _NightPipeline NightPipeline;

typedef struct {
  void (*ready) (const VaultPlayerFacts *facts, gpointer data);
  void (*frame) (GdkTexture *texture, gpointer data);
  void (*seeked) (gpointer data);
  void (*ended) (gpointer data);
  void (*failed) (VaultError code, gpointer data);
} NightPipelineEvents;

/* Begin to open @item and stop at its first frame; frames are to fit @width x @height
 * device pixels.  Errors: see vault_open_player(). */
NightPipeline *night_pipeline_new (Vault *vault,
                                   VaultItem *item,
                                   int width,
                                   int height,
                                   const NightPipelineEvents *events,
                                   gpointer user_data,
                                   GError **error);
void night_pipeline_close (NightPipeline *self);

void night_pipeline_play (NightPipeline *self);
void night_pipeline_pause (NightPipeline *self);

/* Seeks asked for while one is under way are joined into the last of them. */
void night_pipeline_seek (NightPipeline *self, gint64 position_us);

void night_pipeline_set_volume (NightPipeline *self, gboolean muted, double volume);

/* How fast, from 0.5 to 2; the pitch of the sound stays. */
void night_pipeline_set_rate (NightPipeline *self, double rate);

/* From now on frames are to fit.  A frame that stands still is decoded anew. */
void night_pipeline_limit_size (NightPipeline *self, int width, int height);

/* -1 where not known. */
gint64 night_pipeline_get_position_us (NightPipeline *self);

G_END_DECLS
