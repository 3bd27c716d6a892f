/* vault-traces.h - what a file leaves around a computer, and removing it
 *
 * An original that was imported is still there; so are its thumbnails, its place on lists of
 * recent files, and what programs keep about it.  Each of these is a trace: what it is, where
 * it lies, whether it can be removed here.
 *
 *      found --vault_traces_remove_async--> REMOVED, GONE, CHANGED or FAILED
 *
 * Threads:  the main context, except where said.
 * Blocks:   never, except where said.
 * Promise:  nothing is removed that was not found and asked for.  A file is removed only if
 *           it is still the one that was found, in the folder where it was found; an original
 *           or a copy only if the vault's item says byte for byte the same at that moment.
 *           No link is followed.  Removing is not erasing: what a disk keeps of it is not known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include <vault/vault.h>

G_BEGIN_DECLS

typedef enum {
  VAULT_TRACE_ORIGINAL,
  VAULT_TRACE_COPY,     /* another file with the same content */
  VAULT_TRACE_TRASHED,  /* the same, in a trash */
  VAULT_TRACE_SNAPSHOT, /* the same, in a snapshot of the file system */
  VAULT_TRACE_THUMBNAIL, /* in the desktop's cache, in any size, or that none could be made */
  VAULT_TRACE_SHARED_THUMBNAIL, /* beside the file */
  VAULT_TRACE_RECENT,           /* on the desktop's list of recent files */
  VAULT_TRACE_RECENT_KDE,       /* the same in KDE */
  VAULT_TRACE_METADATA,         /* what the file manager keeps about it */
  VAULT_TRACE_RESUME,           /* where a player left it */
  VAULT_TRACE_SIDECAR,          /* what an editor wrote beside it */
  VAULT_TRACE_MENTION,          /* its name in what another program keeps */
  VAULT_TRACE_INDEX, /* an index of files, which may hold its name and more */
  VAULT_N_TRACE_KINDS
} VaultTraceKind;

typedef enum {
  VAULT_TRACE_REMOVABLE,
  VAULT_TRACE_DOUBTFUL, /* can be removed, but may be about another file of that name */
  VAULT_TRACE_ELSEWHERE, /* only the program it belongs to can remove it */
  VAULT_TRACE_ONLY_COPY, /* the vault has nothing of the same content: never removed */
  VAULT_TRACE_UNKNOWN,   /* could not be checked */
  VAULT_N_TRACE_STATES
} VaultTraceState;

typedef enum {
  VAULT_TRACE_NOT_TRIED,
  VAULT_TRACE_REMOVED,
  VAULT_TRACE_GONE,    /* somebody else removed it */
  VAULT_TRACE_CHANGED, /* no longer what was found: left alone */
  VAULT_TRACE_FAILED,  /* see vault_trace_get_error() */
  VAULT_N_TRACE_OUTCOMES
} VaultTraceOutcome;

/* One trace.  Its texts are private: for the person, for no log. */
typedef struct _VaultTrace VaultTrace;

VaultTrace *vault_trace_ref (VaultTrace *self);
void vault_trace_unref (VaultTrace *self);

VaultTraceKind vault_trace_get_kind (const VaultTrace *self);
VaultTraceState vault_trace_get_state (const VaultTrace *self);
VaultTraceOutcome vault_trace_get_outcome (const VaultTrace *self);

/* Why it failed; any value with another outcome. */
VaultError vault_trace_get_error (const VaultTrace *self);

/* Where it is, to be displayed.  Returns: (transfer none): valid UTF-8. */
const char *vault_trace_get_place (const VaultTrace *self);

/* The program it belongs to, "mpv".  Returns: (transfer none) (nullable): static. */
const char *vault_trace_get_program (const VaultTrace *self);

/* What copies the folder it lies in away, "Dropbox".
 * Returns: (transfer none) (nullable): static. */
const char *vault_trace_get_sync_service (const VaultTrace *self);

/* How many more names the file has; its content stays until the last one is removed. */
guint vault_trace_get_n_other_names (const VaultTrace *self);

/* Which of the files asked about it belongs to, counted from 0 as they were listed. */
guint vault_trace_get_file (const VaultTrace *self);

/* These are pure, and for any thread.  Strings are static, English, and marked for
 * translation; nicks are for scripts. */
const char *vault_trace_kind_get_nick (VaultTraceKind kind);
const char *vault_trace_kind_get_title (VaultTraceKind kind);
const char *vault_trace_state_get_nick (VaultTraceState state);
const char *vault_trace_outcome_get_nick (VaultTraceOutcome outcome);
const char *vault_trace_outcome_get_title (VaultTraceOutcome outcome);
/* What there is to know before removing it, or instead.  NULL if there is nothing. */
const char *vault_trace_get_advice (const VaultTrace *self);

/* What all of this does not do; to be shown wherever something was removed. */
const char *vault_traces_get_warning (void);

/* Look for what @files and all files in such folders have left behind, and compare each of
 * them with what the vault holds: reads both whole.  An item that was imported without its
 * metadata is compared with what is left of the file when they are taken away again.
 *
 * Errors: VAULT_ERROR_LOCKED, G_IO_ERROR_CANCELLED.  What can't be read is
 * VAULT_TRACE_UNKNOWN.
 */
void vault_traces_find_async (Vault *self,
                              GFile *const *files,
                              gsize n_files,
                              GCancellable *cancellable,
                              VaultProgressFunc progress,
                              gpointer progress_data,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* Returns: (transfer full) (element-type VaultTrace): those of one file after the other, the
 * original first. */
GPtrArray *vault_traces_find_finish (Vault *self,
                                     GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Look for other places where @item is: files with its content in the home, hidden folders too,
 * in the folders for pictures, downloads and so on wherever they are, in trashes and in
 * snapshots of these; what those left; and what is left of other files of its name, which is
 * VAULT_TRACE_DOUBTFUL.  Reads what has the size or the name of the item.  Progress counts the
 * files that were looked at and the bytes that were compared; no total is known.  Folders and
 * files that can't be read are VAULT_TRACE_UNKNOWN.  Nothing of the item is written anywhere.
 *
 * Errors: VAULT_ERROR_LOCKED, VAULT_ERROR_NO_ITEM, G_IO_ERROR_CANCELLED.
 */
void vault_copies_find_async (Vault *self,
                              VaultItem *item,
                              GCancellable *cancellable,
                              VaultProgressFunc progress,
                              gpointer progress_data,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* Returns: (transfer full) (element-type VaultTrace): the copies first. */
GPtrArray *vault_copies_find_finish (Vault *self,
                                     GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Remove what can be removed of @traces, and leave in each how that went.  The objects must
 * not be read before the answer.  There is no undoing it.
 *
 * Errors: VAULT_ERROR_LOCKED, G_IO_ERROR_CANCELLED; what was removed by then says so.
 */
void vault_traces_remove_async (Vault *self,
                                GPtrArray *traces,
                                GCancellable *cancellable,
                                VaultProgressFunc progress,
                                gpointer progress_data,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean vault_traces_remove_finish (Vault *self,
                                     GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultTrace, vault_trace_unref)

G_END_DECLS
