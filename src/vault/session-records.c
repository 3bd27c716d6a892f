/* session-records.c - changing records, and the stamp that counts the changes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <sodium.h>

#include "crypto/bytes.h"

/* The stamp: row 0 of "record", sealed under the keyring's stamp key. */
#define STAMP_COMMITS_AT 0
#define STAMP_GENERATION_AT 8
#define STAMP_RECORDS_AT 16
#define STAMP_USED 24

static const guint64 stamp_rows[VAULT_N_STAMPS] = { VAULT_STORE_STAMP_ROW,
                                                    VAULT_STORE_STAMP_MIRROR_ROW };

typedef struct {
  guint64 n_commits;
  guint64 generation;
  guint64 n_records;
} Stamp;

static gboolean
decode_stamp (const guint8 *plain, Stamp *out)
{
  out->n_commits = vault_load_u64_le (plain + STAMP_COMMITS_AT);
  out->generation = vault_load_u64_le (plain + STAMP_GENERATION_AT);
  out->n_records = vault_load_u64_le (plain + STAMP_RECORDS_AT);
  return vault_bytes_are_zero (plain + STAMP_USED,
                               VAULT_RECORD_PLAIN_BYTES - STAMP_USED);
}

static gboolean
read_stamp_row (VaultSession *self, guint64 row, Stamp *out)
{
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];
  guint8 sealed[VAULT_RECORD_BYTES];

  return vault_store_get_record (self->store, row, sealed, NULL)
         && vault_record_open (vault_keyring_get_stamp_key (self->keyring),
                               vault_keyring_get_vault_id (self->keyring), row, sealed,
                               plain)
         && decode_stamp (plain, out);
}

/* Either of the two will do: they are always written together. */
static gboolean
read_stamp (VaultSession *self, Stamp *out)
{
  for (guint i = 0; i < VAULT_N_STAMPS; i++) {
    if (read_stamp_row (self, stamp_rows[i], out))
      return TRUE;
  }

  return FALSE;
}

gboolean
vault_session_stamp_agrees (VaultSession *self, guint copy)
{
  Stamp stamp;

  return read_stamp_row (self, stamp_rows[copy], &stamp)
         && stamp.n_commits == self->n_commits && stamp.n_records == self->n_records
         && stamp.generation <= vault_keyring_get_generation (self->keyring);
}

guint
vault_session_count_bad_stamps (VaultSession *self)
{
  guint n_bad = 0;

  for (guint copy = 0; copy < VAULT_N_STAMPS; copy++)
    n_bad += !vault_session_stamp_agrees (self, copy);

  return n_bad;
}

/* Rows that are there and do not verify are somebody else's; pages that cannot be read are
 * damage, and it is not known whose. */
static gboolean
refuse_stamp (VaultSession *self, GError **error)
{
  for (guint i = 0; i < VAULT_N_STAMPS; i++) {
    guint8 sealed[VAULT_RECORD_BYTES];
    g_autoptr (GError) local = NULL;

    if (!vault_store_get_record (self->store, stamp_rows[i], sealed, &local)
        && !g_error_matches (local, VAULT_ERROR, VAULT_ERROR_NO_ITEM)
        && !g_error_matches (local, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  }

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_FOREIGN_DATABASE, "no valid stamp");
  return FALSE;
}

gboolean
vault_session_check_stamp (VaultSession *self, GError **error)
{
  Stamp stamp;

  if (!read_stamp (self, &stamp))
    return refuse_stamp (self, error);

  self->n_commits = stamp.n_commits;
  self->n_records = stamp.n_records;

  /* Sweeping by the wrong pair of files would destroy what the right pair still has. */
  if (self->n_commits < vault_keyring_get_n_commits (self->keyring)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_OLDER_DATABASE, "commit counter");
    return FALSE;
  }
  if (stamp.generation > vault_keyring_get_generation (self->keyring)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_OLDER_KEYRING, "keyring generation");
    return FALSE;
  }

  return TRUE;
}

static void
seal_stamp (VaultSession *self,
            guint64 row,
            guint64 n_records,
            guint8 out[VAULT_RECORD_BYTES])
{
  guint8 plain[VAULT_RECORD_PLAIN_BYTES] = { 0 };

  vault_store_u64_le (plain + STAMP_COMMITS_AT, self->n_commits + 1);
  vault_store_u64_le (plain + STAMP_GENERATION_AT,
                      vault_keyring_get_generation (self->keyring));
  vault_store_u64_le (plain + STAMP_RECORDS_AT, n_records);
  vault_record_seal (vault_keyring_get_stamp_key (self->keyring),
                     vault_keyring_get_vault_id (self->keyring), row, plain, out);
}

/* After a commit that failed: a flush that fails at its very end leaves it done all the
 * same, as far as anybody can read.  The stamp tells which it was. */
static void
find_out (VaultSession *self)
{
  Stamp stamp;

  self->uncertain = !read_stamp (self, &stamp);
  if (self->uncertain)
    return;

  self->n_commits = stamp.n_commits;
  self->n_records = stamp.n_records;
}

/* @changes has room for the stamps at its end.  @change: by how much the number of records
 * grows; it wraps. */
static gboolean
commit_changes (VaultSession *self,
                VaultRecordChange *changes,
                gsize n_changes,
                guint64 change,
                const guint64 *n_rollbacks,
                GError **error)
{
  guint8 stamps[VAULT_N_STAMPS][VAULT_RECORD_BYTES];

  for (guint i = 0; i < VAULT_N_STAMPS; i++) {
    seal_stamp (self, stamp_rows[i], self->n_records + change, stamps[i]);
    changes[n_changes + i] = (VaultRecordChange){ stamp_rows[i], stamps[i] };
  }
  if (!vault_store_change_records (self->store, changes, n_changes + VAULT_N_STAMPS,
                                   n_rollbacks, error)) {
    find_out (self);
    return FALSE;
  }

  self->n_records += change;
  self->n_commits++;
  return vault_keyring_set_n_commits (self->keyring, self->n_commits, error);
}

static gboolean
seal_plain (VaultSession *self,
            guint32 cell,
            const guint8 plain[VAULT_RECORD_PLAIN_BYTES],
            guint8 out[VAULT_RECORD_BYTES],
            GError **error)
{
  g_autoptr (VaultSecret) key =
                 vault_session_dup_stream_key (self, cell, VAULT_SUBKEY_RECORD, error);

  if (key == NULL)
    return FALSE;

  vault_record_seal (vault_secret_get (key), vault_keyring_get_vault_id (self->keyring),
                     cell, plain, out);
  return TRUE;
}

static gboolean
refuse_size (GError **error)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ROOM,
               "a record does not fit its row");
  return FALSE;
}

static gboolean
seal_entry (VaultSession *self,
            const VaultEntry *entry,
            guint8 out[VAULT_RECORD_BYTES],
            GError **error)
{
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];
  gboolean ok;

  if (!vault_entry_encode (entry, plain))
    return refuse_size (error);

  ok = seal_plain (self, entry->cell, plain, out, error);
  sodium_memzero (plain, sizeof plain);
  return ok;
}

static gboolean
seal_card (VaultSession *self,
           const VaultCard *card,
           guint8 out[VAULT_RECORD_BYTES],
           GError **error)
{
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];
  gboolean ok;

  if (!vault_card_encode (card, plain))
    return refuse_size (error);

  ok = seal_plain (self, card->cell, plain, out, error);
  sodium_memzero (plain, sizeof plain);
  return ok;
}

gboolean
vault_session_remove_records (VaultSession *self,
                              const guint32 *cells,
                              gsize n_cells,
                              GError **error)
{
  g_autofree VaultRecordChange *changes =
      g_new0 (VaultRecordChange, n_cells + VAULT_N_STAMPS);

  for (gsize i = 0; i < n_cells; i++)
    changes[i].row = cells[i];

  return commit_changes (self, changes, n_cells, -(guint64) n_cells, NULL, error);
}

static gboolean
remove_entries (VaultSession *self,
                VaultEntry *const *entries,
                gsize n_entries,
                GError **error)
{
  g_autofree guint32 *cells = g_new (guint32, n_entries);

  for (gsize i = 0; i < n_entries; i++)
    cells[i] = entries[i]->cell;

  return vault_session_remove_records (self, cells, n_entries, error);
}

gboolean
vault_session_change_records (VaultSession *self,
                              VaultRecordsVerb verb,
                              VaultEntry *const *entries,
                              gsize n_entries,
                              const guint64 *n_rollbacks,
                              GError **error)
{
  g_autofree VaultRecordChange *changes =
      g_new0 (VaultRecordChange, n_entries + VAULT_N_STAMPS);
  g_autofree guint8 *sealed = NULL;

  if (verb == VAULT_RECORDS_REMOVED)
    return remove_entries (self, entries, n_entries, error);

  sealed = g_malloc_n (MAX (n_entries, 1), VAULT_RECORD_BYTES);
  for (gsize i = 0; i < n_entries; i++) {
    guint8 *at = sealed + i * VAULT_RECORD_BYTES;

    if (!seal_entry (self, entries[i], at, error))
      return FALSE;
    changes[i] = (VaultRecordChange){ entries[i]->cell, at };
  }

  return commit_changes (self, changes, n_entries,
                         verb == VAULT_RECORDS_ADDED ? n_entries : 0, n_rollbacks,
                         error);
}

gboolean
vault_session_replace_records (VaultSession *self,
                               VaultEntry *const *entries,
                               gsize n_entries,
                               const guint64 *n_rollbacks,
                               GError **error)
{
  guint64 n_commits = self->n_commits;

  if (vault_session_change_records (self, VAULT_RECORDS_REPLACED, entries, n_entries,
                                    n_rollbacks, error))
    return TRUE;
  if (self->uncertain || self->n_commits == n_commits)
    return FALSE;

  /* Only the keyring has not heard of the commit; the next one tells it of both. */
  g_clear_error (error);
  return TRUE;
}

gboolean
vault_session_change_card (VaultSession *self,
                           VaultRecordsVerb verb,
                           const VaultCard *card,
                           const guint64 *n_rollbacks,
                           GError **error)
{
  VaultRecordChange changes[1 + VAULT_N_STAMPS] = { { .row = card->cell } };
  guint8 sealed[VAULT_RECORD_BYTES];
  guint64 n_commits = self->n_commits;

  if (verb == VAULT_RECORDS_REMOVED)
    return vault_session_remove_records (self, &card->cell, 1, error);
  if (!seal_card (self, card, sealed, error))
    return FALSE;

  changes[0].sealed = sealed;
  if (commit_changes (self, changes, 1, verb == VAULT_RECORDS_ADDED, n_rollbacks,
                      error))
    return TRUE;
  if (self->uncertain || self->n_commits == n_commits)
    return FALSE;

  g_clear_error (error);
  return TRUE;
}

gboolean
vault_session_rewrite_log (VaultSession *self,
                           const VaultCard *card,
                           const guint64 *n_rollbacks,
                           GError **error)
{
  VaultRecordChange change = { .row = card->cell };
  guint8 sealed[VAULT_RECORD_BYTES];

  if (!seal_card (self, card, sealed, error))
    return FALSE;

  change.sealed = sealed;
  return vault_store_change_records (self->store, &change, 1, n_rollbacks, error);
}
