/* keyring-heart.c - the absence rule: a key that is wrapped anew as long as somebody comes
 *
 *      NONE    --vault_keyring_set_heart-----> BEATING
 *      BEATING --vault_keyring_set_heart (0)-> NONE
 *      BEATING --vault_keyring_note_opened---> BEATING   (under a later epoch)
 *      BEATING --nobody opens in time--------> STOPPED   (found by vault_keyring_load_heart)
 *      STOPPED --vault_keyring_note_opened---> BEATING   (with another key)
 *
 * A lost heart stays as it is on disk: what is bound to it is damaged and not expired, and a
 * better copy of the file may be put back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <sodium.h>

#include <vault/vault-error.h>

#define DAY_S ((gint64) 86400)

void
vault_keyring_beat (VaultKeyring *self, gint64 now)
{
  VaultHeart *heart = &self->state.heart;
  VaultEpoch epoch;
  gsize at;

  switch (self->heart) {
  case VAULT_HEART_BEATING:
    /* From what has been reaped, see seal_cells(). */
    epoch = vault_epoch_for_deadline (now + heart->n_days * DAY_S,
                                      self->clock.reaped_until_s);
    /* Years went by without a reaper: as it is, until what has passed was overwritten. */
    if (epoch.class == VAULT_EPOCH_NEVER)
      break;
    heart->epoch = epoch;
    at = (gsize) vault_epoch_get_index (heart->epoch) * VAULT_KEY_BYTES;
    vault_heart_wrap (heart, self->header.vault_id,
                      self->keys->epochs[VAULT_COPY_A] + at, self->keys->heart,
                      &self->keys->cell);
    break;
  case VAULT_HEART_STOPPED:
    /* The epoch stays, which says that it has stopped; the rest looks as alive as ever. */
    randombytes_buf (heart->nonce, sizeof heart->nonce);
    randombytes_buf (heart->wrapped, sizeof heart->wrapped);
    break;
  case VAULT_HEART_NONE:
  case VAULT_HEART_LOST:
  default:
    break;
  }
}

void
vault_keyring_load_heart (VaultKeyring *self)
{
  const VaultHeart *heart = &self->state.heart;

  self->heart = VAULT_HEART_NONE;
  if (heart->n_days == 0)
    return;
  /* Also where nobody has reaped yet: being late must not bring it back. */
  if (vault_epoch_get_end (heart->epoch) <= self->clock.mark.time_s) {
    self->heart = VAULT_HEART_STOPPED;
    return;
  }

  self->heart = VAULT_HEART_LOST;
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    gsize at = (gsize) vault_epoch_get_index (heart->epoch) * VAULT_KEY_BYTES;

    if (vault_heart_unwrap (heart, self->header.vault_id, self->keys->epochs[copy] + at,
                            &self->keys->cell, self->keys->heart)) {
      self->heart = VAULT_HEART_BEATING;
      return;
    }
  }
}

void
vault_keyring_get_heart (VaultKeyring *self, VaultKeyringHeart *out)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const VaultHeart *heart = &self->state.heart;

  *out = (VaultKeyringHeart){ .state = self->heart,
                              .n_days = heart->n_days,
                              .everything = heart->everything };
  if (heart->n_days > 0)
    out->ends_s = vault_epoch_get_end (heart->epoch);
}

/* With @writing held. */
static gboolean
start_heart (VaultKeyring *self, guint n_days, gboolean everything, GError **error)
{
  g_mutex_lock (&self->mutex);
  if (self->heart != VAULT_HEART_BEATING)
    randombytes_buf (self->keys->heart, VAULT_KEY_BYTES);
  self->heart = VAULT_HEART_BEATING;
  self->state.heart.n_days = n_days;
  self->state.heart.everything = everything;
  g_mutex_unlock (&self->mutex);

  return vault_keyring_write_state (self, error);
}

/* With @writing held. */
static gboolean
drop_heart (VaultKeyring *self, GError **error)
{
  g_mutex_lock (&self->mutex);
  sodium_memzero (self->keys->heart, VAULT_KEY_BYTES);
  sodium_memzero (&self->state.heart, sizeof self->state.heart);
  self->heart = VAULT_HEART_NONE;
  g_mutex_unlock (&self->mutex);

  return vault_keyring_write_state (self, error);
}

gboolean
vault_keyring_check_heart (VaultKeyring *self, guint n_days, GError **error)
{
  if (n_days != 0 && (n_days < VAULT_HEART_MIN_DAYS || n_days > VAULT_HEART_MAX_DAYS)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME, "%u days", n_days);
    return FALSE;
  }
  if (self->heart == VAULT_HEART_LOST || self->heart == VAULT_HEART_STOPPED) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_KEYRING, "the heart is lost");
    return FALSE;
  }

  return TRUE;
}

gboolean
vault_keyring_set_heart (VaultKeyring *self,
                         guint n_days,
                         gboolean everything,
                         GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  guint n_overwritten;

  if (!vault_keyring_check_heart (self, n_days, error)
      || !vault_keyring_may_write (self, error)
      || !vault_keyring_reap_unlocked (self, &n_overwritten, error))
    return FALSE;

  return n_days == 0 ? drop_heart (self, error)
                     : start_heart (self, n_days, everything, error);
}

gboolean
vault_keyring_note_opened (VaultKeyring *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  const VaultHeart *heart = &self->state.heart;

  if (!vault_keyring_may_write (self, error))
    return FALSE;

  return self->heart == VAULT_HEART_STOPPED
             ? start_heart (self, heart->n_days, heart->everything, error)
             : vault_keyring_write_state (self, error);
}
