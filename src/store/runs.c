/* runs.c - which piece numbers are free
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/runs.h"

#define LIMIT ((guint64) 1 << 62)

struct _VaultRuns {
  GArray *gaps; /* VaultRun, ascending, never touching each other */
  guint64 end;
};

static int
compare_runs (gconstpointer a, gconstpointer b)
{
  const VaultRun *x = a;
  const VaultRun *y = b;

  return x->first < y->first ? -1 : x->first > y->first;
}

VaultRuns *
vault_runs_new (GArray *used)
{
  g_autoptr (VaultRuns) self = g_new0 (VaultRuns, 1);

  self->gaps = g_array_new (FALSE, FALSE, sizeof (VaultRun));
  self->end = 1;
  g_array_sort (used, compare_runs);

  for (guint i = 0; i < used->len; i++) {
    const VaultRun *run = &g_array_index (used, VaultRun, i);

    if (run->count == 0 || run->first < self->end || run->first > LIMIT
        || run->count > LIMIT)
      return NULL;
    if (run->first > self->end) {
      VaultRun gap = { self->end, run->first - self->end };
      g_array_append_val (self->gaps, gap);
    }
    self->end = run->first + run->count;
  }

  return g_steal_pointer (&self);
}

void
vault_runs_free (VaultRuns *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->gaps);
  g_free (self);
}

void
vault_runs_append_only (VaultRuns *self, guint64 number)
{
  g_array_set_size (self->gaps, 0);
  self->end = MAX (self->end, number + 1);
}

guint64
vault_runs_take (VaultRuns *self, guint64 count)
{
  VaultRun *best = NULL;
  guint best_at = 0;
  guint64 first;

  for (guint i = 0; i < self->gaps->len; i++) {
    VaultRun *gap = &g_array_index (self->gaps, VaultRun, i);

    if (gap->count >= count && (best == NULL || gap->count < best->count)) {
      best = gap;
      best_at = i;
    }
  }

  if (best == NULL) {
    if (count > LIMIT || self->end > LIMIT - count)
      return 0;
    first = self->end;
    self->end += count;
    return first;
  }

  first = best->first;
  best->first += count;
  best->count -= count;
  if (best->count == 0)
    g_array_remove_index (self->gaps, best_at);

  return first;
}

/* Join the gap at @i with the one behind it if they touch. */
static void
join (VaultRuns *self, guint i)
{
  VaultRun *gap = &g_array_index (self->gaps, VaultRun, i);

  if (i + 1 >= self->gaps->len || gap->first + gap->count != gap[1].first)
    return;

  gap->count += gap[1].count;
  g_array_remove_index (self->gaps, i + 1);
}

void
vault_runs_give (VaultRuns *self, VaultRun run)
{
  guint i = 0;

  if (run.count == 0)
    return;

  while (i < self->gaps->len
         && g_array_index (self->gaps, VaultRun, i).first < run.first)
    i++;
  g_array_insert_val (self->gaps, i, run);
  join (self, i);
  if (i > 0)
    join (self, i - 1);

  if (self->gaps->len > 0) {
    VaultRun last = g_array_index (self->gaps, VaultRun, self->gaps->len - 1);

    if (last.first + last.count == self->end) {
      self->end = last.first;
      g_array_set_size (self->gaps, self->gaps->len - 1);
    }
  }
}

GArray *
vault_runs_dup_gaps (VaultRuns *self)
{
  return g_array_copy (self->gaps);
}

guint64
vault_runs_get_end (VaultRuns *self)
{
  return self->end;
}
