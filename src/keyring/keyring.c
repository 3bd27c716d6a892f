/* keyring.c - opening and closing the keyring, and its small blocks
 *
 * Invariants
 *  1. Every block and cell is written to copy A and flushed before copy B is touched.
 *  2. A cell is overwritten with random bytes only when its record is gone or its time has
 *     come; a cell that does not open is never overwritten.
 *  3. generation grows with every change of a cell, and is on disk with the change.
 *  4. Every epoch that ended by reaped_until is overwritten; a cell is only ever bound to an
 *     epoch whose predecessor in the same place of the table has been overwritten.
 *  5. Healing copies only between the two copies of a cell that has a record.
 *  6. The master key and the directory are in memory only inside vault_keyring_open(),
 *     _create() and _finish_slots(), and no scratch keeps what passed through it.
 *  7. There are whole segments of cells, as many in memory as the state says, and no fewer
 *     in the file.
 *  8. Cell 0 is taken for ever, and no free cell lies before first_free.
 *  9. The ring key opens every live cell, or it is damaged alike in both copies behind a
 *     commitment that fits; and of every other it opens neither copy on disk.
 * 10. A live cell is on disk as in memory, in both copies or, noted as uneven, in one.
 * 11. Both copies of the header are on disk as in memory.
 * 12. Both copies of the state know as many commits as memory, and no more segments.
 * 13. The heart key is in memory while it beats and only then, and each copy of the state
 *     wraps the same one.
 *
 * vault_keyring_check() looks for 3, 4 and 6 to 13, and on disk only while not BROKEN; the
 * others are about order, and the fault tests look for those.
 *
 *      (no file) --vault_keyring_create--> UNPUBLISHED --vault_keyring_publish--> OPEN
 *      CLOSED    --vault_keyring_open----> OPEN
 *      OPEN      --vault_keyring_finish_slots--> OPEN, perhaps under other keys
 *      OPEN      --a flush fails---------> BROKEN   (reads go on, writes are refused)
 *      CLOSED, UNFINISHED --vault_keyring_open, vault_keyring_finish_rekey--> OPEN
 *      OPEN, BROKEN --vault_keyring_free-> CLOSED
 *      any       --vault_keyring_wipe----> DESTROYED
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "file/file.h"

/* A reaper holds the lock for a few milliseconds; a person should not be told "busy" for
 * that. */
#define LOCK_TRIES 10
#define LOCK_PAUSE_US 50000

int
vault_keyring_open_file (int dir_fd, GError **error)
{
  int fd = vault_file_open_at (dir_fd, VAULT_KEYRING_NAME, O_RDWR, error);

  if (fd < 0)
    return -1;

  for (guint n_tries = 1;; n_tries++) {
    g_autoptr (GError) local = NULL;

    if (vault_file_lock (fd, &local))
      return fd;
    if (n_tries == LOCK_TRIES
        || !g_error_matches (local, VAULT_ERROR, VAULT_ERROR_BUSY)) {
      g_propagate_error (error, g_steal_pointer (&local));
      close (fd);
      return -1;
    }
    g_usleep (LOCK_PAUSE_US);
  }
}

gboolean
vault_keyring_read_header (int fd,
                           VaultHeader *out,
                           guint8 *out_block,
                           VaultHeaderStatus *out_status,
                           GError **error)
{
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);
  guint64 n_file_bytes;

  *out_status = VAULT_HEADER_DAMAGED;
  if (!vault_file_get_size (fd, &n_file_bytes, error))
    return FALSE;

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    guint64 offset = vault_head_offset (copy) + VAULT_HEADER_AT;
    VaultHeaderStatus status;
    VaultHeader header;

    if (offset + VAULT_MARKER_BYTES > n_file_bytes)
      continue;
    /* A file that was cut short and then wiped has room for the marker alone. */
    sodium_memzero (block, VAULT_BLOCK_BYTES);
    if (!vault_file_read_at (fd, block, MIN (VAULT_BLOCK_BYTES, n_file_bytes - offset),
                             offset, error))
      return FALSE;

    status = vault_header_decode (block, &header);
    if (status == VAULT_HEADER_DAMAGED)
      continue;
    /* A wipe that was interrupted after copy A must not be undone by copy B. */
    if (*out_status == VAULT_HEADER_DAMAGED || status == VAULT_HEADER_DESTROYED) {
      *out_status = status;
      *out = header;
      if (out_block != NULL)
        memcpy (out_block, block, VAULT_BLOCK_BYTES);
    }
  }

  return TRUE;
}

/* A clock block that cannot be read is no reason not to look at the rest. */
static void
peek_clock (int fd, const VaultHeader *header, VaultKeyringPeek *out)
{
  VaultKeyringClock clock;
  gboolean found;

  if (out->status == VAULT_HEADER_OK && vault_segments_in (out->n_file_bytes) > 0
      && vault_keyring_read_clock (fd, header->vault_id, &clock, &found, NULL, NULL)
      && found)
    out->reaped_until_s = clock.reaped_until_s;
}

gboolean
vault_keyring_peek (int dir_fd, VaultKeyringPeek *out, GError **error)
{
  g_autoptr (GError) local = NULL;
  VaultHeader header = { 0 };
  gboolean ok;
  int fd;

  sodium_memzero (out, sizeof *out);
  fd = vault_file_open_at (dir_fd, VAULT_KEYRING_NAME, O_RDONLY, &local);
  if (fd < 0 && g_error_matches (local, VAULT_ERROR, VAULT_ERROR_NO_VAULT))
    return TRUE;
  if (fd < 0) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }

  out->exists = TRUE;
  ok = vault_file_get_size (fd, &out->n_file_bytes, error)
       && vault_keyring_read_header (fd, &header, NULL, &out->status, error);
  out->kdf = header.kdf;
  if (ok)
    peek_clock (fd, &header, out);
  close (fd);
  return ok;
}

gboolean
vault_keyring_read_clock (int fd,
                          const guint8 *vault_id,
                          VaultKeyringClock *out,
                          gboolean *out_found,
                          VaultCopy *out_copy,
                          GError **error)
{
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);

  *out_found = FALSE;
  for (VaultCopy copy = VAULT_COPY_A; !*out_found && copy <= VAULT_COPY_B; copy++) {
    if (!vault_file_read_at (fd, block, VAULT_BLOCK_BYTES,
                             vault_head_offset (copy) + VAULT_CLOCK_AT, error))
      return FALSE;
    *out_found = vault_clock_decode (block, vault_id, out);
    if (*out_found && out_copy != NULL)
      *out_copy = copy;
  }

  return TRUE;
}

gboolean
vault_keyring_copy_block (int fd,
                          guint64 at,
                          VaultCopy from,
                          guint *n_healed,
                          GError **error)
{
  guint8 blocks[2][VAULT_BLOCK_BYTES];
  VaultCopy to = from == VAULT_COPY_A ? VAULT_COPY_B : VAULT_COPY_A;

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    if (!vault_file_read_at (fd, blocks[copy], VAULT_BLOCK_BYTES,
                             vault_head_offset (copy) + at, error))
      return FALSE;
  }
  if (sodium_memcmp (blocks[0], blocks[1], VAULT_BLOCK_BYTES) == 0)
    return TRUE;

  (*n_healed)++;
  return vault_file_write_at (fd, blocks[from], VAULT_BLOCK_BYTES,
                              vault_head_offset (to) + at, error)
         && vault_file_sync (fd, error);
}

gboolean
vault_keyring_store_clock (int fd,
                           const VaultKeyringClock *clock,
                           const guint8 *vault_id,
                           GError **error)
{
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);

  vault_clock_encode (clock, vault_id, block);
  return vault_keyring_write_block (fd, VAULT_CLOCK_AT, block, error);
}

gboolean
vault_keyring_write_block (int fd, guint64 at, const guint8 *block, GError **error)
{
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    if (!vault_file_write_at (fd, block, VAULT_BLOCK_BYTES,
                              vault_head_offset (copy) + at, error)
        || !vault_file_sync (fd, error))
      return FALSE;
  }

  return TRUE;
}

VaultKeyring *
vault_keyring_new_for_fd (int fd, GError **error)
{
  VaultKeyring *self = g_new0 (VaultKeyring, 1);

  g_mutex_init (&self->writing);
  g_mutex_init (&self->mutex);
  self->fd = fd;
  self->secret = vault_secret_new (sizeof (VaultKeyringKeys), error);
  if (self->secret == NULL) {
    vault_keyring_free (self);
    return NULL;
  }

  self->keys = (VaultKeyringKeys *) (gpointer) vault_secret_get_writable (self->secret);
  return self;
}

void
vault_keyring_free (VaultKeyring *self)
{
  if (self == NULL)
    return;

  vault_secret_unref (self->secret);
  vault_secret_unref (self->panic_key);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->sealed);
  g_free (self->states);
  g_free (self->uneven);
  g_mutex_clear (&self->writing);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

const guint8 *
vault_keyring_get_vault_id (VaultKeyring *self)
{
  return self->header.vault_id;
}

const guint8 *
vault_keyring_get_stamp_key (VaultKeyring *self)
{
  return self->keys->stamp_key;
}

int
vault_keyring_get_fd (VaultKeyring *self)
{
  return self->fd;
}

gint64
vault_keyring_advance (VaultKeyring *self, gboolean *out_doubtful)
{
  VaultClockReading reading;
  gboolean doubtful;
  gint64 now;

  vault_clock_read (&reading);
  g_mutex_lock (&self->mutex);
  now = vault_clock_advance (&self->clock.mark, &reading, &doubtful);
  g_mutex_unlock (&self->mutex);
  if (out_doubtful != NULL)
    *out_doubtful = doubtful;

  return now;
}

gint64
vault_keyring_get_time (VaultKeyring *self, gboolean *out_doubtful)
{
  return vault_keyring_advance (self, out_doubtful);
}

gboolean
vault_keyring_believe_clock (VaultKeyring *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  VaultClockReading reading;
  VaultKeyringClock clock;

  if (!vault_keyring_may_write (self, error))
    return FALSE;

  vault_clock_read (&reading);
  g_mutex_lock (&self->mutex);
  vault_clock_believe (&self->clock.mark, &reading);
  clock = self->clock;
  g_mutex_unlock (&self->mutex);
  self->stored_time_s = clock.mark.time_s;
  return vault_keyring_store_clock (self->fd, &clock, self->header.vault_id, error)
         && vault_keyring_write_state (self, error);
}

guint64
vault_keyring_get_generation (VaultKeyring *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->durable_generation;
}

guint64
vault_keyring_get_n_commits (VaultKeyring *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->state.n_commits;
}

gboolean
vault_keyring_may_write (VaultKeyring *self, GError **error)
{
  guint8 start[VAULT_MARKER_BYTES];

  if (self->broken) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_IO, "an earlier flush failed");
    return FALSE;
  }

  /* Another process may have wiped the file under us; that is not to be undone. */
  if (!vault_file_read_at (self->fd, start, sizeof start,
                           vault_head_offset (VAULT_COPY_A), error))
    return FALSE;
  if (sodium_memcmp (start, VAULT_DESTROYED_MARKER, sizeof start) == 0) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DESTROYED, "the vault was wiped");
    return FALSE;
  }

  return TRUE;
}

void
vault_keyring_prepare_state (VaultKeyring *self, gint64 now)
{
  self->state.time_s = now;
  self->state.unreaped_s =
      (guint32) CLAMP (now - self->clock.reaped_until_s, 0, G_MAXUINT32);
  vault_keyring_beat (self, now);
}

gboolean
vault_keyring_write_state (VaultKeyring *self, GError **error)
{
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);
  gint64 now = vault_keyring_advance (self, NULL);

  g_mutex_lock (&self->mutex);
  vault_keyring_prepare_state (self, now);
  vault_state_encode (&self->state, self->keys->state_key, self->header.vault_id,
                      block);
  g_mutex_unlock (&self->mutex);
  if (vault_keyring_write_block (self->fd, VAULT_STATE_AT, block, error))
    return TRUE;

  self->broken = TRUE;
  return FALSE;
}

gboolean
vault_keyring_set_n_commits (VaultKeyring *self, guint64 n_commits, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);

  if (!vault_keyring_may_write (self, error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  self->state.n_commits = MAX (self->state.n_commits, n_commits);
  g_mutex_unlock (&self->mutex);
  return vault_keyring_write_state (self, error);
}
