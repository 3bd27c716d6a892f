/* test-wide-io.c - pages gathered on their way to the disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/store-box.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>

#include "store/wide-io.h"

#define N_STEPS 120
#define MOST_ROWS 40
#define ROW_BYTES 70000
#define N_PIECES 600

/* The same done to two files, one with and one without. */
typedef struct {
  char *paths[2];
  sqlite3 *dbs[2];
} Pair;

static void
run (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* So little memory that pages are written long before they are flushed. */
static void
pair_open (Pair *self, Folder *folder)
{
  static const char settings[] =
      "PRAGMA page_size = 16384; PRAGMA cache_size = 12; PRAGMA locking_mode = "
      "EXCLUSIVE;"
      "PRAGMA synchronous = FULL; PRAGMA journal_mode = PERSIST;"
      "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL);";

  for (guint i = 0; i < 2; i++) {
    g_autofree char *name = g_strdup_printf ("%u.db", i);

    self->paths[i] = folder_path (folder, name);
    g_assert_cmpint (sqlite3_open_v2 (self->paths[i], &self->dbs[i],
                                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                      i == 0 ? vault_wide_io_get_name () : NULL),
                     ==, SQLITE_OK);
    run (self->dbs[i], settings);
  }

  g_assert_nonnull (vault_wide_io_get_file (self->dbs[0]));
  g_assert_null (vault_wide_io_get_file (self->dbs[1]));
}

static void
pair_close (Pair *self)
{
  for (guint i = 0; i < 2; i++) {
    g_assert_cmpint (sqlite3_close (self->dbs[i]), ==, SQLITE_OK);
    g_clear_pointer (&self->paths[i], g_free);
  }
}

static void
pair_run (Pair *self, const char *sql)
{
  for (guint i = 0; i < 2; i++)
    run (self->dbs[i], sql);
}

static void
pair_assert_same (Pair *self)
{
  g_autofree char *contents[2] = { NULL, NULL };
  gsize n_bytes[2];

  for (guint i = 0; i < 2; i++)
    g_assert_true (
        g_file_get_contents (self->paths[i], &contents[i], &n_bytes[i], NULL));
  g_assert_cmpuint (n_bytes[0], ==, n_bytes[1]);
  g_assert_true (memcmp (contents[0], contents[1], n_bytes[0]) == 0);
}

/* Returns: (transfer full): some change to rows, different at every call. */
static char *
make_change (GRand *random)
{
  gint32 first = g_rand_int_range (random, 1, 200);
  gint32 n = g_rand_int_range (random, 1, MOST_ROWS);

  switch (g_rand_int_range (random, 0, 4)) {
  case 0:
    return g_strdup_printf ("DELETE FROM t WHERE id >= %d AND id < %d", first,
                            first + n);
  case 1:
    return g_strdup_printf ("UPDATE t SET sealed = zeroblob (%d) WHERE id %% 7 = %d",
                            g_rand_int_range (random, 1, ROW_BYTES), first % 7);
  default:
    /* The same bytes in both files, and others in every row. */
    return g_strdup_printf (
        "WITH RECURSIVE n (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
        " INSERT OR REPLACE INTO t SELECT i, CAST (printf ('%%.*c', %d, char (65 + i "
        "%% 26))"
        " AS BLOB) FROM n",
        first, first + n, g_rand_int_range (random, 1, ROW_BYTES));
  }
}

/* At the end of every transaction, and of every connection, the file is to the byte what it is
 * without anything being gathered. */
static void
test_same_as_without (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (20260101);
  Pair pair;

  pair_open (&pair, folder);
  for (guint step = 0; step < N_STEPS; step++) {
    guint n_changes = (guint) g_rand_int_range (random, 1, 5);

    pair_run (&pair, "BEGIN IMMEDIATE");
    for (guint i = 0; i < n_changes; i++) {
      g_autofree char *change = make_change (random);

      pair_run (&pair, change);
    }
    pair_run (&pair, g_rand_int_range (random, 0, 4) == 0 ? "ROLLBACK" : "COMMIT");
    pair_assert_same (&pair);

    if (step % 30 == 29) {
      Pair again;

      pair_close (&pair);
      pair_open (&again, folder);
      pair = again;
      pair_assert_same (&pair);
    }
  }

  pair_run (&pair, "VACUUM");
  pair_assert_same (&pair);
  pair_close (&pair);
}

static void
put_pieces (VaultStore *store, guint64 first, guint n_pieces)
{
  g_autofree guint8 *piece = g_malloc (VAULT_PIECE_BYTES);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_pieces; i++) {
    memset (piece, (int) (first + i), VAULT_PIECE_BYTES);
    g_assert_true (vault_store_put_pieces (store, first + i, piece, 1, &error));
    g_assert_no_error (error);
  }
}

static void
assert_piece (VaultStore *store, guint64 id, guint64 n_wanted)
{
  g_autofree guint8 *piece = g_malloc0 (VAULT_PIECE_BYTES);
  g_autofree guint8 *expected = g_malloc (VAULT_PIECE_BYTES);
  g_autoptr (GError) error = NULL;

  memset (expected, (int) id, VAULT_PIECE_BYTES);
  if (n_wanted > 1)
    vault_store_expect_pieces (store, id, n_wanted);
  if (id % 2 == 0)
    (void) vault_store_tell_disk (store);
  g_assert_true (vault_store_get_piece (store, id, piece, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (piece, VAULT_PIECE_BYTES, expected, VAULT_PIECE_BYTES);
}

/* What has not been flushed is read all the same, wherever it is. */
static void
test_read_back (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GError) error = NULL;

  put_pieces (box->store, 1, N_PIECES);
  for (guint64 id = 1; id <= N_PIECES; id++)
    assert_piece (box->store, id, 1);
  g_assert_true (vault_store_commit (box->store, &error));

  store_box_reopen (box);
  for (guint64 id = N_PIECES; id > 0; id--)
    assert_piece (box->store, id, id % 3 == 0 ? G_MAXUINT64 : id % 3);
  g_assert_true (vault_store_check (box->store, &error));
  g_assert_no_error (error);
}

static void
test_left_open (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GError) error = NULL;
  guint64 last;

  put_pieces (box->store, 1, 20);
  g_assert_true (vault_store_commit (box->store, &error));
  put_pieces (box->store, 21, N_PIECES);
  store_box_reopen (box);

  g_assert_true (vault_store_get_last_piece (box->store, &last, &error));
  g_assert_cmpuint (last, ==, 20);
  g_assert_true (vault_store_check (box->store, &error));
  g_assert_no_error (error);
}

/* The disk may have taken a row for granted that it then has no room for.  Whoever asks next
 * hears of it, and what had been flushed is there. */
static void
test_no_room (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  g_autofree guint8 *piece = g_malloc0 (VAULT_PIECE_BYTES);
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  struct rlimit little = { 4 << 20, 4 << 20 };
  guint64 id = 21;

  put_pieces (box->store, 1, 20);
  g_assert_true (vault_store_commit (box->store, &error));

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  little.rlim_max = before.rlim_max;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &little), ==, 0);
  while (id <= N_PIECES && vault_store_put_pieces (box->store, id, piece, 1, &error))
    id++;
  if (error == NULL)
    g_assert_false (vault_store_commit (box->store, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_IO);
  g_clear_error (&error);

  for (guint64 old = 1; old <= 20; old++)
    assert_piece (box->store, old, 1);
  put_pieces (box->store, 21, 40);
  g_assert_true (vault_store_commit (box->store, &error));
  g_assert_true (vault_store_check (box->store, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wide-io/same-as-without", test_same_as_without);
  g_test_add_func ("/wide-io/read-back", test_read_back);
  g_test_add_func ("/wide-io/left-open", test_left_open);
  g_test_add_func ("/wide-io/no-room", test_no_room);

  return g_test_run ();
}
