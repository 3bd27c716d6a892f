/* session-late.c - the streams of one piece that may be written again
 *
 * Their nonce is random; FORMAT.md, "Chunks", says why.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <sodium.h>
#include <string.h>

static guint64
take_piece (VaultSession *self, GError **error)
{
  guint64 piece;

  g_mutex_lock (&self->mutex);
  piece = vault_runs_take (self->runs, 1);
  g_mutex_unlock (&self->mutex);
  if (piece == 0)
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_SPACE, "no piece numbers left");
  return piece;
}

static VaultChunkPlace
place_of (VaultSession *self,
          VaultSecret *key,
          const guint8 item_id[VAULT_ITEM_ID_BYTES],
          VaultStreamNumber stream)
{
  VaultChunkPlace place = {
    vault_secret_get (key), vault_keyring_get_vault_id (self->keyring), { 0 }, stream
  };

  memcpy (place.item_id, item_id, VAULT_ITEM_ID_BYTES);
  return place;
}

static gboolean
put_piece (VaultSession *self,
           const VaultChunkPlace *place,
           guint64 piece,
           const guint8 *bytes,
           gsize n_bytes,
           GError **error)
{
  g_autofree guint8 *plain = g_malloc0 (VAULT_CHUNK_BYTES);
  g_autofree guint8 *sealed = g_malloc (VAULT_PIECE_BYTES);

  memcpy (plain, bytes, n_bytes);
  vault_chunk_seal (place, 0, VAULT_CHUNK_FINAL, plain, sealed);
  sodium_memzero (plain, n_bytes);
  return vault_store_put_pieces (self->store, piece, sealed, 1, error);
}

gboolean
vault_session_put_late (VaultSession *self,
                        guint32 cell,
                        const guint8 item_id[VAULT_ITEM_ID_BYTES],
                        VaultStreamNumber stream,
                        const guint8 *bytes,
                        gsize n_bytes,
                        VaultStreamLayout *out_layout,
                        GError **error)
{
  g_autoptr (VaultSecret) key = NULL;
  VaultChunkPlace place;
  guint64 piece;

  g_assert (n_bytes > 0 && n_bytes <= VAULT_LATE_BYTES);

  *out_layout = (VaultStreamLayout){ 0 };
  key = vault_session_dup_stream_key (self, cell, VAULT_SUBKEY_FOR_STREAM (stream),
                                      error);
  if (key == NULL)
    return FALSE;
  piece = take_piece (self, error);
  if (piece == 0)
    return FALSE;

  place = place_of (self, key, item_id, stream);
  if (!put_piece (self, &place, piece, bytes, n_bytes, error)) {
    vault_session_reclaim (self, (VaultRun){ piece, 1 });
    return FALSE;
  }

  out_layout->n_bytes = n_bytes;
  out_layout->n_runs = 1;
  out_layout->runs = g_new (VaultRun, 1);
  out_layout->runs[0] = (VaultRun){ piece, 1 };
  return TRUE;
}

char *
vault_session_read_late (VaultSession *self,
                         guint32 cell,
                         const guint8 item_id[VAULT_ITEM_ID_BYTES],
                         VaultStreamNumber stream,
                         const VaultStreamLayout *layout,
                         GError **error)
{
  g_autoptr (VaultSecret) key = vault_session_dup_stream_key (
      self, cell, VAULT_SUBKEY_FOR_STREAM (stream), error);
  g_autoptr (VaultStreamReader) reader = NULL;
  VaultChunkPlace place;
  char *bytes;

  if (key == NULL)
    return NULL;

  /* At most VAULT_LATE_BYTES: the record would not have verified otherwise. */
  bytes = g_malloc0 ((gsize) layout->n_bytes + 1);
  place = place_of (self, key, item_id, stream);
  reader = vault_stream_reader_new (self->store, key, &place, layout);
  if (vault_stream_reader_read (reader, 0, (guint8 *) bytes, (gsize) layout->n_bytes,
                                error))
    return bytes;

  g_free (bytes);
  return NULL;
}
