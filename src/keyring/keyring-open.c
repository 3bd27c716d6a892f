/* keyring-open.c - from a passphrase and a file to an open keyring
 *
 * Nothing is written before the header's MAC has been checked and the state has opened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

#include "file/file.h"

static gboolean
damaged (GError **error, const char *what)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_KEYRING, "%s", what);
  return FALSE;
}

gboolean
vault_keyring_check_header_status (int fd, VaultHeaderStatus status, GError **error)
{
  switch (status) {
  case VAULT_HEADER_OK:
    return TRUE;
  case VAULT_HEADER_NEWER:
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NEWER_FORMAT,
                 "format is newer than %u", VAULT_FORMAT_VERSION);
    return FALSE;
  case VAULT_HEADER_DESTROYED: {
    g_autofree VaultWipeRoom *room = g_new0 (VaultWipeRoom, 1);
    VaultWipeFile file = { 0 };

    /* Whoever began the wipe wanted all of it; power may have failed half-way. */
    vault_keyring_wipe (fd, room, g_get_monotonic_time (), &file);
    vault_keyring_set_wiped_error (&file, error);
    return FALSE;
  }
  case VAULT_HEADER_DAMAGED:
  default:
    return damaged (error, "neither header copy is whole");
  }
}

static gboolean
check_kdf (const VaultKdfParams *kdf, GError **error)
{
  if (vault_kdf_params_are_acceptable (kdf, vault_kdf_get_computer_memory ()))
    return TRUE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_KDF_REFUSED,
               "%" G_GUINT64_FORMAT " MiB and %" G_GUINT64_FORMAT " passes",
               kdf->memory_bytes >> 20, kdf->passes);
  return FALSE;
}

static gboolean
find_master (VaultKeyring *self,
             VaultSecret *passphrase,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (VaultSecret) passphrase_key =
                 vault_keyring_derive_passphrase (&self->header.kdf, passphrase, error);
  g_autoptr (GError) local = NULL;
  gboolean panic;

  if (passphrase_key == NULL
      || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (vault_keyring_open_slots (self, passphrase_key, &self->current, &panic, &local)) {
    if (panic)
      self->panic_key = g_steal_pointer (&passphrase_key);
    return TRUE;
  }

  if (g_error_matches (local, VAULT_ERROR, VAULT_ERROR_WRONG_PASSPHRASE))
    vault_keyring_note_failed (self);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
unlock_header (VaultKeyring *self, const guint8 *block, GError **error)
{
  VaultKeyringKeys *keys = self->keys;

  vault_keyring_derive_header_keys (self);
  if (!vault_header_verify (block, keys->mac_key))
    return damaged (error, "the header was altered by something that has no key");
  if (!vault_directory_open (&keys->directory, keys->directory_key,
                             self->header.vault_id, self->header.directory))
    return damaged (error, "the directory does not open");

  vault_keyring_derive_keys (self, &self->header, keys->ring_key, keys->state_key);
  vault_subkey_derive (keys->directory.identity_seed, VAULT_SUBKEY_STAMP,
                       keys->stamp_key);
  vault_keyring_adopt_entries (self, self->current);
  return TRUE;
}

/* While the cells are being sealed anew, the state may still be under the previous key. */
static gboolean
decode_state (VaultKeyring *self, const guint8 *block, VaultKeyringState *out)
{
  const VaultDirectory *directory = &self->keys->directory;

  return vault_state_decode (block, self->keys->state_key, self->header.vault_id, out)
         || (directory->unfinished
             && vault_state_decode (block, directory->previous_state_key,
                                    self->header.vault_id, out));
}

/* A header with a good MAC beside a state that it does not open is one from before the
 * passphrase was changed, put back by a backup or by who knew the old one; or the state is
 * damaged.  The clock block, which anybody may write, decides only what it is called. */
static gboolean
refuse_state (VaultKeyring *self, GError **error)
{
  VaultKeyringClock clock;
  gboolean found;

  if (!vault_keyring_read_clock (self->fd, self->header.vault_id, &clock, &found, NULL,
                                 error))
    return FALSE;
  if (!found || clock.ring_generation <= self->header.ring_generation)
    return damaged (error, "neither state block verifies");

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_OLDER_KEYRING, "an older header");
  return FALSE;
}

static gboolean
read_state (VaultKeyring *self, VaultCopy *out_better, GError **error)
{
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);
  gboolean found = FALSE;

  *out_better = VAULT_COPY_A;
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    VaultKeyringState state;

    if (!vault_file_read_at (self->fd, block, VAULT_BLOCK_BYTES,
                             vault_head_offset (copy) + VAULT_STATE_AT, error))
      return FALSE;
    if (!decode_state (self, block, &state))
      continue;
    if (!found || state.generation > self->state.generation) {
      self->state = state;
      *out_better = copy;
    }
    found = TRUE;
  }

  self->durable_generation = self->state.generation;
  return found || refuse_state (self, error);
}

/* A header from before a way in was added has the same master key: it opens the state, and a
 * recovery key on paper would be worth nothing without anybody being told. */
static gboolean
check_header_changes (VaultKeyring *self, GError **error)
{
  if (self->keys->directory.n_changes >= self->state.n_header_changes)
    return TRUE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_OLDER_KEYRING, "ways in are missing");
  return FALSE;
}

/* The beginning of an older keyring written over this one, as by a restore that got no further,
 * opens with the header and the state of its time, and what opens the cells is the header in
 * copy B alone.  A is always written first, so B is never newer by a cut: whether it is forged
 * cannot be told without its passphrase, and if it is not, healing it would be the end. */
static gboolean
check_other_header (VaultKeyring *self, GError **error)
{
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    VaultHeader header;

    if (!vault_file_read_at (self->fd, block, VAULT_BLOCK_BYTES,
                             vault_head_offset (copy) + VAULT_HEADER_AT, error))
      return FALSE;
    if (vault_header_decode (block, &header) != VAULT_HEADER_OK
        || sodium_memcmp (header.vault_id, self->header.vault_id, VAULT_ID_BYTES) != 0
        || header.ring_generation <= self->header.ring_generation)
      continue;

    g_set_error (error, VAULT_ERROR, VAULT_ERROR_OLDER_KEYRING,
                 "the other header is newer");
    return FALSE;
  }

  return TRUE;
}

/* Cut off between header and state, the state has not been told of the change. */
static gboolean
finish_change (VaultKeyring *self, GError **error)
{
  const VaultDirectory *directory = &self->keys->directory;
  gboolean told = self->state.n_header_changes == directory->n_changes;

  self->state.n_header_changes = directory->n_changes;
  if (directory->unfinished)
    return vault_keyring_finish_rekey (self, &self->header, self->keys->ring_key,
                                       self->keys->state_key, error);

  return told || vault_keyring_write_state (self, error);
}

static gboolean
read_epochs (VaultKeyring *self, GError **error)
{
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    if (!vault_file_read_at (self->fd, self->keys->epochs[copy],
                             VAULT_EPOCH_TABLE_BYTES,
                             vault_head_offset (copy) + VAULT_EPOCHS_AT, error))
      return FALSE;
  }

  return TRUE;
}

/* The plain clock block, unless it is damaged or too far ahead to be believed: then what the
 * state says, which is sealed.  Keys that passed since are overwritten, perhaps for the second
 * time; nothing can have been bound to the new ones without an opening in between, and that
 * would have moved the sealed times.  Nor does a clock block count that was turned back: it
 * would have keys overwritten that serve later epochs by now. */
static gboolean
load_clock (VaultKeyring *self, GError **error)
{
  VaultKeyringClock *clock = &self->clock;
  gint64 reaped_s = self->state.time_s - self->state.unreaped_s;
  VaultClockReading reading;
  VaultCopy better;
  gboolean doubtful;
  gboolean found;

  if (!vault_keyring_read_clock (self->fd, self->header.vault_id, clock, &found,
                                 &better, error)
      || (found
          && !vault_keyring_copy_block (self->fd, VAULT_CLOCK_AT, better,
                                        &self->n_healed, error)))
    return FALSE;

  vault_clock_read (&reading);
  if (!found
      || clock->mark.time_s
             > MAX (self->state.time_s, reading.wall_s) + VAULT_CLOCK_LEAP_S)
    *clock = (VaultKeyringClock){ .mark.time_s = self->state.time_s };
  clock->reaped_until_s = MAX (clock->reaped_until_s, reaped_s);

  /* The plain block may have been turned back; the sealed time cannot be.  The mark is moved
   * to this moment first: the sealed time is younger than the mark, and what has passed
   * since the mark would otherwise be added to it once more, at every opening. */
  vault_clock_advance (&clock->mark, &reading, &doubtful);
  clock->mark.time_s = MAX (clock->mark.time_s, self->state.time_s);
  self->stored_time_s = clock->mark.time_s;
  return TRUE;
}

/* Whether a copy of the header is now one that a wipe has overwritten. */
static gboolean
find_marker (VaultKeyring *self, gboolean *out_found, GError **error)
{
  guint8 start[VAULT_MARKER_BYTES];

  *out_found = FALSE;
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    if (!vault_file_read_at (self->fd, start, sizeof start,
                             vault_head_offset (copy) + VAULT_HEADER_AT, error))
      return FALSE;
    if (sodium_memcmp (start, VAULT_DESTROYED_MARKER, sizeof start) == 0)
      *out_found = TRUE;
  }

  return TRUE;
}

gboolean
vault_keyring_is_wiped (VaultKeyring *self)
{
  gboolean wiped;

  return find_marker (self, &wiped, NULL) && wiped;
}

gboolean
vault_keyring_check_not_wiped (VaultKeyring *self, GError **error)
{
  gboolean wiped;

  if (!find_marker (self, &wiped, error))
    return FALSE;

  return !wiped
         || vault_keyring_check_header_status (self->fd, VAULT_HEADER_DESTROYED, error);
}

/* One of the two copies may have gone bad; @block has just been verified.  A copy that a
 * wipe has reached is never written, and if one does so while we write, we finish it. */
static gboolean
heal_header (VaultKeyring *self, const guint8 *block, GError **error)
{
  g_autofree guint8 *on_disk = g_malloc (VAULT_BLOCK_BYTES);

  if (!vault_keyring_check_not_wiped (self, error))
    return FALSE;

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    guint64 at = vault_head_offset (copy) + VAULT_HEADER_AT;

    if (!vault_file_read_at (self->fd, on_disk, VAULT_BLOCK_BYTES, at, error))
      return FALSE;
    if (sodium_memcmp (on_disk, block, VAULT_BLOCK_BYTES) == 0
        || sodium_memcmp (on_disk, VAULT_DESTROYED_MARKER, VAULT_MARKER_BYTES) == 0)
      continue;
    self->n_healed++;
    if (!vault_file_write_at (self->fd, block, VAULT_BLOCK_BYTES, at, error)
        || !vault_file_sync (self->fd, error))
      return FALSE;
  }

  return vault_keyring_check_not_wiped (self, error);
}

/* The count of wrong passphrases has been read, and starts anew; and the clock block is to
 * know the header that counts. */
static gboolean
settle_clock (VaultKeyring *self, GError **error)
{
  VaultKeyringClock *clock = &self->clock;
  gboolean known = clock->n_failed == 0 && clock->last_failed_s == 0
                   && clock->ring_generation == self->header.ring_generation;
  self->n_failed = clock->n_failed;
  self->last_failed_s = clock->last_failed_s;
  clock->n_failed = 0;
  clock->last_failed_s = 0;
  clock->ring_generation = self->header.ring_generation;
  return known
         || vault_keyring_store_clock (self->fd, clock, self->header.vault_id, error);
}

/* @block, the header, is copied over its other copy only when the state has opened: an old
 * header opens with the passphrase of its time, and the other copy may be all that is left
 * of the right one. */
static gboolean
load_body (VaultKeyring *self, const guint8 *block, GError **error)
{
  VaultCopy better;
  guint64 n_file_bytes;
  guint n_overwritten;

  if (!vault_file_get_size (self->fd, &n_file_bytes, error)
      || !read_state (self, &better, error) || !check_header_changes (self, error))
    return FALSE;
  if (vault_segments_in (n_file_bytes) < self->state.n_segments)
    return damaged (error, "cells are missing at the end");
  if (!check_other_header (self, error) || !heal_header (self, block, error)
      || !vault_keyring_copy_block (self->fd, VAULT_STATE_AT, better, &self->n_healed,
                                    error)
      || !load_clock (self, error) || !read_epochs (self, error))
    return FALSE;

  /* As many as the sealed state says: the size of the file is anybody's to choose. */
  vault_keyring_set_n_segments (self, self->state.n_segments);
  vault_keyring_load_heart (self);
  return finish_change (self, error)
         && vault_keyring_reap_unlocked (self, &n_overwritten, error)
         && vault_keyring_load_cells (self, error) && settle_clock (self, error);
}

/* Takes @busy, which everybody gets to see whose passphrase is no panic passphrase. */
static VaultKeyring *
open_busy (int dir_fd,
           VaultSecret *passphrase,
           GCancellable *cancellable,
           GError *busy,
           GError **error)
{
  g_autoptr (VaultKeyring) self = NULL;

  if (g_error_matches (busy, VAULT_ERROR, VAULT_ERROR_BUSY))
    self = vault_keyring_open_panic (dir_fd, passphrase);
  if (self == NULL) {
    g_propagate_error (error, busy);
    return NULL;
  }

  g_error_free (busy);
  return g_cancellable_set_error_if_cancelled (cancellable, error)
             ? NULL
             : g_steal_pointer (&self);
}

VaultKeyring *
vault_keyring_open (int dir_fd,
                    VaultSecret *passphrase,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (VaultKeyring) self = NULL;
  g_autofree guint8 *block = g_malloc0 (VAULT_BLOCK_BYTES);
  GError *busy = NULL;
  VaultHeaderStatus status;
  guint64 n_file_bytes;
  int fd = vault_keyring_open_file (dir_fd, &busy);

  if (fd < 0)
    return open_busy (dir_fd, passphrase, cancellable, busy, error);

  self = vault_keyring_new_for_fd (fd, error);
  if (self == NULL || !vault_file_get_size (fd, &n_file_bytes, error)
      || !vault_keyring_read_header (fd, &self->header, block, &status, error)
      || !vault_keyring_check_header_status (fd, status, error))
    return NULL;

  if (vault_segments_in (n_file_bytes) == 0) {
    damaged (error, "the file was cut short");
    return NULL;
  }
  if (!check_kdf (&self->header.kdf, error)
      || !find_master (self, passphrase, cancellable, error)
      || !vault_keyring_check_not_wiped (self, error))
    return NULL;
  /* There is nothing more to open. */
  if (self->panic_key != NULL)
    return g_steal_pointer (&self);
  if (!unlock_header (self, block, error) || !load_body (self, block, error))
    return NULL;

  vault_keyring_forget_master (self);
  return g_steal_pointer (&self);
}
