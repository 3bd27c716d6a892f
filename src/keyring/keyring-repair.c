/* keyring-repair.c - everything in the keyring that is kept twice: compared, and healed
 *
 * What is in memory was verified at the opening and is what both copies should say.  Only the
 * header is not in memory as it lies on disk, since its MAC needs the master key: there the
 * copy is good whose checksum fits and which says what memory says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-repair.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

#include "file/file.h"
#include "keyring/keyring-private.h"
#include "keyring/keyring-salvage.h"

#define N_COPIES 2

/* Both copies of one block of the heads, and which of them are good. */
typedef struct {
  guint8 bytes[N_COPIES][VAULT_BLOCK_BYTES];
  gboolean good[N_COPIES];
} Pair;

static void
read_pair (VaultKeyring *self, guint64 at, Pair *pair)
{
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    pair->good[copy] = FALSE;
    vault_keyring_read_what_is_there (self->fd, pair->bytes[copy], VAULT_BLOCK_BYTES,
                                      vault_head_offset (copy) + at);
  }
}

static gboolean
is_even (const Pair *pair)
{
  return sodium_memcmp (pair->bytes[VAULT_COPY_A], pair->bytes[VAULT_COPY_B],
                        VAULT_BLOCK_BYTES)
         == 0;
}

static guint
count_bad (const Pair *pair)
{
  guint n_bad = !pair->good[VAULT_COPY_A] + !pair->good[VAULT_COPY_B];

  /* Both verify and say different things: one of them is old, or altered. */
  return n_bad == 0 && !is_even (pair) ? 1 : n_bad;
}

static gboolean
says_the_same (const VaultHeader *a, const VaultHeader *b)
{
  return a->kdf.alg == b->kdf.alg && a->kdf.memory_bytes == b->kdf.memory_bytes
         && a->kdf.passes == b->kdf.passes && a->ring_generation == b->ring_generation
         && sodium_memcmp (a->kdf.salt, b->kdf.salt, VAULT_KDF_SALT_BYTES) == 0
         && sodium_memcmp (a->vault_id, b->vault_id, VAULT_ID_BYTES) == 0
         && sodium_memcmp (a->slots, b->slots, sizeof a->slots) == 0
         && sodium_memcmp (a->directory, b->directory, sizeof a->directory) == 0;
}

static gboolean
look_at_header (VaultKeyring *self, Pair *pair, GError **error)
{
  read_pair (self, VAULT_HEADER_AT, pair);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    VaultHeader header;
    VaultHeaderStatus status = vault_header_decode (pair->bytes[copy], &header);

    if (status == VAULT_HEADER_DESTROYED) {
      g_set_error (error, VAULT_ERROR, VAULT_ERROR_DESTROYED, "the vault was wiped");
      return FALSE;
    }
    pair->good[copy] =
        status == VAULT_HEADER_OK && says_the_same (&header, &self->header);
  }

  return TRUE;
}

/* A copy that is behind is bad too: an opening would take the other, but might have to take
 * this one if the other went bad. */
static void
look_at_state (VaultKeyring *self, Pair *pair)
{
  g_autoptr (GMutexLocker) locker = NULL;

  read_pair (self, VAULT_STATE_AT, pair);
  locker = g_mutex_locker_new (&self->mutex);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    VaultKeyringState state;

    pair->good[copy] = vault_state_decode (pair->bytes[copy], self->keys->state_key,
                                           self->header.vault_id, &state)
                       && state.generation == self->durable_generation
                       && state.n_commits == self->state.n_commits;
  }
}

static void
look_at_clock (VaultKeyring *self, Pair *pair)
{
  read_pair (self, VAULT_CLOCK_AT, pair);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    VaultKeyringClock clock;

    pair->good[copy] =
        vault_clock_decode (pair->bytes[copy], self->header.vault_id, &clock);
  }
}

/* Both copies of the epoch table as they are on disk.
 * Returns: (transfer full): two tables, or NULL. */
static VaultSecret *
read_tables (VaultKeyring *self, GError **error)
{
  g_autoptr (VaultSecret) tables =
                 vault_secret_new (N_COPIES * VAULT_EPOCH_TABLE_BYTES, error);

  for (VaultCopy copy = VAULT_COPY_A; tables != NULL && copy <= VAULT_COPY_B; copy++)
    vault_keyring_read_what_is_there (
        self->fd, vault_secret_get_writable (tables) + copy * VAULT_EPOCH_TABLE_BYTES,
        VAULT_EPOCH_TABLE_BYTES, vault_head_offset (copy) + VAULT_EPOCHS_AT);

  return g_steal_pointer (&tables);
}

/* The key new cells are bound to is that of copy A in memory. */
static gboolean
epoch_is_good (VaultKeyring *self, const guint8 *on_disk, guint index, VaultCopy copy)
{
  gsize at = (gsize) index * VAULT_KEY_BYTES;

  return sodium_memcmp (on_disk + copy * VAULT_EPOCH_TABLE_BYTES + at,
                        self->keys->epochs[VAULT_COPY_A] + at, VAULT_KEY_BYTES)
         == 0;
}

static gboolean
find_epoch_faults (VaultKeyring *self, guint *out_n_faults, GError **error)
{
  g_autoptr (VaultSecret) tables = read_tables (self, error);

  *out_n_faults = 0;
  if (tables == NULL)
    return FALSE;

  for (guint i = 0; i < VAULT_N_EPOCH_KEYS; i++)
    *out_n_faults +=
        !epoch_is_good (self, vault_secret_get (tables), i, VAULT_COPY_A)
        || !epoch_is_good (self, vault_secret_get (tables), i, VAULT_COPY_B);

  return TRUE;
}

/* Note in uneven[] what is on disk now, and count. */
static guint
find_cell_faults (VaultKeyring *self)
{
  g_autofree guint8 *bytes = g_malloc (VAULT_SEGMENT_BYTES);
  guint n_faults = 0;

  for (guint32 segment = 0; segment < self->n_cells / VAULT_SEGMENT_CELLS; segment++) {
    guint32 first = segment * VAULT_SEGMENT_CELLS;
    guint8 bad[VAULT_SEGMENT_CELLS] = { 0 };

    for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
      vault_keyring_read_what_is_there (self->fd, bytes, VAULT_SEGMENT_BYTES,
                                        vault_segment_offset (segment, copy));
      for (guint32 i = 0; i < VAULT_SEGMENT_CELLS; i++)
        bad[i] |= sodium_memcmp (bytes + (gsize) i * VAULT_CELL_BYTES,
                                 vault_keyring_sealed_cell (self, first + i),
                                 VAULT_CELL_BYTES)
                  != 0;
    }

    g_mutex_lock (&self->mutex);
    for (guint32 i = 0; i < VAULT_SEGMENT_CELLS; i++) {
      self->uneven[first + i] =
          self->states[first + i] == VAULT_CELL_STATE_LIVE && bad[i];
      n_faults += self->uneven[first + i];
    }
    g_mutex_unlock (&self->mutex);
  }

  return n_faults;
}

gboolean
vault_keyring_find_faults (VaultKeyring *self, VaultKeyringFaults *out, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  g_autofree Pair *pair = g_new (Pair, 1);

  *out = (VaultKeyringFaults){ 0 };
  if (!look_at_header (self, pair, error))
    return FALSE;
  out->n_blocks += count_bad (pair);
  look_at_state (self, pair);
  out->n_blocks += count_bad (pair);
  look_at_clock (self, pair);
  out->n_blocks += count_bad (pair);
  out->n_cells = find_cell_faults (self);

  return find_epoch_faults (self, &out->n_epochs, error);
}

static gboolean
write_clock (VaultKeyring *self, GError **error)
{
  VaultKeyringClock clock;

  g_mutex_lock (&self->mutex);
  clock = self->clock;
  g_mutex_unlock (&self->mutex);

  self->stored_time_s = clock.mark.time_s;
  return vault_keyring_store_clock (self->fd, &clock, self->header.vault_id, error);
}

/* The good copy is not written to while the other one is bad, see
 * vault_keyring_copy_block(); with both bad, memory knows what belongs there. */
static gboolean
heal_pair (VaultKeyring *self,
           const Pair *pair,
           guint64 at,
           gboolean (*write) (VaultKeyring *self, GError **error),
           guint *out_n_healed,
           GError **error)
{
  VaultCopy good = pair->good[VAULT_COPY_A] ? VAULT_COPY_A : VAULT_COPY_B;
  guint n_bad = count_bad (pair);

  if (n_bad == 1)
    return vault_keyring_copy_block (self->fd, at, good, out_n_healed, error);

  *out_n_healed += n_bad;
  return n_bad == 0 || write (self, error);
}

gboolean
vault_keyring_heal_blocks (VaultKeyring *self, guint *out_n_healed, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  g_autofree Pair *pair = g_new (Pair, 1);

  *out_n_healed = 0;
  if (!vault_keyring_may_write (self, error) || !look_at_header (self, pair, error))
    return FALSE;
  /* Without a good copy there is nothing to heal from: only the master key could make one. */
  if (count_bad (pair) == 1
      && !heal_pair (self, pair, VAULT_HEADER_AT, NULL, out_n_healed, error))
    return FALSE;

  look_at_state (self, pair);
  if (!heal_pair (self, pair, VAULT_STATE_AT, vault_keyring_write_state, out_n_healed,
                  error))
    return FALSE;

  look_at_clock (self, pair);
  return heal_pair (self, pair, VAULT_CLOCK_AT, write_clock, out_n_healed, error);
}

/* Whether a live cell's inner wrap opens under the key of one copy; its root goes to
 * @out_root.  With @mutex held. */
static gboolean
opens_under (VaultKeyring *self, guint32 cell, VaultCopy copy, guint8 *out_root)
{
  VaultCellPlace place = vault_keyring_place_of (self, cell);
  const guint8 *sealed = vault_keyring_sealed_cell (self, cell);
  VaultEpoch epoch;

  return vault_cell_open (&place, sealed, &self->keys->cell, &epoch)
         && epoch.class != VAULT_EPOCH_NEVER
         && vault_cell_unwrap (
             &place, sealed,
             vault_keyring_cell_key (self, epoch, copy, &self->keys->cell),
             &self->keys->cell, out_root);
}

/* With @mutex held: the cells that only copy B's key opens, each with its deadline. */
static GArray *
find_cells_of_b (VaultKeyring *self, VaultSecret *root)
{
  GArray *writes = g_array_new (FALSE, TRUE, sizeof (VaultCellWrite));
  guint8 *out = vault_secret_get_writable (root);

  for (guint32 cell = 1; cell < self->n_cells; cell++) {
    VaultCellPlace place = vault_keyring_place_of (self, cell);
    VaultCellWrite write = { .cell = cell };
    VaultEpoch epoch;

    if (self->states[cell] != VAULT_CELL_STATE_LIVE
        || !vault_cell_open (&place, vault_keyring_sealed_cell (self, cell),
                             &self->keys->cell, &epoch)
        || epoch.class == VAULT_EPOCH_NEVER
        || vault_epoch_get_end (epoch) <= self->clock.mark.time_s
        || opens_under (self, cell, VAULT_COPY_A, out)
        || !opens_under (self, cell, VAULT_COPY_B, out))
      continue;

    /* The end of its epoch is the latest it may live; the record knows the second. */
    write.expires_s = vault_epoch_get_end (epoch);
    write.heart = epoch.heart;
    g_array_append_val (writes, write);
  }

  sodium_memzero (out, VAULT_KEY_BYTES);
  sodium_memzero (&self->keys->cell, sizeof self->keys->cell);
  return writes;
}

static gboolean
tables_are_even (VaultKeyring *self)
{
  return sodium_memcmp (self->keys->epochs[VAULT_COPY_A],
                        self->keys->epochs[VAULT_COPY_B], VAULT_EPOCH_TABLE_BYTES)
         == 0;
}

/* New cells are bound to copy A's keys, so copy A's stay.  What only copy B's key opens, for
 * copy A's was bad when the vault was opened, is bound to copy A's first; then nothing needs
 * the other any more.  Takes the locks by itself. */
static gboolean
move_cells_to_a (VaultKeyring *self, GError **error)
{
  g_autoptr (VaultSecret) root = vault_secret_new (VAULT_KEY_BYTES, error);
  g_autoptr (GArray) writes = NULL;

  if (root == NULL)
    return FALSE;

  g_mutex_lock (&self->mutex);
  if (tables_are_even (self))
    writes = g_array_new (FALSE, TRUE, sizeof (VaultCellWrite));
  else
    writes = find_cells_of_b (self, root);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < writes->len; i++) {
    VaultCellWrite *write = &g_array_index (writes, VaultCellWrite, i);
    gboolean opened;

    write->root = vault_secret_get (root);
    g_mutex_lock (&self->mutex);
    opened = self->states[write->cell] == VAULT_CELL_STATE_LIVE
             && opens_under (self, write->cell, VAULT_COPY_B,
                             vault_secret_get_writable (root));
    g_mutex_unlock (&self->mutex);
    if (opened && !vault_keyring_write_cells (self, write, 1, error))
      return FALSE;
  }

  return TRUE;
}

/* After move_cells_to_a(). */
static gboolean
heal_epochs (VaultKeyring *self, guint *out_n_healed, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  g_autoptr (VaultSecret) tables = read_tables (self, error);
  const guint8 *on_disk;

  if (tables == NULL)
    return FALSE;

  /* Writing the state wraps the heart under copy A's key as well. */
  if (!tables_are_even (self) && !vault_keyring_write_state (self, error))
    return FALSE;

  on_disk = vault_secret_get (tables);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    for (guint i = 0; i < VAULT_N_EPOCH_KEYS; i++) {
      gsize at = (gsize) i * VAULT_KEY_BYTES;

      if (epoch_is_good (self, on_disk, i, copy))
        continue;
      if (!vault_file_write_at (self->fd, self->keys->epochs[VAULT_COPY_A] + at,
                                VAULT_KEY_BYTES,
                                vault_head_offset (copy) + VAULT_EPOCHS_AT + at, error))
        return FALSE;
      (*out_n_healed)++;
    }
    if (!vault_file_sync (self->fd, error))
      return FALSE;
  }

  g_mutex_lock (&self->mutex);
  memcpy (self->keys->epochs[VAULT_COPY_B], self->keys->epochs[VAULT_COPY_A],
          VAULT_EPOCH_TABLE_BYTES);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* Cells that may not be healed are left as they are on disk. */
static gboolean
heal_cells (VaultKeyring *self,
            const guint8 *has_record,
            guint32 n_cells,
            guint *out_n_healed,
            GError **error)
{
  gboolean ok;

  g_mutex_lock (&self->writing);
  (void) find_cell_faults (self);
  g_mutex_lock (&self->mutex);
  for (guint32 cell = 0; cell < self->n_cells; cell++) {
    if (cell >= n_cells || !has_record[cell])
      self->uneven[cell] = 0;
  }
  g_mutex_unlock (&self->mutex);
  g_mutex_unlock (&self->writing);

  ok = vault_keyring_heal (self, out_n_healed, error);

  g_mutex_lock (&self->writing);
  (void) find_cell_faults (self);
  g_mutex_unlock (&self->writing);
  return ok;
}

gboolean
vault_keyring_repair (VaultKeyring *self,
                      const guint8 *has_record,
                      guint32 n_cells,
                      VaultKeyringFaults *out_healed,
                      GError **error)
{
  *out_healed = (VaultKeyringFaults){ 0 };
  return vault_keyring_heal_blocks (self, &out_healed->n_blocks, error)
         && move_cells_to_a (self, error)
         && heal_epochs (self, &out_healed->n_epochs, error)
         && heal_cells (self, has_record, n_cells, &out_healed->n_cells, error);
}
