/* keyring-cells.c - the cells in memory: loading, reading, taking
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

#include "crypto/remains.h"
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

/* Sealed cells are no secret; this is quicker than looking at one byte after the other. */
static gboolean
same_cell (const guint8 *a, const guint8 *b)
{
  G_STATIC_ASSERT (VAULT_CELL_BYTES == 2 * crypto_verify_64_BYTES);

  return crypto_verify_64 (a, b) == 0 && crypto_verify_64 (a + 64, b + 64) == 0;
}

/* Which copy counts, or NULL.  A valid copy A wins, else a valid copy B.  Where only B opens,
 * a write of A was torn: either the making of the cell, or its destruction; which of the two
 * is told by whether there is a record, see vault_keyring_heal().  Where both are the same
 * there is nothing to choose, and whoever reads the cell will open it. */
static const guint8 *
choose_copy (const VaultCellPlace *place,
             const guint8 *a,
             const guint8 *b,
             gboolean same,
             VaultCellScratch *scratch)
{
  VaultEpoch epoch;

  if (same)
    return vault_cell_commits (place, a, scratch) ? a : NULL;
  if (vault_cell_open (place, a, scratch, &epoch))
    return a;

  return vault_cell_open (place, b, scratch, &epoch) ? b : NULL;
}

static void
load_cell (VaultKeyring *self,
           guint32 cell,
           const guint8 *a,
           const guint8 *b,
           VaultCellScratch *scratch)
{
  VaultCellPlace place = vault_keyring_place_of (self, cell);
  gboolean same = same_cell (a, b);
  const guint8 *valid = choose_copy (&place, a, b, same, scratch);

  if (valid == NULL)
    return;

  memcpy (vault_keyring_sealed_cell (self, cell), valid, VAULT_CELL_BYTES);
  self->states[cell] = VAULT_CELL_STATE_LIVE;
  self->uneven[cell] = !same;
}

/* Segments are loaded by as many threads as there are processors.  Each takes the next one
 * that nobody has taken; no two ever touch the same cell. */
typedef struct {
  VaultKeyring *keyring;
  gint next_segment; /* atomic */
} Loading;

static gboolean
load_segment (VaultKeyring *self,
              guint32 segment,
              guint8 *a,
              guint8 *b,
              VaultCellScratch *scratch,
              GError **error)
{
  if (!vault_file_read_at (self->fd, a, VAULT_SEGMENT_BYTES,
                           vault_segment_offset (segment, VAULT_COPY_A), error)
      || !vault_file_read_at (self->fd, b, VAULT_SEGMENT_BYTES,
                              vault_segment_offset (segment, VAULT_COPY_B), error))
    return FALSE;

  for (guint32 i = segment == 0; i < VAULT_SEGMENT_CELLS; i++)
    load_cell (self, segment * VAULT_SEGMENT_CELLS + i, a + i * VAULT_CELL_BYTES,
               b + i * VAULT_CELL_BYTES, scratch);
  return TRUE;
}

/* Returns: (transfer full): what went wrong, or NULL. */
static gpointer
load_segments (gpointer user_data)
{
  Loading *loading = user_data;
  VaultKeyring *self = loading->keyring;
  guint32 n_segments = self->n_cells / VAULT_SEGMENT_CELLS;
  GError *error = NULL;
  g_autoptr (VaultSecret) scratch =
                 vault_secret_new (sizeof (VaultCellScratch), &error);
  g_autofree guint8 *a = g_malloc (VAULT_SEGMENT_BYTES);
  g_autofree guint8 *b = g_malloc (VAULT_SEGMENT_BYTES);

  while (error == NULL) {
    guint32 segment = (guint32) g_atomic_int_add (&loading->next_segment, 1);

    if (segment >= n_segments)
      break;
    (void) !load_segment (
        self, segment, a, b,
        (VaultCellScratch *) (gpointer) vault_secret_get_writable (scratch), &error);
  }

  vault_remains_clear ();
  return error;
}

gboolean
vault_keyring_load_cells (VaultKeyring *self, GError **error)
{
  Loading loading = { self, 0 };
  guint n_threads = MIN (g_get_num_processors (), self->n_cells / VAULT_SEGMENT_CELLS);
  g_autoptr (GPtrArray) helpers = g_ptr_array_new ();
  GError *failure;

  /* A helper that cannot be started is done without. */
  for (guint i = 1; i < n_threads; i++) {
    GThread *helper = g_thread_try_new ("load", load_segments, &loading, NULL);

    if (helper != NULL)
      g_ptr_array_add (helpers, helper);
  }

  failure = load_segments (&loading);
  for (guint i = 0; i < helpers->len; i++) {
    GError *other = g_thread_join (helpers->pdata[i]);

    if (failure == NULL)
      failure = other;
    else
      g_clear_error (&other);
  }

  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
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

const guint8 *
vault_keyring_cell_key (VaultKeyring *self,
                        VaultEpoch epoch,
                        VaultCopy copy,
                        VaultCellScratch *scratch)
{
  const guint8 *key = NULL;

  if (epoch.class != VAULT_EPOCH_NEVER)
    key = self->keys->epochs[copy]
          + (gsize) vault_epoch_get_index (epoch) * VAULT_KEY_BYTES;
  if (!epoch.heart)
    return key;

  vault_cell_mix_heart (self->keys->heart, key, scratch->epoch_key);
  return scratch->epoch_key;
}

/* The epoch key may be torn in one copy of the table, so both are tried. */
static gboolean
unwrap (VaultKeyring *self,
        guint32 cell,
        VaultEpoch epoch,
        VaultCellScratch *scratch,
        guint8 *out_root)
{
  VaultCellPlace place = vault_keyring_place_of (self, cell);
  const guint8 *sealed = vault_keyring_sealed_cell (self, cell);

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    const guint8 *key = vault_keyring_cell_key (self, epoch, copy, scratch);

    if (vault_cell_unwrap (&place, sealed, key, scratch, out_root))
      return TRUE;
  }

  return FALSE;
}

VaultCellStatus
vault_keyring_read_cell_with (VaultKeyring *self,
                              guint32 cell,
                              VaultCellScratch *scratch,
                              guint8 *out_root,
                              VaultEpoch *out_epoch)
{
  VaultCellStatus status = VAULT_CELL_CLOSED;
  VaultCellPlace place;

  sodium_memzero (out_root, VAULT_KEY_BYTES);
  if (cell >= self->n_cells || self->states[cell] != VAULT_CELL_STATE_LIVE)
    return VAULT_CELL_CLOSED;

  place = vault_keyring_place_of (self, cell);
  if (vault_cell_open (&place, vault_keyring_sealed_cell (self, cell), scratch,
                       out_epoch)) {
    if (vault_epoch_get_end (*out_epoch) <= self->clock.mark.time_s
        || (out_epoch->heart && self->heart == VAULT_HEART_STOPPED))
      status = VAULT_CELL_EXPIRED;
    else if (unwrap (self, cell, *out_epoch, scratch, out_root))
      status = VAULT_CELL_OPEN;
    else
      status = VAULT_CELL_EPOCH_LOST;
  }

  sodium_memzero (scratch, sizeof *scratch);
  return status;
}

gboolean
vault_keyring_is_uneven (VaultKeyring *self, guint32 cell)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return cell < self->n_cells && self->uneven[cell];
}

VaultCellStatus
vault_keyring_read_cell (VaultKeyring *self,
                         guint32 cell,
                         guint8 *out_root,
                         VaultEpoch *out_epoch)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return vault_keyring_read_cell_with (self, cell, &self->keys->cell, out_root,
                                       out_epoch);
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
