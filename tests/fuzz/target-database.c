/* target-database.c - fuzzing the database as a stranger may have written it
 *
 * Input: edits (edit.h) of the database and its journal.
 *
 * Accepted is a database that is opened and all of whose rows can be read, in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/edit.h"

#include <vault/vault-error.h>

#include "store/store.h"

#define MOST_ROWS 4096

typedef struct {
  guint64 n_rows;
  guint64 last;
  gboolean is_ordered;
  guint sum; /* of what was read, so that it is read */
} Visit;

static gboolean
visit (guint64 row, const guint8 *sealed, gpointer user_data, GError **error)
{
  Visit *self = user_data;

  if (sealed != NULL)
    self->sum += sealed[0] + sealed[VAULT_RECORD_BYTES - 1];
  self->is_ordered = self->is_ordered && row > self->last;
  self->last = row;
  return ++self->n_rows < MOST_ROWS;
}

static gboolean
read_all (VaultStore *store, Visit *visited)
{
  guint8 record[VAULT_RECORD_BYTES];
  g_autofree guint8 *piece = g_malloc (VAULT_PIECE_BYTES);
  gboolean is_whole =
      vault_store_get_record (store, VAULT_STORE_STAMP_ROW, record, NULL)
      && vault_store_get_record (store, VAULT_STORE_STAMP_MIRROR_ROW, record, NULL);
  guint64 last;

  for (guint64 id = 1; id <= 5; id++)
    is_whole = vault_store_get_piece (store, id, piece, NULL) && is_whole;
  return vault_store_foreach_record (store, visit, visited, NULL)
         && vault_store_get_last_piece (store, &last, NULL) && last == 5 && is_whole;
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  const Edit *edit = edit_apply (&input, EDIT_N_DATABASE_VERBS);
  g_autoptr (VaultStore) store = NULL;
  g_autoptr (GError) error = NULL;
  Visit visited = { .is_ordered = TRUE };

  pair_put_database (edit->database, edit->n_database_bytes);
  pair_put_journal (edit->journal, edit->n_journal_bytes);
  store = vault_store_open (pair_get ()->folder, &error);
  if (store == NULL) {
    g_assert_true (error != NULL && error->domain == VAULT_ERROR);
    return FALSE;
  }

  g_assert_no_error (error);
  return read_all (store, &visited) && visited.n_rows == PAIR_N_ITEMS
         && visited.is_ordered;
}
