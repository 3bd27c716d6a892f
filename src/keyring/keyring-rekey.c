/* keyring-rekey.c - all cells under another ring key, in place
 *
 *      header A, B: new slots, "unfinished", the previous keys     from A on the new ways in count
 *      cells and state, copy A -> fdatasync, copy B -> fdatasync
 *      header A, B: without the previous keys
 *
 * Stopped anywhere after the first header, the next opening finds "unfinished" in the header
 * it verified, and does the second and third step again.  A cell that the new key opens is
 * left alone.
 *
 * A copy A that neither key opens, torn by the interruption or long before, is made whole
 * from its copy B on the way: B is touched next, and were that write torn at the same place,
 * nothing of the cell would be left.  This wakes no destroyed cell: the sweep before the
 * change has destroyed both copies of each that has no record, and where damage kept it from
 * that, the cell has been alive in B all along.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <sodium.h>
#include <string.h>

#include "file/file.h"

typedef struct {
  const guint8 *vault_id;
  const guint8 *from;
  const guint8 *to;
  VaultCellScratch *scratch;
} Rekey;

/* @out may be @sealed. */
static gboolean
reseal_cell (const Rekey *rekey, guint32 cell, const guint8 *sealed, guint8 *out)
{
  VaultCellPlace from = { rekey->from, rekey->vault_id, cell };
  VaultCellPlace to = { rekey->to, rekey->vault_id, cell };
  VaultEpoch epoch;

  if (!vault_cell_open (&from, sealed, rekey->scratch, &epoch))
    return FALSE;

  vault_cell_reseal (&to, sealed, rekey->scratch, out);
  return TRUE;
}

/* The copy A @sealed from its copy B @mirror, unless A is whole under the new key. */
static gboolean
mend_cell (const Rekey *rekey, guint32 cell, const guint8 *mirror, guint8 *sealed)
{
  VaultCellPlace to = { rekey->to, rekey->vault_id, cell };
  VaultEpoch epoch;

  if (vault_cell_open (&to, sealed, rekey->scratch, &epoch))
    return FALSE;
  if (reseal_cell (rekey, cell, mirror, sealed))
    return TRUE;
  if (!vault_cell_open (&to, mirror, rekey->scratch, &epoch))
    return FALSE;

  memcpy (sealed, mirror, VAULT_CELL_BYTES);
  return TRUE;
}

/* @buffer has room for two segments. */
static gboolean
reseal_segment (VaultKeyring *self,
                const Rekey *rekey,
                guint32 segment,
                VaultCopy copy,
                guint8 *buffer,
                GError **error)
{
  guint64 at = vault_segment_offset (segment, copy);
  guint64 mirror_at = vault_segment_offset (segment, VAULT_COPY_B);
  guint8 *mirror = buffer + VAULT_SEGMENT_BYTES;
  gboolean any = FALSE;

  if (!vault_file_read_at (self->fd, buffer, VAULT_SEGMENT_BYTES, at, error)
      || !vault_file_read_at (self->fd, mirror, VAULT_SEGMENT_BYTES, mirror_at, error))
    return FALSE;

  for (guint32 i = 0; i < VAULT_SEGMENT_CELLS; i++) {
    guint32 cell = segment * VAULT_SEGMENT_CELLS + i;
    gsize offset = (gsize) i * VAULT_CELL_BYTES;

    any |= reseal_cell (rekey, cell, buffer + offset, buffer + offset)
           || (copy == VAULT_COPY_A
               && mend_cell (rekey, cell, mirror + offset, buffer + offset));
  }

  return !any || vault_file_write_at (self->fd, buffer, VAULT_SEGMENT_BYTES, at, error);
}

static gboolean
reseal_copy (VaultKeyring *self,
             const Rekey *rekey,
             VaultCopy copy,
             const guint8 *state,
             GError **error)
{
  g_autofree guint8 *buffer = g_malloc (2 * VAULT_SEGMENT_BYTES);

  for (guint32 i = 0; i < self->n_cells / VAULT_SEGMENT_CELLS; i++) {
    /* Not behind a wipe: what it has overwritten would be cells again. */
    if (!vault_keyring_check_not_wiped (self, error)
        || !reseal_segment (self, rekey, i, copy, buffer, error))
      return FALSE;
  }

  return vault_file_write_at (self->fd, state, VAULT_BLOCK_BYTES,
                              vault_head_offset (copy) + VAULT_STATE_AT, error)
         && vault_file_sync (self->fd, error);
}

/* The same in memory, beside the cells that others are reading. */
static guint8 *
reseal_memory (VaultKeyring *self, const Rekey *rekey)
{
  guint8 *sealed = g_memdup2 (self->sealed, (gsize) self->n_cells * VAULT_CELL_BYTES);

  for (guint32 cell = 1; cell < self->n_cells; cell++) {
    guint8 *at = sealed + (gsize) cell * VAULT_CELL_BYTES;

    if (self->states[cell] == VAULT_CELL_STATE_LIVE)
      (void) reseal_cell (rekey, cell, at, at);
  }

  return sealed;
}

/* All cells on disk, and the state, under other keys; then memory.  Cells that are under the
 * new one already stay, so that this can be done again after an interruption. */
static gboolean
reseal (VaultKeyring *self,
        const guint8 *from_ring_key,
        const guint8 *to_ring_key,
        const guint8 *to_state_key,
        GError **error)
{
  g_autoptr (VaultSecret) scratch = vault_secret_new (sizeof (VaultCellScratch), error);
  g_autofree guint8 *state = g_malloc (VAULT_BLOCK_BYTES);
  g_autofree guint8 *sealed = NULL;
  gint64 now = vault_keyring_advance (self, NULL);
  Rekey rekey = { self->header.vault_id, from_ring_key, to_ring_key, NULL };

  if (scratch == NULL)
    return FALSE;

  rekey.scratch = (gpointer) vault_secret_get_writable (scratch);
  g_mutex_lock (&self->mutex);
  self->state.generation++;
  vault_keyring_prepare_state (self, now);
  vault_state_encode (&self->state, to_state_key, self->header.vault_id, state);
  g_mutex_unlock (&self->mutex);

  if (!reseal_copy (self, &rekey, VAULT_COPY_A, state, error)
      || !reseal_copy (self, &rekey, VAULT_COPY_B, state, error))
    return FALSE;

  sealed = reseal_memory (self, &rekey);
  g_mutex_lock (&self->mutex);
  self->durable_generation = self->state.generation;
  memcpy (self->sealed, sealed, (gsize) self->n_cells * VAULT_CELL_BYTES);
  memmove (self->keys->ring_key, to_ring_key, VAULT_KEY_BYTES);
  memmove (self->keys->state_key, to_state_key, VAULT_KEY_BYTES);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

gboolean
vault_keyring_finish_rekey (VaultKeyring *self,
                            VaultHeader *header,
                            const guint8 *to_ring_key,
                            const guint8 *to_state_key,
                            GError **error)
{
  VaultDirectory *directory = &self->keys->directory;

  if (!reseal (self, directory->previous_ring_key, to_ring_key, to_state_key, error))
    return FALSE;

  directory->unfinished = FALSE;
  sodium_memzero (directory->previous_ring_key, VAULT_KEY_BYTES);
  sodium_memzero (directory->previous_state_key, VAULT_KEY_BYTES);
  return vault_keyring_write_header (self, header, error);
}
