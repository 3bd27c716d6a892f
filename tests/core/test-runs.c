/* test-runs.c - which piece numbers are free, against a naive model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/runs.h"

#include <string.h>

#define MODEL_SIZE 4096

typedef struct {
  VaultRuns *runs;
  guint8 used[MODEL_SIZE]; /* by number */
  GArray *held;            /* VaultRun */
} Model;

static VaultRuns *
runs_from (const VaultRun *run, guint n_runs)
{
  g_autoptr (GArray) used = g_array_new (FALSE, FALSE, sizeof (VaultRun));

  g_array_append_vals (used, run, n_runs);
  return vault_runs_new (used);
}

static guint64
model_end (const Model *model)
{
  guint64 end = 1;

  for (guint64 i = 1; i < MODEL_SIZE; i++)
    end = model->used[i] ? i + 1 : end;
  return end;
}

/* The free runs below the end, as the bitmap has them. */
static GArray *
model_gaps (const Model *model)
{
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (VaultRun));
  guint64 end = model_end (model);

  for (guint64 i = 1; i < end; i++) {
    VaultRun gap = { i, 0 };

    while (i < end && !model->used[i]) {
      gap.count++;
      i++;
    }
    if (gap.count > 0)
      g_array_append_val (gaps, gap);
  }

  return gaps;
}

static void
assert_agrees (const Model *model)
{
  g_autoptr (GArray) expected = model_gaps (model);
  g_autoptr (GArray) gaps = vault_runs_dup_gaps (model->runs);

  g_assert_cmpuint (vault_runs_get_end (model->runs), ==, model_end (model));
  g_assert_cmpuint (gaps->len, ==, expected->len);
  for (guint i = 0; i < gaps->len; i++) {
    g_assert_cmpuint (g_array_index (gaps, VaultRun, i).first, ==,
                      g_array_index (expected, VaultRun, i).first);
    g_assert_cmpuint (g_array_index (gaps, VaultRun, i).count, ==,
                      g_array_index (expected, VaultRun, i).count);
  }
}

/* The smallest gap that fits, the first of equals; else behind everything. */
static guint64
model_choose (const Model *model, guint64 count)
{
  g_autoptr (GArray) gaps = model_gaps (model);
  const VaultRun *best = NULL;

  for (guint i = 0; i < gaps->len; i++) {
    const VaultRun *gap = &g_array_index (gaps, VaultRun, i);

    if (gap->count >= count && (best == NULL || gap->count < best->count))
      best = gap;
  }

  return best == NULL ? model_end (model) : best->first;
}

static void
model_take (Model *model, guint64 count)
{
  VaultRun run = { model_choose (model, count), count };

  if (run.first + count > MODEL_SIZE)
    return;
  g_assert_cmpuint (vault_runs_take (model->runs, count), ==, run.first);
  for (guint64 i = run.first; i < run.first + count; i++)
    g_assert_cmpuint (model->used[i]++, ==, 0);
  g_array_append_val (model->held, run);
}

/* Give back one held run, or the front or back of it. */
static void
model_give (Model *model, GRand *rand)
{
  guint at = (guint) g_rand_int_range (rand, 0, (gint32) model->held->len);
  VaultRun *held = &g_array_index (model->held, VaultRun, at);
  VaultRun run = *held;

  if (run.count > 1 && g_rand_boolean (rand)) {
    run.count = (guint64) g_rand_int_range (rand, 1, (gint32) run.count);
    held->count -= run.count;
    if (g_rand_boolean (rand))
      held->first += run.count;
    else
      run.first += held->count;
  } else {
    g_array_remove_index_fast (model->held, at);
  }

  vault_runs_give (model->runs, run);
  memset (model->used + run.first, 0, run.count);
}

static void
test_model (gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  g_autofree Model *model = g_new0 (Model, 1);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (VaultRun));
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (VaultRun));

  model->runs = vault_runs_new (none);
  model->held = held;
  for (guint i = 0; i < 3000; i++) {
    if (held->len == 0 || g_rand_int_range (rand, 0, 100) < 52)
      model_take (model, (guint64) g_rand_int_range (rand, 1, 40));
    else
      model_give (model, rand);
    assert_agrees (model);
  }

  /* What was used can be taken up again in any order. */
  g_clear_pointer (&model->runs, vault_runs_free);
  model->runs = vault_runs_new (held);
  g_assert_nonnull (model->runs);
  assert_agrees (model);
  vault_runs_free (model->runs);
}

static void
test_refused (void)
{
  static const struct {
    VaultRun runs[2];
    guint n_runs;
  } bad[] = {
    { { { 0, 1 } }, 1 },
    { { { 5, 0 } }, 1 },
    { { { 5, 3 }, { 7, 1 } }, 2 },
    { { { 5, 3 }, { 5, 3 } }, 2 },
    { { { 7, 1 }, { 5, 3 } }, 2 },
    { { { ((guint64) 1 << 62) + 1, 1 } }, 1 },
    { { { 5, G_MAXUINT64 } }, 1 },
    { { { G_MAXUINT64, G_MAXUINT64 } }, 1 },
    { { { 1, ((guint64) 1 << 62) + 1 } }, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    VaultRuns *runs = runs_from (bad[i].runs, bad[i].n_runs);

    g_assert_null (runs);
  }
}

static void
test_touching (void)
{
  const VaultRun used[] = { { 4, 2 }, { 1, 3 }, { 6, 10 } };
  g_autoptr (VaultRuns) runs = runs_from (used, 3);
  g_autoptr (GArray) gaps = vault_runs_dup_gaps (runs);

  g_assert_cmpuint (gaps->len, ==, 0);
  g_assert_cmpuint (vault_runs_get_end (runs), ==, 16);
}

static void
test_empty (void)
{
  g_autoptr (VaultRuns) runs = runs_from (NULL, 0);

  g_assert_cmpuint (vault_runs_get_end (runs), ==, 1);
  g_assert_cmpuint (vault_runs_take (runs, 3), ==, 1);
  vault_runs_give (runs, (VaultRun){ 1, 0 });
  vault_runs_give (runs, (VaultRun){ 1, 3 });
  g_assert_cmpuint (vault_runs_get_end (runs), ==, 1);
}

static void
test_append_only (void)
{
  const VaultRun used[] = { { 10, 5 }, { 100, 5 } };
  g_autoptr (VaultRuns) runs = runs_from (used, 2);

  vault_runs_append_only (runs, 500);
  g_assert_cmpuint (vault_runs_take (runs, 2), ==, 501);
  vault_runs_append_only (runs, 3);
  g_assert_cmpuint (vault_runs_take (runs, 1), ==, 503);
}

/* Given back later, from a run that was closed off, number by number. */
static void
test_gaps_come_back (void)
{
  const VaultRun used[] = { { 1, 1 }, { 10, 1 } };
  g_autoptr (VaultRuns) runs = runs_from (used, 2);

  vault_runs_append_only (runs, 10);
  vault_runs_give (runs, (VaultRun){ 2, 8 });
  g_assert_cmpuint (vault_runs_take (runs, 8), ==, 2);
  g_assert_cmpuint (vault_runs_take (runs, 1), ==, 11);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/runs/model/1", GUINT_TO_POINTER (1), test_model);
  g_test_add_data_func ("/runs/model/2", GUINT_TO_POINTER (2), test_model);
  g_test_add_data_func ("/runs/model/3", GUINT_TO_POINTER (3), test_model);
  g_test_add_func ("/runs/refused", test_refused);
  g_test_add_func ("/runs/touching", test_touching);
  g_test_add_func ("/runs/empty", test_empty);
  g_test_add_func ("/runs/append-only", test_append_only);
  g_test_add_func ("/runs/gaps-come-back", test_gaps_come_back);
  return g_test_run ();
}
