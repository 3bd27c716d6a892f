/* playback.h - one film or recording that a helper decodes for us
 *
 * A thread of its own starts the helper, reads the file for it, and checks and passes on
 * what comes back.
 *
 *   OPENING --OPENED--> OPEN --seek, frames, ...--> OPEN
 *      |                 |
 *      +-----------------+--any failure, vault_playback_end()--> over
 *
 * Owns:     the helper, the source.
 * Threads:  any; events come on its own thread and must not call the playback.
 * Blocks:   never, but for an event that is being delivered.
 * Promise:  whatever the helper does, it comes to a checked event, or to one named error
 *           and the end.  After vault_playback_close() no event comes any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-player.h>

#include "media/decoder.h"
#include "media/spare.h"

G_BEGIN_DECLS

typedef struct _VaultPlayback VaultPlayback;

typedef struct {
  const VaultPlayerEvents *events;
  gpointer data;
  GDestroyNotify destroy; /* of @data, after the last event */
} VaultPlaybackListener;

/* @source: copied; @source_free is called with its data at the end. */
VaultPlayback *vault_playback_new (VaultSpare *spare,
                                   const VaultDecoderSource *source,
                                   GDestroyNotify source_free,
                                   guint width,
                                   guint height,
                                   const VaultPlaybackListener *listener);
VaultPlayback *vault_playback_ref (VaultPlayback *self);
void vault_playback_unref (VaultPlayback *self);

/* Kill the helper.  The last event says @code, unless it was over already. */
void vault_playback_end (VaultPlayback *self, VaultError code);

/* The same, and no event comes any more. */
void vault_playback_close (VaultPlayback *self);

/* See <vault/vault-player.h>. */
void vault_playback_hold (VaultPlayback *self);
void vault_playback_seek (VaultPlayback *self, gint64 position_ns);
void vault_playback_limit_size (VaultPlayback *self, guint width, guint height);
void vault_playback_hurry (VaultPlayback *self, gint64 position_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultPlayback, vault_playback_unref)

G_END_DECLS
