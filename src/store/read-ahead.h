/* read-ahead.h - chunks of one stream, fetched and opened before they are asked for
 *
 * While the caller opens one chunk a thread fetches the next ones from the disk, and when
 * enough of them are there opens every other one itself.
 *
 * Owns:     its thread and VAULT_READ_AHEAD_CHUNKS pieces, opened ones among them, which are
 *           wiped with it.
 * Threads:  the calls are for one thread.
 * Blocks:   take waits for the disk; free waits for the piece that is being fetched.
 * Promise:  what does not verify is never handed out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stream-reader.h"

G_BEGIN_DECLS

/* Enough to go on decrypting while the thread waits for its turn on a processor. */
#define VAULT_READ_AHEAD_CHUNKS 48

typedef struct _VaultReadAhead VaultReadAhead;

typedef enum {
  /* It was not fetched, or that failed: the caller fetches it, and meets the error himself. */
  VAULT_AHEAD_NONE,
  VAULT_AHEAD_SEALED,  /* the piece */
  VAULT_AHEAD_OPENED,  /* the chunk */
  VAULT_AHEAD_DAMAGED, /* it was fetched, and does not verify */
} VaultAhead;

/* @store, @layout and the key of @place outlive it. */
VaultReadAhead *vault_read_ahead_new (VaultStore *store,
                                      const VaultStreamLayout *layout,
                                      const VaultChunkPlace *place);

/* Chunk @index, if it is on its way or there.  In any case go on with the chunks after it, but
 * not with @end.
 *
 * @out: (transfer none): good until the next call. */
VaultAhead vault_read_ahead_take (VaultReadAhead *self,
                                  guint64 index,
                                  guint64 end,
                                  const guint8 **out);

/* @self may be NULL. */
void vault_read_ahead_free (VaultReadAhead *self);

G_END_DECLS
