/* stream-reader.h - random access to one sealed stream
 *
 * Everything here counts plaintext: offsets and lengths are bytes of the original media
 * file, chunk numbers start at zero.  FORMAT.md, "Chunks", is the authority on the bytes.
 *
 * Owns:     the stream's key, and one opened chunk.
 * Threads:  one at a time for each reader.  Two readers share nothing but the store.
 * Blocks:   waits for the disk.
 * Promise:  no byte is handed out before its chunk has been authenticated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-secret.h>

#include "store/store.h"

G_BEGIN_DECLS

/* One stream as its item's record describes it. */
typedef struct {
  guint64 n_bytes; /* 0: there is none */
  guint n_runs;
  VaultRun *runs; /* their counts add up to vault_chunk_count (n_bytes) */
} VaultStreamLayout;

typedef struct _VaultStreamReader VaultStreamReader;

/* @place.key is ignored: the reader's is @key.  @layout and @store outlive the reader. */
VaultStreamReader *vault_stream_reader_new (VaultStore *store,
                                            VaultSecret *key,
                                            const VaultChunkPlace *place,
                                            const VaultStreamLayout *layout);

/* Fill @out with exactly @n_bytes from @offset, all inside the stream.
 * Errors: VAULT_ERROR_DAMAGED_ITEM, VAULT_ERROR_IO and the store's.  On failure @out may
 * hold verified bytes of the chunks before the bad one. */
gboolean vault_stream_reader_read (VaultStreamReader *self,
                                   guint64 offset,
                                   guint8 *out,
                                   gsize n_bytes,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Wipe the opened chunk and drop the key.  @self may be NULL. */
void vault_stream_reader_free (VaultStreamReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultStreamReader, vault_stream_reader_free)

G_END_DECLS
