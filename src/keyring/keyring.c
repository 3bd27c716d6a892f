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
 *  6. The master key is in memory only inside vault_keyring_open() and _create().
 *
 *      (no file) --vault_keyring_create--> UNPUBLISHED --vault_keyring_publish--> OPEN
 *      CLOSED    --vault_keyring_open----> OPEN
 *      OPEN      --a flush fails---------> BROKEN   (reads go on, writes are refused)
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

#include "crypto/passphrase.h"
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

static gboolean
damaged (GError **error, const char *what)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_KEYRING, "%s", what);
  return FALSE;
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

    if (offset + VAULT_BLOCK_BYTES > n_file_bytes)
      continue;
    if (!vault_file_read_at (fd, block, VAULT_BLOCK_BYTES, offset, error))
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

gboolean
vault_keyring_peek (int dir_fd, VaultKeyringPeek *out, GError **error)
{
  g_autoptr (GError) local = NULL;
  VaultHeader header = { 0 };
  gboolean ok;
  int fd;

  memset (out, 0, sizeof *out);
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
  close (fd);
  return ok;
}

gboolean
vault_keyring_read_clock (int fd,
                          const guint8 *vault_id,
                          VaultKeyringClock *out,
                          GError **error)
{
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);
  VaultClockReading reading;

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    if (!vault_file_read_at (fd, block, VAULT_BLOCK_BYTES,
                             vault_head_offset (copy) + VAULT_CLOCK_AT, error))
      return FALSE;
    if (vault_clock_decode (block, vault_id, out))
      return TRUE;
  }

  /* Nobody knows any more which epoch keys are used up.  Guessing too early would
   * overwrite keys of the future and with them live items; so nothing is overwritten now,
   * and what is due is found by its deadline at the next unlock. */
  vault_clock_read (&reading);
  memset (out, 0, sizeof *out);
  out->mark.time_s = MAX (reading.wall_s, 0);
  out->mark.boot_s = MAX (reading.boot_s, 0);
  memcpy (out->mark.boot_id, reading.boot_id, VAULT_BOOT_ID_BYTES);
  out->reaped_until_s = out->mark.time_s;
  return TRUE;
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
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->sealed);
  g_free (self->states);
  g_free (self->uneven);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
vault_keyring_derive_keys (VaultKeyring *self)
{
  VaultKeyringKeys *keys = self->keys;

  /* The ring root needs no place of its own: it lies where the cell scratch will be. */
  vault_subkey_derive (keys->master_key, VAULT_SUBKEY_RING_ROOT, keys->cell.root);
  vault_header_derive_ring_key (&self->header, keys->cell.root, keys->ring_key);
  vault_subkey_derive (keys->master_key, VAULT_SUBKEY_STATE, keys->state_key);
  vault_subkey_derive (keys->master_key, VAULT_SUBKEY_STAMP, keys->stamp_key);

  sodium_memzero (&keys->cell, sizeof keys->cell);
  sodium_memzero (keys->master_key, VAULT_KEY_BYTES);
  sodium_memzero (keys->mac_key, VAULT_KEY_BYTES);
}

/* Try all slots, also after one has opened, so that the time taken does not tell which. */
static gboolean
open_slots (VaultKeyring *self, VaultSecret *passphrase_key)
{
  g_autoptr (VaultSecret) found = vault_secret_new (VAULT_KEY_BYTES, NULL);
  gboolean any = FALSE;

  if (found == NULL)
    return FALSE;

  for (guint8 i = 0; i < VAULT_N_SLOTS; i++) {
    VaultSlotPlace place = { self->header.vault_id, &self->header.kdf, i };
    VaultSlotKind kind;

    if (!vault_slot_open (vault_secret_get (passphrase_key), &place,
                          self->header.slots[i], &self->keys->slot, &kind,
                          vault_secret_get_writable (found)))
      continue;

    any = TRUE;
    memcpy (self->keys->master_key, vault_secret_get (found), VAULT_KEY_BYTES);
  }

  return any;
}

static gboolean
check_header_status (int fd, VaultHeaderStatus status, GError **error)
{
  switch (status) {
  case VAULT_HEADER_OK:
    return TRUE;
  case VAULT_HEADER_NEWER:
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NEWER_FORMAT, "format is newer than %u",
                 VAULT_FORMAT_VERSION);
    return FALSE;
  case VAULT_HEADER_DESTROYED: {
    g_autofree VaultWipeRoom *room = g_new0 (VaultWipeRoom, 1);
    VaultWipeStep steps[VAULT_WIPE_N_PARTS] = { 0 };

    /* Whoever began the wipe wanted all of it; power may have failed half-way. */
    vault_keyring_wipe (fd, room, g_get_monotonic_time (), steps);
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DESTROYED, "the vault was wiped");
    return FALSE;
  }
  case VAULT_HEADER_DAMAGED:
  default:
    return damaged (error, "neither header copy is whole");
  }
}

static gboolean
unlock_header (VaultKeyring *self,
               const guint8 *block,
               VaultSecret *passphrase,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (VaultSecret) normalised = NULL;
  g_autoptr (VaultSecret) passphrase_key = NULL;

  if (!vault_kdf_params_are_acceptable (&self->header.kdf,
                                        vault_kdf_get_computer_memory ())) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_KDF_REFUSED,
                 "%" G_GUINT64_FORMAT " MiB and %" G_GUINT64_FORMAT " passes",
                 self->header.kdf.memory_bytes >> 20, self->header.kdf.passes);
    return FALSE;
  }

  normalised = vault_passphrase_normalise (passphrase, error);
  if (normalised == NULL)
    return FALSE;
  passphrase_key = vault_kdf_derive (&self->header.kdf, normalised, error);
  if (passphrase_key == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  if (!open_slots (self, passphrase_key)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_WRONG_PASSPHRASE, "no slot opens");
    return FALSE;
  }

  vault_subkey_derive (self->keys->master_key, VAULT_SUBKEY_HEADER_MAC,
                       self->keys->mac_key);
  if (!vault_header_verify (block, self->keys->mac_key))
    return damaged (error, "the header was altered by something that has no key");

  vault_keyring_derive_keys (self);
  return TRUE;
}

static gboolean
read_state (VaultKeyring *self, GError **error)
{
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);
  gboolean found = FALSE;

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    VaultKeyringState state;

    if (!vault_file_read_at (self->fd, block, VAULT_BLOCK_BYTES,
                             vault_head_offset (copy) + VAULT_STATE_AT, error))
      return FALSE;
    if (!vault_state_decode (block, self->keys->state_key, self->header.vault_id, &state))
      continue;
    if (!found || state.generation > self->state.generation)
      self->state = state;
    found = TRUE;
  }

  return found || damaged (error, "neither state block verifies");
}

static gboolean
read_epochs (VaultKeyring *self, GError **error)
{
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    if (!vault_file_read_at (self->fd, self->keys->epochs[copy], VAULT_EPOCH_TABLE_BYTES,
                             vault_head_offset (copy) + VAULT_EPOCHS_AT, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
load_body (VaultKeyring *self, GError **error)
{
  guint64 n_file_bytes;
  guint n_overwritten;

  if (!vault_file_get_size (self->fd, &n_file_bytes, error)
      || !read_state (self, error)
      || !vault_keyring_read_clock (self->fd, self->header.vault_id, &self->clock, error)
      || !read_epochs (self, error))
    return FALSE;
  if (vault_segments_in (n_file_bytes) < self->state.n_segments)
    return damaged (error, "cells are missing at the end");

  /* The plain clock block may have been turned back; the sealed time cannot be. */
  self->clock.mark.time_s = MAX (self->clock.mark.time_s, self->state.time_s);
  self->stored_time_s = self->clock.mark.time_s;
  vault_keyring_set_n_segments (self, vault_segments_in (n_file_bytes));
  return vault_keyring_reap_unlocked (self, &n_overwritten, error)
         && vault_keyring_load_cells (self, error);
}

VaultKeyring *
vault_keyring_open (int dir_fd,
                    VaultSecret *passphrase,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (VaultKeyring) self = NULL;
  g_autofree guint8 *block = g_malloc0 (VAULT_BLOCK_BYTES);
  VaultHeaderStatus status;
  guint64 n_file_bytes;
  int fd = vault_keyring_open_file (dir_fd, error);

  if (fd < 0)
    return NULL;

  self = vault_keyring_new_for_fd (fd, error);
  if (self == NULL || !vault_file_get_size (fd, &n_file_bytes, error)
      || !vault_keyring_read_header (fd, &self->header, block, &status, error)
      || !check_header_status (fd, status, error))
    return NULL;

  if (vault_segments_in (n_file_bytes) == 0) {
    damaged (error, "the file was cut short");
    return NULL;
  }
  if (!unlock_header (self, block, passphrase, cancellable, error)
      || !load_body (self, error))
    return NULL;

  return g_steal_pointer (&self);
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
  now = vault_clock_advance (&self->clock.mark, &reading, &doubtful);
  if (out_doubtful != NULL)
    *out_doubtful = doubtful;

  return now;
}

gint64
vault_keyring_get_time (VaultKeyring *self, gboolean *out_doubtful)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return vault_keyring_advance (self, out_doubtful);
}

guint64
vault_keyring_get_generation (VaultKeyring *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->state.generation;
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
  if (!vault_file_read_at (self->fd, start, sizeof start, vault_head_offset (VAULT_COPY_A),
                           error))
    return FALSE;
  if (sodium_memcmp (start, VAULT_DESTROYED_MARKER, sizeof start) == 0) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DESTROYED, "the vault was wiped");
    return FALSE;
  }

  return TRUE;
}

gboolean
vault_keyring_write_state (VaultKeyring *self, GError **error)
{
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);

  self->state.time_s = vault_keyring_advance (self, NULL);
  vault_state_encode (&self->state, self->keys->state_key, self->header.vault_id, block);
  if (vault_keyring_write_block (self->fd, VAULT_STATE_AT, block, error))
    return TRUE;

  self->broken = TRUE;
  return FALSE;
}

gboolean
vault_keyring_set_n_commits (VaultKeyring *self, guint64 n_commits, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (!vault_keyring_may_write (self, error))
    return FALSE;

  self->state.n_commits = MAX (self->state.n_commits, n_commits);
  return vault_keyring_write_state (self, error);
}
