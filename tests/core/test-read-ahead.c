/* test-read-ahead.c - who opens a chunk makes no difference to what is handed out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/store-box.h"

#include <string.h>

#include "store/read-ahead.h"

#define N_CHUNKS 60
#define LENGTH (N_CHUNKS * (gsize) VAULT_CHUNK_BYTES)
#define FIRST 7
#define DAMAGED 11

typedef struct {
  StoreBox *box;
  GBytes *bytes;
  VaultSecret *key;
  VaultChunkPlace place;
  VaultRun run;
  VaultStreamLayout layout;
  /* How often each answer was given. */
  guint n_answers[VAULT_AHEAD_DAMAGED + 1];
} Box;

static void
box_init (Box *self)
{
  *self = (Box){ .box = store_box_new (),
                 .bytes = bytes_noise (0, LENGTH),
                 .key = stream_key (0),
                 .place = stream_place (0),
                 .run = { FIRST, N_CHUNKS } };
  self->place.key = vault_secret_get (self->key);
  self->layout = (VaultStreamLayout){ LENGTH, 1, &self->run };
  stream_write (self->box->store, 0, self->bytes, FIRST);
}

static void
box_clear (Box *self)
{
  store_box_free (self->box);
  g_bytes_unref (self->bytes);
  vault_secret_unref (self->key);
}

static void
damage (Box *self, guint index)
{
  g_autofree char *get =
      g_strdup_printf ("SELECT sealed FROM piece WHERE id = %u", FIRST + index);
  g_autofree char *set =
      g_strdup_printf ("UPDATE piece SET sealed = ?1 WHERE id = %u", FIRST + index);
  g_autoptr (GBytes) piece = NULL;
  g_autofree guint8 *bytes = NULL;

  store_box_close (self->box);
  piece = sql_get_blob (self->box->path, get);
  bytes = g_memdup2 (g_bytes_get_data (piece, NULL), VAULT_PIECE_BYTES);
  bytes[999] ^= 1;
  sql_run_blob (self->box->path, set, bytes, VAULT_PIECE_BYTES);
  store_box_reopen (self->box);
}

/* Whoever opened it, it is the right chunk, or known to be damaged. */
static void
assert_chunk (Box *self,
              guint64 index,
              guint damaged,
              VaultAhead answer,
              const guint8 *bytes)
{
  const guint8 *expected = g_bytes_get_data (self->bytes, NULL);
  VaultChunkEnd end = index + 1 == N_CHUNKS ? VAULT_CHUNK_FINAL : VAULT_CHUNK_INNER;
  g_autofree guint8 *opened = g_malloc (VAULT_CHUNK_BYTES);

  self->n_answers[answer]++;
  if (answer == VAULT_AHEAD_NONE)
    return;
  if (answer == VAULT_AHEAD_SEALED) {
    g_assert_cmpint (vault_chunk_open (&self->place, index, end, bytes, opened), ==,
                     index != damaged);
    bytes = opened;
  } else {
    g_assert_cmpint (answer == VAULT_AHEAD_DAMAGED, ==, index == damaged);
  }
  if (index != damaged)
    g_assert_cmpmem (bytes, VAULT_CHUNK_BYTES, expected + index * VAULT_CHUNK_BYTES,
                     VAULT_CHUNK_BYTES);
}

/* Up to @stop, as whoever will want all up to @end. */
static void
read_on (Box *self,
         VaultReadAhead *ahead,
         guint64 from,
         guint64 stop,
         guint64 end,
         guint damaged)
{
  for (guint64 i = from; i < stop; i++) {
    const guint8 *bytes = NULL;
    VaultAhead answer = vault_read_ahead_take (ahead, i, end, &bytes);

    assert_chunk (self, i, damaged, answer, bytes);
  }
}

/* Which of the two opens a chunk is up to the processors, so until both have. */
static void
test_both_open (void)
{
  Box box;

  box_init (&box);
  while (box.n_answers[VAULT_AHEAD_OPENED] == 0
         || box.n_answers[VAULT_AHEAD_SEALED] == 0) {
    VaultReadAhead *ahead =
        vault_read_ahead_new (box.box->store, &box.layout, &box.place);

    read_on (&box, ahead, 0, N_CHUNKS, N_CHUNKS, G_MAXUINT);
    vault_read_ahead_free (ahead);
  }
  g_assert_cmpuint (box.n_answers[VAULT_AHEAD_DAMAGED], ==, 0);
  g_assert_cmpuint (box.n_answers[VAULT_AHEAD_NONE], ==, 0);
  box_clear (&box);
}

static void
test_damaged (void)
{
  Box box;

  box_init (&box);
  damage (&box, DAMAGED);
  while (box.n_answers[VAULT_AHEAD_DAMAGED] == 0) {
    VaultReadAhead *ahead =
        vault_read_ahead_new (box.box->store, &box.layout, &box.place);

    read_on (&box, ahead, 0, N_CHUNKS, N_CHUNKS, DAMAGED);
    vault_read_ahead_free (ahead);
  }
  box_clear (&box);
}

/* A piece that is lost ends the fetching while the thread still opens what is there: each of
 * those is handed out whole, or not before it is. */
static void
test_lost (void)
{
  g_autofree char *lose =
      g_strdup_printf ("DELETE FROM piece WHERE id = %u", FIRST + DAMAGED);
  Box box;

  box_init (&box);
  store_box_close (box.box);
  sql_run (box.box->path, lose);
  store_box_reopen (box.box);
  for (guint round = 0; round < 300; round++) {
    VaultReadAhead *ahead =
        vault_read_ahead_new (box.box->store, &box.layout, &box.place);

    read_on (&box, ahead, 0, DAMAGED, N_CHUNKS, G_MAXUINT);
    vault_read_ahead_free (ahead);
  }
  g_assert_cmpuint (box.n_answers[VAULT_AHEAD_NONE], ==, 0);
  box_clear (&box);
}

/* Away from what is being fetched and opened, forwards and backwards, and ended in the middle:
 * nothing of before the jump is taken for what comes after it. */
static void
test_jumps (void)
{
  Box box;

  box_init (&box);
  damage (&box, DAMAGED);
  for (guint round = 0; round < 40; round++) {
    VaultReadAhead *ahead =
        vault_read_ahead_new (box.box->store, &box.layout, &box.place);

    for (guint jump = 0; jump < 12; jump++) {
      guint64 from = (guint64) g_test_rand_int_range (0, N_CHUNKS - 1);
      guint64 end = from + (guint64) g_test_rand_int_range (2, N_CHUNKS);
      guint64 stop = from + (guint64) g_test_rand_int_range (1, 6);

      end = MIN (end, N_CHUNKS);
      read_on (&box, ahead, from, MIN (stop, end), end, DAMAGED);
    }
    vault_read_ahead_free (ahead);
  }
  box_clear (&box);
}

/* In one stroke, through the reader: what comes before the bad chunk is right, and the error
 * names its kind whoever met it. */
static void
test_reader_meets_damage (void)
{
  Box box;
  g_autofree guint8 *out = g_malloc (LENGTH);

  box_init (&box);
  damage (&box, DAMAGED);
  for (guint round = 0; round < 20; round++) {
    g_autoptr (VaultStreamReader) reader = vault_stream_reader_new (
        box.box->store, box.key, &box.place, &box.layout);
    g_autoptr (GError) error = NULL;

    memset (out, 0, LENGTH);
    g_assert_false (vault_stream_reader_read (reader, 0, out, LENGTH, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM);
    g_assert_cmpmem (out, DAMAGED * VAULT_CHUNK_BYTES,
                     g_bytes_get_data (box.bytes, NULL), DAMAGED * VAULT_CHUNK_BYTES);
    for (gsize i = DAMAGED * VAULT_CHUNK_BYTES; i < LENGTH; i++)
      g_assert_cmpuint (out[i], ==, 0);
  }
  box_clear (&box);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read-ahead/both-open", test_both_open);
  g_test_add_func ("/read-ahead/damaged", test_damaged);
  g_test_add_func ("/read-ahead/lost", test_lost);
  g_test_add_func ("/read-ahead/jumps", test_jumps);
  g_test_add_func ("/read-ahead/reader-meets-damage", test_reader_meets_damage);
  return g_test_run ();
}
