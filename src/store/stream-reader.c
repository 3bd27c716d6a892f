/* stream-reader.c - random access to one sealed stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stream-reader.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

#include "store/read-ahead.h"

struct _VaultStreamReader {
  VaultStore *store;
  VaultSecret *key;
  VaultChunkPlace place;
  const VaultStreamLayout *layout;
  guint64 n_chunks;
  VaultReadAhead *ahead; /* NULL until there was something to fetch ahead */
  guint64 request_end;   /* where the last request ended */
  gboolean goes_on;      /* it began where the one before had ended */
  guint64 opened;        /* the chunk in @plain, or G_MAXUINT64 */
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
  self->request_end = G_MAXUINT64; /* no offset */
  return self;
}

void
vault_stream_reader_free (VaultStreamReader *self)
{
  if (self == NULL)
    return;

  vault_read_ahead_free (self->ahead);
  sodium_memzero (self->plain, sizeof self->plain);
  vault_secret_unref (self->key);
  g_free (self);
}

guint64
vault_stream_layout_get_piece (const VaultStreamLayout *self, guint64 index)
{
  for (guint i = 0; i < self->n_runs; i++) {
    if (index < self->runs[i].count)
      return self->runs[i].first + index;
    index -= self->runs[i].count;
  }

  g_assert_not_reached ();
}

/* Up to where to read ahead: who goes on where the last request ended reads on; who jumps
 * wants what he asked for. */
static guint64
get_end (VaultStreamReader *self, guint64 offset, gsize n_bytes)
{
  guint64 request_end = offset + n_bytes;

  if (request_end != self->request_end)
    self->goes_on = offset == self->request_end;
  self->request_end = request_end;
  return self->goes_on ? self->n_chunks : vault_chunk_count (request_end);
}

/* What is there of chunk @index by now.  @out: (transfer none): good until the next call. */
static VaultAhead
take (VaultStreamReader *self, guint64 index, guint64 end, const guint8 **out)
{
  if (self->ahead == NULL && end > index + 1)
    self->ahead = vault_read_ahead_new (self->store, self->layout, &self->place);

  return self->ahead != NULL ? vault_read_ahead_take (self->ahead, index, end, out)
                             : VAULT_AHEAD_NONE;
}

static gboolean
open_sealed (VaultStreamReader *self, guint64 index, const guint8 *sealed, guint8 *out)
{
  return vault_chunk_open (&self->place, index,
                           vault_chunk_get_end (self->layout->n_bytes, index), sealed,
                           out);
}

static gboolean
open_chunk (VaultStreamReader *self,
            guint64 index,
            guint64 end,
            guint8 *out,
            GError **error)
{
  const guint8 *bytes = NULL;
  gboolean ok = FALSE;

  switch (take (self, index, end, &bytes)) {
  case VAULT_AHEAD_OPENED:
    memcpy (out, bytes, VAULT_CHUNK_BYTES);
    return TRUE;
  case VAULT_AHEAD_SEALED:
    ok = open_sealed (self, index, bytes, out);
    break;
  case VAULT_AHEAD_NONE:
    if (!vault_store_get_piece (self->store,
                                vault_stream_layout_get_piece (self->layout, index),
                                self->sealed, error))
      return FALSE;
    ok = open_sealed (self, index, self->sealed, out);
    break;
  case VAULT_AHEAD_DAMAGED:
    break;
  }
  if (ok)
    return TRUE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM,
               "chunk %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " does not verify",
               index, self->n_chunks);
  return FALSE;
}

gsize
vault_stream_reader_read_some (VaultStreamReader *self,
                               guint64 offset,
                               guint8 *out,
                               gsize n_bytes,
                               GError **error)
{
  guint64 index = offset / VAULT_CHUNK_BYTES;
  gsize at = (gsize) (offset % VAULT_CHUNK_BYTES);
  gsize n = MIN (n_bytes, VAULT_CHUNK_BYTES - at);
  guint64 end = get_end (self, offset, n_bytes);

  if (self->opened != index && n == VAULT_CHUNK_BYTES)
    return open_chunk (self, index, end, out, error) ? n : 0;

  if (self->opened != index) {
    self->opened = G_MAXUINT64;
    if (!open_chunk (self, index, end, self->plain, error))
      return 0;
    self->opened = index;
  }

  memcpy (out, self->plain + at, n);
  return n;
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
    gsize n = vault_stream_reader_read_some (self, offset, out, n_bytes, error);

    if (n == 0)
      return FALSE;
    out += n;
    offset += n;
    n_bytes -= n;
  }

  return TRUE;
}
