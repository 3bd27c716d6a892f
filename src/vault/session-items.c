/* session-items.c - destroying items, moving their deadlines, how they are shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

/* With the mutex held: move the sources of an item from the list to @out.  Off the list,
 * because the next source to be opened would clear them away, and until then they would keep
 * the item's name in memory. */
static void
take_sources (VaultSession *self, const char *id, GPtrArray *out)
{
  for (guint k = self->sources->len; k > 0; k--) {
    VaultSource *source = self->sources->pdata[k - 1];

    if (g_str_equal (vault_source_get_item_id (source), id)) {
      g_ptr_array_add (out, vault_source_ref (source));
      g_ptr_array_remove_index_fast (self->sources, k - 1);
    }
  }
}

static GPtrArray *
sources_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) vault_source_unref);
}

/* Cutting off waits for a read of one chunk, so the lock is not held over it. */
static void
cut_off_sources (GPtrArray *sources, VaultError code)
{
  for (guint i = 0; i < sources->len; i++)
    vault_source_cut_off (sources->pdata[i], code);
}

void
vault_session_cut_off (VaultSession *self, const char *id, VaultError code)
{
  g_autoptr (GPtrArray) sources = sources_new ();

  g_mutex_lock (&self->mutex);
  take_sources (self, id, sources);
  g_mutex_unlock (&self->mutex);
  cut_off_sources (sources, code);
}

/* Take items out of the catalog and cut off everything that reads them, before anything
 * slow is done: what is to be destroyed is out of sight first. */
static void
withdraw (VaultSession *self,
          const char *const *ids,
          gsize n_ids,
          VaultError code,
          GPtrArray *entries)
{
  g_autoptr (GPtrArray) sources = sources_new ();

  g_mutex_lock (&self->mutex);
  for (gsize i = 0; i < n_ids; i++) {
    VaultEntry *entry = g_hash_table_lookup (self->entries, ids[i]);

    if (entry == NULL)
      continue;
    g_ptr_array_add (entries, vault_entry_ref (entry));
    g_hash_table_remove (self->entries, ids[i]);
    take_sources (self, ids[i], sources);
  }
  g_mutex_unlock (&self->mutex);
  cut_off_sources (sources, code);
}

static void
put_back (VaultSession *self, GPtrArray *entries)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < entries->len; i++) {
    VaultEntry *entry = entries->pdata[i];

    g_hash_table_insert (self->entries, entry->id, vault_entry_ref (entry));
  }
}

static gboolean
destroy_entries (VaultSession *self, GPtrArray *entries, GError **error)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint64 n_records_before = self->n_records;

  if (!vault_session_change_records (self, VAULT_RECORDS_REMOVED,
                                     (VaultEntry **) entries->pdata, entries->len, NULL,
                                     error)) {
    /* If the records are gone all the same, the next opening destroys the cells. */
    if (!self->uncertain && self->n_records == n_records_before)
      put_back (self, entries);
    return FALSE;
  }

  for (guint i = 0; i < entries->len; i++)
    g_array_append_val (cells, ((VaultEntry *) entries->pdata[i])->cell);
  if (!vault_keyring_destroy_cells (self->keyring, (guint32 *) (gpointer) cells->data,
                                    cells->len, error))
    return FALSE;

  for (guint i = 0; i < entries->len; i++)
    vault_session_reclaim_entry (self, entries->pdata[i]);
  return TRUE;
}

gboolean
vault_session_destroy (VaultSession *self,
                       const char *const *ids,
                       gsize n_ids,
                       VaultError code,
                       GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) entries =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  withdraw (self, ids, n_ids, code, entries);

  /* Again under the lock: somebody else may have been destroying the same items and have
   * failed, or may have moved their deadline while we waited.  And nobody hears "destroyed"
   * of what another thread has not finished destroying. */
  locker = g_mutex_locker_new (&self->change_mutex);
  withdraw (self, ids, n_ids, code, entries);
  return entries->len == 0 || destroy_entries (self, entries, error);
}

/* The entries with their new deadline, if every one of them may still get it. */
static GPtrArray *
prepare_expiry (VaultSession *self,
                const char *const *ids,
                gsize n_ids,
                gint64 expires,
                GError **error)
{
  g_autoptr (GPtrArray) entries =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
  g_autoptr (GMutexLocker) locker = NULL;
  gint64 now = vault_keyring_get_time (self->keyring, NULL);

  if (expires != VAULT_EXPIRES_NEVER && expires <= now) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME, "not in the future");
    return NULL;
  }

  locker = g_mutex_locker_new (&self->mutex);
  for (gsize i = 0; i < n_ids; i++) {
    VaultEntry *entry = g_hash_table_lookup (self->entries, ids[i]);
    gboolean due =
        entry != NULL && entry->expires != VAULT_EXPIRES_NEVER && entry->expires <= now;

    /* No grace: what is due is not rescued by a click that came a moment late. */
    if (entry == NULL || due) {
      g_set_error (error, VAULT_ERROR, due ? VAULT_ERROR_EXPIRED : VAULT_ERROR_NO_ITEM,
                   "an item is gone");
      return NULL;
    }
    entry = vault_entry_copy (entry);
    entry->expires = expires;
    g_ptr_array_add (entries, entry);
  }

  return g_steal_pointer (&entries);
}

/* Bind the cells of @entries to their deadlines. */
static gboolean
rebind_cells (VaultSession *self, GPtrArray *entries, GError **error)
{
  gsize n_bound;

  if (!vault_session_bind_cells (self, (VaultEntry **) entries->pdata, entries->len,
                                 &n_bound, error))
    return FALSE;
  if (n_bound == entries->len)
    return TRUE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_EXPIRED, "a cell does not open");
  return FALSE;
}

static gboolean
is_later (gint64 a, gint64 b)
{
  return b != VAULT_EXPIRES_NEVER && (a == VAULT_EXPIRES_NEVER || a > b);
}

/* A cell must never end before its record's deadline says: at the next opening that would
 * look as if somebody had put an older record back.  So a later deadline goes to the cell
 * first, and an earlier one to the record first; if power fails in between, the next
 * opening binds the cell to what the record says. */
static gboolean
apply_expiry (VaultSession *self, GPtrArray *entries, GError **error)
{
  g_autoptr (GPtrArray) later = g_ptr_array_new ();
  g_autoptr (GPtrArray) sooner = g_ptr_array_new ();

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < entries->len; i++) {
    VaultEntry *entry = entries->pdata[i];
    const VaultEntry *old = g_hash_table_lookup (self->entries, entry->id);

    g_ptr_array_add (
        is_later (entry->expires, old == NULL ? entry->expires : old->expires) ? later
                                                                               : sooner,
        entry);
  }
  g_mutex_unlock (&self->mutex);

  return rebind_cells (self, later, error)
         && vault_session_change_records (self, VAULT_RECORDS_REPLACED,
                                          (VaultEntry **) entries->pdata, entries->len,
                                          NULL, error)
         && rebind_cells (self, sooner, error);
}

void
vault_session_show (VaultSession *self, VaultEntry *const *entries, gsize n_entries)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (gsize i = 0; i < n_entries; i++) {
    /* Unless it is about to be destroyed, by a thread that waits for us. */
    if (g_hash_table_contains (self->entries, entries[i]->id))
      g_hash_table_replace (self->entries, entries[i]->id,
                            vault_entry_ref (entries[i]));
  }
}

gboolean
vault_session_set_expiry (VaultSession *self,
                          const char *const *ids,
                          gsize n_ids,
                          gint64 expires,
                          GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  locker = g_mutex_locker_new (&self->change_mutex);
  entries = prepare_expiry (self, ids, n_ids, expires, error);
  if (entries == NULL)
    return FALSE;
  if (entries->len > 0 && !apply_expiry (self, entries, error))
    return FALSE;

  vault_session_show (self, (VaultEntry **) entries->pdata, entries->len);
  return TRUE;
}

static VaultEntry *
prepare_view (const VaultEntry *entry, VaultViewFact fact, guint64 value)
{
  VaultEntry *changed = vault_entry_copy (entry);

  if (fact == VAULT_VIEW_ROTATION)
    changed->rotation = (guint) (value % VAULT_FULL_TURN);
  else
    changed->position_ms = MIN (value, VAULT_POSITION_MAX_MS);
  return changed;
}

gboolean
vault_session_set_view (VaultSession *self,
                        const char *id,
                        VaultViewFact fact,
                        guint64 value,
                        GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (VaultEntry) before = NULL;
  g_autoptr (VaultEntry) after = NULL;

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  locker = g_mutex_locker_new (&self->change_mutex);
  before = vault_session_dup_entry (self, id);
  if (before == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "the item is gone");
    return FALSE;
  }

  after = prepare_view (before, fact, value);
  if (after->rotation == before->rotation && after->position_ms == before->position_ms)
    return TRUE;
  if (!vault_session_change_records (self, VAULT_RECORDS_REPLACED, &after, 1, NULL,
                                     error))
    return FALSE;

  vault_session_show (self, &after, 1);
  return TRUE;
}

gboolean
vault_session_reap (VaultSession *self, guint *out_n_overwritten, GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;

  *out_n_overwritten = 0;
  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  return vault_keyring_reap (self->keyring, out_n_overwritten, error);
}
