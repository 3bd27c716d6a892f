/* session-absence.c - which items are under the absence rule, and binding them to it
 *
 * The rule itself is in the keyring.  It is made before the first cell is bound to it, and
 * given up after the last one was unbound; an opening in between binds what is left, see
 * session-sweep.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

/* Cells bound with one pair of flushes; their roots are in guarded memory meanwhile. */
#define BIND_BATCH 4096

gboolean
vault_session_is_under_absence (VaultSession *self, const VaultEntry *entry)
{
  VaultKeyringHeart heart;

  vault_keyring_get_heart (self->keyring, &heart);
  return heart.state == VAULT_HEART_BEATING && heart.everything;
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
    VaultEpoch ideal = vault_epoch_for_deadline (entries[i]->expires, now);
    VaultEpoch epoch;

    if (vault_keyring_read_cell (self->keyring, entries[i]->cell, root, &epoch)
        != VAULT_CELL_OPEN)
      continue;

    (*out_n_bound)++;
    ideal.heart = vault_session_is_under_absence (self, entries[i]);
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
bind_everything (VaultSession *self, GError **error)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (self);
  gsize n_bound;

  g_ptr_array_sort (entries, compare_cells);
  return vault_session_bind_cells (self, (VaultEntry **) entries->pdata, entries->len,
                                   &n_bound, error);
}

void
vault_session_get_absence (VaultSession *self, VaultAbsence *out)
{
  g_autoptr (VaultSessionUse) use = NULL;
  VaultKeyringHeart heart;

  *out = (VaultAbsence){ 0 };
  if (!vault_session_enter (self, NULL))
    return;
  use = self;

  vault_keyring_get_heart (self->keyring, &heart);
  *out = (VaultAbsence){ heart.n_days, heart.everything, heart.ends_s };
}

gboolean
vault_session_set_absence (VaultSession *self,
                           guint n_days,
                           gboolean everything,
                           GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  VaultKeyringHeart heart;

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  locker = g_mutex_locker_new (&self->change_mutex);
  vault_keyring_get_heart (self->keyring, &heart);
  if (n_days > 0)
    return vault_keyring_set_heart (self->keyring, n_days, everything, error)
           && bind_everything (self, error);
  if (heart.n_days == 0)
    return TRUE;

  /* Of nothing first: a heart that is dropped takes with it what is bound to it. */
  return vault_keyring_set_heart (self->keyring, heart.n_days, FALSE, error)
         && bind_everything (self, error)
         && vault_keyring_set_heart (self->keyring, 0, FALSE, error);
}

gboolean
vault_session_believe_clock (VaultSession *self, GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  return vault_keyring_believe_clock (self->keyring, error);
}
