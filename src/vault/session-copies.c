/* session-copies.c - where else an item lives: copies outside, and what they left
 *
 * Only what has the size or the name of the item is opened, and read beside the item until
 * they differ.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/traces.h"

#include <string.h>
#include <unistd.h>

#include "checkup/sync.h"
#include "file/file.h"
#include "traces/hunt.h"
#include "traces/places.h"
#include "vault/match.h"
#include "vault/session-private.h"

/* Of folders that cannot be read; a computer can be full of them. */
#define MAX_UNREAD 20

/* What is read is told no more often. */
#define REPORT_EVERY_US 50000

typedef struct {
  VaultSession *session;
  const VaultWork *work;
  const VaultEntry *entry;
  VaultRoots *roots;
  VaultHunt *hunt;
  VaultMatch *match;
  GPtrArray *trashed; /* VaultTrashed */
  gboolean is_snapshot;
  guint n_unread;
  VaultProgress progress;
  gint64 last_report_us;
} Finder;

static void
report (Finder *self)
{
  self->last_report_us = g_get_monotonic_time ();
  if (self->work->progress != NULL)
    self->work->progress (&self->progress, self->work->user_data);
}

static gboolean
go_on (guint n_files, gpointer user_data)
{
  Finder *self = user_data;

  self->progress.n_done = n_files;
  report (self);
  return !vault_session_should_end (self->session, self->work->cancellable, NULL);
}

/* Among files that all look alike, comparing is what takes time, and not walking. */
static void
read_cb (gsize n_bytes, gpointer user_data)
{
  Finder *self = user_data;

  self->progress.n_bytes_done += n_bytes;
  if (g_get_monotonic_time () - self->last_report_us >= REPORT_EVERY_US)
    report (self);
}

static void
unread (const char *path, gpointer user_data)
{
  Finder *self = user_data;

  if (self->n_unread++ < MAX_UNREAD)
    vault_hunt_add (self->hunt, VAULT_TRACE_COPY, VAULT_TRACE_UNKNOWN, path, NULL,
                    NULL);
}

static VaultSpot *
dup_card (Finder *self, const char *path)
{
  for (guint i = 0; i < self->trashed->len; i++) {
    const VaultTrashed *trashed = self->trashed->pdata[i];

    if (g_str_equal (trashed->file, path))
      return vault_spot_new (trashed->card, NULL);
  }

  return NULL;
}

/* Takes @spot.  Shown is where it lies, and what would be removed: a link that was put on the way
 * since the walk came by leads elsewhere. */
static void
add_copy (Finder *self, const char *path, VaultSpot *spot)
{
  g_autofree char *real = vault_spot_dup_path (spot);
  VaultSpot *card = self->is_snapshot ? NULL : dup_card (self, path);
  VaultTraceKind kind = self->is_snapshot ? VAULT_TRACE_SNAPSHOT
                        : card != NULL    ? VAULT_TRACE_TRASHED
                                          : VAULT_TRACE_COPY;
  VaultTrace *trace =
      vault_hunt_add (self->hunt, kind,
                      self->is_snapshot ? VAULT_TRACE_ELSEWHERE : VAULT_TRACE_REMOVABLE,
                      real, spot, vault_places_find_program (self->roots, real));

  trace->card = card;
  trace->item = g_strdup (self->entry->id);
  trace->sync_service = vault_sync_find (self->roots, spot->folder);
}

/* @name: what it is called, or was before it came into the trash. */
static gboolean
look_at (Finder *self, const char *path, const char *name)
{
  g_autoptr (VaultSpot) spot = vault_spot_new (path, NULL);
  g_autoptr (GError) error = NULL;
  int fd = spot == NULL ? -1 : vault_spot_open (spot, &error);
  gboolean same;

  if (spot == NULL)
    return TRUE;
  if (fd < 0) {
    unread (path, self);
    return TRUE;
  }
  same = vault_match_is (self->match, self->entry->id, fd, (guint64) spot->info.st_size,
                         name, &error);
  close (fd);
  if (same)
    add_copy (self, path, g_steal_pointer (&spot));
  else if (g_error_matches (error, VAULT_ERROR, VAULT_ERROR_SOURCE_UNREADABLE))
    unread (path, self);
  return !vault_session_should_end (self->session, self->work->cancellable, NULL);
}

static gboolean
found (const char *path, gpointer user_data)
{
  g_autofree char *name = g_path_get_basename (path);

  return look_at (user_data, path, name);
}

static gboolean
find_in_places (Finder *self)
{
  g_autoptr (GPtrArray) places = vault_places_list (self->roots);
  g_autofree char *own = vault_file_dup_real (self->session->folder);
  const VaultPlaceWalk walk = {
    .without = own,
    .n_bytes = self->entry->streams[VAULT_STREAM_MEDIA].n_bytes,
    .name = self->entry->name,
    .found = found,
    .unread = unread,
    .go_on = go_on,
    .user_data = self,
  };
  guint n_files = 0;

  for (guint i = 0; i < places->len; i++) {
    const VaultPlace *place = places->pdata[i];

    self->is_snapshot = place->is_snapshot;
    if (!vault_places_walk (&walk, place->folder, &n_files))
      return FALSE;
  }

  self->is_snapshot = FALSE;
  return TRUE;
}

static gboolean
has_found (Finder *self, const char *path)
{
  for (guint i = 0; i < self->hunt->found->len; i++) {
    const VaultTrace *trace = self->hunt->found->pdata[i];
    g_autofree char *place =
        trace->spot == NULL ? NULL : vault_spot_dup_path (trace->spot);

    if (g_strcmp0 (place, path) == 0)
      return TRUE;
  }

  return FALSE;
}

/* On other file systems; that of the home lies in one of the places. */
static gboolean
find_in_trashes (Finder *self)
{
  for (guint i = 0; i < self->trashed->len; i++) {
    const VaultTrashed *trashed = self->trashed->pdata[i];
    g_autofree char *real = vault_file_dup_real (trashed->file);
    g_autofree char *name =
        g_path_get_basename (trashed->was != NULL ? trashed->was : trashed->file);

    if (real != NULL && !has_found (self, real)
        && g_file_test (real, G_FILE_TEST_IS_REGULAR)
        && !look_at (self, trashed->file, name))
      return FALSE;
  }

  return TRUE;
}

/* What each copy left, and what is left of others that had the name. */
static void
hunt_traces (Finder *self)
{
  guint n_copies = self->hunt->found->len;

  /* Those in the trash are found already. */
  self->hunt->trashed = g_ptr_array_new ();
  for (guint i = 0; i < n_copies; i++) {
    const VaultTrace *trace = self->hunt->found->pdata[i];
    g_autofree char *path = NULL;

    if (trace->kind != VAULT_TRACE_COPY || trace->spot == NULL)
      continue;
    path = vault_spot_dup_path (trace->spot);
    vault_hunt_file (self->hunt, path, 0);
  }
  vault_hunt_named (self->hunt, self->entry->name);
  vault_hunt_programs (self->hunt);
}

GPtrArray *
vault_session_find_copies (VaultSession *self,
                           const VaultEntry *entry,
                           const VaultWork *work,
                           GError **error)
{
  g_autoptr (VaultRoots) roots = vault_roots_new_with_bus ();
  g_autoptr (VaultHunt) hunt = vault_hunt_new (roots, work->cancellable);
  g_autoptr (GPtrArray) trashed = vault_trash_list (roots);
  Finder finder = { .session = self,
                    .work = work,
                    .entry = entry,
                    .roots = roots,
                    .hunt = hunt,
                    .trashed = trashed };
  g_autoptr (VaultMatch) match = vault_match_new (self, work, read_cb, &finder);

  finder.match = match;
  if (!find_in_places (&finder) || !find_in_trashes (&finder)) {
    (void) vault_session_should_end (self, work->cancellable, error);
    return NULL;
  }

  hunt_traces (&finder);
  return g_ptr_array_ref (hunt->found);
}
