/* session-export.c - copying items out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <sodium.h>
#include <string.h>

#include "vault/walk.h"

#define COPY_BYTES ((gsize) 1 << 20)
#define MAX_NAME_TRIES 10000

typedef struct {
  VaultSession *session;
  const VaultWork *work;
  GPtrArray *problems;
  VaultProgress progress;
  guint8 *buffer;
} Export;

/* "film.mp4", "film (2).mp4", ... */
static char *
numbered_name (const char *name, guint number)
{
  const char *dot = strrchr (name, '.');

  if (number < 2)
    return g_strdup (name);
  if (dot == NULL || dot == name)
    return g_strdup_printf ("%s (%u)", name, number);

  return g_strdup_printf ("%.*s (%u)%s", (int) (dot - name), name, number, dot);
}

/* A new file under the first name that is free: what is there is never replaced. */
static GFileOutputStream *
create_target (GFile *folder,
               const char *name,
               GFile **out_file,
               GCancellable *cancellable,
               GError **error)
{
  for (guint number = 1; number <= MAX_NAME_TRIES; number++) {
    g_autofree char *candidate = numbered_name (name, number);
    g_autoptr (GFile) file = g_file_get_child (folder, candidate);
    g_autoptr (GError) local = NULL;
    GFileOutputStream *stream =
        g_file_create (file, G_FILE_CREATE_PRIVATE, cancellable, &local);

    if (stream != NULL) {
      *out_file = g_steal_pointer (&file);
      return stream;
    }
    if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_EXISTS)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  }

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_TARGET_FAILED, "no free name");
  return NULL;
}

static GError *
translate_target (GError *gio_error)
{
  VaultError code = VAULT_ERROR_TARGET_FAILED;
  GError *translated;

  if (gio_error->domain != G_IO_ERROR
      || g_error_matches (gio_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return gio_error;
  if (gio_error->code == G_IO_ERROR_NO_SPACE)
    code = VAULT_ERROR_NO_SPACE;

  translated = g_error_new (VAULT_ERROR, (int) code, "GIO error %d", gio_error->code);
  g_error_free (gio_error);
  return translated;
}

/* Errors of the vault come as they are, those of the target as GIO gives them. */
static gboolean
copy_out (Export *self, VaultSource *source, GOutputStream *stream, GError **error)
{
  guint64 n_bytes = vault_source_get_n_bytes (source);

  for (guint64 at = 0; at < n_bytes;) {
    gsize n = (gsize) MIN (n_bytes - at, COPY_BYTES);

    if (vault_session_should_end (self->session, self->work->cancellable, error)
        || !vault_source_read (source, at, self->buffer, n, error)
        || !g_output_stream_write_all (stream, self->buffer, n, NULL,
                                       self->work->cancellable, error))
      return FALSE;

    at += n;
    self->progress.n_bytes_done += n;
    if (self->work->progress != NULL)
      self->work->progress (&self->progress, self->work->user_data);
  }

  return g_output_stream_close (stream, self->work->cancellable, error);
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

  stream = create_target (folder, entry->name, &file, self->work->cancellable, &local);
  if (stream != NULL && copy_out (self, source, G_OUTPUT_STREAM (stream), &local))
    return TRUE;

  /* Half a film under its real name would pass for a whole one. */
  if (file != NULL) {
    (void) g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, NULL);
    (void) g_file_delete (file, NULL, NULL);
  }
  g_propagate_error (error, translate_target (local));
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

  ok = export_entries (&export, entries, folder, out_n_exported, error);
  sodium_memzero (buffer, COPY_BYTES);
  return ok;
}
