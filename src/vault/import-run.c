/* import-run.c - a whole import: what is walked through, batch after batch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/import.h"

#include <vault/vault-organise.h>

static gboolean
import_files (VaultImport *self, GPtrArray *files, GError **error)
{
  for (guint i = 0; i < files->len; i++) {
    const VaultWalkFile *file = files->pdata[i];

    if (vault_import_should_end (self, error))
      return FALSE;
    if (file->n_bytes >= VAULT_IMPORT_LARGE_BYTES
        && !vault_import_finish_batch (self, error))
      return FALSE;
    if (self->batch->len == 0)
      self->n_rollbacks = vault_store_get_n_rollbacks (self->session->store);
    if (vault_import_file (self, file, error) == VAULT_IMPORT_FATAL)
      return FALSE;

    self->progress.n_done = i + 1;
    if ((self->batch->len >= VAULT_IMPORT_BATCH_ITEMS
         || self->n_batch_bytes >= VAULT_IMPORT_BATCH_BYTES)
        && !vault_import_finish_batch (self, error))
      return FALSE;
    vault_import_report (self, FALSE);
    if (self->n_imported > 0 && i + 1 < files->len)
      vault_session_go_on_importing (self->session);
  }

  return TRUE;
}

/* What was copied whole before a cancellation is kept; before a lock or a failing disk
 * there is no time or no use in trying.  A lock has killed the decoders, too: what they said
 * of the last file may be wrong. */
static gboolean
finish (VaultImport *self, gboolean ok, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (ok && !vault_session_should_end (self->session, NULL, error))
    return vault_import_finish_batch (self, error);

  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && !vault_session_is_locked_away (self->session, *error)
      && vault_import_finish_batch (self, &cause))
    return FALSE;

  vault_import_drop_batch (self);
  return FALSE;
}

static gboolean
run (VaultImport *self,
     const VaultImportSource *sources,
     gsize n_sources,
     GError **error)
{
  g_autoptr (GPtrArray) files =
                 vault_walk (sources, n_sources, self->session->folder, self->problems,
                             self->work->cancellable, error);
  gboolean ok;

  if (files == NULL)
    return FALSE;

  self->progress.n_total = files->len;
  vault_session_begin_import (self->session, files->len, self->added);
  for (guint i = 0; i < files->len; i++)
    self->progress.n_bytes_total += ((VaultWalkFile *) files->pdata[i])->n_bytes;
  vault_import_report (self, TRUE);

  ok = finish (self, import_files (self, files, error), error);
  vault_session_end_import (self->session, files->len, self->n_imported);
  return ok;
}

gboolean
vault_session_import (VaultSession *self,
                      const VaultImportSource *sources,
                      gsize n_sources,
                      const GArray *groups,
                      gint64 expires,
                      VaultMetadata metadata,
                      const VaultWork *work,
                      GPtrArray *problems,
                      guint *out_n_imported,
                      GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (VaultStreamWriter) writer = NULL;
  g_autoptr (GPtrArray) batch =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_pending_free);
  VaultImport import = { 0 };
  GError *local = NULL;
  gboolean ok;

  *out_n_imported = 0;
  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  import.added = vault_keyring_get_time (self->keyring, NULL);
  if (expires != VAULT_EXPIRES_NEVER && expires <= import.added) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME, "not in the future");
    return FALSE;
  }

  if (!vault_session_has_groups (self, groups, error))
    return FALSE;
  if (groups != NULL && groups->len > VAULT_ITEM_MAX_GROUPS) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ROOM, "groups");
    return FALSE;
  }

  writer = vault_stream_writer_new (self->store);
  import.groups = groups;
  import.session = self;
  import.work = work;
  import.writer = writer;
  import.batch = batch;
  import.expires = expires;
  import.metadata = metadata;
  import.problems = problems;
  ok = run (&import, sources, n_sources, &local);
  vault_import_report (&import, TRUE);

  *out_n_imported = import.n_imported;
  if (!ok && vault_session_is_locked_away (self, local))
    vault_session_remember_stop (self, VAULT_ACTIVITY_STOPPED_IMPORT,
                                 import.progress.n_total - import.n_imported,
                                 VAULT_ACTIVITY_IMPORTED, import.n_imported);
  if (local != NULL)
    g_propagate_error (error, local);
  return ok;
}
