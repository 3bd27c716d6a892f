/* ring.h - memory that a helper fills, slot by slot, and the way to give slots back
 *
 * Owns:     the memory, as long as anybody holds bytes of it; not the socket.
 * Threads:  any.
 * Blocks:   never.
 * Promise:  a slot that is held here is not handed out a second time, whatever the helper
 *           says.  Its bytes stay readable as long as they are held, and the helper may
 *           change them all the while.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "media/play-protocol.h"

G_BEGIN_DECLS

typedef struct _VaultRing VaultRing;

/* Errors: VAULT_ERROR_DECODER_FAILED. */
VaultRing *vault_ring_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;
VaultRing *vault_ring_ref (VaultRing *self);
void vault_ring_unref (VaultRing *self);

/* Give the memory to the helper behind @socket, and speak to it from now on.  Once.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED. */
gboolean vault_ring_connect (VaultRing *self,
                             int socket,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The helper is going, and its socket with it. */
void vault_ring_disconnect (VaultRing *self);

/* Tell the helper something.  Nobody hears it if none is connected. */
void vault_ring_tell (VaultRing *self, const PlayRequest *request);

/* The bytes that @reply, which is possible, says are in a slot.  The slot is given back
 * when they are let go.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED, if the slot was not the helper's.
 * Returns: (transfer full): NULL on failure. */
GBytes *vault_ring_take (VaultRing *self,
                         const PlayReply *reply,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the helper has a free slot of each of @streams: nothing hinders it. */
gboolean vault_ring_has_room (VaultRing *self, guint streams);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultRing, vault_ring_unref)

G_END_DECLS
