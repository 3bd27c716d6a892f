/* source.c - an open stream of an item that can be taken away at any moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/source.h"

struct _VaultSource {
  gint n_refs;
  GMutex mutex;
  VaultStreamReader *reader; /* NULL when cut off */
  VaultEntry *entry;
  VaultStreamNumber stream;
  VaultError code;
};

VaultSource *
vault_source_new (VaultStreamReader *reader,
                  VaultEntry *entry,
                  VaultStreamNumber stream)
{
  VaultSource *self = g_new0 (VaultSource, 1);

  self->n_refs = 1;
  g_mutex_init (&self->mutex);
  self->reader = reader;
  self->entry = vault_entry_ref (entry);
  self->stream = stream;
  self->code = VAULT_ERROR_LOCKED;
  return self;
}

VaultSource *
vault_source_ref (VaultSource *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
vault_source_unref (VaultSource *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;

  vault_stream_reader_free (self->reader);
  vault_entry_unref (self->entry);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gboolean
vault_source_is_shared (VaultSource *self)
{
  return g_atomic_int_get (&self->n_refs) > 1;
}

guint64
vault_source_get_n_bytes (VaultSource *self)
{
  return self->entry->streams[self->stream].n_bytes;
}

const char *
vault_source_get_item_id (VaultSource *self)
{
  return self->entry->id;
}

static gsize
read_some (VaultSource *self,
           guint64 offset,
           guint8 *out,
           gsize n_bytes,
           GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->reader == NULL) {
    g_set_error (error, VAULT_ERROR, (int) self->code, "the stream was cut off");
    return 0;
  }

  return vault_stream_reader_read_some (self->reader, offset, out, n_bytes, error);
}

gboolean
vault_source_read (VaultSource *self,
                   guint64 offset,
                   guint8 *out,
                   gsize n_bytes,
                   GError **error)
{
  /* Chunk by chunk, so that cutting off never waits for more than one. */
  while (n_bytes > 0) {
    gsize n = read_some (self, offset, out, n_bytes, error);

    if (n == 0)
      return FALSE;
    out += n;
    offset += n;
    n_bytes -= n;
  }

  return TRUE;
}

void
vault_source_cut_off (VaultSource *self, VaultError code)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->reader != NULL)
    self->code = code;
  g_clear_pointer (&self->reader, vault_stream_reader_free);
}
