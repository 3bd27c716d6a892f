/* test-rows.c - rows found without SQLite, in a file that somebody else may write to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/rows.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "store/pages.h"
#include "support/store-box.h"

#define PIECE_ROOT 3
#define N_POINTERS 2700

static gboolean
go_on (guint64 n_bytes_read, guint64 n_bytes_total, gpointer user_data)
{
  return TRUE;
}

/* A closed database with the pieces 1 to @n_pieces, all on one leaf. */
static StoreBox *
box_of_pieces (guint n_pieces)
{
  StoreBox *box = store_box_new ();
  g_autofree guint8 *pieces = g_malloc0_n (n_pieces, VAULT_PIECE_BYTES);

  for (guint i = 0; i < n_pieces; i++)
    memset (pieces + (gsize) i * VAULT_PIECE_BYTES, (int) i + 1, VAULT_PIECE_BYTES);
  g_assert_true (vault_store_put_pieces (box->store, 1, pieces, n_pieces, NULL));
  g_assert_true (vault_store_commit (box->store, NULL));
  store_box_close (box);
  return box;
}

static VaultRows *
rows_open (const StoreBox *box)
{
  g_autoptr (GError) error = NULL;
  int dir_fd = open (box->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  VaultRows *rows = vault_rows_open (dir_fd, go_on, NULL, &error);

  g_assert_no_error (error);
  close (dir_fd);
  return rows;
}

/* Whether the row that is found is full of @fill. */
static gboolean
piece_is (VaultRows *rows, guint64 id, guint nth, guint8 fill)
{
  g_autofree guint8 *out = g_malloc (VAULT_PIECE_BYTES);

  g_assert_true (vault_rows_get_piece (rows, id, nth, out));
  for (gsize i = 0; i < VAULT_PIECE_BYTES; i++) {
    if (out[i] != fill)
      return FALSE;
  }

  return TRUE;
}

static guint
count_pieces (VaultRows *rows, guint64 id)
{
  g_autofree guint8 *out = g_malloc (VAULT_PIECE_BYTES);
  guint n_found = 0;

  while (vault_rows_get_piece (rows, id, n_found, out))
    n_found++;
  return n_found;
}

static void
test_full_leaf (void)
{
  g_autoptr (StoreBox) box = box_of_pieces (8);
  g_autoptr (VaultRows) rows = rows_open (box);

  for (guint8 id = 1; id <= 8; id++) {
    g_assert_cmpuint (count_pieces (rows, id), ==, 1);
    g_assert_true (piece_is (rows, id, 0, id));
  }
}

/* Between finding a row and reading it, the file is changed: so that the row is shorter than its
 * own header, or of another length, or its page none of rows. */
static void
test_changed_meanwhile (void)
{
  const guint64 page_at = (PIECE_ROOT - 1) * VAULT_PAGE_BYTES;
  const guint8 lengths[] = { 0, 3, 100 };
  g_autoptr (StoreBox) box = box_of_pieces (1);
  guint8 page[VAULT_PAGE_BYTES];
  guint cell;

  file_read (box->path, page_at, page, sizeof page);
  cell = (guint) (page[8] << 8 | page[9]);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (VaultRows) rows = rows_open (box);

    g_assert_cmpuint (count_pieces (rows, 1), ==, 1);
    vault_rows_free (g_steal_pointer (&rows));
    rows = rows_open (box);
    file_write (box->path, page_at + cell, &lengths[i], 1);
    g_assert_true (piece_is (rows, 1, 0, 0));
    file_write (box->path, page_at, page, sizeof page);
  }

  {
    g_autoptr (VaultRows) rows = rows_open (box);
    const guint8 none = 0x5a;

    file_write (box->path, page_at, &none, 1);
    g_assert_true (piece_is (rows, 1, 0, 0));
  }
}

/* A page whose pointers all lead to the same row, many times over: it is one row. */
static void
test_same_bytes_once (void)
{
  g_autoptr (StoreBox) box = box_of_pieces (1);
  g_autoptr (VaultRows) rows = NULL;
  guint8 page[VAULT_PAGE_BYTES];

  file_read (box->path, (PIECE_ROOT - 1) * VAULT_PAGE_BYTES, page, sizeof page);
  page[3] = N_POINTERS >> 8;
  page[4] = N_POINTERS & 0xff;
  for (guint i = 1; i < N_POINTERS; i++)
    memcpy (page + 8 + 2 * (gsize) i, page + 8, 2);
  file_write (box->path, (PIECE_ROOT - 1) * VAULT_PAGE_BYTES, page, sizeof page);

  rows = rows_open (box);
  g_assert_cmpuint (count_pieces (rows, 1), ==, 1);
  g_assert_true (piece_is (rows, 1, 0, 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows/full-leaf", test_full_leaf);
  g_test_add_func ("/rows/changed-meanwhile", test_changed_meanwhile);
  g_test_add_func ("/rows/same-bytes-once", test_same_bytes_once);
  return g_test_run ();
}
