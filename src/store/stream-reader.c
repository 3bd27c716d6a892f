/* stream-reader.c - random access to one sealed stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stream-reader.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

struct _VaultStreamReader {
  VaultStore *store;
  VaultSecret *key;
  VaultChunkPlace place;
  const VaultStreamLayout *layout;
  guint64 n_chunks;
  guint64 opened; /* the chunk in @plain, or G_MAXUINT64 */
  guint8 sealed[VAULT_PIECE_BYTES];
  guint8 plain[VAULT_CHUNK_BYTES];
};

VaultStreamReader *
vault_stream_reader_new (VaultStore *store,
                         VaultSecret *key,
                         const VaultChunkPlace *place,
                         const VaultStreamLayout *layout)
{
  VaultStreamReader *self = g_new0 (VaultStreamReader, 1);

  self->store = store;
  self->key = vault_secret_ref (key);
  self->place = *place;
  self->place.key = vault_secret_get (key);
  self->layout = layout;
  self->n_chunks = vault_chunk_count (layout->n_bytes);
  self->opened = G_MAXUINT64;
  return self;
}

void
vault_stream_reader_free (VaultStreamReader *self)
{
  if (self == NULL)
    return;

  sodium_memzero (self->plain, sizeof self->plain);
  vault_secret_unref (self->key);
  g_free (self);
}

static guint64
piece_of_chunk (const VaultStreamLayout *layout, guint64 index)
{
  for (guint i = 0; i < layout->n_runs; i++) {
    if (index < layout->runs[i].count)
      return layout->runs[i].first + index;
    index -= layout->runs[i].count;
  }

  g_assert_not_reached ();
}

static gboolean
open_chunk (VaultStreamReader *self, guint64 index, GError **error)
{
  VaultChunkEnd end =
      index + 1 == self->n_chunks ? VAULT_CHUNK_FINAL : VAULT_CHUNK_INNER;

  if (self->opened == index)
    return TRUE;

  self->opened = G_MAXUINT64;
  if (!vault_store_get_piece (self->store, piece_of_chunk (self->layout, index),
                              self->sealed, error))
    return FALSE;

  if (!vault_chunk_open (&self->place, index, end, self->sealed, self->plain)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM,
                 "chunk %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " does not verify",
                 index, self->n_chunks);
    return FALSE;
  }

  self->opened = index;
  return TRUE;
}

gboolean
vault_stream_reader_read (VaultStreamReader *self,
                          guint64 offset,
                          guint8 *out,
                          gsize n_bytes,
                          GError **error)
{
  g_assert (offset <= self->layout->n_bytes
            && n_bytes <= self->layout->n_bytes - offset);

  while (n_bytes > 0) {
    guint64 index = offset / VAULT_CHUNK_BYTES;
    gsize at = (gsize) (offset % VAULT_CHUNK_BYTES);
    gsize n = MIN (n_bytes, VAULT_CHUNK_BYTES - at);

    if (!open_chunk (self, index, error))
      return FALSE;

    memcpy (out, self->plain + at, n);
    out += n;
    offset += n;
    n_bytes -= n;
  }

  return TRUE;
}
