/* test-stream-damage.c - pieces moved, lost, doubled and altered: never read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/store-box.h"

#include <string.h>

#define CHUNK ((gsize) VAULT_CHUNK_BYTES)
/* Four whole chunks and a rest, in pieces 1 to 5. */
#define LENGTH (4 * CHUNK + 1000)

static StoreBox *
filled_box (void)
{
  StoreBox *box = store_box_new ();

  for (guint i = 0; i < 2; i++) {
    g_autoptr (GBytes) bytes = bytes_noise (i, LENGTH);

    stream_write (box->store, i, bytes, i == 0 ? 1 : 11);
  }
  store_box_close (box);
  return box;
}

/* Chunk by chunk, which of the five of stream @number can be read: "xx.xx". */
static void
assert_readable (StoreBox *box, guint number, guint64 n_bytes, const char *expected)
{
  g_autoptr (GBytes) bytes = bytes_noise (number, LENGTH);
  g_autoptr (Stream) stream = NULL;

  store_box_reopen (box);
  stream = stream_open (box->store, number, n_bytes, number == 0 ? 1 : 11);
  for (guint64 i = 0; i < vault_chunk_count (n_bytes); i++) {
    g_autoptr (GError) error = NULL;

    if (expected[i] == 'x') {
      stream_assert (stream, bytes, i * CHUNK, vault_chunk_length (n_bytes, i));
      continue;
    }
    g_assert_false (
        stream_read (stream, i * CHUNK, vault_chunk_length (n_bytes, i), &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM);
  }
  g_clear_pointer (&stream, stream_close);
  store_box_close (box);
}

static void
swap (StoreBox *box, guint a, guint b)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE piece SET id = -1 WHERE id = %u;"
                                          "UPDATE piece SET id = %u WHERE id = %u;"
                                          "UPDATE piece SET id = %u WHERE id = -1",
                                          a, a, b, b);

  sql_run (box->path, sql);
}

static void
copy (StoreBox *box, guint from, guint to)
{
  g_autofree char *sql = g_strdup_printf (
      "INSERT OR REPLACE INTO piece SELECT %u, sealed FROM piece WHERE id = %u", to,
      from);

  sql_run (box->path, sql);
}

static void
test_whole (void)
{
  g_autoptr (StoreBox) box = filled_box ();

  assert_readable (box, 0, LENGTH, "xxxxx");
  assert_readable (box, 1, LENGTH, "xxxxx");
}

static void
test_swapped_in_stream (void)
{
  g_autoptr (StoreBox) box = filled_box ();

  swap (box, 2, 3);
  assert_readable (box, 0, LENGTH, "x..xx");
  swap (box, 1, 5);
  assert_readable (box, 0, LENGTH, "...x.");
}

static void
test_swapped_between_streams (void)
{
  g_autoptr (StoreBox) box = filled_box ();

  swap (box, 3, 13);
  swap (box, 5, 15);
  assert_readable (box, 0, LENGTH, "xx.x.");
  assert_readable (box, 1, LENGTH, "xx.x.");
}

/* A piece of the same item and the same index, but of another stream. */
static void
test_other_stream_same_item (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GBytes) bytes = bytes_noise (0, LENGTH);
  g_autoptr (VaultSecret) key = stream_key (0);
  g_autoptr (GError) error = NULL;
  VaultChunkPlace place = stream_place (0);
  VaultRun run = { 1, 5 };
  VaultStreamLayout layout = { LENGTH, 1, &run };
  g_autoptr (VaultStreamReader) reader = NULL;
  guint8 byte;

  stream_write (box->store, 0, bytes, 1);
  place.stream = 1;
  reader = vault_stream_reader_new (box->store, key, &place, &layout);
  g_assert_false (vault_stream_reader_read (reader, 0, &byte, 1, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM);
}

static void
test_lost (void)
{
  g_autoptr (StoreBox) box = filled_box ();

  sql_run (box->path, "DELETE FROM piece WHERE id IN (1, 4)");
  assert_readable (box, 0, LENGTH, ".xx.x");
}

/* The last piece dropped and the length in the record shortened to match: the film was cut
 * exactly between two chunks, and must not pass for a whole one. */
static void
test_final_dropped (void)
{
  g_autoptr (StoreBox) box = filled_box ();

  sql_run (box->path, "DELETE FROM piece WHERE id = 5");
  assert_readable (box, 0, LENGTH, "xxxx.");
  assert_readable (box, 0, 4 * CHUNK, "xxx.");
}

/* The last piece once more at the end, and the length grown. */
static void
test_final_doubled (void)
{
  g_autoptr (StoreBox) box = filled_box ();

  copy (box, 5, 6);
  assert_readable (box, 0, LENGTH, "xxxxx");
  assert_readable (box, 0, LENGTH + CHUNK, "xxxx..");
}

static void
test_doubled (void)
{
  g_autoptr (StoreBox) box = filled_box ();

  copy (box, 2, 3);
  copy (box, 12, 1);
  assert_readable (box, 0, LENGTH, ".x.xx");
}

static void
test_wrong_size (void)
{
  g_autoptr (StoreBox) box = filled_box ();

  sql_run (box->path, "UPDATE piece SET sealed = substr (sealed, 2) WHERE id = 1;"
                      "UPDATE piece SET sealed = sealed || x'00' WHERE id = 2;"
                      "UPDATE piece SET sealed = x'' WHERE id = 3;"
                      "UPDATE piece SET sealed = 'text' WHERE id = 4");
  assert_readable (box, 0, LENGTH, "....x");
}

/* Beginning, end and tag of a sealed piece, and places between. */
static void
test_bits (void)
{
  g_autoptr (StoreBox) box = filled_box ();
  g_autoptr (GBytes) piece =
                 sql_get_blob (box->path, "SELECT sealed FROM piece WHERE id = 3");
  static const gsize places[] = { 0,     1,     15,    16,    63,    64,   4095,
                                  33765, 67529, 67530, 67531, 67544, 67545 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree guint8 *bytes =
        g_memdup2 (g_bytes_get_data (piece, NULL), VAULT_PIECE_BYTES);

    bytes[places[i]] ^= (guint8) (1 << i % 8);
    sql_run_blob (box->path, "UPDATE piece SET sealed = ?1 WHERE id = 3", bytes,
                  VAULT_PIECE_BYTES);
    assert_readable (box, 0, LENGTH, "xx.xx");
  }
  sql_run_blob (box->path, "UPDATE piece SET sealed = ?1 WHERE id = 3",
                g_bytes_get_data (piece, NULL), VAULT_PIECE_BYTES);
  assert_readable (box, 0, LENGTH, "xxxxx");
}

/* A read over several chunks stops at the bad one, and the reader can still be used. */
static void
test_reader_survives (void)
{
  g_autoptr (StoreBox) box = filled_box ();
  g_autoptr (GBytes) bytes = bytes_noise (0, LENGTH);
  g_autoptr (Stream) stream = NULL;
  g_autoptr (GError) error = NULL;

  swap (box, 3, 13);
  store_box_reopen (box);
  stream = stream_open (box->store, 0, LENGTH, 1);
  for (guint i = 0; i < 2; i++) {
    g_clear_error (&error);
    g_assert_false (stream_read (stream, 0, LENGTH, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM);
    stream_assert (stream, bytes, 0, 2 * CHUNK);
    stream_assert (stream, bytes, 3 * CHUNK, CHUNK + 1000);
    /* The chunk that was opened last is not handed out for the bad one. */
    g_assert_false (stream_read (stream, 2 * CHUNK, 1, NULL));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream-damage/whole", test_whole);
  g_test_add_func ("/stream-damage/swapped/in-stream", test_swapped_in_stream);
  g_test_add_func ("/stream-damage/swapped/between-streams",
                   test_swapped_between_streams);
  g_test_add_func ("/stream-damage/swapped/other-stream-same-item",
                   test_other_stream_same_item);
  g_test_add_func ("/stream-damage/lost", test_lost);
  g_test_add_func ("/stream-damage/final-dropped", test_final_dropped);
  g_test_add_func ("/stream-damage/final-doubled", test_final_doubled);
  g_test_add_func ("/stream-damage/doubled", test_doubled);
  g_test_add_func ("/stream-damage/wrong-size", test_wrong_size);
  g_test_add_func ("/stream-damage/bits", test_bits);
  g_test_add_func ("/stream-damage/reader-survives", test_reader_survives);
  return g_test_run ();
}
