/* test-clock.c - a time that does not run backwards and does not believe a leap forward
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "file/clock.h"

#include "support/fake-clock.h"

#define NOW FAKE_NOW
#define HOUR FAKE_HOUR
#define DAY FAKE_DAY
#define YEAR FAKE_YEAR

typedef struct {
  VaultClockMark mark;
  VaultClockReading reading;
} Clock;

/* A mark made at NOW, 1000 seconds after boot number 1. */
static void
clock_init (Clock *clock)
{
  *clock = (Clock){ .mark = { .time_s = NOW, .boot_s = 1000, .boot_id = { 1 } },
                    .reading = { .wall_s = NOW, .boot_s = 1000, .boot_id = { 1 } } };
}

static void
assert_advances (Clock *clock, gint64 expected, gboolean expected_doubt)
{
  gboolean doubtful;

  g_assert_cmpint (vault_clock_advance (&clock->mark, &clock->reading, &doubtful), ==,
                   expected);
  g_assert_cmpint (clock->mark.time_s, ==, expected);
  g_assert_cmpint (doubtful, ==, expected_doubt);
}

static void
test_first_time (void)
{
  Clock clock = { .reading = { .wall_s = NOW, .boot_s = 5, .boot_id = { 1 } } };

  assert_advances (&clock, NOW, FALSE);
  assert_advances (&clock, NOW, FALSE);
}

static void
test_runs (void)
{
  Clock clock;

  clock_init (&clock);
  for (guint i = 1; i < 100; i++) {
    clock.reading.wall_s++;
    clock.reading.boot_s++;
    assert_advances (&clock, NOW + i, FALSE);
  }
}

/* Turning it back gains nothing: time goes on from where it was. */
static void
test_back_a_year (void)
{
  Clock clock;

  clock_init (&clock);
  clock.reading.wall_s = NOW - YEAR;
  assert_advances (&clock, NOW, FALSE);
  clock.reading.boot_s += HOUR;
  assert_advances (&clock, NOW + HOUR, FALSE);
}

static void
test_back_over_a_boot (void)
{
  Clock clock;

  clock_init (&clock);
  clock.reading.wall_s = NOW - YEAR;
  clock.reading.boot_id[0] = 2;
  clock.reading.boot_s = 90;
  assert_advances (&clock, NOW, FALSE);
  clock.reading.boot_s = 100;
  assert_advances (&clock, NOW + 10, FALSE);
}

/* A battery that is flat: the computer thinks it is 1970. */
static void
test_rtc_1970 (void)
{
  Clock clock;

  clock_init (&clock);
  clock.reading.wall_s = 3;
  clock.reading.boot_id[0] = 2;
  clock.reading.boot_s = 3;
  assert_advances (&clock, NOW, FALSE);
  clock.reading.wall_s = NOW + 60;
  clock.reading.boot_s = 8;
  assert_advances (&clock, NOW + 60, FALSE);
}

static void
test_before_1970 (void)
{
  Clock clock;

  clock_init (&clock);
  clock.reading.wall_s = G_MININT64;
  assert_advances (&clock, NOW, FALSE);
}

static void
test_forward_a_day (void)
{
  Clock clock;

  clock_init (&clock);
  clock.reading.wall_s = NOW + DAY;
  assert_advances (&clock, NOW + DAY, FALSE);
}

static void
test_leap_edge (void)
{
  Clock clock;

  clock_init (&clock);
  clock.reading.wall_s = NOW + VAULT_CLOCK_LEAP_S;
  assert_advances (&clock, NOW + VAULT_CLOCK_LEAP_S, FALSE);

  clock_init (&clock);
  clock.reading.wall_s = NOW + VAULT_CLOCK_LEAP_S + 1;
  assert_advances (&clock, NOW, TRUE);
}

/* What is doubted does not count, and time goes on meanwhile. */
static void
test_leap_doubted (gconstpointer data)
{
  gint64 leap = *(const gint64 *) data;
  Clock clock;

  clock_init (&clock);
  clock.reading.wall_s = NOW + leap;
  assert_advances (&clock, NOW, TRUE);
  for (guint i = 1; i < 24; i++) {
    clock.reading.wall_s += HOUR;
    clock.reading.boot_s += HOUR;
    assert_advances (&clock, NOW + i * HOUR, TRUE);
  }

  /* A whole day of this boot is patience enough. */
  clock.reading.wall_s += HOUR;
  clock.reading.boot_s += HOUR;
  assert_advances (&clock, NOW + leap + DAY, FALSE);
  g_assert_cmpint (clock.mark.doubt_boot_s, ==, 0);
}

static void
test_leap_synchronised (gconstpointer data)
{
  gint64 leap = *(const gint64 *) data;
  Clock clock;

  clock_init (&clock);
  clock.reading.wall_s = NOW + leap;
  clock.reading.synchronised = TRUE;
  assert_advances (&clock, NOW + leap, FALSE);
}

static void
test_synchronised_ends_doubt (void)
{
  Clock clock;

  clock_init (&clock);
  clock.reading.wall_s = NOW + 10 * YEAR;
  assert_advances (&clock, NOW, TRUE);
  clock.reading.synchronised = TRUE;
  assert_advances (&clock, NOW + 10 * YEAR, FALSE);
}

static void
test_patience_starts_again_after_boot (void)
{
  Clock clock;

  clock_init (&clock);
  clock.reading.wall_s = NOW + 10 * YEAR;
  assert_advances (&clock, NOW, TRUE);
  clock.reading.boot_s += DAY - 1;
  assert_advances (&clock, NOW + DAY - 1, TRUE);

  clock.reading.boot_id[0] = 2;
  clock.reading.boot_s = 10;
  assert_advances (&clock, NOW + DAY - 1, TRUE);
  clock.reading.boot_s = DAY;
  assert_advances (&clock, NOW + DAY - 1 + DAY - 10, TRUE);
  clock.reading.boot_s = DAY + 10;
  assert_advances (&clock, NOW + 10 * YEAR, FALSE);
}

/* Hours of a boot before don't count, also where this one was not looked at for as long. */
static void
test_patience_is_not_inherited (void)
{
  Clock clock;

  clock_init (&clock);
  clock.reading.wall_s = NOW + 10 * YEAR;
  assert_advances (&clock, NOW, TRUE);
  clock.reading.boot_id[0] = 2;
  clock.reading.boot_s = 1000 + DAY - 10;
  assert_advances (&clock, NOW, TRUE);
  clock.reading.boot_s += 10;
  assert_advances (&clock, NOW + 10, TRUE);
  clock.reading.boot_s += DAY - 10;
  assert_advances (&clock, NOW + 10 * YEAR, FALSE);
}

/* A doubt that was gone because the clock was set right again begins anew. */
static void
test_doubt_withdrawn (void)
{
  Clock clock;

  clock_init (&clock);
  clock.reading.wall_s = NOW + YEAR;
  assert_advances (&clock, NOW, TRUE);
  clock.reading.wall_s = NOW + HOUR;
  clock.reading.boot_s += DAY - 10;
  assert_advances (&clock, NOW + DAY - 10, FALSE);
  clock.reading.wall_s = NOW + YEAR;
  clock.reading.boot_s += 20;
  assert_advances (&clock, NOW + DAY + 10, TRUE);
}

/* Whatever the computer says, time never runs backwards. */
static void
test_never_backwards (void)
{
  Clock clock;
  gint64 last = NOW;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  clock_init (&clock);
  for (guint i = 0; i < 10000; i++) {
    gboolean doubtful;

    clock.reading.wall_s = NOW - YEAR + g_rand_int_range (rand, 0, 2 * (gint32) YEAR);
    clock.reading.boot_s = g_rand_int_range (rand, 0, 100000);
    clock.reading.boot_id[0] = (guint8) g_rand_int_range (rand, 0, 2);
    clock.reading.synchronised = g_rand_int_range (rand, 0, 10) == 0;
    g_assert_cmpint (vault_clock_advance (&clock.mark, &clock.reading, &doubtful), >=,
                     last);
    last = clock.mark.time_s;
  }
}

static void
test_real_computer (void)
{
  VaultClockReading a;
  VaultClockReading b;

  vault_clock_set_source (NULL, NULL);
  vault_clock_read (&a);
  vault_clock_read (&b);
  g_assert_cmpint (a.wall_s, >, 1600000000);
  g_assert_cmpint (a.boot_s, >, 0);
  g_assert_cmpint (b.boot_s, >=, a.boot_s);
  g_assert_cmpmem (a.boot_id, sizeof a.boot_id, b.boot_id, sizeof b.boot_id);
}

static void
test_source (void)
{
  VaultClockReading reading;

  fake_clock_install ();
  fake_clock_pass (77);
  vault_clock_read (&reading);
  g_assert_cmpint (reading.wall_s, ==, FAKE_NOW + 77);
  g_assert_cmpint (reading.boot_s, ==, 677);
  vault_clock_set_source (NULL, NULL);
}

int
main (int argc, char **argv)
{
  static const gint64 days_46 = 46 * DAY;
  static const gint64 years_10 = 10 * YEAR;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/first-time", test_first_time);
  g_test_add_func ("/clock/runs", test_runs);
  g_test_add_func ("/clock/back-a-year", test_back_a_year);
  g_test_add_func ("/clock/back-over-a-boot", test_back_over_a_boot);
  g_test_add_func ("/clock/rtc-1970", test_rtc_1970);
  g_test_add_func ("/clock/before-1970", test_before_1970);
  g_test_add_func ("/clock/forward-a-day", test_forward_a_day);
  g_test_add_func ("/clock/leap-edge", test_leap_edge);
  g_test_add_data_func ("/clock/leap-46-days", &days_46, test_leap_doubted);
  g_test_add_data_func ("/clock/leap-10-years", &years_10, test_leap_doubted);
  g_test_add_data_func ("/clock/leap-46-days-synchronised", &days_46,
                        test_leap_synchronised);
  g_test_add_data_func ("/clock/leap-10-years-synchronised", &years_10,
                        test_leap_synchronised);
  g_test_add_func ("/clock/synchronised-ends-doubt", test_synchronised_ends_doubt);
  g_test_add_func ("/clock/patience-starts-again-after-boot",
                   test_patience_starts_again_after_boot);
  g_test_add_func ("/clock/patience-is-not-inherited", test_patience_is_not_inherited);
  g_test_add_func ("/clock/doubt-withdrawn", test_doubt_withdrawn);
  g_test_add_func ("/clock/never-backwards", test_never_backwards);
  g_test_add_func ("/clock/real-computer", test_real_computer);
  g_test_add_func ("/clock/source", test_source);
  return g_test_run ();
}
