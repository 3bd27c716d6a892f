/* stream-writer.h - streams into sealed pieces, on threads of its own
 *
 *   caller: reads the source --> sealers --> inserter: rows in order, a commit now and then
 *                                                --> starter: the disk is set to work
 *
 * One writer serves a whole import, stream after stream.  Its buffers are the memory an
 * import takes, whatever is imported.
 *
 * Owns:     its threads and buffers.
 * Threads:  the calls are for one thread.
 * Blocks:   until a buffer is free; flush waits for the rows.
 * Promise:  after vault_stream_writer_flush() returned TRUE all rows of the streams ended
 *           so far have been handed to the store; they are durable with its next commit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-secret.h>

#include "store/store.h"

G_BEGIN_DECLS

/* Uncommitted pieces are committed when they reach this. */
#define VAULT_COMMIT_EVERY_BYTES (256 << 20)

typedef struct _VaultStreamWriter VaultStreamWriter;

/* @store outlives the writer. */
VaultStreamWriter *vault_stream_writer_new (VaultStore *store);

/* Stop the threads; what was not flushed may be lost.  @self may be NULL. */
void vault_stream_writer_free (VaultStreamWriter *self);

/* Begin a stream of exactly @n_bytes, its pieces numbered from @first_piece on.
 * @place.key is ignored: the key is @key. */
void vault_stream_writer_begin (VaultStreamWriter *self,
                                VaultSecret *key,
                                const VaultChunkPlace *place,
                                guint64 n_bytes,
                                guint64 first_piece);

/* Where the next bytes of the stream go, and how many fit: never 0 before its end. */
guint8 *vault_stream_writer_get_room (VaultStreamWriter *self, gsize *out_n_bytes);

/* @n_bytes have been put there. */
void vault_stream_writer_advance (VaultStreamWriter *self, gsize n_bytes);

/* Give up the stream that was begun. */
void vault_stream_writer_abort (VaultStreamWriter *self);

/* Wait until everything is with the store.  Errors: the store's, also of earlier rows;
 * after an error all uncommitted rows are gone, and the writer can be used again. */
gboolean vault_stream_writer_flush (VaultStreamWriter *self,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultStreamWriter, vault_stream_writer_free)

G_END_DECLS
