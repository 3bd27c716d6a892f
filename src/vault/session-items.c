/* session-items.c - destroying items and moving their deadlines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <sodium.h>

/* Take items out of the catalog and cut off everything that reads them, before anything
 * slow is done: what is to be destroyed is out of sight first. */
static GPtrArray *
withdraw (VaultSession *self, const char *const *ids, gsize n_ids, VaultError code)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);

  for (gsize i = 0; i < n_ids; i++) {
    VaultEntry *entry = g_hash_table_lookup (self->entries, ids[i]);

    if (entry == NULL)
      continue;
    g_ptr_array_add (entries, vault_entry_ref (entry));
    g_hash_table_remove (self->entries, ids[i]);

    for (guint k = 0; k < self->sources->len; k++) {
      if (g_str_equal (vault_source_get_item_id (self->sources->pdata[k]), entry->id))
        vault_source_cut_off (self->sources->pdata[k], code);
    }
  }

  return entries;
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
remove_records (VaultSession *self, GPtrArray *entries, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->record_mutex);

  for (guint i = 0; i < entries->len; i++) {
    VaultEntry *entry = entries->pdata[i];

    if (!vault_store_delete_record (self->store, entry->cell, error))
      return FALSE;
  }

  return vault_session_commit_records (self, error);
}

gboolean
vault_session_destroy (VaultSession *self,
                       const char *const *ids,
                       gsize n_ids,
                       VaultError code,
                       GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  entries = withdraw (self, ids, n_ids, code);
  if (entries->len == 0)
    return TRUE;
  if (!remove_records (self, entries, error)) {
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
    g_ptr_array_add (entries, vault_entry_new_with_expiry (entry, expires));
  }

  return g_steal_pointer (&entries);
}

/* Bind all cells anew.  Cells before records: if power fails in between, the old deadline
 * in the record holds, and the next opening binds the cell to it again. */
static gboolean
rebind_cells (VaultSession *self, GPtrArray *entries, GError **error)
{
  g_autoptr (VaultSecret) roots =
                 vault_secret_new (entries->len * (gsize) VAULT_KEY_BYTES, error);
  g_autofree VaultCellWrite *writes = g_new0 (VaultCellWrite, entries->len);

  if (roots == NULL)
    return FALSE;

  for (guint i = 0; i < entries->len; i++) {
    VaultEntry *entry = entries->pdata[i];
    guint8 *root = vault_secret_get_writable (roots) + (gsize) i * VAULT_KEY_BYTES;
    VaultEpoch epoch;

    if (vault_keyring_read_cell (self->keyring, entry->cell, root, &epoch)
        != VAULT_CELL_OPEN) {
      g_set_error (error, VAULT_ERROR, VAULT_ERROR_EXPIRED, "a cell does not open");
      return FALSE;
    }
    writes[i] = (VaultCellWrite){ entry->cell, entry->expires, root };
  }

  return vault_keyring_write_cells (self->keyring, writes, entries->len, error);
}

gboolean
vault_session_put_entry (VaultSession *self, const VaultEntry *entry, GError **error)
{
  g_autoptr (VaultSecret) key = vault_session_dup_stream_key (
      self, entry->cell, VAULT_SUBKEY_RECORD, error);
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];
  guint8 sealed[VAULT_RECORD_BYTES];

  if (key == NULL)
    return FALSE;
  if (!vault_entry_encode (entry, plain)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_IO, "a record does not fit its row");
    return FALSE;
  }

  vault_record_seal (vault_secret_get (key), vault_keyring_get_vault_id (self->keyring),
                     entry->cell, plain, sealed);
  sodium_memzero (plain, sizeof plain);
  return vault_store_put_record (self->store, entry->cell, sealed, error);
}

static gboolean
rewrite_records (VaultSession *self, GPtrArray *entries, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->record_mutex);

  for (guint i = 0; i < entries->len; i++) {
    if (!vault_session_put_entry (self, entries->pdata[i], error))
      return FALSE;
  }

  return vault_session_commit_records (self, error);
}

gboolean
vault_session_set_expiry (VaultSession *self,
                          const char *const *ids,
                          gsize n_ids,
                          gint64 expires,
                          GPtrArray **out_entries,
                          GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  *out_entries = NULL;
  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  entries = prepare_expiry (self, ids, n_ids, expires, error);
  if (entries == NULL)
    return FALSE;
  if (entries->len > 0
      && (!rebind_cells (self, entries, error)
          || !rewrite_records (self, entries, error)))
    return FALSE;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < entries->len; i++) {
    VaultEntry *entry = entries->pdata[i];

    /* Unless it was destroyed meanwhile. */
    if (g_hash_table_contains (self->entries, entry->id))
      g_hash_table_replace (self->entries, entry->id, vault_entry_ref (entry));
  }
  g_mutex_unlock (&self->mutex);

  *out_entries = g_steal_pointer (&entries);
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
