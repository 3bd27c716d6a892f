/* target-runs.c - fuzzing the free piece numbers, which come from the records' runs
 *
 * Input: how many runs 1 | each: first 8, count 8 | then operations: what 1, number 8
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include "store/runs.h"

#define MOST_RUNS 40
#define MOST_STEPS 64
#define LIMIT ((guint64) 1 << 62)

static gboolean
overlap (const VaultRun *a, const VaultRun *b)
{
  return a->first < b->first + b->count && b->first < a->first + a->count;
}

/* A number that was given out is nobody else's, and can be a piece. */
static void
check_new (GArray *used, const VaultRun *run)
{
  g_assert_cmpuint (run->first, >=, 1);
  g_assert_cmpuint (run->first + run->count, <=, 2 * LIMIT);
  for (guint i = 0; i < used->len; i++)
    g_assert_false (overlap (run, &g_array_index (used, VaultRun, i)));
}

static void
check_gaps (VaultRuns *runs, GArray *used)
{
  g_autoptr (GArray) gaps = vault_runs_dup_gaps (runs);
  guint64 end = 0;

  for (guint i = 0; i < gaps->len; i++) {
    const VaultRun *gap = &g_array_index (gaps, VaultRun, i);

    g_assert_cmpuint (gap->count, >, 0);
    /* Sorted, and never two that touch. */
    g_assert_cmpuint (gap->first, >, end);
    end = gap->first + gap->count;
    check_new (used, gap);
  }
  g_assert_cmpuint (end, <=, vault_runs_get_end (runs));
}

static void
step (VaultRuns *runs, GArray *used, guint8 what, guint64 number)
{
  VaultRun run = { 0, number };

  switch (what % 3) {
  case 0:
    run.first = vault_runs_take (runs, MAX (number, 1));
    run.count = MAX (number, 1);
    if (run.first == 0)
      return;
    check_new (used, &run);
    g_array_append_val (used, run);
    return;
  case 1:
    if (used->len == 0)
      return;
    run = g_array_index (used, VaultRun, number % used->len);
    g_array_remove_index_fast (used, (guint) (number % used->len));
    vault_runs_give (runs, run);
    return;
  default:
    vault_runs_append_only (runs, number % LIMIT);
    return;
  }
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  g_autoptr (GArray) used = g_array_new (FALSE, FALSE, sizeof (VaultRun));
  g_autoptr (VaultRuns) runs = NULL;
  guint n_runs = fuzz_take_u8 (&input) % MOST_RUNS;

  for (guint i = 0; i < n_runs; i++) {
    VaultRun run = { fuzz_take_u64 (&input), 0 };

    run.count = fuzz_take_u64 (&input);
    g_array_append_val (used, run);
  }

  runs = vault_runs_new (used);
  if (runs == NULL)
    return FALSE;

  check_gaps (runs, used);
  for (guint i = 0; i < MOST_STEPS && input.n_left > 0; i++) {
    guint8 what = fuzz_take_u8 (&input);

    step (runs, used, what, fuzz_take_u64 (&input));
    check_gaps (runs, used);
  }
  return TRUE;
}
