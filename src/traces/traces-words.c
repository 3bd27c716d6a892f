/* traces-words.c - what a trace is called, and what there is to know about it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "traces/hunt.h"

/* Translated by the window. */
#define N_(text) (text)

typedef struct {
  const char *nick;
  const char *title;
  const char *advice; /* NULL if there is nothing to say */
} Words;

static const Words kinds[VAULT_N_TRACE_KINDS] = {
  [VAULT_TRACE_ORIGINAL] = { "original", N_ ("Original file"), NULL },
  [VAULT_TRACE_COPY] = { "copy", N_ ("Copy"), NULL },
  [VAULT_TRACE_TRASHED] = { "trash", N_ ("Copy in the trash"), NULL },
  [VAULT_TRACE_SNAPSHOT] = { "snapshot", N_ ("Copy in a snapshot"),
                             N_ ("A snapshot can only be removed as a whole, by the "
                                 "program that made it.") },
  [VAULT_TRACE_THUMBNAIL] = { "thumbnail", N_ ("Thumbnail"), NULL },
  [VAULT_TRACE_SHARED_THUMBNAIL] = { "shared-thumbnail",
                                     N_ ("Thumbnail beside the file"), NULL },
  [VAULT_TRACE_RECENT] = { "recent-files", N_ ("Entry among recent files"), NULL },
  [VAULT_TRACE_RECENT_KDE] = { "recent-documents", N_ ("Entry among recent documents"),
                               NULL },
  [VAULT_TRACE_METADATA] = { "file-manager", N_ ("Notes of the file manager"), NULL },
  [VAULT_TRACE_RESUME] = { "player", N_ ("Where a player left it"), NULL },
  [VAULT_TRACE_SIDECAR] = { "sidecar", N_ ("File that an editor wrote beside it"),
                            NULL },
  [VAULT_TRACE_MENTION] = { "mention", N_ ("Its name, kept by another program"),
                            N_ ("Only that program can remove it: clear its list or "
                                "its library there.") },
  [VAULT_TRACE_INDEX] = { "index", N_ ("Index of the file search"), NULL },
};

static const char *const state_nicks[VAULT_N_TRACE_STATES] = {
  [VAULT_TRACE_REMOVABLE] = "removable", [VAULT_TRACE_DOUBTFUL] = "doubtful",
  [VAULT_TRACE_ELSEWHERE] = "elsewhere", [VAULT_TRACE_ONLY_COPY] = "only-copy",
  [VAULT_TRACE_UNKNOWN] = "unknown",
};

static const char *const state_advice[VAULT_N_TRACE_STATES] = {
  [VAULT_TRACE_DOUBTFUL] = N_ ("It may belong to another file with the same name."),
  [VAULT_TRACE_ONLY_COPY] =
      N_ ("The vault holds nothing with the same content, so this stays."),
  [VAULT_TRACE_UNKNOWN] = N_ ("It could not be checked."),
};

/* Of an index: one entry of it, or its files. */
static const char *const index_advice[VAULT_N_TRACE_STATES] = {
  [VAULT_TRACE_REMOVABLE] =
      N_ ("It can only be taken out when the file is gone; otherwise the search would "
          "find it again."),
  [VAULT_TRACE_ELSEWHERE] = N_ (
      "Its files hold the name, and may go on holding what was taken out. “tracker3 "
      "reset --filesystem” or “localsearch reset --filesystem” starts it anew."),
  [VAULT_TRACE_UNKNOWN] =
      N_ ("It did not answer, or is too large to be read, so it could not be checked. "
          "It may hold the name, and what "
          "the file says about itself, until the desktop looks again. “tracker3 reset "
          "--filesystem” or “localsearch reset --filesystem” starts it anew."),
};

static const Words outcomes[VAULT_N_TRACE_OUTCOMES] = {
  [VAULT_TRACE_NOT_TRIED] = { "not-tried", N_ ("Left alone"), NULL },
  [VAULT_TRACE_REMOVED] = { "removed", N_ ("Removed"), NULL },
  [VAULT_TRACE_GONE] = { "gone", N_ ("Was no longer there"), NULL },
  [VAULT_TRACE_CHANGED] = { "changed", N_ ("Has changed since; left alone"), NULL },
  [VAULT_TRACE_FAILED] = { "failed", N_ ("Could not be removed"), NULL },
};

const char *
vault_trace_kind_get_nick (VaultTraceKind kind)
{
  g_return_val_if_fail ((guint) kind < VAULT_N_TRACE_KINDS, "");

  return kinds[kind].nick;
}

const char *
vault_trace_kind_get_title (VaultTraceKind kind)
{
  g_return_val_if_fail ((guint) kind < VAULT_N_TRACE_KINDS, "");

  return kinds[kind].title;
}

const char *
vault_trace_state_get_nick (VaultTraceState state)
{
  g_return_val_if_fail ((guint) state < VAULT_N_TRACE_STATES, "");

  return state_nicks[state];
}

const char *
vault_trace_outcome_get_nick (VaultTraceOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < VAULT_N_TRACE_OUTCOMES, "");

  return outcomes[outcome].nick;
}

const char *
vault_trace_outcome_get_title (VaultTraceOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < VAULT_N_TRACE_OUTCOMES, "");

  return outcomes[outcome].title;
}

const char *
vault_trace_get_advice (const VaultTrace *self)
{
  if (self->kind == VAULT_TRACE_INDEX)
    return index_advice[self->state];
  if (kinds[self->kind].advice != NULL)
    return kinds[self->kind].advice;

  return state_advice[self->state];
}

const char *
vault_traces_get_warning (void)
{
  return N_ (
      "Removing is not erasing: an SSD, a snapshot or a backup may keep what was "
      "removed, and nobody can tell from here. It cannot be undone.");
}
