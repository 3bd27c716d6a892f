/* session-export.c - copying items out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <sodium.h>

#include "vault/ending.h"
#include "vault/strip.h"
#include "vault/target.h"
#include "vault/walk.h"

#define COPY_BYTES ((gsize) 1 << 20)

typedef struct {
  VaultSession *session;
  const VaultWork *work;
  GFile *folder;
  VaultMetadata metadata;
  GPtrArray *problems;
  VaultProgress progress;
  guint8 *buffer;
} Export;

/* One item on its way out.  There is no file before there is something to put in it, and none
 * with the item's name before all of it is there. */
typedef struct {
  Export *export;
  const VaultEntry *entry;
  VaultSource *source;
  VaultTarget *target;
  guint64 n_bytes_before; /* of the progress */
  guint64 n_written;
} Copy;

static void
copy_clear (Copy *self)
{
  g_clear_pointer (&self->source, vault_source_unref);
  g_clear_pointer (&self->target, vault_target_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Copy, copy_clear)

static gboolean
read_source (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  Copy *self = data;

  return !vault_session_should_end (self->export->session,
                                    self->export->work->cancellable, error)
         && vault_source_read (self->source, offset, out, n_bytes, error);
}

static gboolean
begin (gpointer data, guint64 n_bytes, GError **error)
{
  Copy *self = data;

  self->target =
      vault_target_new (self->export->folder, self->export->work->cancellable, error);
  return self->target != NULL;
}

/* Errors of the vault come as they are, those of the target as GIO gives them. */
static gboolean
write_bytes (gpointer data, const guint8 *bytes, gsize n_bytes, GError **error)
{
  Copy *self = data;
  Export *export = self->export;
  guint64 n_all = self->entry->streams[VAULT_STREAM_MEDIA].n_bytes;

  if (vault_session_should_end (export->session, export->work->cancellable, error)
      || !vault_target_write (self->target, bytes, n_bytes, export->work->cancellable,
                              error))
    return FALSE;

  self->n_written += n_bytes;
  export->progress.n_bytes_done = self->n_bytes_before + MIN (self->n_written, n_all);
  if (export->work->progress != NULL)
    export->work->progress (&export->progress, export->work->user_data);
  return TRUE;
}

static gboolean
copy_original (Copy *self, GError **error)
{
  guint64 n_bytes = vault_source_get_n_bytes (self->source);

  if (!begin (self, n_bytes, error))
    return FALSE;
  for (guint64 at = 0; at < n_bytes;) {
    gsize n = (gsize) MIN (n_bytes - at, COPY_BYTES);

    if (!read_source (self, at, self->export->buffer, n, error)
        || !write_bytes (self, self->export->buffer, n, error))
      return FALSE;
    at += n;
  }
  return TRUE;
}

static gboolean
copy_stripped (Copy *self, GError **error)
{
  const VaultWork *work = self->export->work;
  const VaultDecoderSource source = { read_source, self,
                                      vault_source_get_n_bytes (self->source) };
  const VaultDecoderTarget target = { begin, write_bytes, self };
  gint64 captured;

  return vault_decoder_strip (work->decoder, &source, &target, &captured,
                              work->cancellable, error);
}

/* As it is now: the limit may have been set since the list was made. */
static gboolean
is_limited (VaultSession *session, const VaultEntry *entry)
{
  g_autoptr (VaultEntry) current = vault_session_dup_entry (session, entry->id);

  return current != NULL && current->limited;
}

static gboolean
export_entry (Export *self, const VaultEntry *entry, GError **error)
{
  g_auto (Copy) copy = { .export = self,
                         .entry = entry,
                         .n_bytes_before = self->progress.n_bytes_done };
  g_autofree char *name = vault_ending_dup_name (entry->name, entry->content_type);
  GError *local = NULL;
  gboolean is_copied;

  /* A copy would outlive the count, so not even within a view. */
  if (is_limited (self->session, entry)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_VIEW_LIMITED, "not to be copied");
    return FALSE;
  }
  copy.source =
      vault_session_open_source (self->session, entry, VAULT_STREAM_MEDIA, error);
  if (copy.source == NULL)
    return FALSE;

  is_copied = self->metadata == VAULT_METADATA_KEPT ? copy_original (&copy, &local)
                                                    : copy_stripped (&copy, &local);
  if (is_copied
      && vault_target_finish (copy.target, name, "", NULL, self->work->cancellable,
                              &local))
    return TRUE;

  g_propagate_error (error, vault_target_translate (vault_strip_translate (local)));
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
export_entries (Export *self, GPtrArray *entries, guint *out_n_exported, GError **error)
{
  guint64 n_bytes_done = 0;

  for (guint i = 0; i < entries->len; i++) {
    const VaultEntry *entry = entries->pdata[i];
    GError *local = NULL;

    if (export_entry (self, entry, &local)) {
      (*out_n_exported)++;
    } else if (is_fatal (local)) {
      g_propagate_error (error, local);
      return FALSE;
    } else if (vault_session_should_end (self->session, self->work->cancellable,
                                         error)) {
      /* Whose decoder a lock has killed is not to be told that it refused the file. */
      g_error_free (local);
      return FALSE;
    } else {
      vault_problems_add (self->problems, entry->name, FALSE, local);
    }
    n_bytes_done += entry->streams[VAULT_STREAM_MEDIA].n_bytes;
    self->progress.n_bytes_done = n_bytes_done;
    self->progress.n_done = i + 1;
  }

  return TRUE;
}

gboolean
vault_session_export (VaultSession *self,
                      GPtrArray *entries,
                      GFile *folder,
                      VaultMetadata metadata,
                      const VaultWork *work,
                      GPtrArray *problems,
                      guint *out_n_exported,
                      GError **error)
{
  g_autofree guint8 *buffer = g_malloc (COPY_BYTES);
  Export export = { .session = self,
                    .work = work,
                    .folder = folder,
                    .metadata = metadata,
                    .problems = problems,
                    .progress.n_total = entries->len,
                    .buffer = buffer };
  g_autoptr (VaultSessionUse) use = NULL;
  GError *local = NULL;
  gboolean ok;

  *out_n_exported = 0;
  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  for (guint i = 0; i < entries->len; i++)
    export.progress.n_bytes_total +=
        ((VaultEntry *) entries->pdata[i])->streams[VAULT_STREAM_MEDIA].n_bytes;

  ok = vault_target_check (folder, self->folder, &local)
       && export_entries (&export, entries, out_n_exported, &local);
  sodium_memzero (buffer, COPY_BYTES);
  if (!ok && vault_session_is_locked_away (self, local))
    vault_session_remember_stop (self, VAULT_ACTIVITY_STOPPED_EXPORT,
                                 entries->len - *out_n_exported,
                                 VAULT_ACTIVITY_EXPORTED, *out_n_exported);
  if (local != NULL)
    g_propagate_error (error, local);
  return ok;
}
