/* session-limit.c - views that are counted
 *
 *                begin: one less, on the disk       end, some left
 *   [out of reach] ------------------> [in view] ---------------> [out of reach]
 *                                         |  end, the last one --> [destroyed]
 *                                         |  lock, crash  -------> [destroyed at the next
 *                                         |                         opening, if the last]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

/* With the mutex held. */
static guint
get_n_views (VaultSession *self, const char *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->views, id));
}

static void
set_n_views (VaultSession *self, const char *id, guint n)
{
  if (n == 0)
    g_hash_table_remove (self->views, id);
  else
    g_hash_table_replace (self->views, g_strdup (id), GUINT_TO_POINTER (n));
}

/* One more window over a view that goes on already. */
static gboolean
join (VaultSession *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint n = get_n_views (self, id);

  if (n == 0 || !g_hash_table_contains (self->entries, id))
    return FALSE;
  set_n_views (self, id, n + 1);
  return TRUE;
}

static gboolean
check_time (VaultSession *self, const VaultEntry *entry, GError **error)
{
  if (entry->expires == VAULT_EXPIRES_NEVER
      || entry->expires > vault_keyring_get_time (self->keyring, NULL))
    return TRUE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_EXPIRED, "due");
  return FALSE;
}

/* With change_mutex held. */
static gboolean
take_view (VaultSession *self, const VaultEntry *before, GError **error)
{
  g_autoptr (VaultChange) change = vault_change_new (VAULT_CHANGE_VIEW);
  g_autoptr (VaultEntry) after = vault_entry_copy (before);
  gboolean is_changed;

  if (!check_time (self, before, error)
      || !vault_change_apply (change, after, &is_changed, error)
      || !vault_session_replace_records (self, &after, 1, NULL, error))
    return FALSE;

  vault_session_show (self, &after, 1);
  g_mutex_lock (&self->mutex);
  set_n_views (self, after->id, 1);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

gboolean
vault_session_begin_view (VaultSession *self,
                          const char *id,
                          gboolean *out_counted,
                          GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (VaultEntry) entry = NULL;

  *out_counted = FALSE;
  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  locker = g_mutex_locker_new (&self->change_mutex);
  entry = vault_session_dup_entry (self, id);
  if (entry == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "gone");
    return FALSE;
  }
  if (!entry->limited)
    return TRUE;

  *out_counted = join (self, id) || take_view (self, entry, error);
  return *out_counted;
}

gboolean
vault_session_end_view (VaultSession *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint n = get_n_views (self, id);
  const VaultEntry *entry;

  if (n != 1) {
    set_n_views (self, id, MAX (n, 1) - 1);
    return FALSE;
  }

  set_n_views (self, id, 0);
  entry = g_hash_table_lookup (self->entries, id);
  return entry != NULL && vault_entry_is_viewed_out (entry);
}

void
vault_session_close_unviewed (VaultSession *self, const char *id)
{
  const VaultEntry *entry;
  gboolean is_closed;

  g_mutex_lock (&self->mutex);
  entry = g_hash_table_lookup (self->entries, id);
  is_closed = entry != NULL && entry->limited && get_n_views (self, id) == 0;
  g_mutex_unlock (&self->mutex);
  if (is_closed)
    vault_session_cut_off (self, id, VAULT_ERROR_VIEW_LIMITED);
}
