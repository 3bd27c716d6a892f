/* session-organise.c - what a person says of items: many of them in few commits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <string.h>

/* Records in one commit, 4 MiB of them; and with a piece for each, 17 MiB. */
#define BATCH_RECORDS 4096
#define BATCH_NOTES 256

/* Albums and persons that are gone take room in a record, and are left out when it is written
 * for another one; unless damage hides them. */
static void
forget_dead_groups (VaultSession *self, VaultEntry *entry)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint n_left = 0;

  if (self->summary.n_damaged > 0)
    return;

  for (guint i = 0; i < entry->n_groups; i++) {
    gint64 number = (gint64) entry->groups[i];

    if (g_hash_table_contains (self->groups, &number))
      entry->groups[n_left++] = entry->groups[i];
  }
  entry->n_groups = n_left;
}

/* The item as it is to be, if it may still be changed.  Returns: (transfer full) (nullable):
 * NULL also, without an error, if there is nothing to write. */
static VaultEntry *
prepare (VaultSession *self,
         const char *id,
         const VaultChange *change,
         gint64 now,
         GError **error)
{
  g_autoptr (VaultEntry) before = vault_session_dup_entry (self, id);
  g_autoptr (VaultEntry) after = NULL;
  gboolean is_changed;

  if (before == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "gone");
    return NULL;
  }
  if (before->expires != VAULT_EXPIRES_NEVER && before->expires <= now) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_EXPIRED, "due");
    return NULL;
  }

  after = vault_entry_copy (before);
  if (change->verb == VAULT_CHANGE_GROUPS)
    forget_dead_groups (self, after);
  if (!vault_change_apply (change, after, &is_changed, error) || !is_changed)
    return NULL;
  return g_steal_pointer (&after);
}

static GPtrArray *
prepare_all (VaultSession *self,
             const char *const *ids,
             gsize n_ids,
             const VaultChange *change,
             GError **error)
{
  g_autoptr (GPtrArray) entries =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
  gint64 now = vault_keyring_get_time (self->keyring, NULL);

  for (gsize i = 0; i < n_ids; i++) {
    GError *local = NULL;
    VaultEntry *entry = prepare (self, ids[i], change, now, &local);

    if (local != NULL) {
      g_propagate_error (error, local);
      return NULL;
    }
    if (entry != NULL)
      g_ptr_array_add (entries, entry);
  }

  return g_steal_pointer (&entries);
}

/* Of the notes that @entries have on the disk.  Returns: (transfer full): VaultRun. */
static GArray *
list_note_pieces (VaultSession *self, VaultEntry *const *entries, gsize n_entries)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (VaultRun));

  for (gsize i = 0; i < n_entries; i++) {
    g_autoptr (VaultEntry) shown = vault_session_dup_entry (self, entries[i]->id);
    const VaultStreamLayout *layout;

    if (shown == NULL)
      continue;
    layout = &shown->streams[VAULT_STREAM_NOTE];
    g_array_append_vals (pieces, layout->runs, layout->n_runs);
  }

  return pieces;
}

static void
reclaim_all (VaultSession *self, const GArray *pieces)
{
  for (guint i = 0; i < pieces->len; i++)
    vault_session_reclaim (self, g_array_index (pieces, VaultRun, i));
}

static gboolean
put_notes (VaultSession *self,
           VaultEntry *const *entries,
           gsize n_entries,
           GArray *pieces,
           GError **error)
{
  for (gsize i = 0; i < n_entries; i++) {
    VaultEntry *entry = entries[i];
    gsize n_bytes = strlen (entry->note);

    if (n_bytes <= VAULT_NOTE_IN_RECORD_BYTES)
      continue;
    if (!vault_session_put_late (self, entry->cell, entry->item_id, VAULT_STREAM_NOTE,
                                 (const guint8 *) entry->note, n_bytes,
                                 &entry->streams[VAULT_STREAM_NOTE], error))
      return FALSE;
    g_array_append_val (pieces, entry->streams[VAULT_STREAM_NOTE].runs[0]);
  }

  return TRUE;
}

/* Pieces, records and stamp in one commit.  A cell is unbound from the absence rule before it
 * and bound to it after it: it is never under the rule without a record that says so. */
static gboolean
commit (VaultSession *self,
        const VaultChange *change,
        VaultEntry *const *entries,
        gsize n_entries,
        GError **error)
{
  guint64 n_rollbacks = vault_store_get_n_rollbacks (self->store);
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (VaultRun));
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (VaultRun));
  gboolean has_moved = change->verb == VAULT_CHANGE_GROUPS;
  gboolean ok =
      !has_moved || vault_session_bind_moved (self, entries, n_entries, FALSE, error);

  if (change->verb == VAULT_CHANGE_NOTE) {
    g_array_unref (before);
    before = list_note_pieces (self, entries, n_entries);
    ok = put_notes (self, entries, n_entries, after, error);
  }
  if (ok
      && vault_session_replace_records (self, entries, n_entries, &n_rollbacks,
                                        error)) {
    vault_session_show (self, entries, n_entries);
    reclaim_all (self, before);
    return !has_moved
           || vault_session_bind_moved (self, entries, n_entries, TRUE, error);
  }

  /* If nobody can say whether it happened, the records may list the pieces. */
  if (!self->uncertain)
    reclaim_all (self, after);
  if (has_moved)
    vault_session_bind_back (self, entries, n_entries);
  return FALSE;
}

static gboolean
commit_all (VaultSession *self,
            const VaultChange *change,
            GPtrArray *entries,
            GError **error)
{
  guint n_batch = change->verb == VAULT_CHANGE_NOTE ? BATCH_NOTES : BATCH_RECORDS;

  for (guint done = 0; done < entries->len; done += n_batch) {
    VaultEntry **batch = (VaultEntry **) entries->pdata + done;
    guint n = MIN (n_batch, entries->len - done);

    if (vault_session_should_end (self, NULL, error)
        || !commit (self, change, batch, n, error))
      return FALSE;
    /* With a new limit nothing of an item is seen any more outside of a view. */
    for (guint i = 0; change->verb == VAULT_CHANGE_VIEWS && i < n; i++)
      vault_session_close_unviewed (self, batch[i]->id);
  }

  return TRUE;
}

gboolean
vault_session_change (VaultSession *self,
                      const char *const *ids,
                      gsize n_ids,
                      const VaultChange *change,
                      GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  if (!vault_change_check (change, error))
    return FALSE;
  locker = g_mutex_locker_new (&self->change_mutex);
  if (!vault_session_has_groups (self, change->add_groups, error))
    return FALSE;
  entries = prepare_all (self, ids, n_ids, change, error);
  return entries != NULL && commit_all (self, change, entries, error);
}
