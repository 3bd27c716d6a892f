/* import.c - copying sources in: read, sniff, seal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/import.h"

#include <sodium.h>
#include <string.h>

#include "media/sniff.h"

/* A report for every file of a large import would be more work than the import. */
#define REPORT_EVERY_US 50000

void
vault_pending_free (VaultPending *self)
{
  if (self == NULL)
    return;

  vault_entry_unref (self->entry);
  vault_secret_unref (self->root);
  g_clear_pointer (&self->thumbnail, g_bytes_unref);
  g_clear_error (&self->thumbnail_error);
  g_clear_error (&self->metadata_error);
  g_free (self);
}

VaultSecret *
vault_pending_dup_key (VaultPending *self, VaultStreamNumber stream, GError **error)
{
  VaultSecret *key = vault_secret_new (VAULT_KEY_BYTES, error);

  if (key != NULL)
    vault_subkey_derive (vault_secret_get (self->root),
                         VAULT_SUBKEY_FOR_STREAM (stream),
                         vault_secret_get_writable (key));
  return key;
}

void
vault_import_report (VaultImport *self, gboolean always)
{
  gint64 now = g_get_monotonic_time ();

  if (!always && now - self->last_report_us < REPORT_EVERY_US)
    return;

  self->last_report_us = now;
  if (self->work->progress != NULL)
    self->work->progress (&self->progress, self->work->user_data);
}

static VaultImportResult
bad_source (VaultImport *self, const VaultWalkFile *file, GError *error)
{
  vault_problems_add (self->problems, file->name, FALSE, error);
  return VAULT_IMPORT_BAD_SOURCE;
}

static VaultImportResult
bad_source_code (VaultImport *self, const VaultWalkFile *file, VaultError code)
{
  return bad_source (self, file, g_error_new (VAULT_ERROR, (int) code, "source"));
}

gboolean
vault_import_take_pieces (VaultImport *self,
                          guint64 n_bytes,
                          guint64 *out_first,
                          GError **error)
{
  g_mutex_lock (&self->session->mutex);
  *out_first = vault_runs_take (self->session->runs, vault_chunk_count (n_bytes));
  g_mutex_unlock (&self->session->mutex);
  if (*out_first != 0)
    return TRUE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_SPACE, "no piece numbers left");
  return FALSE;
}

/* @groups may be NULL. */
static void
put_into_groups (VaultEntry *entry, const GArray *groups)
{
  if (groups == NULL)
    return;

  entry->n_groups = groups->len;
  entry->groups = g_memdup2 (groups->data, groups->len * sizeof *entry->groups);
}

/* A fresh root, a cell and piece numbers.  A copy that was broken off is never taken up
 * again with the same root: the source may have changed, and the nonces would repeat. */
static VaultPending *
new_pending (VaultImport *self, const char *name, guint64 n_bytes, GError **error)
{
  VaultSession *session = self->session;
  g_autoptr (VaultPending) pending = g_new0 (VaultPending, 1);
  guint64 first;

  pending->entry = vault_entry_new ();
  pending->root = vault_secret_new (VAULT_KEY_BYTES, error);
  if (pending->root == NULL
      || !vault_keyring_reserve_cell (session->keyring, &pending->entry->cell, error))
    return NULL;

  randombytes_buf (vault_secret_get_writable (pending->root), VAULT_KEY_BYTES);
  vault_entry_set_root (pending->entry, vault_secret_get (pending->root));
  pending->entry->name = g_strdup (name);
  pending->entry->added = self->added;
  pending->entry->expires = self->expires;
  put_into_groups (pending->entry, self->groups);

  if (!vault_import_take_pieces (self, n_bytes, &first, error)) {
    vault_keyring_release_cell (session->keyring, pending->entry->cell);
    return NULL;
  }
  vault_entry_set_stream (pending->entry, VAULT_STREAM_MEDIA, n_bytes, first);
  return g_steal_pointer (&pending);
}

static void
drop_pending (VaultImport *self, VaultPending *pending)
{
  vault_keyring_release_cell (self->session->keyring, pending->entry->cell);
  vault_session_reclaim_entry (self->session, pending->entry);
  vault_pending_free (pending);
}

VaultPending *
vault_import_begin_item (VaultImport *self,
                         const VaultWalkFile *file,
                         guint64 n_bytes,
                         GError **error)
{
  VaultPending *pending = new_pending (self, file->name, n_bytes, error);
  g_autoptr (VaultSecret) key = NULL;
  VaultChunkPlace place;

  if (pending == NULL)
    return NULL;
  key = vault_pending_dup_key (pending, VAULT_STREAM_MEDIA, error);
  if (key == NULL) {
    drop_pending (self, pending);
    return NULL;
  }

  place = vault_session_chunk_place (self->session, pending->entry, VAULT_STREAM_MEDIA);
  vault_stream_writer_begin (self->writer, key, &place, n_bytes,
                             pending->entry->streams[VAULT_STREAM_MEDIA].runs[0].first);
  return pending;
}

void
vault_import_end_item (VaultImport *self, VaultPending *pending)
{
  g_ptr_array_add (self->batch, pending);
  self->n_batch_bytes += pending->entry->streams[VAULT_STREAM_MEDIA].n_bytes;
}

gboolean
vault_import_abort_item (VaultImport *self, VaultPending *pending, GError **error)
{
  gboolean ok;

  /* Rows already under way must be in the table before their run is given back. */
  vault_stream_writer_abort (self->writer);
  ok = vault_stream_writer_flush (self->writer, error);
  drop_pending (self, pending);
  return ok;
}

void
vault_import_sniff (VaultPending *pending, const guint8 *head, gsize n_bytes)
{
  const char *content_type;

  pending->entry->kind =
      vault_sniff (head, MIN (n_bytes, VAULT_SNIFF_BYTES), &content_type);
  pending->entry->content_type = g_strdup (content_type);
}

gboolean
vault_import_has_more (VaultImport *self, GInputStream *stream)
{
  guint8 one_more;

  return g_input_stream_read (stream, &one_more, 1, self->work->cancellable, NULL) != 0;
}

/* Read until the writer's room is full, so that the first room holds whatever the sniffer
 * looks at.  Returns the number of bytes, -1 with an error. */
static gssize
fill (GInputStream *stream,
      guint8 *room,
      gsize n_room,
      GCancellable *cancellable,
      GError **error)
{
  gsize n_read = 0;

  /* g_input_stream_read_all() would take a whole batch at once; a smaller bite lets a
   * cancellation through on a slow medium. */
  n_room = MIN (n_room, (gsize) 1 << 20);
  if (!g_input_stream_read_all (stream, room, n_room, &n_read, cancellable, error))
    return -1;

  return (gssize) n_read;
}

gboolean
vault_import_is_overdue (VaultImport *self, GError **error)
{
  if (self->expires == VAULT_EXPIRES_NEVER
      || vault_keyring_get_time (self->session->keyring, NULL) < self->expires)
    return FALSE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_EXPIRED, "the deadline came first");
  return TRUE;
}

gboolean
vault_import_should_end (VaultImport *self, GError **error)
{
  return vault_session_should_end (self->session, self->work->cancellable, error)
         || vault_import_is_overdue (self, error);
}

static VaultImportResult
copy_bytes (VaultImport *self,
            VaultPending *pending,
            const VaultWalkFile *file,
            GInputStream *stream,
            GError **error)
{
  guint64 n_left = file->n_bytes;

  while (n_left > 0) {
    GError *local = NULL;
    gsize n_room;
    guint8 *room;
    gssize n;

    if (vault_import_should_end (self, error))
      return VAULT_IMPORT_FATAL;

    room = vault_stream_writer_get_room (self->writer, &n_room);
    n = fill (stream, room, n_room, self->work->cancellable, &local);
    if (n < 0 && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_propagate_error (error, local);
      return VAULT_IMPORT_FATAL;
    }
    if (n < 0)
      return bad_source (self, file, vault_walk_translate (local));
    if (n == 0)
      return bad_source_code (self, file, VAULT_ERROR_SOURCE_CHANGED);

    if (n_left == file->n_bytes)
      vault_import_sniff (pending, room, (gsize) n);
    vault_stream_writer_advance (self->writer, (gsize) n);
    n_left -= (guint64) n;
    self->progress.n_bytes_done += (guint64) n;
    vault_import_report (self, FALSE);
  }

  if (vault_import_has_more (self, stream))
    return bad_source_code (self, file, VAULT_ERROR_SOURCE_CHANGED);

  return VAULT_IMPORT_COPIED;
}

static VaultImportResult
copy_stream (VaultImport *self,
             const VaultWalkFile *file,
             GInputStream *stream,
             GError **error)
{
  VaultPending *pending = vault_import_begin_item (self, file, file->n_bytes, error);
  VaultImportResult result;

  if (pending == NULL)
    return VAULT_IMPORT_FATAL;
  result = copy_bytes (self, pending, file, stream, error);
  if (result == VAULT_IMPORT_COPIED)
    vault_import_end_item (self, pending);
  else if (!vault_import_abort_item (self, pending,
                                     result == VAULT_IMPORT_FATAL ? NULL : error))
    result = VAULT_IMPORT_FATAL;
  return result;
}

static GInputStream *
open_source (const VaultWalkFile *file, GCancellable *cancellable, GError **error)
{
  if (file->bytes != NULL)
    return g_memory_input_stream_new_from_bytes (file->bytes);

  return G_INPUT_STREAM (g_file_read (file->file, cancellable, error));
}

VaultImportResult
vault_import_file (VaultImport *self, const VaultWalkFile *file, GError **error)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) why = NULL;
  VaultImportResult result = VAULT_IMPORT_REFUSED;
  GError *local = NULL;

  if (!vault_entry_name_is_good (file->name))
    return bad_source_code (self, file, VAULT_ERROR_BAD_NAME);
  if (file->n_bytes == 0)
    return bad_source_code (self, file, VAULT_ERROR_EMPTY_FILE);

  stream = open_source (file, self->work->cancellable, &local);
  if (stream != NULL && self->metadata == VAULT_METADATA_REMOVED) {
    result = vault_import_strip (self, file, stream, &why, error);
    if (result != VAULT_IMPORT_REFUSED)
      return result;
    /* Nothing is lost because something could not be taken away. */
    g_object_unref (stream);
    stream = open_source (file, self->work->cancellable, &local);
  }
  if (stream == NULL)
    return bad_source (self, file, vault_walk_translate (local));

  result = copy_stream (self, file, stream, error);
  if (result == VAULT_IMPORT_COPIED && why != NULL) {
    VaultPending *pending = self->batch->pdata[self->batch->len - 1];

    pending->metadata_error = g_steal_pointer (&why);
  }
  return result;
}
