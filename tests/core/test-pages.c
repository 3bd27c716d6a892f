/* test-pages.c - the pages of a database, read without SQLite and held to what SQLite says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/pages.h"

#include <string.h>
#include <sqlite3.h>

#include "store/structure.h"
#include "support/store-box.h"

#define N_FLIPS 400

/* A database that has been lived in: rows of both tables came and went, so that there are
 * inner pages, free pages, and gaps inside pages. */
static StoreBox *
box_used (void)
{
  StoreBox *box = store_box_new ();

  store_box_close (box);
  sql_run (
      box->path,
      "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
      " INSERT INTO record SELECT i, randomblob (1008) FROM n;"
      "INSERT INTO record VALUES (4294967296, randomblob (1008));"
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90)"
      " INSERT INTO piece SELECT i, randomblob (67546) FROM n;"
      "DELETE FROM record WHERE id % 7 = 3 OR id BETWEEN 100 AND 140;"
      "DELETE FROM piece WHERE id % 5 = 1 OR id BETWEEN 20 AND 50");
  return box;
}

static gboolean
always (guint32 n_visited, guint32 n_pages, gpointer user_data)
{
  g_assert_cmpuint (n_visited, <=, n_pages);
  return TRUE;
}

static void
check (StoreBox *box, VaultRun listed, VaultStructure *out)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (VaultRun));
  g_autoptr (GError) error = NULL;

  g_array_append_val (runs, listed);
  g_assert_true (
      vault_store_check_structure (box->store, runs, always, NULL, out, &error));
  g_assert_no_error (error);
}

static void
test_whole (void)
{
  g_autoptr (StoreBox) box = box_used ();
  const VaultRun listed = { 1, 70 };
  VaultStructure structure;

  store_box_reopen (box);
  check (box, listed, &structure);
  g_assert_cmpuint (structure.n_faults, ==, 0);
  g_assert_cmpuint (structure.n_stray_records, ==, 0);
  /* 72 to 90 without 76, 81 and 86. */
  g_assert_cmpuint (structure.n_strays, ==, 16);
}

/* Rows that others have inserted and not committed are in the file when it is looked at. */
static void
test_under_way (void)
{
  g_autoptr (StoreBox) box = box_used ();
  g_autofree guint8 *sealed = g_malloc0 (VAULT_PIECE_BYTES);
  const VaultRun listed = { 1, 100 };
  VaultStructure structure;

  store_box_reopen (box);
  g_assert_true (vault_store_put_pieces (box->store, 200, sealed, 1, NULL));
  check (box, listed, &structure);
  g_assert_cmpuint (structure.n_faults, ==, 0);
  g_assert_cmpuint (structure.n_strays, ==, 1);
  g_assert_true (vault_store_get_piece (box->store, 200, sealed, NULL));
  g_assert_cmpuint (vault_store_get_n_rollbacks (box->store), ==, 0);
}

static gboolean
until_five (guint32 n_visited, guint32 n_pages, gpointer user_data)
{
  return n_visited < 5;
}

static void
test_ended (void)
{
  g_autoptr (StoreBox) box = box_used ();
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (VaultRun));
  g_autoptr (GError) error = NULL;
  VaultStructure structure;

  store_box_reopen (box);
  g_assert_false (vault_store_check_structure (box->store, runs, until_five, NULL,
                                               &structure, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* The turn was given back. */
  g_assert_true (vault_store_commit (box->store, NULL));
}

typedef struct {
  const guint8 *bytes;
} Image;

static gboolean
read_image (guint32 number, guint8 out[VAULT_PAGE_BYTES], gpointer user_data)
{
  const Image *image = user_data;

  memcpy (out, image->bytes + (gsize) (number - 1) * VAULT_PAGE_BYTES,
          VAULT_PAGE_BYTES);
  return TRUE;
}

static guint
count_faults (const guint8 *bytes, gsize n_bytes)
{
  static const guint32 roots[] = { 1, 2, 3 };
  Image image = { bytes };
  const VaultPages pages = { .n_pages = (guint32) (n_bytes / VAULT_PAGE_BYTES),
                             .read = read_image,
                             .user_data = &image };
  g_autofree guint8 *seen = g_malloc ((gsize) pages.n_pages + 1);
  guint n_faults;

  g_assert_true (
      vault_pages_walk (&pages, roots, G_N_ELEMENTS (roots), seen, &n_faults));
  return n_faults;
}

/* Whether SQLite itself finds the structure whole.  Of what it says about the contents of rows,
 * such as a NULL where there ought to be a blob, nothing is asked here. */
static gboolean
sqlite_is_content (const guint8 *bytes, gsize n_bytes)
{
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = NULL;
  gboolean ok;
  guint8 *copy = sqlite3_malloc64 (n_bytes);

  memcpy (copy, bytes, n_bytes);
  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_deserialize (db, "main", copy, (sqlite3_int64) n_bytes,
                                        (sqlite3_int64) n_bytes,
                                        SQLITE_DESERIALIZE_FREEONCLOSE),
                   ==, SQLITE_OK);
  ok = sqlite3_prepare_v2 (db, "PRAGMA integrity_check", -1, &statement, NULL)
           == SQLITE_OK
       && sqlite3_step (statement) == SQLITE_ROW;
  if (ok) {
    const char *text = (const char *) sqlite3_column_text (statement, 0);

    ok = !g_str_has_prefix (text, "*** in database");
  }
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return ok;
}

/* Somewhere in the heads of pages, in their pointers, or where cells begin: where structure
 * is, and not the sealed bytes. */
static gsize
choose_place (GRand *rand, const guint8 *bytes, gsize n_bytes)
{
  guint32 n_pages = (guint32) (n_bytes / VAULT_PAGE_BYTES);
  guint32 page = (guint32) g_rand_int_range (rand, 1, (gint32) n_pages);
  const guint8 *at = bytes + (gsize) page * VAULT_PAGE_BYTES;
  guint n_cells = MIN (vault_page_get_n_cells (at, page + 1), 16);
  gsize offset = (gsize) g_rand_int_range (rand, 0, 12);

  if (n_cells > 0 && g_rand_boolean (rand)) {
    guint cell = (guint) g_rand_int_range (rand, 0, (gint32) n_cells);

    offset = (gsize) at[8 + 2 * cell] << 8 | at[9 + 2 * cell];
    offset = (offset + (gsize) g_rand_int_range (rand, 0, 4)) % VAULT_PAGE_BYTES;
  }
  return (gsize) page * VAULT_PAGE_BYTES + offset;
}

/* Whatever SQLite objects to, so do we.  The reverse need not be: it does not look at
 * everything. */
static void
test_as_strict_as_sqlite (void)
{
  g_autoptr (StoreBox) box = box_used ();
  g_autoptr (GBytes) file = file_get (box->path);
  gsize n_bytes;
  g_autofree guint8 *bytes = g_bytes_unref_to_data (g_steal_pointer (&file), &n_bytes);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20240301);
  guint n_found = 0;

  g_assert_true (sqlite_is_content (bytes, n_bytes));
  g_assert_cmpuint (count_faults (bytes, n_bytes), ==, 0);
  for (guint i = 0; i < N_FLIPS; i++) {
    gsize at = choose_place (rand, bytes, n_bytes);
    guint8 mask = (guint8) (1 << g_rand_int_range (rand, 0, 8));

    bytes[at] ^= mask;
    if (!sqlite_is_content (bytes, n_bytes)) {
      n_found++;
      if (count_faults (bytes, n_bytes) == 0)
        g_error ("missed: page %zu, offset %zu, mask %u", at / VAULT_PAGE_BYTES + 1,
                 at % VAULT_PAGE_BYTES, mask);
    } else {
      (void) count_faults (bytes, n_bytes);
    }
    bytes[at] ^= mask;
  }
  g_assert_cmpuint (n_found, >, N_FLIPS / 10);
}

/* A file of anything at all: no loop, no reading outside. */
static void
test_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  gsize n_bytes = 20 * VAULT_PAGE_BYTES;
  g_autofree guint8 *bytes = g_malloc (n_bytes);

  for (guint round = 0; round < 200; round++) {
    for (gsize i = 0; i < n_bytes; i++)
      bytes[i] = (guint8) g_rand_int (rand);
    /* So that the walk gets somewhere. */
    for (guint32 page = 0; page < 20; page++) {
      guint8 *at = bytes + (gsize) page * VAULT_PAGE_BYTES + (page == 0 ? 100 : 0);

      at[0] = g_rand_boolean (rand) ? 0x0d : 0x05;
      at[3] = 0;
      at[8] = at[9] = at[10] = 0;
      at[11] = (guint8) g_rand_int_range (rand, 0, 24);
    }
    g_assert_cmpuint (count_faults (bytes, n_bytes), >, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pages/whole", test_whole);
  g_test_add_func ("/pages/under-way", test_under_way);
  g_test_add_func ("/pages/ended", test_ended);
  g_test_add_func ("/pages/as-strict-as-sqlite", test_as_strict_as_sqlite);
  g_test_add_func ("/pages/noise", test_noise);
  return g_test_run ();
}
