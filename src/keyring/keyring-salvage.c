/* keyring-salvage.c - a keyring opened to be read, whatever is wrong with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-salvage.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "file/file.h"
#include "keyring/keyring-private.h"

#define LOCK_TRIES 10
#define LOCK_PAUSE_US 50000
/* Without a state block only the size of the file says how many cells there are, and that is
 * anybody's to choose: four million are read, in half a GiB. */
#define MAX_UNTOLD_SEGMENTS 1024

void
vault_keyring_read_what_is_there (int fd, guint8 *out, gsize n_bytes, guint64 offset)
{
  if (vault_file_read_at (fd, out, n_bytes, offset, NULL))
    return;

  for (gsize at = 0; at < n_bytes; at += VAULT_BLOCK_BYTES) {
    gsize n = MIN (n_bytes - at, VAULT_BLOCK_BYTES);

    if (!vault_file_read_at (fd, out + at, n, offset + at, NULL))
      sodium_memzero (out + at, n);
  }
}

static gboolean
damaged (GError **error, const char *what)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_KEYRING, "%s", what);
  return FALSE;
}

/* Shared, as is fit for a reader; who has the vault open holds it alone. */
static gboolean
lock_for_reading (int fd, GError **error)
{
  for (guint n_tries = 0; n_tries < LOCK_TRIES; n_tries++) {
    struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET };

    if (fcntl (fd, F_OFD_SETLK, &lock) == 0)
      return TRUE;
    if (errno != EAGAIN && errno != EACCES)
      return vault_file_set_error (error, errno, "lock the vault");
    g_usleep (LOCK_PAUSE_US);
  }

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_BUSY, "another process has the lock");
  return FALSE;
}

static int
open_file (int dir_fd, GError **error)
{
  int fd = vault_file_open_at (dir_fd, VAULT_KEYRING_NAME, O_RDONLY, error);

  if (fd < 0 || lock_for_reading (fd, error))
    return fd;

  close (fd);
  return -1;
}

/* A header that is whole but of a later version, or a wipe's marker, in either copy, is the
 * last word: what lies behind it is not ours to read any more. */
static gboolean
check_status (VaultHeaderStatus status, GError **error)
{
  if (status == VAULT_HEADER_DESTROYED) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DESTROYED, "the vault was wiped");
    return FALSE;
  }
  if (status == VAULT_HEADER_NEWER) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NEWER_FORMAT,
                 "format is newer than %u", VAULT_FORMAT_VERSION);
    return FALSE;
  }

  return TRUE;
}

static gboolean
check_kdf (const VaultKdfParams *kdf, GError **error)
{
  if (vault_kdf_params_are_acceptable (kdf, vault_kdf_get_computer_memory ()))
    return TRUE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_KDF_REFUSED, "key derivation");
  return FALSE;
}

/* From self->header and @block, in which it lies, to the keys. */
static gboolean
unlock (VaultKeyring *self,
        const guint8 *block,
        VaultSecret *passphrase,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (VaultSecret) key = NULL;
  VaultKeyringKeys *keys = self->keys;
  guint8 number;

  if (!check_kdf (&self->header.kdf, error))
    return FALSE;
  key = vault_keyring_derive_passphrase (&self->header.kdf, passphrase, error);
  if (key == NULL || g_cancellable_set_error_if_cancelled (cancellable, error)
      || !vault_keyring_open_slots (self, key, &number, NULL, error))
    return FALSE;

  vault_keyring_derive_header_keys (self);
  if (!vault_header_verify (block, keys->mac_key)
      || !vault_directory_open (&keys->directory, keys->directory_key,
                                self->header.vault_id, self->header.directory))
    return damaged (error, "the header was altered by something that has no key");

  vault_keyring_derive_keys (self, &self->header, keys->ring_key, keys->state_key);
  return TRUE;
}

/* Copy A, unless B is of a later generation: then A is what a restore that got no further has
 * left of an older keyring, and opens none of the cells of today. */
static VaultCopy
find_newer (const VaultHeader headers[2], const VaultHeaderStatus statuses[2])
{
  gboolean b_is_newer =
      statuses[VAULT_COPY_A] == VAULT_HEADER_OK
      && statuses[VAULT_COPY_B] == VAULT_HEADER_OK
      && headers[VAULT_COPY_B].ring_generation > headers[VAULT_COPY_A].ring_generation;

  return b_is_newer ? VAULT_COPY_B : VAULT_COPY_A;
}

/* The first copy that can be unlocked, the newer one before the other.  @error is that of the
 * first to be tried. */
static gboolean
unlock_either (VaultKeyring *self,
               VaultSecret *passphrase,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree guint8 *blocks = g_malloc0 (2 * VAULT_BLOCK_BYTES);
  g_autoptr (GError) first = NULL;
  VaultHeader headers[2];
  VaultHeaderStatus statuses[2];
  VaultCopy newer;

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    guint8 *block = blocks + copy * VAULT_BLOCK_BYTES;

    vault_keyring_read_what_is_there (self->fd, block, VAULT_BLOCK_BYTES,
                                      vault_head_offset (copy) + VAULT_HEADER_AT);
    statuses[copy] = vault_header_decode (block, &headers[copy]);
    if (!check_status (statuses[copy], error))
      return FALSE;
  }

  newer = find_newer (headers, statuses);
  for (guint i = 0; i < 2; i++) {
    VaultCopy copy = i == 0                  ? newer
                     : newer == VAULT_COPY_A ? VAULT_COPY_B
                                             : VAULT_COPY_A;
    const guint8 *block = blocks + copy * VAULT_BLOCK_BYTES;

    if (statuses[copy] != VAULT_HEADER_OK
        || (first != NULL
            && sodium_memcmp (blocks, blocks + VAULT_BLOCK_BYTES, VAULT_BLOCK_BYTES)
                   == 0))
      continue;
    self->header = headers[copy];
    if (unlock (self, block, passphrase, cancellable, first == NULL ? &first : NULL))
      return TRUE;
  }

  if (first == NULL)
    return damaged (error, "neither header copy is whole");
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

static gboolean
load_state (VaultKeyring *self)
{
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);
  const VaultDirectory *directory = &self->keys->directory;
  gboolean found = FALSE;

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    VaultKeyringState state;

    vault_keyring_read_what_is_there (self->fd, block, VAULT_BLOCK_BYTES,
                                      vault_head_offset (copy) + VAULT_STATE_AT);
    if (!vault_state_decode (block, self->keys->state_key, self->header.vault_id,
                             &state)
        && !(directory->unfinished
             && vault_state_decode (block, directory->previous_state_key,
                                    self->header.vault_id, &state)))
      continue;
    if (!found || state.generation > self->state.generation)
      self->state = state;
    found = TRUE;
  }

  return found;
}

/* As at an opening, see keyring-open.c: the sealed time is the least it can be, and a plain
 * mark too far ahead is not believed. */
static void
load_clock (VaultKeyring *self)
{
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);
  VaultKeyringClock *clock = &self->clock;
  VaultClockReading reading;
  gboolean found = FALSE;
  gboolean doubtful;

  for (VaultCopy copy = VAULT_COPY_A; !found && copy <= VAULT_COPY_B; copy++) {
    vault_keyring_read_what_is_there (self->fd, block, VAULT_BLOCK_BYTES,
                                      vault_head_offset (copy) + VAULT_CLOCK_AT);
    found = vault_clock_decode (block, self->header.vault_id, clock);
  }

  vault_clock_read (&reading);
  if (!found
      || clock->mark.time_s
             > MAX (self->state.time_s, reading.wall_s) + VAULT_CLOCK_LEAP_S)
    *clock = (VaultKeyringClock){ .mark.time_s = self->state.time_s };

  vault_clock_advance (&clock->mark, &reading, &doubtful);
  clock->mark.time_s = MAX (clock->mark.time_s, self->state.time_s);
}

static guint32
guess_n_segments (VaultKeyring *self)
{
  guint64 n_file_bytes = 0;

  if (!vault_file_get_size (self->fd, &n_file_bytes, NULL)
      || n_file_bytes <= VAULT_KEYRING_MIN_BYTES)
    return 1;

  /* What was cut off in the middle of a segment may still hold cells. */
  return (guint32) MIN (
      2 + (n_file_bytes - VAULT_KEYRING_MIN_BYTES - 1) / (2 * VAULT_SEGMENT_BYTES),
      (guint64) MAX_UNTOLD_SEGMENTS);
}

/* A change of keys that was interrupted left some cells under the keys before. */
static gboolean
take_cell (VaultKeyring *self, guint32 cell, const guint8 *sealed)
{
  const VaultDirectory *directory = &self->keys->directory;
  VaultCellPlace place = vault_keyring_place_of (self, cell);
  VaultCellPlace before = { directory->previous_ring_key, self->header.vault_id, cell };
  guint8 *out = vault_keyring_sealed_cell (self, cell);
  VaultEpoch epoch;

  if (vault_cell_open (&place, sealed, &self->keys->cell, &epoch))
    memcpy (out, sealed, VAULT_CELL_BYTES);
  else if (directory->unfinished
           && vault_cell_open (&before, sealed, &self->keys->cell, &epoch))
    vault_cell_reseal (&place, sealed, &self->keys->cell, out);
  else
    return FALSE;

  self->states[cell] = VAULT_CELL_STATE_LIVE;
  return TRUE;
}

static void
load_cells (VaultKeyring *self)
{
  g_autofree guint8 *a = g_malloc (VAULT_SEGMENT_BYTES);
  g_autofree guint8 *b = g_malloc (VAULT_SEGMENT_BYTES);

  for (guint32 segment = 0; segment < self->n_cells / VAULT_SEGMENT_CELLS; segment++) {
    vault_keyring_read_what_is_there (self->fd, a, VAULT_SEGMENT_BYTES,
                                      vault_segment_offset (segment, VAULT_COPY_A));
    vault_keyring_read_what_is_there (self->fd, b, VAULT_SEGMENT_BYTES,
                                      vault_segment_offset (segment, VAULT_COPY_B));

    for (guint32 i = segment == 0; i < VAULT_SEGMENT_CELLS; i++) {
      guint32 cell = segment * VAULT_SEGMENT_CELLS + i;
      gsize at = (gsize) i * VAULT_CELL_BYTES;

      if (!take_cell (self, cell, a + at))
        (void) take_cell (self, cell, b + at);
    }
  }

  sodium_memzero (&self->keys->cell, sizeof self->keys->cell);
}

static void
load_epochs (VaultKeyring *self)
{
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    vault_keyring_read_what_is_there (self->fd, self->keys->epochs[copy],
                                      VAULT_EPOCH_TABLE_BYTES,
                                      vault_head_offset (copy) + VAULT_EPOCHS_AT);
}

VaultKeyring *
vault_keyring_open_for_salvage (int dir_fd,
                                VaultSecret *passphrase,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (VaultKeyring) self = NULL;
  int fd = open_file (dir_fd, error);

  if (fd < 0)
    return NULL;

  self = vault_keyring_new_for_fd (fd, error);
  if (self == NULL || !unlock_either (self, passphrase, cancellable, error))
    return NULL;

  /* Whatever calls itself a writer of this one is mistaken. */
  self->broken = TRUE;
  vault_keyring_set_n_segments (self, load_state (self) ? self->state.n_segments
                                                        : guess_n_segments (self));
  load_clock (self);
  load_epochs (self);
  vault_keyring_load_heart (self);
  load_cells (self);
  vault_keyring_forget_master (self);
  return g_steal_pointer (&self);
}
