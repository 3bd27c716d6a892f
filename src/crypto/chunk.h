/* chunk.h - numbered, sealed chunks of one stream, and their arithmetic
 *
 * A stream is cut into chunks of VAULT_CHUNK_BYTES; the last one is padded with zeros, so
 * that every sealed chunk has the same size.  The construction is STREAM as age uses it
 * (C2SP age.md, "Payload"; Hoang, Reyhanitabar, Rogaway, Vizar 2015), with the index
 * and an end flag in the nonce, so that any chunk opens alone.
 *
 * The key of a stream is derived from an item root that is never used again and every
 * chunk is written once, so a nonce never repeats.  FORMAT.md, "Chunks".
 *
 * Two streams may be written again: VAULT_LATE_STREAM, a thumbnail made after the import, and
 * VAULT_NOTE_STREAM, what a person changes.  Each is one chunk, and its nonce is random and lies
 * in front of it: a first attempt may have been cut off before its record was committed, or a
 * backup from before it put back, and both leave no trace by which a second one could choose
 * another nonce.
 *
 * Threads:  any.  Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/subkey.h"

G_BEGIN_DECLS

/* A row of this size fills whole database pages: 2031 bytes in the leaf with 8 rows to a
 * leaf, and 4 overflow pages of 16380.  FORMAT.md, "Why 67,546 bytes". */
#define VAULT_PIECE_BYTES 67546
#define VAULT_CHUNK_BYTES (VAULT_PIECE_BYTES - VAULT_TAG_BYTES)

/* The streams with a random nonce, and how many bytes of their one chunk can be used. */
#define VAULT_LATE_STREAM 2
#define VAULT_NOTE_STREAM 4
#define VAULT_LATE_BYTES (VAULT_CHUNK_BYTES - VAULT_NONCE_BYTES)

/* The longest stream: what a record's 40-bit chunk count can say, about 64 PiB. */
#define VAULT_STREAM_MAX_CHUNKS ((guint64) 1 << 40)

typedef enum {
  VAULT_CHUNK_INNER = 0,
  VAULT_CHUNK_FINAL = 1,
} VaultChunkEnd;

/* Which stream a chunk belongs to; bound into every chunk beside the key. */
typedef struct {
  const guint8 *key;      /* VAULT_KEY_BYTES, guarded */
  const guint8 *vault_id; /* VAULT_ID_BYTES */
  guint8 item_id[VAULT_ITEM_ID_BYTES];
  guint32 stream;
} VaultChunkPlace;

/* How many chunks hold @n_bytes.  0 for 0, which no stream may have. */
guint64 vault_chunk_count (guint64 n_bytes);

/* Plain bytes in chunk @index of a stream of @n_bytes; 0 beyond its end. */
gsize vault_chunk_length (guint64 n_bytes, guint64 index);

/* Whether chunk @index of such a stream is its last. */
VaultChunkEnd vault_chunk_get_end (guint64 n_bytes, guint64 index);

/* Of chunk 0 of such a stream, the only one it has, the last VAULT_NONCE_BYTES of @plain are
 * not kept; nothing may stand there. */
void vault_chunk_seal (const VaultChunkPlace *place,
                       guint64 index,
                       VaultChunkEnd end,
                       const guint8 plain[VAULT_CHUNK_BYTES],
                       guint8 out[VAULT_PIECE_BYTES]);

/* The same of that chunk with a nonce of the caller's, which MUST be random. */
void vault_chunk_seal_late (const VaultChunkPlace *place,
                            const guint8 nonce[VAULT_NONCE_BYTES],
                            const guint8 plain[VAULT_CHUNK_BYTES],
                            guint8 out[VAULT_PIECE_BYTES]);

/* @out may be @sealed.  It is zero on failure, but for a moment may have held what does not
 * verify: it MUST be memory that nobody else sees. */
gboolean vault_chunk_open (const VaultChunkPlace *place,
                           guint64 index,
                           VaultChunkEnd end,
                           const guint8 sealed[VAULT_PIECE_BYTES],
                           guint8 out[VAULT_CHUNK_BYTES]) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
