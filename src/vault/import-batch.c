/* import-batch.c - thumbnails, cells and records of what was copied
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/import.h"

#include <sodium.h>
#include <string.h>

#include "crypto/remains.h"

typedef struct {
  VaultImport *import;
  VaultStreamReader *reader;
} ThumbnailSource;

static gboolean
read_media (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  ThumbnailSource *source = data;

  /* A cancelled import keeps what it copied, thumbnail and all; only a lock ends this. */
  if (vault_session_should_end (source->import->session, NULL, error))
    return FALSE;

  return vault_stream_reader_read (source->reader, offset, out, n_bytes, error);
}

static gboolean
has_picture (VaultMediaKind kind)
{
  return kind == VAULT_MEDIA_IMAGE || kind == VAULT_MEDIA_ANIMATION
         || kind == VAULT_MEDIA_VIDEO || kind == VAULT_MEDIA_AUDIO
         || kind == VAULT_MEDIA_DOCUMENT;
}

static gboolean
takes_long (VaultMediaKind kind)
{
  return kind == VAULT_MEDIA_VIDEO || kind == VAULT_MEDIA_AUDIO;
}

static void
look_at (VaultImport *import, VaultPending *pending)
{
  VaultEntry *entry = pending->entry;
  g_autoptr (VaultSecret) key = NULL;
  g_autoptr (VaultStreamReader) reader = NULL;
  VaultChunkPlace place;
  VaultMediaFacts facts = { 0 };
  ThumbnailSource thumbnail_source;
  VaultDecoderSource source;

  key = vault_pending_dup_key (pending, VAULT_STREAM_MEDIA, &pending->thumbnail_error);
  if (key == NULL)
    return;

  place = vault_session_chunk_place (import->session, entry, VAULT_STREAM_MEDIA);
  reader = vault_stream_reader_new (import->session->store, key, &place,
                                    &entry->streams[VAULT_STREAM_MEDIA]);
  thumbnail_source = (ThumbnailSource){ import, reader };
  source = (VaultDecoderSource){ read_media, &thumbnail_source,
                                 entry->streams[VAULT_STREAM_MEDIA].n_bytes };

  if (!vault_decoder_thumbnail (import->work->decoder, &source, entry->kind,
                                &pending->thumbnail, &facts, NULL,
                                &pending->thumbnail_error))
    return;

  entry->width = facts.width;
  entry->height = facts.height;
  entry->duration_ms = facts.duration_ms;
  /* What was stripped says nothing any more; what it said has been noted. */
  if (facts.captured != 0)
    entry->captured = facts.captured;
}

/* On a thread of the pool. */
static void
make_thumbnail (gpointer data, gpointer user_data)
{
  look_at (user_data, data);
  vault_remains_clear ();
}

static void
make_thumbnails (VaultImport *self)
{
  const guint n = g_get_num_processors ();
  /* Apart, as their helpers are: films would take every thread of one pool. */
  GThreadPool *stills, *films;

  if (self->work->decoder == NULL)
    return;

  /* One more than there are helpers, to read ahead of them. */
  stills = g_thread_pool_new (make_thumbnail, self, (int) n + 1, FALSE, NULL);
  films = g_thread_pool_new (make_thumbnail, self, (int) MAX (n / 2, 1), FALSE, NULL);
  for (guint i = 0; i < self->batch->len; i++) {
    VaultPending *pending = self->batch->pdata[i];

    if (has_picture (pending->entry->kind))
      g_thread_pool_push (takes_long (pending->entry->kind) ? films : stills, pending,
                          NULL);
    else if (pending->entry->kind == VAULT_MEDIA_OTHER)
      pending->thumbnail_error = g_error_new (
          VAULT_ERROR, VAULT_ERROR_UNSUPPORTED_MEDIA, "type not on the list");
  }
  g_thread_pool_free (stills, FALSE, TRUE);
  g_thread_pool_free (films, FALSE, TRUE);
}

static gboolean
write_thumbnail (VaultImport *self, VaultPending *pending, GError **error)
{
  VaultSession *session = self->session;
  g_autoptr (VaultSecret) key = NULL;
  VaultChunkPlace place;
  gsize n_bytes;
  const guint8 *bytes = g_bytes_get_data (pending->thumbnail, &n_bytes);
  guint64 first;

  key = vault_pending_dup_key (pending, VAULT_STREAM_THUMBNAIL, error);
  if (key == NULL)
    return FALSE;

  if (!vault_import_take_pieces (self, n_bytes, &first, error))
    return FALSE;
  vault_entry_set_stream (pending->entry, VAULT_STREAM_THUMBNAIL, n_bytes, first);

  place = vault_session_chunk_place (session, pending->entry, VAULT_STREAM_THUMBNAIL);
  vault_stream_writer_begin (self->writer, key, &place, n_bytes, first);
  while (n_bytes > 0) {
    gsize n_room;
    guint8 *room = vault_stream_writer_get_room (self->writer, &n_room);

    n_room = MIN (n_room, n_bytes);
    memcpy (room, bytes, n_room);
    vault_stream_writer_advance (self->writer, n_room);
    bytes += n_room;
    n_bytes -= n_room;
  }

  return TRUE;
}

static gboolean
write_thumbnails (VaultImport *self, GError **error)
{
  for (guint i = 0; i < self->batch->len; i++) {
    VaultPending *pending = self->batch->pdata[i];

    if (pending->thumbnail != NULL && g_bytes_get_size (pending->thumbnail) > 0
        && !write_thumbnail (self, pending, error))
      return FALSE;
  }

  return vault_stream_writer_flush (self->writer, error);
}

static gboolean
write_cells (VaultImport *self, GError **error)
{
  g_autofree VaultCellWrite *writes = g_new0 (VaultCellWrite, self->batch->len);

  for (guint i = 0; i < self->batch->len; i++) {
    VaultPending *pending = self->batch->pdata[i];

    writes[i] = (VaultCellWrite){
      pending->entry->cell, pending->entry->expires, vault_secret_get (pending->root),
      vault_session_is_under_absence (self->session, pending->entry)
    };
  }

  return vault_keyring_write_cells (self->session->keyring, writes, self->batch->len,
                                    error);
}

static VaultEntry **
entries_of_batch (VaultImport *self)
{
  VaultEntry **entries = g_new (VaultEntry *, self->batch->len);

  for (guint i = 0; i < self->batch->len; i++)
    entries[i] = ((VaultPending *) self->batch->pdata[i])->entry;

  return entries;
}

/* Records last, in one commit with the pieces that are still uncommitted, and only if
 * nobody's failed call has rolled rows of ours back. */
static gboolean
write_records (VaultImport *self, GError **error)
{
  g_autofree VaultEntry **entries = entries_of_batch (self);

  return vault_session_change_records (self->session, VAULT_RECORDS_ADDED, entries,
                                       self->batch->len, &self->n_rollbacks, error);
}

/* The records are not there, or if their commit went through before something failed they
 * are removed; then the cells may go.  Otherwise the next opening finds either cells without
 * records or whole items that were not reported; both are sound.  Returns whether nothing
 * of the batch is left that could need its pieces. */
static gboolean
undo_batch (VaultImport *self, guint64 n_records_before)
{
  VaultSession *session = self->session;
  g_autofree VaultEntry **entries = entries_of_batch (self);
  g_autofree guint32 *cells = g_new (guint32, self->batch->len);

  if (session->uncertain)
    return FALSE;
  if (session->n_records != n_records_before
      && !vault_session_change_records (session, VAULT_RECORDS_REMOVED, entries,
                                        self->batch->len, NULL, NULL))
    return FALSE;

  for (guint i = 0; i < self->batch->len; i++)
    cells[i] = entries[i]->cell;
  return vault_keyring_destroy_cells (session->keyring, cells, self->batch->len, NULL);
}

/* Before another change can come: one of the absence rule binds what is in the catalog. */
static void
show_batch (VaultImport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->session->mutex);

  for (guint i = 0; i < self->batch->len; i++) {
    VaultEntry *entry = ((VaultPending *) self->batch->pdata[i])->entry;

    g_hash_table_insert (self->session->entries, entry->id, vault_entry_ref (entry));
  }
}

static gboolean
commit_batch (VaultImport *self, GError **error)
{
  VaultSession *session = self->session;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&session->change_mutex);
  guint64 n_records_before = session->n_records;

  if (write_cells (self, error) && write_records (self, error)) {
    show_batch (self);
    return TRUE;
  }

  if (undo_batch (self, n_records_before))
    vault_import_drop_batch (self);
  else
    g_ptr_array_set_size (self->batch, 0);
  return FALSE;
}

void
vault_import_drop_batch (VaultImport *self)
{
  /* Rows still under way must be in the table before their numbers are given back. */
  (void) !vault_stream_writer_flush (self->writer, NULL);

  for (guint i = 0; i < self->batch->len; i++) {
    VaultPending *pending = self->batch->pdata[i];

    vault_keyring_release_cell (self->session->keyring, pending->entry->cell);
    vault_session_reclaim_entry (self->session, pending->entry);
  }

  g_ptr_array_set_size (self->batch, 0);
  self->n_batch_bytes = 0;
}

static void
publish_batch (VaultImport *self)
{
  g_autoptr (GPtrArray) entries =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);

  for (guint i = 0; i < self->batch->len; i++) {
    VaultEntry *entry = ((VaultPending *) self->batch->pdata[i])->entry;

    g_ptr_array_add (entries, vault_entry_ref (entry));
  }
  for (guint i = 0; i < self->batch->len; i++) {
    VaultPending *pending = self->batch->pdata[i];

    /* One problem a file: what stays in it matters more than that it cannot be shown, which
     * its tile says too. */
    if (pending->metadata_error != NULL)
      vault_problems_add (self->problems, pending->entry->name, TRUE,
                          g_steal_pointer (&pending->metadata_error));
    else if (pending->thumbnail_error != NULL)
      vault_problems_add (self->problems, pending->entry->name, TRUE,
                          g_steal_pointer (&pending->thumbnail_error));
  }

  self->n_imported += self->batch->len;
  if (self->work->added != NULL)
    self->work->added (entries, self->work->user_data);
  g_ptr_array_set_size (self->batch, 0);
  self->n_batch_bytes = 0;
}

gboolean
vault_import_finish_batch (VaultImport *self, GError **error)
{
  if (self->batch->len == 0)
    return TRUE;

  if (!vault_stream_writer_flush (self->writer, error)) {
    vault_import_drop_batch (self);
    return FALSE;
  }

  make_thumbnails (self);
  if (vault_session_should_end (self->session, NULL, error)
      || vault_import_is_overdue (self, error) || !write_thumbnails (self, error)) {
    vault_import_drop_batch (self);
    return FALSE;
  }

  if (!commit_batch (self, error))
    return FALSE;

  publish_batch (self);
  return TRUE;
}
