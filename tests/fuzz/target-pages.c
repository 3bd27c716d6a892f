/* target-pages.c - fuzzing the walk over a database's pages without SQLite
 *
 * Input: edits (edit.h) of the database.
 *
 * Accepted is a database whose structure has no fault.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/edit.h"

#include <string.h>

#include "store/pages.h"

/* Of the schema, of record and of piece, in every database of ours. */
static const guint32 roots[] = { 1, 2, 3 };

typedef struct {
  const Edit *edit;
  guint32 n_pages;
  guint32 n_visited;
  guint64 n_rows;
} Walk;

static gboolean
read_page (guint32 number, guint8 out[VAULT_PAGE_BYTES], gpointer user_data)
{
  const Walk *walk = user_data;

  g_assert_cmpuint (number, >=, 1);
  g_assert_cmpuint (number, <=, walk->n_pages);
  memcpy (out, walk->edit->database + (gsize) (number - 1) * VAULT_PAGE_BYTES,
          VAULT_PAGE_BYTES);
  return TRUE;
}

/* However its pages point at each other, none is looked at twice. */
static gboolean
go_on (guint32 n_visited, gpointer user_data)
{
  Walk *walk = user_data;

  g_assert_cmpuint (n_visited, <=, walk->n_pages);
  walk->n_visited = n_visited;
  return TRUE;
}

static void
see_row (guint32 root, const VaultPageRow *row, gpointer user_data)
{
  Walk *walk = user_data;

  g_assert_cmpuint (root, >=, 1);
  g_assert_cmpuint (root, <=, G_N_ELEMENTS (roots));
  g_assert_cmpuint (row->at + row->n_local_bytes, <=, VAULT_PAGE_BYTES);
  g_assert_cmpuint (row->n_local_bytes, <=, row->n_payload_bytes);
  walk->n_rows++;
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  const Edit *edit = edit_apply (&input, EDIT_N_DATABASE_VERBS);
  Walk walk = { .edit = edit,
                .n_pages = (guint32) (edit->n_database_bytes / VAULT_PAGE_BYTES) };
  VaultPages pages = { .n_pages = walk.n_pages,
                       .read = read_page,
                       .go_on = go_on,
                       .row = see_row,
                       .user_data = &walk };
  g_autofree guint8 *seen = g_malloc0 (walk.n_pages + 1);
  guint n_faults;

  g_assert_true (
      vault_pages_walk (&pages, roots, G_N_ELEMENTS (roots), seen, &n_faults));
  g_assert_cmpuint (walk.n_rows, <=, (guint64) walk.n_pages * VAULT_PAGE_MAX_CELLS);
  return n_faults == 0;
}
