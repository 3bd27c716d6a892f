/* test-epoch.c - which key dies when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/epoch.h"

#include <string.h>

#define NOW ((gint64) 1700000000)
#define HOUR ((gint64) 3600)
#define DAY ((gint64) 86400)
#define WEEK ((gint64) 604800)

static void
assert_bound (gint64 expires, gint64 now, VaultEpochClass class, gint64 end)
{
  VaultEpoch epoch = vault_epoch_for_deadline (expires, now);

  g_assert_cmpint (epoch.class, ==, class);
  g_assert_cmpint (vault_epoch_get_end (epoch), ==, end);
}

static void
test_edges (void)
{
  const gint64 hour = NOW / HOUR * HOUR;
  const gint64 day = NOW / DAY * DAY;
  const gint64 week = NOW / WEEK * WEEK;

  assert_bound (0, NOW, VAULT_EPOCH_NEVER, G_MAXINT64);
  assert_bound (-1, NOW, VAULT_EPOCH_NEVER, G_MAXINT64);
  assert_bound (NOW + 1, NOW, VAULT_EPOCH_HOURLY, hour + HOUR);
  /* Exactly on the hour: that hour's end, not the next one's. */
  assert_bound (hour + 5 * HOUR, NOW, VAULT_EPOCH_HOURLY, hour + 5 * HOUR);
  assert_bound (hour + 5 * HOUR + 1, NOW, VAULT_EPOCH_HOURLY, hour + 6 * HOUR);
  /* The last hour of the table, and the second behind it. */
  assert_bound (hour + 72 * HOUR, NOW, VAULT_EPOCH_HOURLY, hour + 72 * HOUR);
  assert_bound (hour + 72 * HOUR + 1, NOW, VAULT_EPOCH_DAILY, day + 4 * DAY);
  assert_bound (day + 400 * DAY, NOW, VAULT_EPOCH_DAILY, day + 400 * DAY);
  assert_bound (day + 400 * DAY + 1, NOW, VAULT_EPOCH_WEEKLY,
                ((day + 400 * DAY) / WEEK + 1) * WEEK);
  assert_bound (week + 260 * WEEK, NOW, VAULT_EPOCH_WEEKLY, week + 260 * WEEK);
  /* Five years on: bound at a later unlock. */
  assert_bound (week + 260 * WEEK + 1, NOW, VAULT_EPOCH_NEVER, G_MAXINT64);
  assert_bound (G_MAXINT64, NOW, VAULT_EPOCH_NEVER, G_MAXINT64);
}

static void
test_already_due (void)
{
  const gint64 hour_end = (NOW / HOUR + 1) * HOUR;

  assert_bound (NOW, NOW, VAULT_EPOCH_HOURLY, hour_end);
  assert_bound (1, NOW, VAULT_EPOCH_HOURLY, hour_end);
  assert_bound (DAY, 0, VAULT_EPOCH_HOURLY, DAY);
  assert_bound (DAY, -5, VAULT_EPOCH_HOURLY, DAY);
}

/* For any deadline and time: the key outlives the deadline, by less than its epoch, and its
 * place in the table is not one an earlier, unfinished epoch still needs. */
static void
test_any_deadline (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 200000; i++) {
    gint64 now = NOW + g_rand_int_range (rand, 0, (gint32) (8 * WEEK));
    gint64 expires = now + 1 + (gint64) (g_rand_double (rand) * 260 * WEEK);
    VaultEpoch epoch = vault_epoch_for_deadline (expires, now);
    gint64 end = vault_epoch_get_end (epoch);
    gint64 length = epoch.class == VAULT_EPOCH_HOURLY  ? HOUR
                    : epoch.class == VAULT_EPOCH_DAILY ? DAY
                                                       : WEEK;
    guint n_keys = epoch.class == VAULT_EPOCH_HOURLY  ? VAULT_N_HOURLY
                   : epoch.class == VAULT_EPOCH_DAILY ? VAULT_N_DAILY
                                                      : VAULT_N_WEEKLY;

    if (epoch.class == VAULT_EPOCH_NEVER) {
      g_assert_cmpint (expires, >, (now / WEEK + 260) * WEEK);
      continue;
    }
    g_assert_cmpint (end, >=, expires);
    g_assert_cmpint (end - expires, <, length);
    g_assert_cmpint (end - n_keys * length, <=, now);
  }
}

/* Every key of the table has exactly one epoch in any N that follow each other. */
static void
test_index (void)
{
  static const guint counts[] = { 0, VAULT_N_HOURLY, VAULT_N_DAILY, VAULT_N_WEEKLY };
  guint8 seen[VAULT_N_EPOCH_KEYS] = { 0 };

  for (guint class = VAULT_EPOCH_HOURLY; class < VAULT_N_EPOCH_CLASSES; class ++) {
    for (guint i = 0; i < counts[class]; i++) {
      VaultEpoch epoch = { .class = class, .number = 123456 + i };
      VaultEpoch later = { .class = class, .number = 123456 + i + counts[class] };
      guint index = vault_epoch_get_index (epoch);

      g_assert_cmpuint (index, <, VAULT_N_EPOCH_KEYS);
      g_assert_cmpuint (seen[index]++, ==, 0);
      g_assert_cmpuint (vault_epoch_get_index (later), ==, index);
    }
  }
}

static void
test_passed_counts (void)
{
  guint8 due[VAULT_N_EPOCH_KEYS];
  const gint64 hour = (NOW / HOUR + 1) * HOUR;

  g_assert_cmpuint (vault_epochs_find_passed (NOW, NOW, due), ==, 0);
  g_assert_cmpuint (vault_epochs_find_passed (NOW, hour - 1, due), ==, 0);
  g_assert_cmpuint (vault_epochs_find_passed (NOW, hour, due), ==, 1);
  g_assert_cmpuint (vault_epochs_find_passed (hour - 1, hour, due), ==, 1);
  /* Reaped on the hour, the next run finds nothing. */
  g_assert_cmpuint (vault_epochs_find_passed (hour, hour, due), ==, 0);
  g_assert_cmpuint (vault_epochs_find_passed (hour, hour + HOUR - 1, due), ==, 0);
  /* The next hour ends at midnight, and a day with it. */
  g_assert_cmpuint (vault_epochs_find_passed (hour, hour + HOUR, due), ==, 2);
  g_assert_cmpuint (vault_epochs_find_passed (NOW, NOW - DAY, due), ==, 0);
  g_assert_cmpuint (vault_epochs_find_passed (NOW, NOW + 40 * 365 * DAY, due), ==,
                    VAULT_N_EPOCH_KEYS);
  for (guint i = 0; i < VAULT_N_EPOCH_KEYS; i++)
    g_assert_cmpuint (due[i], ==, 1);
}

/* In many steps of any size exactly the keys are due whose epoch ends, each once: the
 * numbers of a run over three years are those of the single steps. */
static void
test_passed_in_steps (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  gint64 last = NOW;
  guint64 n_due = 0;
  guint64 n_expected = 0;

  while (last < NOW + 3 * 365 * DAY) {
    gint64 next = last + g_rand_int_range (rand, 1, (gint32) (3 * DAY));
    guint8 due[VAULT_N_EPOCH_KEYS];
    guint n = vault_epochs_find_passed (last, next, due);
    guint n_marked = 0;

    for (guint i = 0; i < VAULT_N_EPOCH_KEYS; i++)
      n_marked += due[i];
    g_assert_cmpuint (n_marked, ==, n);
    n_due += n;
    n_expected += (guint64) (next / HOUR - last / HOUR + next / DAY - last / DAY
                             + next / WEEK - last / WEEK);
    last = next;
  }
  g_assert_cmpuint (n_due, ==, n_expected);
}

/* The heart of it: at whatever times the reaper runs, the key of what expires at E is due
 * once its epoch has ended, and never before E. */
static void
test_due_when_expired (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint i = 0; i < 3000; i++) {
    gint64 bound_at = NOW + g_rand_int_range (rand, 0, (gint32) WEEK);
    gint64 expires = bound_at + 1 + (gint64) (g_rand_double (rand) * 200 * WEEK);
    VaultEpoch epoch = vault_epoch_for_deadline (expires, bound_at);
    guint index = vault_epoch_get_index (epoch);
    gint64 end = vault_epoch_get_end (epoch);
    gint64 last = bound_at;
    gboolean reaped = FALSE;

    while (!reaped) {
      gint64 next = last + 1 + (gint64) (g_rand_double (rand) * 30 * WEEK);
      guint8 due[VAULT_N_EPOCH_KEYS];

      vault_epochs_find_passed (last, next, due);
      reaped = due[index];
      g_assert_cmpint (reaped, ==, end <= next);
      last = next;
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/epoch/edges", test_edges);
  g_test_add_func ("/epoch/already-due", test_already_due);
  g_test_add_func ("/epoch/any-deadline", test_any_deadline);
  g_test_add_func ("/epoch/index", test_index);
  g_test_add_func ("/epoch/passed-counts", test_passed_counts);
  g_test_add_func ("/epoch/passed-in-steps", test_passed_in_steps);
  g_test_add_func ("/epoch/due-when-expired", test_due_when_expired);
  return g_test_run ();
}
