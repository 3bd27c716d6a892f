/* salvage.c - everything out of a vault that may not open any more
 *
 * What a salvage must not do is bring back what is gone.  So a key is only what a live cell
 * gives whose epoch has not passed; a record on a page that no table leads to any more, which
 * may be an older one, counts only if there is no other, and of several the one that ends
 * first; and no record promises more time than its cell.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/salvage.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "file/file.h"
#include "keyring/keyring-salvage.h"
#include "store/rows.h"
#include "vault/card.h"
#include "vault/target.h"

#define DAMAGED_SUFFIX " (damaged)"

/* Secret: lives in guarded memory. */
typedef struct {
  guint8 root[VAULT_KEY_BYTES];
  guint8 record_key[VAULT_KEY_BYTES];
  guint8 media_key[VAULT_KEY_BYTES];
} Keys;

typedef struct {
  const VaultWork *work;
  VaultKeyring *keyring;
  VaultRows *rows;
  GFile *folder;
  Keys *keys;
  VaultProgress progress;
  VaultSalvageReport *report;
  GPtrArray *damaged;
  GPtrArray *found; /* VaultEntry */
  guint8 sealed[VAULT_PIECE_BYTES];
  guint8 plain[VAULT_CHUNK_BYTES];
} Salvage;

/* How the writing of one item went. */
typedef enum {
  WRITTEN,
  NOT_WHOLE, /* a chunk does not verify, and that was not allowed */
  FAILED,    /* with an error */
} Outcome;

static void
report_progress (Salvage *self)
{
  if (self->work->progress != NULL)
    self->work->progress (&self->progress, self->work->user_data);
}

/* While the pages are read, which is the first part of the way. */
static gboolean
on_rows (guint64 n_bytes_read, guint64 n_bytes_total, gpointer user_data)
{
  Salvage *self = user_data;

  self->progress.n_bytes_done = n_bytes_read;
  self->progress.n_bytes_total = n_bytes_total;
  report_progress (self);
  return !g_cancellable_is_cancelled (self->work->cancellable);
}

static gboolean
is_card (const guint8 plain[VAULT_RECORD_PLAIN_BYTES])
{
  g_autoptr (VaultCard) card = vault_card_decode (plain);

  return card != NULL;
}

/* The record of @cell, whose root is in @keys.  @out_is_card: whether it is that of an album, a
 * person, the settings or the log, of which no file is made.
 * Returns: (transfer full) (nullable). */
static VaultEntry *
dup_entry (Salvage *self, guint32 cell, gboolean *out_is_card)
{
  const guint8 *vault_id = vault_keyring_get_vault_id (self->keyring);
  guint8 sealed[VAULT_RECORD_BYTES];
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];
  VaultEntry *found = NULL;
  gboolean is_stale;

  *out_is_card = FALSE;
  for (guint nth = 0; vault_rows_get_record (self->rows, cell, nth, sealed, &is_stale);
       nth++) {
    g_autoptr (VaultEntry) entry = NULL;

    if (vault_record_open (self->keys->record_key, vault_id, cell, sealed, plain)) {
      entry = vault_entry_decode (plain);
      *out_is_card |= is_card (plain);
    }
    sodium_memzero (plain, sizeof plain);
    if (entry == NULL)
      continue;
    if (!is_stale)
      return g_steal_pointer (&entry);
    if (found == NULL
        || (entry->expires != VAULT_EXPIRES_NEVER
            && (found->expires == VAULT_EXPIRES_NEVER
                || entry->expires < found->expires))) {
      vault_entry_unref (found);
      found = g_steal_pointer (&entry);
    }
  }

  return found;
}

/* Also if its last view has begun. */
static gboolean
is_due (Salvage *self, const VaultEntry *entry)
{
  return vault_entry_is_viewed_out (entry)
         || (entry->expires != VAULT_EXPIRES_NEVER
             && entry->expires <= vault_keyring_get_time (self->keyring, NULL));
}

static void
find_item (Salvage *self, guint32 cell, VaultEpoch epoch)
{
  g_autoptr (VaultEntry) entry = NULL;
  gint64 end = vault_epoch_get_end (epoch);
  gboolean is_no_item;

  vault_subkey_derive (self->keys->root, VAULT_SUBKEY_RECORD, self->keys->record_key);
  entry = dup_entry (self, cell, &is_no_item);
  if (entry == NULL) {
    self->report->n_nameless += !is_no_item;
    return;
  }

  entry->cell = cell;
  vault_entry_set_root (entry, self->keys->root);
  if (epoch.class != VAULT_EPOCH_NEVER
      && (entry->expires == VAULT_EXPIRES_NEVER || entry->expires > end))
    entry->expires = end;
  if (is_due (self, entry)) {
    self->report->n_expired++;
    return;
  }

  self->progress.n_total++;
  self->progress.n_bytes_total += entry->streams[VAULT_STREAM_MEDIA].n_bytes;
  g_ptr_array_add (self->found, g_steal_pointer (&entry));
}

/* Every live cell, and every record whose cell is not live. */
static gboolean
find_items (Salvage *self, GError **error)
{
  g_autoptr (GArray) records = vault_rows_dup_records (self->rows);
  guint32 n_cells = vault_keyring_get_n_cells (self->keyring);

  for (guint32 cell = 1; cell < n_cells; cell++) {
    VaultEpoch epoch;

    if (g_cancellable_set_error_if_cancelled (self->work->cancellable, error))
      return FALSE;
    switch (vault_keyring_read_cell (self->keyring, cell, self->keys->root, &epoch)) {
    case VAULT_CELL_OPEN:
      find_item (self, cell, epoch);
      break;
    case VAULT_CELL_EXPIRED:
      self->report->n_expired++;
      break;
    case VAULT_CELL_EPOCH_LOST:
      self->report->n_nameless++;
      break;
    case VAULT_CELL_CLOSED:
    default:
      break;
    }
  }

  for (guint i = 0; i < records->len; i++) {
    guint64 row = g_array_index (records, guint64, i);

    self->report->n_nameless +=
        row >= n_cells || !vault_keyring_is_live (self->keyring, (guint32) row);
  }

  return TRUE;
}

static guint64
piece_of_chunk (const VaultStreamLayout *layout, guint64 index)
{
  for (guint i = 0; i < layout->n_runs; i++) {
    if (index < layout->runs[i].count)
      return layout->runs[i].first + index;
    index -= layout->runs[i].count;
  }

  g_assert_not_reached ();
}

/* Into @plain; zeros if no row of that number is the chunk.  There may be many that are not. */
static gboolean
open_chunk (Salvage *self, const VaultEntry *entry, guint64 index)
{
  const VaultStreamLayout *layout = &entry->streams[VAULT_STREAM_MEDIA];
  VaultChunkEnd end = vault_chunk_get_end (layout->n_bytes, index);
  VaultChunkPlace place = { self->keys->media_key,
                            vault_keyring_get_vault_id (self->keyring),
                            { 0 },
                            VAULT_STREAM_MEDIA };
  guint64 id = piece_of_chunk (layout, index);

  memcpy (place.item_id, entry->item_id, VAULT_ITEM_ID_BYTES);
  for (guint nth = 0; !g_cancellable_is_cancelled (self->work->cancellable)
                      && vault_rows_get_piece (self->rows, id, nth, self->sealed);
       nth++) {
    if (vault_chunk_open (&place, index, end, self->sealed, self->plain))
      return TRUE;
  }

  sodium_memzero (self->plain, VAULT_CHUNK_BYTES);
  return FALSE;
}

/* Write the original into @stream.  @out_n_bad: NULL if every chunk must verify. */
static Outcome
write_chunks (Salvage *self,
              const VaultEntry *entry,
              VaultTarget *target,
              guint64 *out_n_bad,
              GError **error)
{
  guint64 n_bytes = entry->streams[VAULT_STREAM_MEDIA].n_bytes;
  guint64 n_done = self->progress.n_bytes_done;

  for (guint64 i = 0; i < vault_chunk_count (n_bytes); i++) {
    gsize n = vault_chunk_length (n_bytes, i);

    if (!open_chunk (self, entry, i)) {
      if (out_n_bad == NULL) {
        self->progress.n_bytes_done = n_done;
        return NOT_WHOLE;
      }
      *out_n_bad += n;
    }
    if (!vault_target_write (target, self->plain, n, self->work->cancellable, error))
      return FAILED;

    self->progress.n_bytes_done += n;
    report_progress (self);
  }

  return WRITTEN;
}

/* Some file systems do not take every name, and one item must not stop the others. */
static gboolean
finish_file (Salvage *self,
             const VaultEntry *entry,
             const char *suffix,
             VaultTarget *target,
             char **out_name,
             GError **error)
{
  GCancellable *cancellable = self->work->cancellable;
  GError *local = NULL;

  if (vault_target_finish (target, entry->name, suffix, out_name, cancellable, &local))
    return TRUE;
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME)
      || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT)
      || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG)) {
    g_error_free (local);
    return vault_target_finish (target, entry->id, suffix, out_name, cancellable,
                                error);
  }

  g_propagate_error (error, local);
  return FALSE;
}

/* @out_name: (transfer full) (nullable): set if a file is there in the end. */
static Outcome
write_file (Salvage *self,
            const VaultEntry *entry,
            const char *suffix,
            guint64 *out_n_bad,
            char **out_name,
            GError **error)
{
  g_autoptr (VaultTarget) target =
                 vault_target_new (self->folder, self->work->cancellable, error);
  guint64 n_bytes = entry->streams[VAULT_STREAM_MEDIA].n_bytes;
  Outcome outcome;

  if (target == NULL)
    return FAILED;

  outcome = write_chunks (self, entry, target, out_n_bad, error);
  /* A file of nothing but zeros helps nobody. */
  if (outcome == WRITTEN && out_n_bad != NULL && *out_n_bad == n_bytes)
    outcome = NOT_WHOLE;
  if (outcome == WRITTEN && !finish_file (self, entry, suffix, target, out_name, error))
    outcome = FAILED;

  return outcome;
}

static void
add_damaged (Salvage *self, const VaultEntry *entry, char *name, guint64 n_bad)
{
  VaultDamagedItem *item = g_new0 (VaultDamagedItem, 1);

  item->name = name != NULL ? name : g_strdup (entry->name);
  item->n_bytes = entry->streams[VAULT_STREAM_MEDIA].n_bytes;
  item->n_bytes_bad = n_bad;
  if (name == NULL) {
    self->report->n_lost++;
    g_set_error (&item->error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM, "no chunk");
  } else {
    self->report->n_partial++;
    self->report->n_bytes += item->n_bytes - n_bad;
  }
  self->report->n_bytes_bad += n_bad;
  g_ptr_array_add (self->damaged, item);
}

/* Under its own name first; only what turns out not to be whole is written again, under one
 * that says so. */
static gboolean
salvage_item (Salvage *self, const VaultEntry *entry, GError **error)
{
  g_autofree char *name = NULL;
  guint64 n_bad = 0;
  GError *local = NULL;
  Outcome outcome;

  outcome = write_file (self, entry, "", NULL, NULL, &local);
  if (outcome == WRITTEN) {
    self->report->n_whole++;
    self->report->n_bytes += entry->streams[VAULT_STREAM_MEDIA].n_bytes;
    return TRUE;
  }
  if (outcome == NOT_WHOLE)
    outcome = write_file (self, entry, DAMAGED_SUFFIX, &n_bad, &name, &local);
  if (outcome == FAILED) {
    g_propagate_error (error, vault_target_translate (local));
    return FALSE;
  }

  add_damaged (self, entry, g_steal_pointer (&name), n_bad);
  return TRUE;
}

static gboolean
salvage_items (Salvage *self, GError **error)
{
  for (guint i = 0; i < self->found->len; i++) {
    const VaultEntry *entry = self->found->pdata[i];
    VaultEpoch epoch;
    VaultCellStatus status =
        vault_keyring_read_cell (self->keyring, entry->cell, self->keys->root, &epoch);

    if (g_cancellable_set_error_if_cancelled (self->work->cancellable, error))
      return FALSE;
    /* Hours may have passed since the first look. */
    if (status != VAULT_CELL_OPEN || is_due (self, entry)) {
      self->report->n_expired++;
    } else {
      vault_subkey_derive (self->keys->root, VAULT_SUBKEY_MEDIA, self->keys->media_key);
      if (!salvage_item (self, entry, error))
        return FALSE;
    }
    self->progress.n_done = i + 1;
  }

  return TRUE;
}

static gboolean
run (Salvage *self, int dir_fd, VaultSecret *passphrase, GError **error)
{
  GCancellable *cancellable = self->work->cancellable;

  self->keyring =
      vault_keyring_open_for_salvage (dir_fd, passphrase, cancellable, error);
  if (self->keyring == NULL)
    return FALSE;
  self->rows = vault_rows_open (dir_fd, on_rows, self, error);
  if (self->rows == NULL)
    return FALSE;

  return find_items (self, error) && salvage_items (self, error);
}

gboolean
vault_salvage_run (const char *vault_folder,
                   VaultSecret *passphrase,
                   GFile *folder,
                   const VaultWork *work,
                   VaultSalvageReport *out_report,
                   GPtrArray *damaged,
                   GError **error)
{
  g_autoptr (VaultSecret) keys = vault_secret_new (sizeof (Keys), error);
  g_autofree Salvage *self = g_new0 (Salvage, 1);
  gboolean ok;
  int dir_fd;

  *out_report = (VaultSalvageReport){ 0 };
  if (keys == NULL || !vault_target_check (folder, vault_folder, error))
    return FALSE;
  dir_fd = vault_file_open_folder (vault_folder, 0, error);
  if (dir_fd < 0)
    return FALSE;

  self->work = work;
  self->folder = folder;
  self->keys = (Keys *) (gpointer) vault_secret_get_writable (keys);
  self->report = out_report;
  self->damaged = damaged;
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);

  ok = run (self, dir_fd, passphrase, error);

  g_ptr_array_unref (self->found);
  vault_rows_free (self->rows);
  vault_keyring_free (self->keyring);
  sodium_memzero (self->plain, sizeof self->plain);
  close (dir_fd);
  return ok;
}
