/* session.c - an open vault: its life, and what all parts of it need
 *
 * Invariants
 *  1. Keys and files are touched only between enter and leave.
 *  2. Records, and the cells they go with, are changed only with change_mutex held.
 *  3. A cell is written before its record is committed, and a record is gone before its
 *     cell is destroyed.  So a live cell without a record is always rubbish, and a record
 *     without a cell is always damage.
 *  4. A piece number is given out again only after its row was deleted; until then, and
 *     while an item uses it, it is not free, and no two items use the same.
 *  5. An item is in the catalog once, under its id, and its record on disk says the same.
 *  6. Both stamps on disk, and the keyring, know the number of commits of memory.
 *  7. Albums, persons, settings and log are in memory once, each under the id of its cell,
 *     and their records on disk say the same.
 *  8. The cell of an item is bound to the heart if, and only if, the absence rule is about it.
 *
 * vault_session_check() looks for 3 to 8, between two changes, and leaves out what damage
 * found at the opening excuses.
 *
 *      (nothing) --vault_session_create, vault_session_open--> OPEN
 *      OPEN      --vault_session_stop--> STOPPING  (uses end, none begins)
 *      STOPPING  --vault_session_close-> CLOSED    (keys wiped, files closed)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "crypto/bytes.h"
#include "file/file.h"

/* Rows deleted in one go while giving space back: short enough not to be felt. */
#define RECLAIM_ROWS 128

VaultSession *
vault_session_ref (VaultSession *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
vault_session_unref (VaultSession *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->n_refs))
    return;

  vault_session_close (self);
  vault_wiper_free (self->wiper);
  if (self->dir_fd >= 0)
    close (self->dir_fd);
  g_hash_table_unref (self->entries);
  g_ptr_array_unref (self->sources);
  g_hash_table_unref (self->groups);
  g_hash_table_unref (self->views);
  g_clear_pointer (&self->settings, g_variant_unref);
  g_array_unref (self->log);
  vault_card_unref (self->settings_card);
  vault_card_unref (self->log_card);
  g_hash_table_unref (self->thumbnails);
  g_cond_clear (&self->thumbnail_done);
  vault_runs_free (self->runs);
  g_async_queue_unref (self->to_reclaim);
  g_rw_lock_clear (&self->in_use);
  g_mutex_clear (&self->change_mutex);
  g_mutex_clear (&self->mutex);
  g_free (self->folder);
  g_free (self);
}

gboolean
vault_session_enter (VaultSession *self, GError **error)
{
  if (!g_atomic_int_get (&self->stopping)) {
    g_rw_lock_reader_lock (&self->in_use);
    if (!g_atomic_int_get (&self->stopping))
      return TRUE;
    g_rw_lock_reader_unlock (&self->in_use);
  }

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED, "the vault is locked");
  return FALSE;
}

void
vault_session_leave (VaultSession *self)
{
  g_rw_lock_reader_unlock (&self->in_use);
}

gboolean
vault_session_should_end (VaultSession *self, GCancellable *cancellable, GError **error)
{
  if (g_atomic_int_get (&self->stopping)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED, "the vault was locked");
    return TRUE;
  }

  return g_cancellable_set_error_if_cancelled (cancellable, error);
}

void
vault_session_stop (VaultSession *self)
{
  g_atomic_int_set (&self->stopping, 1);
}

/* Cutting off waits for a read of one chunk, so the lock that the main context takes is
 * not held over it. */
static void
cut_off_all (VaultSession *self)
{
  g_autoptr (GPtrArray) sources = NULL;

  g_mutex_lock (&self->mutex);
  sources = g_steal_pointer (&self->sources);
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) vault_source_unref);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < sources->len; i++)
    vault_source_cut_off (sources->pdata[i], VAULT_ERROR_LOCKED);
}

/* When no use is left, and not before: a change that is under way decides by what is in here
 * what a cell hangs on, and with nothing in here it would bind nothing, or set all free. */
static void
forget_catalog (VaultSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove_all (self->entries);
  g_hash_table_remove_all (self->groups);
  g_hash_table_remove_all (self->views);
}

static void
close_all (VaultSession *self, gboolean note)
{
  vault_session_stop (self);
  /* First, because a reader may wait for its turn in a use of its own. */
  cut_off_all (self);

  if (self->reclaimer != NULL) {
    g_async_queue_push (self->to_reclaim, g_new0 (VaultRun, 1));
    g_thread_join (g_steal_pointer (&self->reclaimer));
  }

  g_rw_lock_writer_lock (&self->in_use);
  if (note && self->store != NULL) {
    vault_session_write_remembered (self);
    (void) !vault_keyring_note_time (self->keyring, NULL);
  }
  g_clear_pointer (&self->store, vault_store_free);
  g_clear_pointer (&self->keyring, vault_keyring_free);
  g_rw_lock_writer_unlock (&self->in_use);
  cut_off_all (self);
  forget_catalog (self);
}

void
vault_session_close (VaultSession *self)
{
  close_all (self, FALSE);
}

void
vault_session_close_noting (VaultSession *self)
{
  close_all (self, TRUE);
}

void
vault_session_get_summary (VaultSession *self, VaultUnlockSummary *out_summary)
{
  *out_summary = self->summary;
}

gboolean
vault_session_is_wiped (VaultSession *self)
{
  gboolean wiped;

  if (!vault_session_enter (self, NULL))
    return FALSE;

  wiped = vault_keyring_is_wiped (self->keyring);
  vault_session_leave (self);
  return wiped;
}

gint64
vault_session_get_time (VaultSession *self, gboolean *out_doubtful)
{
  g_autoptr (VaultSessionUse) use = NULL;

  if (out_doubtful != NULL)
    *out_doubtful = FALSE;
  if (!vault_session_enter (self, NULL))
    return g_get_real_time () / G_USEC_PER_SEC;

  use = self;
  return vault_keyring_get_time (self->keyring, out_doubtful);
}

VaultWiper *
vault_session_steal_wiper (VaultSession *self)
{
  return g_steal_pointer (&self->wiper);
}

GPtrArray *
vault_session_dup_entries (VaultSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    g_ptr_array_add (entries, vault_entry_ref (entry));

  return entries;
}

VaultEntry *
vault_session_dup_entry (VaultSession *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  VaultEntry *entry = g_hash_table_lookup (self->entries, id);

  return entry == NULL ? NULL : vault_entry_ref (entry);
}

VaultSecret *
vault_session_dup_stream_key (VaultSession *self,
                              guint32 cell,
                              VaultSubkey stream,
                              GError **error)
{
  g_autoptr (VaultSecret) root = vault_secret_new (VAULT_KEY_BYTES, error);
  g_autoptr (VaultSecret) key = NULL;
  VaultCellStatus status;
  VaultEpoch epoch;

  if (root == NULL)
    return NULL;

  status = vault_keyring_read_cell (self->keyring, cell,
                                    vault_secret_get_writable (root), &epoch);
  if (status != VAULT_CELL_OPEN) {
    g_set_error (error, VAULT_ERROR,
                 status == VAULT_CELL_EXPIRED ? VAULT_ERROR_EXPIRED
                                              : VAULT_ERROR_DAMAGED_ITEM,
                 "cell %u does not open", cell);
    return NULL;
  }

  key = vault_secret_new (VAULT_KEY_BYTES, error);
  if (key != NULL)
    vault_subkey_derive (vault_secret_get (root), stream,
                         vault_secret_get_writable (key));

  return g_steal_pointer (&key);
}

VaultChunkPlace
vault_session_chunk_place (VaultSession *self,
                           const VaultEntry *entry,
                           VaultStreamNumber stream)
{
  VaultChunkPlace place = {
    NULL, vault_keyring_get_vault_id (self->keyring), { 0 }, stream
  };

  memcpy (place.item_id, entry->item_id, VAULT_ITEM_ID_BYTES);
  return place;
}

/* Forget sources that nobody but this list holds. */
static void
prune_sources (VaultSession *self)
{
  for (guint i = self->sources->len; i > 0; i--) {
    if (!vault_source_is_shared (self->sources->pdata[i - 1]))
      g_ptr_array_remove_index_fast (self->sources, i - 1);
  }
}

/* With the mutex held. */
static gboolean
may_open (VaultSession *self,
          const VaultEntry *current,
          VaultStreamNumber stream,
          GError **error)
{
  if (!current->limited
      || (stream == VAULT_STREAM_MEDIA
          && g_hash_table_contains (self->views, current->id)))
    return TRUE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_VIEW_LIMITED, "not in a view");
  return FALSE;
}

static VaultSource *
open_source (VaultSession *self,
             const VaultEntry *entry,
             VaultStreamNumber stream,
             gboolean to_verify,
             GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (VaultSecret) key = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  VaultChunkPlace place;
  VaultSource *source;
  VaultEntry *current;

  if (!vault_session_enter (self, error))
    return NULL;
  use = self;

  key = vault_session_dup_stream_key (self, entry->cell,
                                      VAULT_SUBKEY_FOR_STREAM (stream), error);
  if (key == NULL)
    return NULL;

  /* Looked up under the lock that a destruction takes to cut off: either the source is on
   * the list by then, or the entry is gone. */
  locker = g_mutex_locker_new (&self->mutex);
  current = g_hash_table_lookup (self->entries, entry->id);
  if (current == NULL || current->streams[stream].n_bytes == 0) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "no such item or stream");
    return NULL;
  }
  if (!to_verify && !may_open (self, current, stream, error))
    return NULL;

  place = vault_session_chunk_place (self, current, stream);
  source = vault_source_new (
      vault_stream_reader_new (self->store, key, &place, &current->streams[stream]),
      current, stream);
  prune_sources (self);
  g_ptr_array_add (self->sources, vault_source_ref (source));
  return source;
}

VaultSource *
vault_session_open_source (VaultSession *self,
                           const VaultEntry *entry,
                           VaultStreamNumber stream,
                           GError **error)
{
  return open_source (self, entry, stream, FALSE, error);
}

VaultSource *
vault_session_open_source_to_verify (VaultSession *self,
                                     const VaultEntry *entry,
                                     VaultStreamNumber stream,
                                     GError **error)
{
  return open_source (self, entry, stream, TRUE, error);
}

void
vault_session_reclaim (VaultSession *self, VaultRun run)
{
  if (run.count > 0)
    g_async_queue_push (self->to_reclaim, g_memdup2 (&run, sizeof run));
}

void
vault_session_reclaim_entry (VaultSession *self, const VaultEntry *entry)
{
  for (guint i = 0; i < VAULT_N_STREAMS; i++) {
    for (guint run = 0; run < entry->streams[i].n_runs; run++)
      vault_session_reclaim (self, entry->streams[i].runs[run]);
  }
}

/* TRUE when the whole run is gone.  An error ends it quietly: the rows are noise, their
 * numbers stay taken, and the next opening tries again. */
static gboolean
delete_run (VaultSession *self, VaultRun run)
{
  guint n_deleted = RECLAIM_ROWS;

  while (n_deleted == RECLAIM_ROWS) {
    g_autoptr (VaultSessionUse) use = NULL;

    if (!vault_session_enter (self, NULL))
      return FALSE;
    use = self;
    if (!vault_store_delete_pieces (self->store, run, RECLAIM_ROWS, &n_deleted, NULL))
      return FALSE;
  }

  return TRUE;
}

static gpointer
reclaim (gpointer user_data)
{
  VaultSession *self = user_data;

  for (;;) {
    g_autofree VaultRun *run = g_async_queue_pop (self->to_reclaim);

    if (run->count == 0)
      return NULL;
    if (!delete_run (self, *run))
      continue;

    g_mutex_lock (&self->mutex);
    vault_runs_give (self->runs, *run);
    g_mutex_unlock (&self->mutex);
  }
}

void
vault_session_start_reclaimer (VaultSession *self)
{
  self->reclaimer = g_thread_new ("reclaim", reclaim, self);
}
