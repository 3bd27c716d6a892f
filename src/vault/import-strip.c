/* import-strip.c - a source without its metadata, from the decoder into the vault
 *
 * The length of what is to be kept is known only when the decoder has looked at the whole
 * source, so an item is begun when it says so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/import.h"

#include <string.h>

#include "vault/strip.h"

typedef struct {
  VaultImport *import;
  const VaultWalkFile *file;
  GInputStream *stream;
  VaultPending *pending; /* NULL before it was begun */
  guint64 n_written;
  guint64 n_bytes_before; /* of the progress */
  gboolean vault_failed;  /* to take it, as opposed to the source to give it */
} Strip;

static gboolean
read_source (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  Strip *self = data;
  GCancellable *cancellable = self->import->work->cancellable;
  GError *local = NULL;
  gsize n_read = 0;

  if (vault_session_should_end (self->import->session, cancellable, error))
    return FALSE;
  if (!g_seekable_seek (G_SEEKABLE (self->stream), (goffset) offset, G_SEEK_SET,
                        cancellable, &local)
      || !g_input_stream_read_all (self->stream, out, n_bytes, &n_read, cancellable,
                                   &local)) {
    g_propagate_error (error, vault_walk_translate (local));
    return FALSE;
  }
  if (n_read == n_bytes)
    return TRUE;
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_SOURCE_CHANGED, "source");
  return FALSE;
}

static gboolean
begin (gpointer data, guint64 n_bytes, GError **error)
{
  Strip *self = data;

  self->pending = vault_import_begin_item (self->import, self->file, n_bytes, error);
  self->vault_failed = self->pending == NULL;
  return self->pending != NULL;
}

static gboolean
write_bytes (gpointer data, const guint8 *bytes, gsize n_bytes, GError **error)
{
  Strip *self = data;
  VaultImport *import = self->import;

  if (vault_import_should_end (import, error))
    return FALSE;
  if (self->n_written == 0)
    vault_import_sniff (self->pending, bytes, n_bytes);
  while (n_bytes > 0) {
    gsize n_room;
    guint8 *room = vault_stream_writer_get_room (import->writer, &n_room);

    n_room = MIN (n_room, n_bytes);
    memcpy (room, bytes, n_room);
    vault_stream_writer_advance (import->writer, n_room);
    bytes += n_room;
    n_bytes -= n_room;
    self->n_written += n_room;
  }
  import->progress.n_bytes_done =
      self->n_bytes_before + MIN (self->n_written, self->file->n_bytes);
  vault_import_report (import, FALSE);
  return TRUE;
}

static gboolean
can_seek (GInputStream *stream)
{
  return G_IS_SEEKABLE (stream) && g_seekable_can_seek (G_SEEKABLE (stream));
}

static gboolean
strip (Strip *self, gint64 *out_captured, GError **error)
{
  const VaultDecoderSource source = { read_source, self, self->file->n_bytes };
  const VaultDecoderTarget target = { begin, write_bytes, self };
  VaultDecoder *decoder = self->import->work->decoder;

  if (decoder == NULL || !can_seek (self->stream)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_UNSUPPORTED_MEDIA,
                 "nobody to ask, or no way back in the source");
    return FALSE;
  }
  if (!vault_decoder_strip (decoder, &source, &target, out_captured,
                            self->import->work->cancellable, error))
    return FALSE;
  if (g_seekable_seek (G_SEEKABLE (self->stream), (goffset) self->file->n_bytes,
                       G_SEEK_SET, self->import->work->cancellable, NULL)
      && !vault_import_has_more (self->import, self->stream))
    return TRUE;
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_SOURCE_CHANGED, "source");
  return FALSE;
}

static gboolean
is_about_source (const GError *error)
{
  return error->domain == VAULT_ERROR
         && (error->code == VAULT_ERROR_SOURCE_GONE
             || error->code == VAULT_ERROR_SOURCE_UNREADABLE
             || error->code == VAULT_ERROR_SOURCE_CHANGED);
}

/* Takes @why. */
static VaultImportResult
fail (Strip *self, GError *why, GError **out_why, GError **error)
{
  VaultImport *import = self->import;
  gboolean is_refused = !self->vault_failed && vault_strip_is_refusal (why);
  gboolean is_fatal = !is_refused && (self->vault_failed || !is_about_source (why));

  if (self->pending != NULL
      && !vault_import_abort_item (import, self->pending, is_fatal ? NULL : error)) {
    if (!is_fatal)
      g_error_free (why);
    else
      g_propagate_error (error, why);
    return VAULT_IMPORT_FATAL;
  }
  import->progress.n_bytes_done = self->n_bytes_before;
  if (is_fatal) {
    g_propagate_error (error, why);
    return VAULT_IMPORT_FATAL;
  }
  if (is_refused) {
    *out_why = vault_strip_translate (why);
    return VAULT_IMPORT_REFUSED;
  }
  vault_problems_add (import->problems, self->file->name, FALSE, why);
  return VAULT_IMPORT_BAD_SOURCE;
}

VaultImportResult
vault_import_strip (VaultImport *self,
                    const VaultWalkFile *file,
                    GInputStream *stream,
                    GError **out_why,
                    GError **error)
{
  Strip strip_data = { .import = self,
                       .file = file,
                       .stream = stream,
                       .n_bytes_before = self->progress.n_bytes_done };
  GError *why = NULL;
  gint64 captured;

  if (!strip (&strip_data, &captured, &why))
    return fail (&strip_data, why, out_why, error);
  strip_data.pending->entry->captured = captured;
  vault_import_end_item (self, strip_data.pending);
  self->progress.n_bytes_done = strip_data.n_bytes_before + file->n_bytes;
  return VAULT_IMPORT_COPIED;
}
