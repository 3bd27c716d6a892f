/* night-feed.h - raw frames and samples of a player on their way into a pipeline
 *
 * What comes before the pipeline takes anything is kept, which is little: the player has
 * few slots.
 *
 * Owns:     the pieces that are waiting.
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include <vault/vault-player.h>

G_BEGIN_DECLS

typedef struct _NightFeed NightFeed;

NightFeed *night_feed_new (void);
NightFeed *night_feed_ref (NightFeed *self);
void night_feed_unref (NightFeed *self);

void night_feed_put (NightFeed *self, const VaultPlayerPiece *piece);
void night_feed_end (NightFeed *self, VaultPlayerStream stream);

/* The source of @stream's part of a pipeline.  Once for each stream.
 * Returns: (transfer floating): NULL without GStreamer. */
GstElement *night_feed_make_element (NightFeed *self, VaultPlayerStream stream);

/* The pipeline takes data from now on. */
void night_feed_start (NightFeed *self);

/* Let go of everything, and take nothing more. */
void night_feed_close (NightFeed *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NightFeed, night_feed_unref)

G_END_DECLS
