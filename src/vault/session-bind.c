/* session-bind.c - what the cell of an item hangs on: its deadline, and the absence rule
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

/* Cells bound with one pair of flushes; their roots are in guarded memory meanwhile. */
#define BIND_BATCH 4096

/* Whether the absence rule is about an item in these albums.  @is_bound: whether its cell says
 * so now. */
static gboolean
is_chosen (VaultSession *self, const VaultEntry *entry, gboolean is_bound)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gboolean all_known = TRUE;

  for (guint i = 0; i < entry->n_groups; i++) {
    gint64 number = (gint64) entry->groups[i];
    const VaultCard *card = g_hash_table_lookup (self->groups, &number);

    if (card != NULL && card->absence)
      return TRUE;
    all_known &= card != NULL;
  }

  /* A card that is not there may be one that damage hides: it must not set anything free. */
  return is_bound && !all_known && self->summary.n_damaged > 0;
}

static gboolean
needs_heart (VaultSession *self, const VaultEntry *entry, gboolean is_bound)
{
  VaultKeyringHeart heart;

  vault_keyring_get_heart (self->keyring, &heart);
  return heart.state == VAULT_HEART_BEATING && !self->rule_ends
         && (heart.everything || is_chosen (self, entry, is_bound));
}

gboolean
vault_session_is_under_absence (VaultSession *self, const VaultEntry *entry)
{
  return needs_heart (self, entry, FALSE);
}

VaultEpoch
vault_session_get_epoch (VaultSession *self,
                         const VaultEntry *entry,
                         gint64 now,
                         gboolean is_bound)
{
  VaultEpoch epoch = vault_epoch_for_deadline (entry->expires, now);

  epoch.heart = needs_heart (self, entry, is_bound);
  return epoch;
}

static gboolean
bind_batch (VaultSession *self,
            VaultEntry *const *entries,
            gsize n_entries,
            VaultSecret *roots,
            gsize *out_n_bound,
            GError **error)
{
  g_autofree VaultCellWrite *writes = g_new0 (VaultCellWrite, n_entries);
  gint64 now = vault_keyring_get_time (self->keyring, NULL);
  gsize n_writes = 0;

  *out_n_bound = 0;
  for (gsize i = 0; i < n_entries; i++) {
    guint8 *root = vault_secret_get_writable (roots) + i * VAULT_KEY_BYTES;
    VaultEpoch epoch, ideal;

    if (vault_keyring_read_cell (self->keyring, entries[i]->cell, root, &epoch)
        != VAULT_CELL_OPEN)
      continue;

    (*out_n_bound)++;
    ideal = vault_session_get_epoch (self, entries[i], now, epoch.heart);
    if (!vault_epoch_is_same (epoch, ideal))
      writes[n_writes++] =
          (VaultCellWrite){ entries[i]->cell, entries[i]->expires, root, ideal.heart };
  }

  return n_writes == 0
         || vault_keyring_write_cells (self->keyring, writes, n_writes, error);
}

gboolean
vault_session_bind_cells (VaultSession *self,
                          VaultEntry *const *entries,
                          gsize n_entries,
                          gsize *out_n_bound,
                          GError **error)
{
  g_autoptr (VaultSecret) roots = NULL;

  *out_n_bound = 0;
  if (n_entries == 0)
    return TRUE;
  roots = vault_secret_new (MIN (n_entries, BIND_BATCH) * VAULT_KEY_BYTES, error);
  if (roots == NULL)
    return FALSE;

  for (gsize done = 0; done < n_entries; done += BIND_BATCH) {
    gsize n_bound;

    if (!bind_batch (self, entries + done, MIN (n_entries - done, BIND_BATCH), roots,
                     &n_bound, error))
      return FALSE;
    *out_n_bound += n_bound;
  }

  return TRUE;
}

/* In the order of their cells, so that neighbours are written together. */
static int
compare_cells (gconstpointer a, gconstpointer b)
{
  guint32 x = (*(VaultEntry *const *) a)->cell;
  guint32 y = (*(VaultEntry *const *) b)->cell;

  return x < y ? -1 : x > y;
}

static gboolean
bind_array (VaultSession *self, GPtrArray *entries, GError **error)
{
  gsize n_bound;

  g_ptr_array_sort (entries, compare_cells);
  return vault_session_bind_cells (self, (VaultEntry **) entries->pdata, entries->len,
                                   &n_bound, error);
}

gboolean
vault_session_bind_all (VaultSession *self, GError **error)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (self);

  return bind_array (self, entries, error);
}

gboolean
vault_session_bind_group (VaultSession *self, guint64 number, GError **error)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (self);

  for (guint i = entries->len; i > 0; i--) {
    if (!vault_entry_is_in_group (entries->pdata[i - 1], number))
      g_ptr_array_remove_index_fast (entries, i - 1);
  }
  return bind_array (self, entries, error);
}

/* What a torn destruction left in copy B, without a record: writing it would put the destroyed
 * key back into copy A. */
static gboolean
is_torn (VaultSession *self, guint32 cell)
{
  guint8 sealed[VAULT_RECORD_BYTES];
  g_autoptr (GError) error = NULL;

  return vault_keyring_is_uneven (self->keyring, cell)
         && !vault_store_get_record (self->store, cell, sealed, &error)
         && g_error_matches (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM);
}

/* From *cell on, as many as @roots has room for. */
static gboolean
unbind_batch (VaultSession *self,
              guint32 *cell,
              guint32 n_cells,
              VaultSecret *roots,
              VaultCellWrite *writes,
              GError **error)
{
  gsize n_writes = 0;

  for (; *cell < n_cells && n_writes < BIND_BATCH; ++*cell) {
    guint8 *root = vault_secret_get_writable (roots) + n_writes * VAULT_KEY_BYTES;
    VaultEpoch epoch;

    if (vault_keyring_read_cell (self->keyring, *cell, root, &epoch) != VAULT_CELL_OPEN
        || !epoch.heart || is_torn (self, *cell))
      continue;

    /* The end of its epoch is the latest it may live; the record would know the second. */
    writes[n_writes++] = (VaultCellWrite){
      *cell,
      epoch.class == VAULT_EPOCH_NEVER ? VAULT_EXPIRES_NEVER
                                       : vault_epoch_get_end (epoch),
      root,
      FALSE,
    };
  }

  return n_writes == 0
         || vault_keyring_write_cells (self->keyring, writes, n_writes, error);
}

gboolean
vault_session_unbind_rest (VaultSession *self, GError **error)
{
  guint32 n_cells = vault_keyring_get_n_cells (self->keyring);
  gsize n_most = MIN (n_cells, BIND_BATCH);
  g_autoptr (VaultSecret) roots = vault_secret_new (n_most * VAULT_KEY_BYTES, error);
  g_autofree VaultCellWrite *writes = g_new0 (VaultCellWrite, n_most);
  guint32 cell = 1;

  if (roots == NULL)
    return FALSE;

  while (cell < n_cells) {
    if (!unbind_batch (self, &cell, n_cells, roots, writes, error))
      return FALSE;
  }

  return TRUE;
}

/* Without a rule, and with one about everything, it does not matter in which album an item is. */
static gboolean
hang_on_albums (VaultSession *self)
{
  VaultKeyringHeart heart;

  vault_keyring_get_heart (self->keyring, &heart);
  return heart.state == VAULT_HEART_BEATING && !heart.everything;
}

gboolean
vault_session_bind_moved (VaultSession *self,
                          VaultEntry *const *entries,
                          gsize n_entries,
                          gboolean are_under,
                          GError **error)
{
  g_autoptr (GPtrArray) moved = g_ptr_array_new ();

  if (!hang_on_albums (self))
    return TRUE;

  for (gsize i = 0; i < n_entries; i++) {
    if (vault_session_is_under_absence (self, entries[i]) == are_under)
      g_ptr_array_add (moved, entries[i]);
  }
  return bind_array (self, moved, error);
}

void
vault_session_bind_back (VaultSession *self,
                         VaultEntry *const *entries,
                         gsize n_entries)
{
  g_autoptr (GPtrArray) shown =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);

  if (!hang_on_albums (self))
    return;

  for (gsize i = 0; i < n_entries; i++) {
    VaultEntry *entry = vault_session_dup_entry (self, entries[i]->id);

    if (entry != NULL)
      g_ptr_array_add (shown, entry);
  }
  (void) !bind_array (self, shown, NULL);
}
