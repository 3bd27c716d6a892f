/* session-survey.c - what is in the two files beside each other, item by item
 *
 * The sweep looks at the same things once, when the vault is opened, and acts on them; this
 * looks at any time and only counts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <sodium.h>

typedef struct {
  VaultSession *session;
  VaultSurvey *survey;
  VaultItemKeys *keys;
  guint64 n_records;
} Work;

void
vault_survey_clear (VaultSurvey *self)
{
  g_clear_pointer (&self->has_record, g_free);
}

/* The key is in @keys. */
static gboolean
record_verifies (Work *work, guint32 cell, const guint8 *sealed)
{
  g_autoptr (VaultEntry) entry = NULL;
  g_autoptr (VaultCard) card = NULL;
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];

  if (sealed == NULL)
    return FALSE;

  vault_subkey_derive (work->keys->root, VAULT_SUBKEY_RECORD, work->keys->stream_key);
  if (vault_record_open (work->keys->stream_key,
                         vault_keyring_get_vault_id (work->session->keyring), cell,
                         sealed, plain)) {
    entry = vault_entry_decode (plain);
    card = vault_card_decode (plain);
  }
  sodium_memzero (plain, sizeof plain);
  return entry != NULL || card != NULL;
}

static gboolean
visit (guint64 row, const guint8 *sealed, gpointer user_data, GError **error)
{
  Work *work = user_data;
  VaultSurvey *survey = work->survey;
  VaultCellStatus status;
  VaultEpoch epoch;
  guint32 cell = (guint32) MIN (row, G_MAXUINT32);

  work->n_records++;
  if (cell >= survey->n_cells) {
    survey->n_unreadable++;
    return TRUE;
  }

  /* Only a broken table gives a row twice, and then it stands for one that is missing. */
  if (survey->has_record[cell]) {
    survey->n_unreadable++;
    return TRUE;
  }

  survey->has_record[cell] = 1;
  status =
      vault_keyring_read_cell (work->session->keyring, cell, work->keys->root, &epoch);
  if (status == VAULT_CELL_OPEN ? !record_verifies (work, cell, sealed)
                                : status != VAULT_CELL_EXPIRED)
    survey->n_unreadable++;
  return TRUE;
}

/* Rows beyond those the stamp counts are unreadable if somebody planted them; one that reads
 * all the same is one that was removed and put back. */
static void
compare_numbers (Work *work)
{
  guint64 expected = work->session->n_records;
  VaultSurvey *survey = work->survey;

  if (expected > work->n_records)
    survey->n_missing = (guint) MIN (expected - work->n_records, G_MAXINT);
  else
    survey->n_unreadable =
        (guint) MAX (survey->n_unreadable, MIN (work->n_records - expected, G_MAXINT));
}

/* What the catalog shows has a record, or had one a moment ago; if it cannot be read now,
 * that is told of the item. */
static void
spare_catalog (Work *work)
{
  VaultSession *session = work->session;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&session->mutex);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, session->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const VaultEntry *entry = value;

    if (entry->cell < work->survey->n_cells)
      work->survey->has_record[entry->cell] = 1;
  }
}

gboolean
vault_session_survey (VaultSession *self, VaultSurvey *out, GError **error)
{
  g_autoptr (VaultSecret) keys = vault_secret_new (sizeof (VaultItemKeys), error);
  Work work = { self, out, NULL, 0 };
  g_autoptr (GError) local = NULL;

  *out = (VaultSurvey){ 0 };
  if (keys == NULL)
    return FALSE;

  work.keys = (VaultItemKeys *) (gpointer) vault_secret_get_writable (keys);
  out->n_cells = vault_keyring_get_n_cells (self->keyring);
  out->has_record = g_malloc0 (out->n_cells);
  /* A page that cannot be read is found and counted with the structure of the database; the
   * records behind it are missing here. */
  if (!vault_store_foreach_record (self->store, visit, &work, &local)
      && !g_error_matches (local, VAULT_ERROR, VAULT_ERROR_DAMAGED_DATABASE)
      && !g_error_matches (local, VAULT_ERROR, VAULT_ERROR_IO)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }

  compare_numbers (&work);
  spare_catalog (&work);
  for (guint32 cell = 1; cell < out->n_cells; cell++)
    out->n_lone_keys +=
        !out->has_record[cell] && vault_keyring_is_live (self->keyring, cell);
  return TRUE;
}

static int
compare_runs (gconstpointer a, gconstpointer b)
{
  const VaultRun *x = a;
  const VaultRun *y = b;

  return x->first < y->first ? -1 : x->first > y->first;
}

/* @card may be NULL. */
static void
append_card_runs (GArray *runs, const VaultCard *card)
{
  if (card != NULL)
    g_array_append_vals (runs, card->stream.runs, card->stream.n_runs);
}

GArray *
vault_session_dup_runs (VaultSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (VaultRun));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const VaultEntry *entry = value;

    for (guint i = 0; i < VAULT_N_STREAMS; i++)
      g_array_append_vals (runs, entry->streams[i].runs, entry->streams[i].n_runs);
  }
  append_card_runs (runs, self->settings_card);
  append_card_runs (runs, self->log_card);

  g_array_sort (runs, compare_runs);
  return runs;
}
