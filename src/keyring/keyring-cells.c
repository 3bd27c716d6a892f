/* keyring-cells.c - the cells in memory: loading, reading, taking
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

#include "file/file.h"

guint8 *
vault_keyring_sealed_cell (VaultKeyring *self, guint32 cell)
{
  return self->sealed + (gsize) cell * VAULT_CELL_BYTES;
}

VaultCellPlace
vault_keyring_place_of (VaultKeyring *self, guint32 cell)
{
  VaultCellPlace place = { self->keys->ring_key, self->header.vault_id, cell };

  return place;
}

void
vault_keyring_set_n_segments (VaultKeyring *self, guint32 n_segments)
{
  guint32 old = self->n_cells;

  self->n_cells = n_segments * VAULT_SEGMENT_CELLS;
  self->sealed = g_realloc_n (self->sealed, self->n_cells, VAULT_CELL_BYTES);
  self->states = g_realloc (self->states, self->n_cells);
  self->uneven = g_realloc (self->uneven, self->n_cells);
  sodium_memzero (self->states + old, self->n_cells - old);
  sodium_memzero (self->uneven + old, self->n_cells - old);

  /* Cell 0 is never an item's: row 0 of the database is the stamp, and the cell stays for
   * trying out what overwriting does on this file system. */
  self->states[0] = VAULT_CELL_STATE_TAKEN;
}

/* A valid copy A wins, else a valid copy B.  Where only B opens, a write of A was torn:
 * either the making of the cell, or its destruction; which of the two is told by whether
 * there is a record, see vault_keyring_heal(). */
static void
load_cell (VaultKeyring *self, guint32 cell, const guint8 *a, const guint8 *b)
{
  VaultCellPlace place = vault_keyring_place_of (self, cell);
  VaultEpoch epoch;
  const guint8 *valid = a;

  if (!vault_cell_open (&place, a, &self->keys->cell, &epoch)) {
    if (!vault_cell_open (&place, b, &self->keys->cell, &epoch))
      return;
    valid = b;
  }

  memcpy (vault_keyring_sealed_cell (self, cell), valid, VAULT_CELL_BYTES);
  self->states[cell] = VAULT_CELL_STATE_LIVE;
  self->uneven[cell] = sodium_memcmp (a, b, VAULT_CELL_BYTES) != 0;
}

gboolean
vault_keyring_load_cells (VaultKeyring *self, GError **error)
{
  g_autofree guint8 *a = g_malloc (VAULT_SEGMENT_BYTES);
  g_autofree guint8 *b = g_malloc (VAULT_SEGMENT_BYTES);

  for (guint32 segment = 0; segment < self->n_cells / VAULT_SEGMENT_CELLS; segment++) {
    if (!vault_file_read_at (self->fd, a, VAULT_SEGMENT_BYTES,
                             vault_segment_offset (segment, VAULT_COPY_A), error)
        || !vault_file_read_at (self->fd, b, VAULT_SEGMENT_BYTES,
                                vault_segment_offset (segment, VAULT_COPY_B), error))
      return FALSE;

    for (guint32 i = segment == 0; i < VAULT_SEGMENT_CELLS; i++)
      load_cell (self, segment * VAULT_SEGMENT_CELLS + i, a + i * VAULT_CELL_BYTES,
                 b + i * VAULT_CELL_BYTES);
  }

  sodium_memzero (&self->keys->cell, sizeof self->keys->cell);
  return TRUE;
}

guint32
vault_keyring_get_n_cells (VaultKeyring *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_cells;
}

gboolean
vault_keyring_is_live (VaultKeyring *self, guint32 cell)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return cell < self->n_cells && self->states[cell] == VAULT_CELL_STATE_LIVE;
}

/* The epoch key may be torn in one copy of the table, so both are tried. */
static gboolean
unwrap (VaultKeyring *self, guint32 cell, VaultEpoch epoch, guint8 *out_root)
{
  VaultCellPlace place = vault_keyring_place_of (self, cell);
  const guint8 *sealed = vault_keyring_sealed_cell (self, cell);

  if (epoch.class == VAULT_EPOCH_NEVER)
    return vault_cell_unwrap (&place, sealed, NULL, &self->keys->cell, out_root);

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    gsize at = (gsize) vault_epoch_get_index (epoch) * VAULT_KEY_BYTES;

    if (vault_cell_unwrap (&place, sealed, self->keys->epochs[copy] + at,
                           &self->keys->cell, out_root))
      return TRUE;
  }

  return FALSE;
}

VaultCellStatus
vault_keyring_read_cell (VaultKeyring *self,
                         guint32 cell,
                         guint8 *out_root,
                         VaultEpoch *out_epoch)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  VaultCellStatus status = VAULT_CELL_CLOSED;
  VaultCellPlace place;

  sodium_memzero (out_root, VAULT_KEY_BYTES);
  if (cell >= self->n_cells || self->states[cell] != VAULT_CELL_STATE_LIVE)
    return VAULT_CELL_CLOSED;

  place = vault_keyring_place_of (self, cell);
  if (vault_cell_open (&place, vault_keyring_sealed_cell (self, cell),
                       &self->keys->cell, out_epoch)) {
    if (vault_epoch_get_end (*out_epoch) <= self->clock.mark.time_s)
      status = VAULT_CELL_EXPIRED;
    else if (unwrap (self, cell, *out_epoch, out_root))
      status = VAULT_CELL_OPEN;
    else
      status = VAULT_CELL_EPOCH_LOST;
  }

  sodium_memzero (&self->keys->cell, sizeof self->keys->cell);
  return status;
}

/* Append a segment of random cells.  One that was half written by an interrupted growth is
 * written again; none of its cells was ever used. */
static gboolean
grow (VaultKeyring *self, GError **error)
{
  g_autofree guint8 *noise = g_malloc (VAULT_SEGMENT_BYTES);
  guint32 segment = self->n_cells / VAULT_SEGMENT_CELLS;

  if (segment >= VAULT_MAX_SEGMENTS) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_SPACE, "the keyring is full");
    return FALSE;
  }
  if (!vault_keyring_may_write (self, error))
    return FALSE;

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    randombytes_buf (noise, VAULT_SEGMENT_BYTES);
    if (!vault_file_write_at (self->fd, noise, VAULT_SEGMENT_BYTES,
                              vault_segment_offset (segment, copy), error))
      return FALSE;
  }
  if (!vault_file_sync (self->fd, error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  vault_keyring_set_n_segments (self, segment + 1);
  self->state.n_segments = segment + 1;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* FALSE if there is none. */
static gboolean
take_free_cell (VaultKeyring *self, guint32 *out_cell)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint32 cell = self->first_free;

  while (cell < self->n_cells && self->states[cell] != VAULT_CELL_STATE_FREE)
    cell++;
  if (cell == self->n_cells)
    return FALSE;

  self->states[cell] = VAULT_CELL_STATE_TAKEN;
  self->first_free = cell + 1;
  *out_cell = cell;
  return TRUE;
}

gboolean
vault_keyring_reserve_cell (VaultKeyring *self, guint32 *out_cell, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);

  *out_cell = 0;
  return take_free_cell (self, out_cell)
         || (grow (self, error) && take_free_cell (self, out_cell));
}

void
vault_keyring_release_cell (VaultKeyring *self, guint32 cell)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (cell >= self->n_cells || self->states[cell] != VAULT_CELL_STATE_TAKEN)
    return;

  self->states[cell] = VAULT_CELL_STATE_FREE;
  self->first_free = MIN (self->first_free, cell);
}

void
vault_keyring_hold_cell (VaultKeyring *self, guint32 cell)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (cell < self->n_cells && self->states[cell] == VAULT_CELL_STATE_FREE)
    self->states[cell] = VAULT_CELL_STATE_TAKEN;
}
