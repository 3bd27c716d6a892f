/* keyring-check.c - the invariants of keyring.c, looked for in memory and on disk
 *
 * Numbers are those at the head of keyring.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"
#include "file/file.h"

GQuark
vault_keyring_invariant_quark (void)
{
  return g_quark_from_static_string ("vault-keyring-invariant");
}

/* Secret: lives in guarded memory. */
typedef struct {
  VaultCellScratch scratch;
  guint8 root[VAULT_KEY_BYTES];
  guint8 epochs[VAULT_EPOCH_TABLE_BYTES];
} Room;

static gboolean
violated (GError **error, int number, const char *what, guint where)
{
  g_set_error (error, VAULT_KEYRING_INVARIANT, number, "keyring, invariant %d: %s (%u)",
               number, what, where);
  return FALSE;
}

static gboolean
check_keys (VaultKeyring *self, GError **error)
{
  const VaultKeyringKeys *keys = self->keys;

  if (!vault_bytes_are_zero (keys->master_key, VAULT_KEY_BYTES)
      || !vault_bytes_are_zero (keys->mac_key, VAULT_KEY_BYTES))
    return violated (error, 6, "the master key is in memory", 0);
  if (!vault_bytes_are_zero ((const guint8 *) &keys->slot, sizeof keys->slot)
      || !vault_bytes_are_zero ((const guint8 *) &keys->cell, sizeof keys->cell))
    return violated (error, 6, "a scratch was not wiped", 0);

  return TRUE;
}

static gboolean
check_size (VaultKeyring *self, GError **error)
{
  guint64 n_file_bytes;

  if (self->n_cells == 0
      || self->n_cells != self->state.n_segments * VAULT_SEGMENT_CELLS)
    return violated (error, 7, "cells in memory", self->n_cells);
  if (!vault_file_get_size (self->fd, &n_file_bytes, error))
    return FALSE;

  return vault_segments_in (n_file_bytes) >= self->state.n_segments
         || violated (error, 7, "segments in the file", self->state.n_segments);
}

static gboolean
check_states (VaultKeyring *self, GError **error)
{
  if (self->states[0] != VAULT_CELL_STATE_TAKEN)
    return violated (error, 8, "cell 0 may be given out", 0);

  for (guint32 cell = 0; cell < self->n_cells; cell++) {
    if (self->states[cell] > VAULT_CELL_STATE_TAKEN)
      return violated (error, 8, "no such state", cell);
    if (self->states[cell] == VAULT_CELL_STATE_FREE && cell < self->first_free)
      return violated (error, 8, "a free cell that nobody will find", cell);
  }

  return TRUE;
}

static gboolean
check_header (VaultKeyring *self, guint8 *block, GError **error)
{
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    VaultHeader header;

    if (!vault_file_read_at (self->fd, block, VAULT_BLOCK_BYTES,
                             vault_head_offset (copy) + VAULT_HEADER_AT, error))
      return FALSE;
    if (vault_header_decode (block, &header) != VAULT_HEADER_OK
        || header.ring_generation != self->header.ring_generation
        || sodium_memcmp (header.vault_id, self->header.vault_id, VAULT_ID_BYTES) != 0
        || sodium_memcmp (header.slots, self->header.slots, sizeof header.slots) != 0)
      return violated (error, 11, "the header on disk, copy", copy);
  }

  return TRUE;
}

/* Its epoch may have passed a moment ago: the next writing of the state is due then. */
static gboolean
check_heart (VaultKeyring *self, const VaultHeart *heart, Room *room)
{
  gboolean beats = self->heart == VAULT_HEART_BEATING;

  if (heart->n_days != self->state.heart.n_days
      || (self->state.heart.n_days == 0) != (self->heart == VAULT_HEART_NONE)
      || vault_bytes_are_zero (self->keys->heart, VAULT_KEY_BYTES) == beats)
    return FALSE;
  if (!beats || vault_epoch_get_end (heart->epoch) <= self->clock.reaped_until_s)
    return TRUE;

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    gsize at = (gsize) vault_epoch_get_index (heart->epoch) * VAULT_KEY_BYTES;

    if (vault_heart_unwrap (heart, self->header.vault_id, self->keys->epochs[copy] + at,
                            &room->scratch, room->root)
        && sodium_memcmp (room->root, self->keys->heart, VAULT_KEY_BYTES) == 0)
      return TRUE;
  }

  return FALSE;
}

/* Only growth is in memory before it is on disk: with the next change of a cell. */
static gboolean
check_state (VaultKeyring *self, guint8 *block, Room *room, GError **error)
{
  if (self->durable_generation != self->state.generation)
    return violated (error, 3, "a change is not on disk", 0);

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    VaultKeyringState state;

    if (!vault_file_read_at (self->fd, block, VAULT_BLOCK_BYTES,
                             vault_head_offset (copy) + VAULT_STATE_AT, error))
      return FALSE;
    if (!vault_state_decode (block, self->keys->state_key, self->header.vault_id,
                             &state))
      return violated (error, 3, "no state on disk, copy", copy);
    if (state.generation != self->durable_generation)
      return violated (error, 3, "the generation on disk, copy", copy);
    if (state.n_commits != self->state.n_commits
        || state.n_segments > self->state.n_segments)
      return violated (error, 12, "the counters on disk, copy", copy);
    if (!check_heart (self, &state.heart, room))
      return violated (error, 13, "the heart on disk, copy", copy);
  }

  return TRUE;
}

/* A reaper goes by what the disk says: were it ahead, keys would be left for ever. */
static gboolean
check_clock (VaultKeyring *self, guint8 *block, GError **error)
{
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    VaultKeyringClock clock;

    if (!vault_file_read_at (self->fd, block, VAULT_BLOCK_BYTES,
                             vault_head_offset (copy) + VAULT_CLOCK_AT, error))
      return FALSE;
    if (vault_clock_decode (block, self->header.vault_id, &clock)
        && clock.reaped_until_s > self->clock.reaped_until_s)
      return violated (error, 4, "reaped beyond what was reaped, copy", copy);
  }

  return TRUE;
}

static gboolean
check_epochs (VaultKeyring *self, Room *room, GError **error)
{
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    if (!vault_file_read_at (self->fd, room->epochs, VAULT_EPOCH_TABLE_BYTES,
                             vault_head_offset (copy) + VAULT_EPOCHS_AT, error))
      return FALSE;
    if (sodium_memcmp (room->epochs, self->keys->epochs[copy], VAULT_EPOCH_TABLE_BYTES)
        != 0)
      return violated (error, 4, "the epoch keys on disk, copy", copy);
  }

  return TRUE;
}

/* Its epoch's key is there, in either copy, unless that has been overwritten. */
static gboolean
check_bound (VaultKeyring *self,
             guint32 cell,
             VaultEpoch epoch,
             Room *room,
             GError **error)
{
  VaultCellPlace place = vault_keyring_place_of (self, cell);
  const guint8 *sealed = vault_keyring_sealed_cell (self, cell);

  if (vault_epoch_get_end (epoch) <= self->clock.reaped_until_s
      || (epoch.heart && self->heart != VAULT_HEART_BEATING))
    return TRUE;

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    const guint8 *key = vault_keyring_cell_key (self, epoch, copy, &room->scratch);

    if (vault_cell_unwrap (&place, sealed, key, &room->scratch, room->root))
      return TRUE;
  }

  return violated (error, 4, "the key of a cell's epoch is not there", cell);
}

/* A live cell is on disk as it is in memory; of any other nothing opens, so that it can be
 * given out without anything coming back. */
static gboolean
check_cell (VaultKeyring *self,
            guint32 cell,
            const guint8 *a,
            const guint8 *b,
            Room *room,
            GError **error)
{
  VaultCellPlace place = vault_keyring_place_of (self, cell);
  const guint8 *sealed = vault_keyring_sealed_cell (self, cell);
  gboolean same_a = sodium_memcmp (a, sealed, VAULT_CELL_BYTES) == 0;
  gboolean same_b = sodium_memcmp (b, sealed, VAULT_CELL_BYTES) == 0;
  VaultEpoch epoch;

  if (self->states[cell] != VAULT_CELL_STATE_LIVE)
    return (!vault_cell_open (&place, a, &room->scratch, &epoch)
            && !vault_cell_open (&place, b, &room->scratch, &epoch))
           || violated (error, 9, "something lives in a cell that is not live", cell);

  if (!vault_cell_open (&place, sealed, &room->scratch, &epoch))
    return violated (error, 9, "a live cell does not open", cell);
  if (self->uneven[cell] ? same_a && same_b : !same_a || !same_b)
    return violated (error, 10, "the copies of a cell", cell);
  if (!same_a && !same_b)
    return violated (error, 10, "a live cell is not on disk", cell);

  return check_bound (self, cell, epoch, room, error);
}

static gboolean
check_cells (VaultKeyring *self, Room *room, GError **error)
{
  g_autofree guint8 *a = g_malloc (VAULT_SEGMENT_BYTES);
  g_autofree guint8 *b = g_malloc (VAULT_SEGMENT_BYTES);

  for (guint32 cell = 0; cell < self->n_cells; cell++) {
    guint32 segment = cell / VAULT_SEGMENT_CELLS;
    gsize at = (gsize) (cell % VAULT_SEGMENT_CELLS) * VAULT_CELL_BYTES;

    if (at == 0
        && (!vault_file_read_at (self->fd, a, VAULT_SEGMENT_BYTES,
                                 vault_segment_offset (segment, VAULT_COPY_A), error)
            || !vault_file_read_at (self->fd, b, VAULT_SEGMENT_BYTES,
                                    vault_segment_offset (segment, VAULT_COPY_B),
                                    error)))
      return FALSE;
    if (!check_cell (self, cell, a + at, b + at, room, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
vault_keyring_check (VaultKeyring *self, GError **error)
{
  g_autoptr (GMutexLocker) writing = g_mutex_locker_new (&self->writing);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);
  g_autoptr (VaultSecret) secret = NULL;
  Room *room;

  if (!check_keys (self, error) || !check_size (self, error)
      || !check_states (self, error))
    return FALSE;
  /* What a failed write left on disk only a fresh opening finds out. */
  if (self->broken)
    return TRUE;

  secret = vault_secret_new (sizeof (Room), error);
  if (secret == NULL)
    return FALSE;

  room = (Room *) (gpointer) vault_secret_get_writable (secret);
  return check_header (self, block, error) && check_state (self, block, room, error)
         && check_clock (self, block, error) && check_epochs (self, room, error)
         && check_cells (self, room, error);
}
