/* session-export.c - copying items out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <sodium.h>

#include "vault/target.h"
#include "vault/walk.h"

#define COPY_BYTES ((gsize) 1 << 20)

typedef struct {
  VaultSession *session;
  const VaultWork *work;
  GPtrArray *problems;
  VaultProgress progress;
  guint8 *buffer;
} Export;

/* Errors of the vault come as they are, those of the target as GIO gives them. */
static gboolean
copy_out (Export *self,
          VaultSource *source,
          GFileOutputStream *stream,
          GFile *file,
          GError **error)
{
  guint64 n_bytes = vault_source_get_n_bytes (source);

  for (guint64 at = 0; at < n_bytes;) {
    gsize n = (gsize) MIN (n_bytes - at, COPY_BYTES);

    if (vault_session_should_end (self->session, self->work->cancellable, error)
        || !vault_source_read (source, at, self->buffer, n, error)
        || !g_output_stream_write_all (G_OUTPUT_STREAM (stream), self->buffer, n, NULL,
                                       self->work->cancellable, error))
      return FALSE;

    at += n;
    self->progress.n_bytes_done += n;
    if (self->work->progress != NULL)
      self->work->progress (&self->progress, self->work->user_data);
  }

  return vault_target_finish (stream, file, self->work->cancellable, error);
}

static gboolean
export_entry (Export *self, const VaultEntry *entry, GFile *folder, GError **error)
{
  g_autoptr (VaultSource) source = NULL;
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GFile) file = NULL;
  GError *local = NULL;

  source = vault_session_open_source (self->session, entry, VAULT_STREAM_MEDIA, error);
  if (source == NULL)
    return FALSE;

  stream = vault_target_create (folder, entry->name, "", &file, self->work->cancellable,
                                &local);
  if (stream != NULL && copy_out (self, source, stream, file, &local))
    return TRUE;

  if (file != NULL)
    vault_target_abandon (stream, file);
  g_propagate_error (error, vault_target_translate (local));
  return FALSE;
}

/* One bad item does not stop the others; these do. */
static gboolean
is_fatal (const GError *error)
{
  return error->domain != VAULT_ERROR || error->code == VAULT_ERROR_LOCKED
         || error->code == VAULT_ERROR_TARGET_FAILED
         || error->code == VAULT_ERROR_NO_SPACE;
}

static gboolean
export_entries (Export *self,
                GPtrArray *entries,
                GFile *folder,
                guint *out_n_exported,
                GError **error)
{
  for (guint i = 0; i < entries->len; i++) {
    const VaultEntry *entry = entries->pdata[i];
    GError *local = NULL;

    if (export_entry (self, entry, folder, &local)) {
      (*out_n_exported)++;
    } else if (is_fatal (local)) {
      g_propagate_error (error, local);
      return FALSE;
    } else {
      vault_problems_add (self->problems, entry->name, FALSE, local);
    }
    self->progress.n_done = i + 1;
  }

  return TRUE;
}

gboolean
vault_session_export (VaultSession *self,
                      GPtrArray *entries,
                      GFile *folder,
                      const VaultWork *work,
                      GPtrArray *problems,
                      guint *out_n_exported,
                      GError **error)
{
  g_autofree guint8 *buffer = g_malloc (COPY_BYTES);
  Export export = { self, work, problems, { 0, entries->len, 0, 0 }, buffer };
  gboolean ok;

  *out_n_exported = 0;
  for (guint i = 0; i < entries->len; i++)
    export.progress.n_bytes_total +=
        ((VaultEntry *) entries->pdata[i])->streams[VAULT_STREAM_MEDIA].n_bytes;

  ok = vault_target_check (folder, self->folder, error)
       && export_entries (&export, entries, folder, out_n_exported, error);
  sodium_memzero (buffer, COPY_BYTES);
  return ok;
}
