/* session-traces.c - the traces of files that a session has items of: found, then removed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/traces.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "checkup/sync.h"
#include "traces/hunt.h"
#include "vault/match.h"
#include "vault/session-private.h"
#include "vault/walk.h"

typedef struct {
  VaultSession *session;
  const VaultWork *work;
  VaultRoots *roots;
  VaultHunt *hunt;
  VaultMatch *match;
  VaultProgress progress;
  guint64 n_bytes; /* of the file that is looked at */
  guint64 n_read;
} Search;

/* A file that could be any of several items is read for each of them, and is no longer for
 * that. */
static void
report (Search *self)
{
  VaultProgress progress = self->progress;

  progress.n_bytes_done += MIN (self->n_read, self->n_bytes);
  if (self->work->progress != NULL)
    self->work->progress (&progress, self->work->user_data);
}

static void
read_cb (gsize n_bytes, gpointer user_data)
{
  Search *self = user_data;

  self->n_read += n_bytes;
  report (self);
}

/* What copies a folder away also has what is removed here. */
static void
look_for_sync (Search *self, VaultTrace *trace)
{
  if (trace->spot != NULL)
    trace->sync_service = vault_sync_find (self->roots, trace->spot->folder);
}

/* Compare @trace, a file, with the vault.  FALSE with an error that ends the search. */
static gboolean
prove (Search *self, VaultTrace *trace, const char *name, GError **error)
{
  GError *local = NULL;
  int fd = vault_spot_open (trace->spot, &local);

  if (fd >= 0) {
    trace->item = vault_match_find (self->match, fd,
                                    (guint64) trace->spot->info.st_size, name, &local);
    close (fd);
  }
  if (local == NULL) {
    trace->state = trace->item != NULL ? VAULT_TRACE_REMOVABLE : VAULT_TRACE_ONLY_COPY;
    return TRUE;
  }
  trace->state = VAULT_TRACE_UNKNOWN;
  if (vault_session_should_end (self->session, self->work->cancellable, NULL)) {
    g_propagate_error (error, local);
    return FALSE;
  }
  g_error_free (local);
  return TRUE;
}

/* What is in the trash under the same name may be another file. */
static gboolean
prove_trashed (Search *self, guint first, const char *name, GError **error)
{
  for (guint i = first; i < self->hunt->found->len; i++) {
    VaultTrace *trace = self->hunt->found->pdata[i];

    if (trace->kind == VAULT_TRACE_TRASHED && trace->spot != NULL
        && !prove (self, trace, name, error))
      return FALSE;
  }

  return TRUE;
}

/* An original that the vault has nothing of keeps what belongs to it as well. */
static gboolean
search_file (Search *self, const char *path, guint number, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  VaultTrace *trace;
  guint first;

  self->hunt->file = number;
  trace = vault_hunt_add_file (self->hunt, VAULT_TRACE_ORIGINAL, path, NULL);
  if (trace != NULL && trace->spot != NULL) {
    look_for_sync (self, trace);
    if (!prove (self, trace, name, error))
      return FALSE;
  }
  if (trace != NULL && trace->state != VAULT_TRACE_REMOVABLE)
    return TRUE;

  first = self->hunt->found->len;
  vault_hunt_file (self->hunt, path, number);
  return prove_trashed (self, first, name, error);
}

static gboolean
search_walked (Search *self, const VaultWalkFile *file, guint number, GError **error)
{
  g_autofree char *path = g_file_get_path (file->file);

  if (path != NULL && g_file_is_native (file->file))
    return search_file (self, path, number, error);

  /* On a telephone, say, or another computer. */
  self->hunt->file = number;
  vault_hunt_add (self->hunt, VAULT_TRACE_ORIGINAL, VAULT_TRACE_UNKNOWN, file->name,
                  NULL, NULL);
  return TRUE;
}

static gboolean
search_all (Search *self, const GPtrArray *files, GError **error)
{
  for (guint i = 0; i < files->len; i++) {
    const VaultWalkFile *file = files->pdata[i];

    self->n_bytes = file->n_bytes;
    self->n_read = 0;
    if (vault_session_should_end (self->session, self->work->cancellable, error)
        || !search_walked (self, file, i, error))
      return FALSE;
    self->progress.n_done = i + 1;
    self->progress.n_bytes_done += file->n_bytes;
    self->n_bytes = 0;
    report (self);
  }

  return TRUE;
}

/* What was asked about and is not there any more may have left something all the same. */
static gboolean
search_gone (Search *self, const GPtrArray *given, guint number, GError **error)
{
  for (guint i = 0; i < given->len; i++) {
    g_autofree char *path = g_file_get_path (given->pdata[i]);

    if (path != NULL && !g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK)
        && !search_file (self, path, number++, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
search (Search *self, GPtrArray *given, GError **error)
{
  g_autofree VaultImportSource *sources = g_new0 (VaultImportSource, given->len);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autoptr (GPtrArray) files = NULL;

  for (guint i = 0; i < given->len; i++)
    sources[i].file = given->pdata[i];
  files = vault_walk (sources, given->len, self->session->folder, problems,
                      self->work->cancellable, error);
  if (files == NULL)
    return FALSE;

  self->progress.n_total = files->len;
  for (guint i = 0; i < files->len; i++)
    self->progress.n_bytes_total += ((VaultWalkFile *) files->pdata[i])->n_bytes;
  report (self);
  if (!search_all (self, files, error) || !search_gone (self, given, files->len, error))
    return FALSE;

  vault_hunt_programs (self->hunt);
  return TRUE;
}

GPtrArray *
vault_session_find_traces (VaultSession *self,
                           GPtrArray *files,
                           const VaultWork *work,
                           GError **error)
{
  g_autoptr (VaultRoots) roots = vault_roots_new_with_bus ();
  g_autoptr (VaultHunt) hunt = vault_hunt_new (roots, work->cancellable);
  Search data = { .session = self, .work = work, .roots = roots, .hunt = hunt };
  g_autoptr (VaultMatch) match = vault_match_new (self, work, read_cb, &data);

  data.match = match;
  return search (&data, files, error) ? g_ptr_array_ref (hunt->found) : NULL;
}

typedef struct {
  VaultMatch *match;
  const VaultTrace *trace;
} Proof;

static gboolean
prove_again (int fd, guint64 n_bytes, gpointer user_data, GError **error)
{
  Proof *self = user_data;

  g_return_val_if_fail (self->trace->item != NULL, FALSE);

  return vault_match_is (self->match, self->trace->item, fd, n_bytes, NULL, error);
}

/* Once for each folder, so that what is said to be removed is so after a power cut, too. */
static void
flush_folders (const GPtrArray *traces)
{
  g_autoptr (GHashTable) folders = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer folder;

  for (guint i = 0; i < traces->len; i++) {
    const VaultTrace *trace = traces->pdata[i];

    if (trace->outcome == VAULT_TRACE_REMOVED && trace->spot != NULL)
      g_hash_table_add (folders, trace->spot->folder);
  }
  g_hash_table_iter_init (&iter, folders);
  while (g_hash_table_iter_next (&iter, &folder, NULL)) {
    int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);

    if (fd >= 0) {
      (void) fsync (fd);
      close (fd);
    }
  }
}

/* What a file manager keeps is taken away best while the file is there; what the file search
 * knows, only when it is not. */
static guint
get_round (const VaultTrace *trace)
{
  switch ((int) trace->kind) {
  case VAULT_TRACE_METADATA:
    return 0;
  case VAULT_TRACE_INDEX:
    return 2;
  default:
    return 1;
  }
}

gboolean
vault_session_remove_traces (VaultSession *self,
                             GPtrArray *traces,
                             const VaultWork *work,
                             GError **error)
{
  g_autoptr (VaultMatch) match = vault_match_new (self, work, NULL, NULL);
  VaultProgress progress = { .n_total = traces->len };
  gboolean ok = TRUE;

  for (guint round = 0; ok && round < 3; round++)
    for (guint i = 0; ok && i < traces->len; i++) {
      VaultTrace *trace = traces->pdata[i];
      Proof proof = { match, trace };

      if (get_round (trace) != round)
        continue;
      ok = !vault_session_should_end (self, work->cancellable, error);
      if (!ok)
        continue;
      vault_trace_remove (trace, vault_trace_needs_proof (trace) ? prove_again : NULL,
                          &proof);
      progress.n_done++;
      if (work->progress != NULL)
        work->progress (&progress, work->user_data);
    }

  flush_folders (traces);
  return ok;
}
