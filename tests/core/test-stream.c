/* test-stream.c - streams into sealed pieces and out again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/store-box.h"

#include <string.h>

#define CHUNK ((gsize) VAULT_CHUNK_BYTES)

static void
test_round_trip (gconstpointer data)
{
  gsize n_bytes = *(const gsize *) data;
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GBytes) bytes = bytes_noise (2, n_bytes);
  g_autoptr (Stream) stream = NULL;

  stream_write (box->store, 0, bytes, 1);
  store_box_close (box);
  g_assert_cmpint (sql_get_number (box->path, "SELECT count(*) FROM piece"), ==,
                   vault_chunk_count (n_bytes));
  /* What is kept is the same for all lengths. */
  g_assert_cmpint (sql_get_number (box->path,
                                   "SELECT count(*) FROM piece WHERE typeof (sealed) <>"
                                   " 'blob' OR length (sealed) <> 67546"),
                   ==, 0);

  store_box_reopen (box);
  stream = stream_open (box->store, 0, n_bytes, 1);
  stream_assert (stream, bytes, 0, n_bytes);
  stream_assert (stream, bytes, 0, 0);
  stream_assert (stream, bytes, n_bytes, 0);
  stream_assert (stream, bytes, n_bytes - 1, 1);
}

static void
test_random_access (void)
{
  const gsize n_bytes = 3 << 20;
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GBytes) bytes = bytes_noise (3, n_bytes);
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (Stream) stream = NULL;

  stream_write (box->store, 0, bytes, 1);
  stream = stream_open (box->store, 0, n_bytes, 1);
  for (guint i = 0; i < 500; i++) {
    gsize offset = (gsize) g_rand_int_range (rand, 0, (gint32) n_bytes);
    gsize length = (gsize) g_rand_int_range (rand, 0, 200000);

    stream_assert (stream, bytes, offset, MIN (length, n_bytes - offset));
  }
  for (gsize i = 1; i < n_bytes / CHUNK; i++)
    stream_assert (stream, bytes, i * CHUNK - 1, 2);
}

/* On and on, back, over the end of what was fetched ahead, and given up in the middle. */
static void
test_reading_on (void)
{
  const gsize n_bytes = 40 * CHUNK + 1;
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GBytes) bytes = bytes_noise (7, n_bytes);

  stream_write (box->store, 0, bytes, 1);
  for (gsize bite = 1000; bite < 20 * CHUNK; bite = bite * 5 + 1) {
    g_autoptr (Stream) stream = stream_open (box->store, 0, n_bytes, 1);

    for (gsize at = 0; at < n_bytes; at += bite)
      stream_assert (stream, bytes, at, MIN (bite, n_bytes - at));
    for (gsize at = 17 * CHUNK - 3; at > 5 * CHUNK; at -= 3 * CHUNK)
      stream_assert (stream, bytes, at, 2 * CHUNK);
    /* The same end twice, and what comes right behind what is ready. */
    stream_assert (stream, bytes, 0, 4 * CHUNK);
    stream_assert (stream, bytes, 3 * CHUNK, CHUNK);
    stream_assert (stream, bytes, 12 * CHUNK, 2 * CHUNK);
  }
}

/* A piece that is gone is missed where it belongs, not where it was first looked for, and
 * hides none of those around it. */
static void
test_reading_over_a_gap (void)
{
  const gsize n_bytes = 20 * CHUNK;
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GBytes) bytes = bytes_noise (9, n_bytes);
  g_autoptr (Stream) stream = NULL;

  stream_write (box->store, 0, bytes, 1);
  store_box_close (box);
  sql_run (box->path, "DELETE FROM piece WHERE id IN (6, 7, 15)");
  store_box_reopen (box);
  stream = stream_open (box->store, 0, n_bytes, 1);
  for (guint turn = 0; turn < 2; turn++) {
    for (gsize i = 0; i < 20; i++) {
      g_autoptr (GError) error = NULL;

      if (i != 5 && i != 6 && i != 14) {
        stream_assert (stream, bytes, i * CHUNK, CHUNK);
        continue;
      }
      g_assert_false (stream_read (stream, i * CHUNK, CHUNK, &error));
      g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM);
    }
  }
}

/* Several streams through one writer, written in bites of odd sizes. */
static void
test_many_streams (void)
{
  static const gsize lengths[] = { 1, 100000, CHUNK, 16 * CHUNK, 2000000, 3 };
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (VaultStreamWriter) writer = vault_stream_writer_new (box->store);
  guint64 first = 1;

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (VaultSecret) key = stream_key (i);
    g_autoptr (GBytes) bytes = bytes_noise (i, lengths[i]);
    const guint8 *from = g_bytes_get_data (bytes, NULL);
    VaultChunkPlace place = stream_place (i);
    gsize done = 0;

    vault_stream_writer_begin (writer, key, &place, lengths[i], first);
    while (done < lengths[i]) {
      gsize n;
      guint8 *room = vault_stream_writer_get_room (writer, &n);

      n = MIN (n, 77777);
      memcpy (room, from + done, n);
      vault_stream_writer_advance (writer, n);
      done += n;
    }
    first += vault_chunk_count (lengths[i]);
  }
  g_assert_true (vault_stream_writer_flush (writer, NULL));
  g_assert_true (vault_store_commit (box->store, NULL));

  first = 1;
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (Stream) stream = stream_open (box->store, i, lengths[i], first);
    g_autoptr (GBytes) bytes = bytes_noise (i, lengths[i]);

    stream_assert (stream, bytes, 0, lengths[i]);
    first += vault_chunk_count (lengths[i]);
  }
}

/* A stream in several runs of pieces, not in order. */
static void
test_runs (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GBytes) bytes = bytes_noise (6, 5 * CHUNK + 17);
  g_autoptr (VaultSecret) key = stream_key (0);
  VaultChunkPlace place = stream_place (0);
  VaultRun runs[] = { { 500, 2 }, { 100, 1 }, { 300, 3 } };
  VaultStreamLayout layout = { 5 * CHUNK + 17, 3, runs };
  Stream stream = { .layout = layout };

  stream_write (box->store, 0, bytes, 1);
  store_box_close (box);
  sql_run (box->path, "UPDATE piece SET id = CASE WHEN id < 3 THEN id + 499"
                      " WHEN id = 3 THEN 100 ELSE id + 296 END");
  store_box_reopen (box);
  stream.reader = vault_stream_reader_new (box->store, key, &place, &layout);
  stream_assert (&stream, bytes, 0, 5 * CHUNK + 17);
  stream_assert (&stream, bytes, 2 * CHUNK - 5, 2 * CHUNK);
  vault_stream_reader_free (stream.reader);
}

/* Given up in the middle, the writer goes on with the next stream. */
static void
test_abort (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (VaultStreamWriter) writer = vault_stream_writer_new (box->store);
  g_autoptr (VaultSecret) key = stream_key (0);
  g_autoptr (GBytes) bytes = bytes_noise (8, CHUNK);
  g_autoptr (Stream) stream = NULL;
  VaultChunkPlace place = stream_place (0);
  gsize n_room;

  for (guint i = 0; i < 20; i++) {
    vault_stream_writer_begin (writer, key, &place, 100 * CHUNK, 1000);
    memset (vault_stream_writer_get_room (writer, &n_room), 0, 10);
    vault_stream_writer_advance (writer, 10);
    vault_stream_writer_abort (writer);
  }
  vault_stream_writer_abort (writer);
  vault_stream_writer_begin (writer, key, &place, CHUNK, 1);
  memcpy (vault_stream_writer_get_room (writer, &n_room),
          g_bytes_get_data (bytes, NULL), CHUNK);
  g_assert_cmpuint (n_room, ==, CHUNK);
  vault_stream_writer_advance (writer, CHUNK);
  g_assert_true (vault_stream_writer_flush (writer, NULL));
  stream = stream_open (box->store, 0, CHUNK, 1);
  stream_assert (stream, bytes, 0, CHUNK);
}

/* An error of the store comes with the next flush, and then it is over. */
static void
test_error (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (VaultStreamWriter) writer = vault_stream_writer_new (box->store);
  g_autoptr (GBytes) bytes = bytes_noise (8, 40 * CHUNK);
  g_autoptr (VaultSecret) key = stream_key (0);
  g_autoptr (GError) error = NULL;
  VaultChunkPlace place = stream_place (0);

  stream_write (box->store, 0, bytes, 1);
  vault_stream_writer_begin (writer, key, &place, 100 * CHUNK, 30);
  for (gsize done = 0; done < 100 * CHUNK;) {
    gsize n_room;

    vault_stream_writer_get_room (writer, &n_room);
    vault_stream_writer_advance (writer, n_room);
    done += n_room;
  }
  g_assert_false (vault_stream_writer_flush (writer, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_IO);
  g_assert_cmpuint (vault_store_get_n_rollbacks (box->store), >, 0);
  g_assert_true (vault_stream_writer_flush (writer, NULL));
  g_assert_true (vault_store_commit (box->store, NULL));
}

/* A key of its own: two streams of the same bytes have no sealed block in common. */
static void
test_same_bytes (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (2 * CHUNK), 2 * CHUNK);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (
      g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  stream_write (box->store, 0, bytes, 1);
  stream_write (box->store, 1, bytes, 3);
  store_box_close (box);
  for (guint id = 1; id <= 4; id++) {
    g_autofree char *sql =
        g_strdup_printf ("SELECT sealed FROM piece WHERE id = %u", id);
    g_autoptr (GBytes) piece = sql_get_blob (box->path, sql);

    for (gsize at = 0; at + 32 <= VAULT_PIECE_BYTES; at += 32)
      g_assert_true (g_hash_table_add (seen, g_bytes_new_from_bytes (piece, at, 32)));
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    gsize n_bytes;
  } sizes[] = {
    { "one", 1 },
    { "chunk-1", CHUNK - 1 },
    { "chunk", CHUNK },
    { "chunk+1", CHUNK + 1 },
    { "batch-1", 16 * CHUNK - 1 },
    { "batch", 16 * CHUNK },
    { "batch+1", 16 * CHUNK + 1 },
    { "3-mib", 3 << 20 },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *path = g_strdup_printf ("/stream/round-trip/%s", sizes[i].name);

    g_test_add_data_func (path, &sizes[i].n_bytes, test_round_trip);
  }
  g_test_add_func ("/stream/random-access", test_random_access);
  g_test_add_func ("/stream/reading-on", test_reading_on);
  g_test_add_func ("/stream/reading-over-a-gap", test_reading_over_a_gap);
  g_test_add_func ("/stream/many-streams", test_many_streams);
  g_test_add_func ("/stream/runs", test_runs);
  g_test_add_func ("/stream/abort", test_abort);
  g_test_add_func ("/stream/error", test_error);
  g_test_add_func ("/stream/same-bytes", test_same_bytes);
  return g_test_run ();
}
