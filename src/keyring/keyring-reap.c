/* keyring-reap.c - overwriting the epoch keys whose time has passed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "file/file.h"

/* How old the stored time may grow before it is written although nothing was reaped. */
#define STORE_TIME_EVERY_S 600

/* The same at a lock, after which nobody writes it any more. */
#define NOTE_TIME_AFTER_S 60

/* The same new key goes into both copies: it is the key of the epoch one table later. */
static gboolean
overwrite_keys (int fd,
                const guint8 due[VAULT_N_EPOCH_KEYS],
                const guint8 *fresh,
                GError **error)
{
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    for (guint i = 0; i < VAULT_N_EPOCH_KEYS; i++) {
      gsize at = (gsize) i * VAULT_KEY_BYTES;

      if (due[i]
          && !vault_file_write_at (fd, fresh + at, VAULT_KEY_BYTES,
                                   vault_head_offset (copy) + VAULT_EPOCHS_AT + at,
                                   error))
        return FALSE;
    }
    if (!vault_file_sync (fd, error))
      return FALSE;
  }

  return TRUE;
}

/* Keys first, then the note that they are gone.  If power fails in between, the same keys
 * are overwritten once more at the next run; nothing can have been bound to the new ones,
 * because that needs an opening, which reaps first.
 * Returns: (transfer full): the new table, of which only the due keys count, or NULL. */
static VaultSecret *
reap_fd (int fd,
         const guint8 *vault_id,
         VaultKeyringClock *clock,
         const guint8 due[VAULT_N_EPOCH_KEYS],
         GError **error)
{
  g_autoptr (VaultSecret) fresh = vault_secret_new (VAULT_EPOCH_TABLE_BYTES, error);

  if (fresh == NULL)
    return NULL;

  randombytes_buf (vault_secret_get_writable (fresh), VAULT_EPOCH_TABLE_BYTES);
  if (!overwrite_keys (fd, due, vault_secret_get (fresh), error))
    return NULL;

  clock->reaped_until_s = clock->mark.time_s;
  return vault_keyring_store_clock (fd, clock, vault_id, error)
             ? g_steal_pointer (&fresh)
             : NULL;
}

static void
adopt_keys (VaultKeyring *self,
            const guint8 due[VAULT_N_EPOCH_KEYS],
            VaultSecret *fresh)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < VAULT_N_EPOCH_KEYS; i++) {
    gsize at = (gsize) i * VAULT_KEY_BYTES;

    for (VaultCopy copy = VAULT_COPY_A; due[i] && copy <= VAULT_COPY_B; copy++)
      memcpy (self->keys->epochs[copy] + at, vault_secret_get (fresh) + at,
              VAULT_KEY_BYTES);
  }
}

static gboolean
store_time (VaultKeyring *self, gint64 now, GError **error)
{
  VaultKeyringClock clock;

  g_mutex_lock (&self->mutex);
  clock = self->clock;
  g_mutex_unlock (&self->mutex);
  clock.mark.time_s = now;
  self->stored_time_s = now;
  return vault_keyring_store_clock (self->fd, &clock, self->header.vault_id, error);
}

gboolean
vault_keyring_reap_unlocked (VaultKeyring *self,
                             guint *out_n_overwritten,
                             GError **error)
{
  guint8 due[VAULT_N_EPOCH_KEYS];
  g_autoptr (VaultSecret) fresh = NULL;
  gint64 now = vault_keyring_advance (self, NULL);
  VaultKeyringClock clock;
  guint n_due;

  g_mutex_lock (&self->mutex);
  clock = self->clock;
  g_mutex_unlock (&self->mutex);

  *out_n_overwritten = 0;
  n_due = vault_epochs_find_passed (clock.reaped_until_s, now, due);
  if (n_due == 0)
    return now - self->stored_time_s < STORE_TIME_EVERY_S
           || store_time (self, now, error);

  clock.mark.time_s = now;
  self->stored_time_s = now;

  /* Who has the vault open has not stayed away: the heart first, for its epoch may be among
   * those that passed. */
  if (!vault_keyring_write_state (self, error))
    return FALSE;

  fresh = reap_fd (self->fd, self->header.vault_id, &clock, due, error);
  if (fresh == NULL) {
    self->broken = TRUE;
    return FALSE;
  }

  adopt_keys (self, due, fresh);
  g_mutex_lock (&self->mutex);
  self->clock.reaped_until_s = clock.reaped_until_s;
  g_mutex_unlock (&self->mutex);
  *out_n_overwritten = n_due;
  return TRUE;
}

gboolean
vault_keyring_reap (VaultKeyring *self, guint *out_n_overwritten, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);

  *out_n_overwritten = 0;
  return vault_keyring_may_write (self, error)
         && vault_keyring_reap_unlocked (self, out_n_overwritten, error);
}

gboolean
vault_keyring_note_time (VaultKeyring *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  gint64 now = vault_keyring_advance (self, NULL);

  return now - self->stored_time_s < NOTE_TIME_AFTER_S
         || (vault_keyring_may_write (self, error) && store_time (self, now, error));
}

static gboolean
reap_file (int fd, guint *out_n_overwritten, GError **error)
{
  VaultHeader header;
  VaultHeaderStatus status;
  VaultKeyringClock clock;
  VaultClockReading reading;
  guint8 due[VAULT_N_EPOCH_KEYS];
  g_autoptr (VaultSecret) fresh = NULL;
  gboolean doubtful;
  gboolean found;
  gint64 now;

  if (!vault_keyring_read_header (fd, &header, NULL, &status, error))
    return FALSE;
  if (!vault_keyring_check_header_status (fd, status, error)
      || !vault_keyring_read_clock (fd, header.vault_id, &clock, &found, NULL, error))
    return FALSE;

  /* Nobody knows any more which keys are used up.  Guessing too early would overwrite keys
   * of the future and with them live items; an opening knows better, see load_clock(). */
  if (!found) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_KEYRING, "clock block");
    return FALSE;
  }

  vault_clock_read (&reading);
  now = vault_clock_advance (&clock.mark, &reading, &doubtful);
  *out_n_overwritten = vault_epochs_find_passed (clock.reaped_until_s, now, due);

  /* The mark moves also when nothing was due, and so does the doubt, which must last. */
  if (*out_n_overwritten > 0)
    fresh = reap_fd (fd, header.vault_id, &clock, due, error);
  if (*out_n_overwritten > 0
          ? fresh == NULL
          : !vault_keyring_store_clock (fd, &clock, header.vault_id, error))
    return FALSE;
  if (doubtful)
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_CLOCK_DOUBTFUL,
                 "the clock leapt ahead");

  return !doubtful;
}

gboolean
vault_keyring_reap_locked (int dir_fd, guint *out_n_overwritten, GError **error)
{
  gboolean ok;
  guint64 n_file_bytes;
  int fd;

  *out_n_overwritten = 0;
  fd = vault_keyring_open_file (dir_fd, error);
  if (fd < 0)
    return FALSE;

  ok = vault_file_get_size (fd, &n_file_bytes, error);
  if (ok && vault_segments_in (n_file_bytes) == 0) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_KEYRING, "cut short");
    ok = FALSE;
  }
  ok = ok && reap_file (fd, out_n_overwritten, error);
  close (fd);
  return ok;
}
