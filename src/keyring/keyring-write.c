/* keyring-write.c - the cells on disk: writing, destroying, healing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "file/file.h"

static int
compare_cells (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

/* Cells as they are to be on disk, copied out of memory that others may be reading. */
typedef struct {
  guint32 *cells; /* ascending */
  gsize n_cells;
  guint8 *bytes;
  guint8 *state;
} Image;

static void
image_clear (Image *image)
{
  g_free (image->cells);
  g_free (image->bytes);
  g_free (image->state);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Image, image_clear)

/* With @mutex held: count the change and take the picture. */
static void
image_take (Image *image, VaultKeyring *self)
{
  qsort (image->cells, image->n_cells, sizeof *image->cells, compare_cells);
  image->bytes = g_malloc_n (image->n_cells, VAULT_CELL_BYTES);
  for (gsize i = 0; i < image->n_cells; i++)
    memcpy (image->bytes + i * VAULT_CELL_BYTES,
            vault_keyring_sealed_cell (self, image->cells[i]), VAULT_CELL_BYTES);

  self->state.generation++;
  vault_keyring_prepare_state (self, self->clock.mark.time_s);
  image->state = g_malloc (VAULT_BLOCK_BYTES);
  vault_state_encode (&self->state, self->keys->state_key, self->header.vault_id,
                      image->state);
}

/* Neighbours in one segment go out in one write. */
static gboolean
write_runs (VaultKeyring *self, const Image *image, VaultCopy copy, GError **error)
{
  const guint32 *cells = image->cells;
  gsize n_run;

  for (gsize i = 0; i < image->n_cells; i += n_run) {
    n_run = 1;
    while (i + n_run < image->n_cells && cells[i + n_run] == cells[i] + n_run
           && cells[i + n_run] % VAULT_SEGMENT_CELLS != 0)
      n_run++;

    if (!vault_file_write_at (self->fd, image->bytes + i * VAULT_CELL_BYTES,
                              n_run * VAULT_CELL_BYTES,
                              vault_cell_offset (cells[i], copy), error))
      return FALSE;
  }

  return TRUE;
}

/* Write the cells, with the state that counts the change, to copy A, flush, then to copy
 * B, flush. */
static gboolean
write_through (VaultKeyring *self, const Image *image, GError **error)
{
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    if (!write_runs (self, image, copy, error)
        || !vault_file_write_at (self->fd, image->state, VAULT_BLOCK_BYTES,
                                 vault_head_offset (copy) + VAULT_STATE_AT, error)
        || !vault_file_sync (self->fd, error)) {
      /* What reached the disk is unknown; only a fresh opening can find out. */
      self->broken = TRUE;
      return FALSE;
    }
  }

  g_mutex_lock (&self->mutex);
  self->durable_generation = self->state.generation;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* With @mutex held. */
static void
seal_cells (VaultKeyring *self, const VaultCellWrite *writes, gsize n_writes)
{
  /* Not the time of this moment: an hour may have passed since the reaping, and a key of
   * an epoch that has not been overwritten yet would be lent to a later one. */
  gint64 now = self->clock.reaped_until_s;

  for (gsize i = 0; i < n_writes; i++) {
    VaultCellPlace place = vault_keyring_place_of (self, writes[i].cell);
    VaultEpoch epoch = vault_epoch_for_deadline (writes[i].expires_s, now);
    const guint8 *key;

    g_assert (writes[i].cell > 0 && writes[i].cell < self->n_cells);
    epoch.heart = writes[i].heart && self->heart == VAULT_HEART_BEATING;
    key = vault_keyring_cell_key (self, epoch, VAULT_COPY_A, &self->keys->cell);

    vault_cell_seal (&place, epoch, key, writes[i].root, &self->keys->cell,
                     vault_keyring_sealed_cell (self, writes[i].cell));
    self->states[writes[i].cell] = VAULT_CELL_STATE_LIVE;
    self->uneven[writes[i].cell] = 0;
  }
}

gboolean
vault_keyring_write_cells (VaultKeyring *self,
                           const VaultCellWrite *writes,
                           gsize n_writes,
                           GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  g_auto (Image) image = { g_new (guint32, n_writes), n_writes, NULL, NULL };
  guint n_overwritten;

  /* Reaping first is invariant 4: the key a cell is bound to must not be one that is
   * still waiting to be overwritten. */
  if (!vault_keyring_may_write (self, error)
      || !vault_keyring_reap_unlocked (self, &n_overwritten, error))
    return FALSE;

  for (gsize i = 0; i < n_writes; i++)
    image.cells[i] = writes[i].cell;

  g_mutex_lock (&self->mutex);
  seal_cells (self, writes, n_writes);
  image_take (&image, self);
  g_mutex_unlock (&self->mutex);

  return write_through (self, &image, error);
}

gboolean
vault_keyring_destroy_cells (VaultKeyring *self,
                             const guint32 *cells,
                             gsize n_cells,
                             GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  g_auto (Image) image = { g_memdup2 (cells, n_cells * sizeof *cells), n_cells, NULL,
                           NULL };

  if (n_cells == 0)
    return TRUE;
  if (!vault_keyring_may_write (self, error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  for (gsize i = 0; i < n_cells; i++) {
    g_assert (cells[i] > 0 && cells[i] < self->n_cells);
    randombytes_buf (vault_keyring_sealed_cell (self, cells[i]), VAULT_CELL_BYTES);
    self->states[cells[i]] = VAULT_CELL_STATE_TAKEN;
    self->uneven[cells[i]] = 0;
  }
  image_take (&image, self);
  g_mutex_unlock (&self->mutex);

  if (!write_through (self, &image, error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  for (gsize i = 0; i < n_cells; i++) {
    self->states[cells[i]] = VAULT_CELL_STATE_FREE;
    self->first_free = MIN (self->first_free, cells[i]);
  }
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* A crash between its two copies leaves the state of before in copy B.  With copy A lost
 * as well, that would make the keyring an older one than its database knows. */
static gboolean
heal_state (VaultKeyring *self, GError **error)
{
  g_autofree guint8 *a = g_malloc (VAULT_BLOCK_BYTES);
  g_autofree guint8 *b = g_malloc (VAULT_BLOCK_BYTES);

  if (!vault_file_read_at (self->fd, a, VAULT_BLOCK_BYTES,
                           vault_head_offset (VAULT_COPY_A) + VAULT_STATE_AT, error)
      || !vault_file_read_at (self->fd, b, VAULT_BLOCK_BYTES,
                              vault_head_offset (VAULT_COPY_B) + VAULT_STATE_AT, error))
    return FALSE;

  return sodium_memcmp (a, b, VAULT_BLOCK_BYTES) == 0
         || (vault_keyring_may_write (self, error)
             && vault_keyring_write_state (self, error));
}

gboolean
vault_keyring_heal (VaultKeyring *self, guint *out_n_healed, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_auto (Image) image = { 0 };

  *out_n_healed = 0;
  for (guint32 cell = 0; cell < self->n_cells; cell++) {
    if (self->states[cell] == VAULT_CELL_STATE_LIVE && self->uneven[cell])
      g_array_append_val (cells, cell);
  }
  if (cells->len == 0)
    return heal_state (self, error);
  if (!vault_keyring_may_write (self, error))
    return FALSE;

  image.n_cells = cells->len;
  image.cells = g_memdup2 (cells->data, cells->len * sizeof (guint32));
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < cells->len; i++)
    self->uneven[image.cells[i]] = 0;
  image_take (&image, self);
  g_mutex_unlock (&self->mutex);

  *out_n_healed = cells->len;
  return write_through (self, &image, error);
}

gboolean
vault_keyring_count_mirror_faults (VaultKeyring *self,
                                   guint *out_n_faults,
                                   GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  guint8 on_disk[VAULT_CELL_BYTES];

  *out_n_faults = 0;
  for (guint32 cell = 0; cell < self->n_cells; cell++) {
    if (self->states[cell] != VAULT_CELL_STATE_LIVE)
      continue;

    for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
      if (!vault_file_read_at (self->fd, on_disk, sizeof on_disk,
                               vault_cell_offset (cell, copy), error))
        return FALSE;
      *out_n_faults += sodium_memcmp (on_disk, vault_keyring_sealed_cell (self, cell),
                                      VAULT_CELL_BYTES)
                       != 0;
    }
  }

  return TRUE;
}
