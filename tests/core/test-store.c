/* test-store.c - rows in and out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/store-box.h"

#include <string.h>

static guint8 record[VAULT_RECORD_BYTES];
static guint8 pieces[3 * VAULT_PIECE_BYTES];

static void
put_record (StoreBox *box, guint64 row, guint8 mark)
{
  const VaultRecordChange change = { row, record };
  g_autoptr (GError) error = NULL;

  memset (record, mark, sizeof record);
  g_assert_true (vault_store_change_records (box->store, &change, 1, NULL, &error));
  g_assert_no_error (error);
}

static void
remove_record (StoreBox *box, guint64 row)
{
  const VaultRecordChange change = { row, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_store_change_records (box->store, &change, 1, NULL, &error));
  g_assert_no_error (error);
}

static void
put_pieces (StoreBox *box, guint64 first, guint n_pieces)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_pieces; i++)
    memset (pieces + (gsize) i * VAULT_PIECE_BYTES, (int) (first + i),
            VAULT_PIECE_BYTES);
  g_assert_true (vault_store_put_pieces (box->store, first, pieces, n_pieces, &error));
  g_assert_no_error (error);
}

static void
commit (StoreBox *box)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_store_commit (box->store, &error));
  g_assert_no_error (error);
}

static void
assert_record (StoreBox *box, guint64 row, int mark)
{
  g_autoptr (GError) error = NULL;
  guint8 out[VAULT_RECORD_BYTES];

  if (mark < 0) {
    g_assert_false (vault_store_get_record (box->store, row, out, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM);
    return;
  }

  g_assert_true (vault_store_get_record (box->store, row, out, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < sizeof out; i++)
    g_assert_cmpuint (out[i], ==, mark);
}

static void
assert_piece (StoreBox *box, guint64 id, gboolean there)
{
  static guint8 out[VAULT_PIECE_BYTES];
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (vault_store_get_piece (box->store, id, out, &error), ==, there);
  if (there)
    g_assert_cmpuint (out[0] + out[VAULT_PIECE_BYTES - 1], ==, 2 * (id & 0xff));
  else
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM);
}

static void
test_records (void)
{
  g_autoptr (StoreBox) box = store_box_new ();

  assert_record (box, 0, -1);
  put_record (box, 0, 1);
  put_record (box, 7, 2);
  put_record (box, 7, 3);
  assert_record (box, 7, 3);
  remove_record (box, 99);
  store_box_reopen (box);
  assert_record (box, 0, 1);
  assert_record (box, 7, 3);
  remove_record (box, 7);
  store_box_reopen (box);
  assert_record (box, 7, -1);
}

/* What was not committed is gone. */
static void
test_uncommitted (void)
{
  g_autoptr (StoreBox) box = store_box_new ();

  put_record (box, 1, 1);
  put_pieces (box, 1, 3);
  assert_piece (box, 1, TRUE);
  store_box_reopen (box);
  assert_record (box, 1, 1);
  assert_piece (box, 1, FALSE);
}

static void
test_pieces (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  guint64 last;

  g_assert_true (vault_store_get_last_piece (box->store, &last, NULL));
  g_assert_cmpuint (last, ==, 0);
  put_pieces (box, 5, 3);
  put_pieces (box, 1000, 1);
  commit (box);
  store_box_reopen (box);
  for (guint64 id = 4; id < 9; id++)
    assert_piece (box, id, id >= 5 && id < 8);
  assert_piece (box, 1000, TRUE);
  g_assert_true (vault_store_get_last_piece (box->store, &last, NULL));
  g_assert_cmpuint (last, ==, 1000);
}

static void
test_delete_pieces (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  guint n_deleted;

  put_pieces (box, 1, 3);
  put_pieces (box, 4, 3);
  commit (box);
  g_assert_true (
      vault_store_delete_pieces (box->store, (VaultRun){ 2, 4 }, 3, &n_deleted, NULL));
  g_assert_cmpuint (n_deleted, ==, 3);
  g_assert_true (
      vault_store_delete_pieces (box->store, (VaultRun){ 2, 4 }, 3, &n_deleted, NULL));
  g_assert_cmpuint (n_deleted, ==, 1);
  g_assert_true (
      vault_store_delete_pieces (box->store, (VaultRun){ 2, 4 }, 3, &n_deleted, NULL));
  g_assert_cmpuint (n_deleted, ==, 0);
  /* Committed by itself. */
  store_box_reopen (box);
  for (guint64 id = 1; id < 7; id++)
    assert_piece (box, id, id == 1 || id == 6);
}

/* A number that is taken is never overwritten, and the whole transaction goes. */
static void
test_rollback (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GError) error = NULL;
  guint64 n_rollbacks = vault_store_get_n_rollbacks (box->store);

  put_pieces (box, 10, 1);
  commit (box);
  put_pieces (box, 20, 1);
  g_assert_false (vault_store_put_pieces (box->store, 9, pieces, 3, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_IO);
  g_assert_cmpuint (vault_store_get_n_rollbacks (box->store), ==, n_rollbacks + 1);
  assert_piece (box, 9, FALSE);
  assert_piece (box, 10, TRUE);
  assert_piece (box, 20, FALSE);

  /* And it goes on. */
  put_record (box, 4, 4);
  commit (box);
  g_assert_cmpuint (vault_store_get_n_rollbacks (box->store), ==, n_rollbacks + 1);
  store_box_reopen (box);
  assert_record (box, 4, 4);
}

/* Records that go with pieces are not committed if those were rolled back meanwhile, by
 * whoever it was; and then none of them is. */
static void
test_rolled_back_under_records (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GError) error = NULL;
  const VaultRecordChange changes[] = { { 5, record }, { 6, record } };
  guint64 n_rollbacks = vault_store_get_n_rollbacks (box->store);

  put_pieces (box, 1, 1);
  g_assert_false (vault_store_put_pieces (box->store, 1, pieces, 1, NULL));
  g_assert_false (
      vault_store_change_records (box->store, changes, 2, &n_rollbacks, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_IO);
  assert_record (box, 5, -1);
  assert_record (box, 6, -1);

  n_rollbacks = vault_store_get_n_rollbacks (box->store);
  put_pieces (box, 1, 1);
  g_assert_true (
      vault_store_change_records (box->store, changes, 2, &n_rollbacks, NULL));
  store_box_reopen (box);
  assert_piece (box, 1, TRUE);
  g_assert_true (vault_store_get_record (box->store, 6, record, NULL));
}

static gboolean
collect (guint64 row, const guint8 *sealed, gpointer user_data, GError **error)
{
  GString *text = user_data;

  g_string_append_printf (text, "%" G_GUINT64_FORMAT "%s ", row,
                          sealed == NULL ? "!" : "");
  return TRUE;
}

static gboolean
stop_at_once (guint64 row, const guint8 *sealed, gpointer user_data, GError **error)
{
  (*(guint *) user_data)++;
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED, "enough");
  return FALSE;
}

static void
test_foreach (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint n_calls = 0;

  put_record (box, 9, 1);
  put_record (box, 0, 1);
  put_record (box, 4, 1);
  put_record (box, G_MAXUINT32, 1);
  commit (box);
  g_assert_true (vault_store_foreach_record (box->store, collect, text, NULL));
  g_assert_cmpstr (text->str, ==, "4 9 4294967295 ");

  g_assert_false (
      vault_store_foreach_record (box->store, stop_at_once, &n_calls, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  g_assert_cmpuint (n_calls, ==, 1);
  put_record (box, 5, 1);
  commit (box);
}

/* Rows of another size or type, written by another program. */
static void
test_wrong_size (void)
{
  static const char *const values[] = {
    "x''", "zeroblob(1007)", "zeroblob(1009)", "'text'", "17", "zeroblob(900000)"
  };
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  store_box_close (box);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *sql = g_strdup_printf ("INSERT INTO record VALUES (%u, %s);"
                                            "INSERT INTO piece VALUES (%u, %s)",
                                            i + 1, values[i], i + 1, values[i]);

    sql_run (box->path, sql);
  }
  store_box_reopen (box);
  for (guint64 id = 1; id <= G_N_ELEMENTS (values); id++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (vault_store_get_record (box->store, id, record, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM);
    assert_piece (box, id, FALSE);
  }
  g_assert_true (vault_store_foreach_record (box->store, collect, text, NULL));
  g_assert_cmpstr (text->str, ==, "1! 2! 3! 4! 5! 6! ");
}

typedef struct {
  StoreBox *box;
  guint64 first;
  gint stop; /* atomic */
  guint n_written;
} Writer;

/* A greedy importer: it never pauses. */
static gpointer
write_all_the_time (gpointer data)
{
  Writer *writer = data;
  g_autofree guint8 *bytes = g_malloc0 (VAULT_PIECE_BYTES);

  while (!g_atomic_int_get (&writer->stop)) {
    g_assert_true (vault_store_put_pieces (
        writer->box->store, writer->first + writer->n_written, bytes, 1, NULL));
    if (++writer->n_written % 50 == 0)
      g_assert_true (vault_store_commit (writer->box->store, NULL));
  }

  return NULL;
}

/* Ends only if the reader gets its turns beside two importers. */
static void
test_turns (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  Writer writers[2] = { { box, 1000, 0, 0 }, { box, 2000000, 0, 0 } };
  GThread *threads[2];

  put_pieces (box, 1, 3);
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("write", write_all_the_time, &writers[i]);
  for (guint i = 0; i < 200; i++)
    assert_piece (box, 1 + i % 3, TRUE);
  for (guint i = 0; i < 2; i++)
    g_atomic_int_set (&writers[i].stop, 1);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  commit (box);
  store_box_close (box);
  g_assert_cmpint (sql_get_number (box->path, "SELECT count(*) FROM piece"), ==,
                   3 + writers[0].n_written + writers[1].n_written);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/records", test_records);
  g_test_add_func ("/store/uncommitted", test_uncommitted);
  g_test_add_func ("/store/pieces", test_pieces);
  g_test_add_func ("/store/delete-pieces", test_delete_pieces);
  g_test_add_func ("/store/rollback", test_rollback);
  g_test_add_func ("/store/rollback-under-records", test_rolled_back_under_records);
  g_test_add_func ("/store/foreach", test_foreach);
  g_test_add_func ("/store/wrong-size", test_wrong_size);
  g_test_add_func ("/store/turns", test_turns);
  return g_test_run ();
}
