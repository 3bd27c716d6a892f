/* stream-reader.h - random access to one sealed stream
 *
 * Everything here counts plaintext: offsets and lengths are bytes of the original media
 * file, chunk numbers start at zero.  FORMAT.md, "Chunks", is the authority on the bytes.
 *
 * Owns:     the stream's key, one opened chunk, and from the second chunk of a longer
 *           read on a thread that fetches the next ones.
 * Threads:  one at a time for each reader.  Two readers share nothing but the store.
 * Blocks:   waits for the disk.
 * Promise:  no byte is handed out before its chunk has been authenticated.  It may stand in
 *           the caller's buffer before, which MUST be memory that nobody else sees.
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

/* The piece that holds chunk @index, which there must be. */
guint64 vault_stream_layout_get_piece (const VaultStreamLayout *self, guint64 index);

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

/* The same, but only as far as the chunk at @offset goes.  What is left of @n_bytes is
 * fetched meanwhile.  Returns the number of bytes, 0 with an error; @n_bytes is not 0. */
gsize vault_stream_reader_read_some (VaultStreamReader *self,
                                     guint64 offset,
                                     guint8 *out,
                                     gsize n_bytes,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Wipe the opened chunk and drop the key.  @self may be NULL. */
void vault_stream_reader_free (VaultStreamReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultStreamReader, vault_stream_reader_free)

G_END_DECLS
