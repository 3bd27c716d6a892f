/* test-layout.c - nothing in the keyring lies on anything else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/epoch.h"
#include "keyring/layout.h"

#define N_SEGMENTS 5

typedef struct {
  guint64 from;
  guint64 to;
} Range;

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  const Range *x = a;
  const Range *y = b;

  return x->from < y->from ? -1 : x->from > y->from;
}

static void
add (GArray *ranges, guint64 from, guint64 n_bytes)
{
  Range range = { from, from + n_bytes };

  g_array_append_val (ranges, range);
}

/* Heads and segments, both copies, fill the file without gap or overlap. */
static void
test_regions (void)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  guint64 end = 0;

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    add (ranges, vault_head_offset (copy), VAULT_HEAD_BYTES);
    for (guint32 segment = 0; segment < N_SEGMENTS; segment++)
      add (ranges, vault_segment_offset (segment, copy), VAULT_SEGMENT_BYTES);
  }
  g_array_sort (ranges, compare_ranges);
  for (guint i = 0; i < ranges->len; i++) {
    g_assert_cmpuint (g_array_index (ranges, Range, i).from, ==, end);
    end = g_array_index (ranges, Range, i).to;
  }
  g_assert_cmpuint (
      end, ==, VAULT_KEYRING_MIN_BYTES + (N_SEGMENTS - 1) * 2 * VAULT_SEGMENT_BYTES);
}

static void
test_blocks_of_a_head (void)
{
  g_assert_cmpuint (VAULT_HEADER_AT + VAULT_BLOCK_BYTES, <=, VAULT_STATE_AT);
  g_assert_cmpuint (VAULT_STATE_AT + VAULT_BLOCK_BYTES, <=, VAULT_CLOCK_AT);
  g_assert_cmpuint (VAULT_CLOCK_AT + VAULT_BLOCK_BYTES, <=, VAULT_EPOCHS_AT);
  g_assert_cmpuint (VAULT_EPOCHS_AT + VAULT_EPOCH_TABLE_BYTES, <=, VAULT_HEAD_BYTES);
}

/* One bad stretch of disk does not take both copies. */
static void
test_copies_far_apart (void)
{
  g_assert_cmpuint (vault_head_offset (VAULT_COPY_B), >=,
                    VAULT_SEGMENT_BYTES + vault_head_offset (VAULT_COPY_A));
  for (guint32 segment = 0; segment < N_SEGMENTS; segment++)
    g_assert_cmpuint (vault_segment_offset (segment, VAULT_COPY_B), >=,
                      vault_segment_offset (segment, VAULT_COPY_A)
                          + VAULT_SEGMENT_BYTES);
}

static void
test_cells (void)
{
  for (guint32 cell = 0; cell < 3 * VAULT_SEGMENT_CELLS; cell++) {
    for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
      guint32 segment = cell / VAULT_SEGMENT_CELLS;
      guint64 in_segment =
          vault_cell_offset (cell, copy) - vault_segment_offset (segment, copy);

      g_assert_cmpuint (in_segment, ==,
                        (guint64) (cell % VAULT_SEGMENT_CELLS) * VAULT_CELL_BYTES);
      g_assert_cmpuint (in_segment + VAULT_CELL_BYTES, <=, VAULT_SEGMENT_BYTES);
    }
  }
}

static void
test_segments_in (void)
{
  const guint64 more = 2 * VAULT_SEGMENT_BYTES;

  g_assert_cmpuint (vault_segments_in (0), ==, 0);
  g_assert_cmpuint (vault_segments_in (VAULT_KEYRING_MIN_BYTES - 1), ==, 0);
  g_assert_cmpuint (vault_segments_in (VAULT_KEYRING_MIN_BYTES), ==, 1);
  g_assert_cmpuint (vault_segments_in (VAULT_KEYRING_MIN_BYTES + more - 1), ==, 1);
  g_assert_cmpuint (vault_segments_in (VAULT_KEYRING_MIN_BYTES + more), ==, 2);
  g_assert_cmpuint (vault_segments_in (VAULT_KEYRING_MIN_BYTES + 9 * more), ==, 10);
  g_assert_cmpuint (vault_segments_in (G_MAXUINT64), ==, VAULT_MAX_SEGMENTS);
}

/* The last cell there can be: no wrap, and a number in 31 bits. */
static void
test_last_cell (void)
{
  guint32 last = (guint32) ((guint64) VAULT_MAX_SEGMENTS * VAULT_SEGMENT_CELLS - 1);
  guint64 end = vault_cell_offset (last, VAULT_COPY_B) + VAULT_CELL_BYTES;

  g_assert_cmpuint (last, <, G_MAXINT32);
  g_assert_cmpuint (end, <, (guint64) 128 << 30);
  g_assert_cmpuint (vault_segments_in (end), ==, VAULT_MAX_SEGMENTS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/regions", test_regions);
  g_test_add_func ("/layout/blocks-of-a-head", test_blocks_of_a_head);
  g_test_add_func ("/layout/copies-far-apart", test_copies_far_apart);
  g_test_add_func ("/layout/cells", test_cells);
  g_test_add_func ("/layout/segments-in", test_segments_in);
  g_test_add_func ("/layout/last-cell", test_last_cell);
  return g_test_run ();
}
