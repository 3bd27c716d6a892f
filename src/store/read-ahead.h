/* read-ahead.h - sealed pieces of one stream, fetched before they are asked for
 *
 * While one chunk is decrypted the next ones come from the disk, on a thread that knows no
 * key: all that ever waits here is ciphertext.
 *
 * Owns:     its thread and VAULT_READ_AHEAD_CHUNKS pieces.
 * Threads:  the calls are for one thread.
 * Blocks:   take waits for the disk; free waits for the piece that is being fetched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stream-reader.h"

G_BEGIN_DECLS

/* Enough to go on decrypting while the thread waits for its turn on a processor. */
#define VAULT_READ_AHEAD_CHUNKS 48

typedef struct _VaultReadAhead VaultReadAhead;

/* @store and @layout outlive it. */
VaultReadAhead *vault_read_ahead_new (VaultStore *store,
                                      const VaultStreamLayout *layout);

/* The sealed chunk @index, if it is on its way or there; NULL if it is not, or if fetching
 * it failed: then the caller fetches it, and meets the error himself.  In any case go on
 * with the chunks after @index, but not with @end.
 *
 * Returns: (transfer none): good until the next call. */
const guint8 *vault_read_ahead_take (VaultReadAhead *self, guint64 index, guint64 end);

/* @self may be NULL. */
void vault_read_ahead_free (VaultReadAhead *self);

G_END_DECLS
