/* target-rows.c - fuzzing the search for rows in a database that SQLite may refuse
 *
 * Input: edits (edit.h) of the database.
 *
 * Accepted is a database in which every record, stamp and piece is found, whether or not
 * anything still leads there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/edit.h"

#include <sodium.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "file/file.h"
#include "store/rows.h"

#define N_PIECES 5
#define MOST_TWINS 1000

static gboolean
go_on (guint64 n_read, guint64 n_total, gpointer user_data)
{
  g_assert_cmpuint (n_read, <=, n_total);
  return TRUE;
}

static gboolean
find_records (VaultRows *rows)
{
  g_autoptr (GArray) records = vault_rows_dup_records (rows);
  guint8 sealed[VAULT_RECORD_BYTES];
  gboolean is_stale;
  gboolean all = TRUE;

  for (guint i = 1; i < records->len; i++)
    g_assert_cmpuint (g_array_index (records, guint64, i), >,
                      g_array_index (records, guint64, i - 1));

  for (guint i = 0; i < PAIR_N_ITEMS; i++)
    all =
        vault_rows_get_record (rows, pair_get ()->records[i].row, 0, sealed, &is_stale)
        && all;
  for (guint i = 0; i < PAIR_N_STAMPS; i++)
    all = vault_rows_get_record (rows, pair_get ()->stamps[i].row, 0, sealed, &is_stale)
          && all;
  return all;
}

static gboolean
find_pieces (VaultRows *rows)
{
  g_autofree guint8 *piece = g_malloc (VAULT_PIECE_BYTES);
  gboolean all = TRUE;

  for (guint64 id = 1; id <= N_PIECES; id++) {
    guint nth = 0;

    while (vault_rows_get_piece (rows, id, nth, piece))
      g_assert_cmpuint (++nth, <=, MOST_TWINS);
    all = all && nth > 0 && !sodium_is_zero (piece, VAULT_PIECE_BYTES);
  }

  return all;
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  const Edit *edit = edit_apply (&input, EDIT_N_DATABASE_VERBS);
  g_autoptr (VaultRows) rows = NULL;
  g_autoptr (GError) error = NULL;
  gboolean all;
  int dir_fd;

  pair_put_database (edit->database, edit->n_database_bytes);
  dir_fd = vault_file_open_folder (pair_get ()->folder, 0, NULL);
  rows = vault_rows_open (dir_fd, go_on, NULL, &error);
  close (dir_fd);
  if (rows == NULL) {
    g_assert_true (error != NULL && error->domain == VAULT_ERROR);
    return FALSE;
  }

  all = find_records (rows);
  return find_pieces (rows) && all;
}
