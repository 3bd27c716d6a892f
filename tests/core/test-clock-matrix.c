/* test-clock-matrix.c - what happens to a clock, and whether an item is there afterwards
 *
 * Each row is tried twice: on a vault that is open all the while, and on one that is locked, to
 * which a reaper comes after each step and which is opened at the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <string.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "file/clock.h"
#include "vault/session-private.h"
#include "vault/vault-private.h"

#define HOUR FAKE_HOUR
#define DAY FAKE_DAY
#define YEAR FAKE_YEAR
#define LEAP VAULT_CLOCK_LEAP_S
#define MAX_STEPS 7

typedef enum {
  END,
  PASS,  /* so many seconds go by; the computer may have slept meanwhile */
  STAND, /* they do, and the wall clock stands still */
  SET,   /* somebody moves the wall clock by so many */
  BOOT,  /* the computer is started anew */
  SYNC,  /* the kernel's clock is synchronised from now on */
  SAY,   /* a person says in the window that the date is right */
  ZONE,  /* the computer is taken to another time zone */
} Verb;

typedef enum {
  LIVES,
  DOUBT, /* lives, and the clock is not believed */
  GONE,
  BOTH, /* gone by the vault's own time, while the wall clock is not believed */
} Outcome;

typedef struct {
  Verb verb;
  gint64 seconds;
  const char *zone;
  Outcome outcome;
} Step;

typedef struct {
  const char *name;
  gint64 life;
  Step steps[MAX_STEPS];
  const char *begins; /* NULL: FAKE_NOW */
  const char *zone;   /* NULL: UTC */
} Row;

static const Row rows[] = {
  { .name = "runs",
    .life = 10 * DAY,
    .steps = { { PASS, 10 * DAY - 1, NULL, LIVES }, { PASS, 1, NULL, GONE } } },

  /* Time within one boot counts, whatever the wall clock says. */
  { .name = "wall-clock-stands",
    .life = 10 * DAY,
    .steps = { { STAND, 10 * DAY - 1, NULL, LIVES }, { STAND, 1, NULL, GONE } } },
  { .name = "asleep-for-long",
    .life = 10 * DAY,
    .steps = { { PASS, 60 * DAY, NULL, GONE } } },
  { .name = "asleep-set-back",
    .life = 10 * DAY,
    .steps = { { SET, -YEAR, NULL, LIVES }, { STAND, 10 * DAY, NULL, GONE } } },

  /* Set back, it gains nothing: not while it runs, not over a start, not afterwards. */
  { .name = "set-back",
    .life = 10 * DAY,
    .steps = { { PASS, 9 * DAY, NULL, LIVES },
               { SET, -YEAR, NULL, LIVES },
               { PASS, DAY - 1, NULL, LIVES },
               { PASS, 1, NULL, GONE } } },
  { .name = "set-back-and-booted",
    .life = 10 * DAY,
    .steps = { { PASS, 9 * DAY, NULL, LIVES },
               { SET, -YEAR, NULL, LIVES },
               { BOOT, 0, NULL, LIVES },
               { PASS, DAY - 1, NULL, LIVES },
               { PASS, 1, NULL, GONE } } },
  { .name = "set-back-too-late",
    .life = 10 * DAY,
    .steps = { { PASS, 10 * DAY, NULL, GONE },
               { SET, -YEAR, NULL, GONE },
               { BOOT, 0, NULL, GONE } } },
  { .name = "flat-battery",
    .life = 10 * DAY,
    .steps = { { SET, -FAKE_NOW, NULL, LIVES },
               { BOOT, 0, NULL, LIVES },
               { SET, FAKE_NOW + 10 * DAY - 1, NULL, LIVES },
               { PASS, 1, NULL, GONE } } },

  /* 45 days ahead are believed, as after a holiday; a second more is not. */
  { .name = "switched-off-for-44-days",
    .life = 10 * DAY,
    .steps = { { SET, 44 * DAY, NULL, GONE }, { BOOT, 0, NULL, GONE } } },
  { .name = "leap-of-45-days",
    .life = 10 * DAY,
    .steps = { { SET, LEAP, NULL, GONE } } },
  { .name = "leap-put-right",
    .life = 10 * DAY,
    .steps = { { SET, LEAP + 1, NULL, DOUBT },
               { SET, -LEAP - 1, NULL, LIVES },
               { PASS, 10 * DAY - 1, NULL, LIVES },
               { PASS, 1, NULL, GONE } } },
  { .name = "leap-24-hours-up",
    .life = 10 * DAY,
    .steps = { { SET, LEAP + 1, NULL, DOUBT },
               { PASS, DAY - 1, NULL, DOUBT },
               { PASS, 1, NULL, GONE } } },
  { .name = "leap-24-hours-anew-after-a-boot",
    .life = 10 * DAY,
    .steps = { { SET, LEAP + 1, NULL, DOUBT },
               { PASS, DAY - 1, NULL, DOUBT },
               { BOOT, 0, NULL, DOUBT },
               { PASS, DAY - 1, NULL, DOUBT },
               { PASS, 1, NULL, GONE } } },
  { .name = "leap-then-synchronised",
    .life = 10 * DAY,
    .steps = { { SET, 10 * YEAR, NULL, DOUBT }, { SYNC, 0, NULL, GONE } } },
  { .name = "leap-of-a-synchronised-clock",
    .life = 10 * DAY,
    .steps = { { SYNC, 0, NULL, LIVES }, { SET, 10 * YEAR, NULL, GONE } } },
  { .name = "leap-confirmed",
    .life = 10 * DAY,
    .steps = { { SET, 10 * YEAR, NULL, DOUBT }, { SAY, 0, NULL, GONE } } },
  { .name = "leap-keeps-nothing-alive",
    .life = 10 * HOUR,
    .steps = { { SET, 10 * YEAR, NULL, DOUBT },
               { PASS, 10 * HOUR - 1, NULL, DOUBT },
               { PASS, 1, NULL, BOTH } } },

  /* A deadline is a moment and no hour of a day: where the computer is does not move it, nor a
   * night in which its clock is. */
  { .name = "carried-around-the-world",
    .life = 10 * DAY,
    .steps = { { ZONE, 0, "Pacific/Kiritimati", LIVES },
               { PASS, 9 * DAY, NULL, LIVES },
               { ZONE, 0, "Pacific/Pago_Pago", LIVES },
               { PASS, DAY - 1, NULL, LIVES },
               { ZONE, 0, "Asia/Kathmandu", LIVES },
               { PASS, 1, NULL, GONE } } },
  { .name = "night-of-23-hours",
    .life = HOUR,
    .steps = { { PASS, HOUR - 1, NULL, LIVES }, { PASS, 1, NULL, GONE } },
    .begins = "2027-03-28T00:30:00Z",
    .zone = "Europe/Berlin" },
  { .name = "night-of-25-hours",
    .life = HOUR,
    .steps = { { PASS, HOUR - 1, NULL, LIVES }, { PASS, 1, NULL, GONE } },
    .begins = "2027-10-31T00:30:00Z",
    .zone = "Europe/Berlin" },
  { .name = "days-around-a-night-of-23-hours",
    .life = 2 * DAY,
    .steps = { { PASS, 2 * DAY - 1, NULL, LIVES }, { PASS, 1, NULL, GONE } },
    .begins = "2027-03-27T12:00:00Z",
    .zone = "Europe/Berlin" },
  { .name = "days-around-a-night-of-25-hours",
    .life = 2 * DAY,
    .steps = { { PASS, 2 * DAY - 1, NULL, LIVES }, { PASS, 1, NULL, GONE } },
    .begins = "2027-10-30T12:00:00Z",
    .zone = "Europe/Berlin" },
};

static void
set_zone (const char *zone)
{
  g_setenv ("TZ", zone == NULL ? "UTC" : zone, TRUE);
  tzset ();
}

/* With an item that stays and one that is to live as long as the row says. */
static VaultBox *
box_for (const Row *row)
{
  VaultBox *box = vault_box_new ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 100);

  set_zone (row->zone);
  if (row->begins != NULL) {
    g_autoptr (GDateTime) begins = g_date_time_new_from_iso8601 (row->begins, NULL);

    fake_clock_pass (g_date_time_to_unix (begins) - FAKE_NOW);
  }
  g_assert_true (run_create (box->vault, BOX_PASSPHRASE, NULL));
  g_object_unref (box_import (box, "kept", bytes, VAULT_EXPIRES_NEVER));
  g_object_unref (
      box_import (box, "mortal", bytes, fake_clock_get_wall () + row->life));
  return box;
}

/* What needs nothing of the vault. */
static void
move_clock (const Step *step)
{
  switch (step->verb) {
  case PASS:
    fake_clock_pass (step->seconds);
    break;
  case STAND:
    fake_clock_pass_unseen (step->seconds);
    break;
  case SET:
    fake_clock_set_wall (fake_clock_get_wall () + step->seconds);
    break;
  case BOOT:
    fake_clock_reboot ();
    break;
  case SYNC:
    fake_clock_set_synchronised (TRUE);
    break;
  case ZONE:
    set_zone (step->zone);
    break;
  case SAY:
  case END:
  default:
    break;
  }
}

static gboolean
is_gone (Outcome outcome)
{
  return outcome == GONE || outcome == BOTH;
}

static gboolean
is_doubted (Outcome outcome)
{
  return outcome == DOUBT || outcome == BOTH;
}

static void
assert_outcome (VaultBox *box, Outcome outcome)
{
  g_autoptr (VaultItem) kept = box_find (box, "kept");
  g_autoptr (VaultItem) mortal = box_find (box, "mortal");

  g_assert_nonnull (kept);
  g_assert_cmpint (mortal == NULL, ==, is_gone (outcome));
  g_assert_cmpint (vault_is_clock_doubtful (box->vault, NULL), ==,
                   is_doubted (outcome));
}

/* As the timers do. */
static void
look_at_the_clock (VaultBox *box)
{
  guint n_overwritten;

  g_assert_true (vault_session_reap (box->vault->session, &n_overwritten, NULL));
  vault_expiry_update (box->vault);
}

static void
test_open (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (VaultBox) box = box_for (row);

  for (const Step *step = row->steps; step->verb != END; step++) {
    /* No program outlives that. */
    if (step->verb == BOOT)
      vault_box_restart (box);
    move_clock (step);
    if (step->verb == BOOT)
      g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
    if (step->verb == SAY)
      g_assert_true (run_believe_clock (box->vault, NULL));
    look_at_the_clock (box);
    assert_outcome (box, step->outcome);
  }
  set_zone (NULL);
}

static void
reap (VaultBox *box, gboolean doubted)
{
  g_autoptr (GError) error = NULL;
  guint n_overwritten;

  g_assert_cmpint (run_reap (box->vault, &n_overwritten, &error), ==, !doubted);
  if (doubted)
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_CLOCK_DOUBTFUL);
}

static void
test_locked (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (VaultBox) box = box_for (row);
  Outcome outcome = LIVES;

  vault_box_restart (box);
  for (const Step *step = row->steps; step->verb != END; step++) {
    move_clock (step);
    if (step->verb == SAY) {
      g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
      g_assert_true (run_believe_clock (box->vault, NULL));
      vault_box_restart (box);
    }
    outcome = step->outcome;
    reap (box, is_doubted (outcome));
  }
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  assert_outcome (box, outcome);
  set_zone (NULL);
}

/* The last thing an open vault does is to write down what time it is: whoever sets the clock
 * back and starts the computer anew, right after a lock, gains nothing of what had gone by. */
static void
test_noted_at_a_lock (void)
{
  static const Row row = { .life = 55 * 60 };
  static const Step pass = { PASS, 50 * 60, NULL, LIVES };
  static const Step back = { SET, -50 * 60, NULL, LIVES };
  static const Step boot = { BOOT, 0, NULL, LIVES };
  static const Step rest = { PASS, 5 * 60, NULL, GONE };
  g_autoptr (VaultBox) box = box_for (&row);

  move_clock (&pass);
  vault_box_restart (box);
  move_clock (&back);
  move_clock (&boot);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  assert_outcome (box, LIVES);
  move_clock (&rest);
  look_at_the_clock (box);
  assert_outcome (box, GONE);
  set_zone (NULL);
}

/* ---- the computer itself ---- */

static gint64 asleep_s;
static int kernel_state;
static int kernel_flags;

/* The one clock of a boot that goes on in its sleep. */
int
clock_gettime (clockid_t id, struct timespec *out)
{
  int status = (int) syscall (SYS_clock_gettime, id, out);

  if (id == CLOCK_BOOTTIME)
    out->tv_sec += asleep_s;
  return status;
}

int
adjtimex (struct timex *out)
{
  memset (out, 0, sizeof *out);
  out->status = kernel_flags;
  return kernel_state;
}

/* A clock that stands while the computer sleeps would let an item live as long again. */
static void
test_sleep_counts (void)
{
  VaultClockMark mark = { 0 };
  VaultClockReading reading;
  gboolean doubtful;
  gint64 before;

  vault_clock_set_source (NULL, NULL);
  vault_clock_read (&reading);
  before = vault_clock_advance (&mark, &reading, &doubtful);
  asleep_s = 8 * HOUR;
  vault_clock_read (&reading);
  /* The wall clock as it was before. */
  reading.wall_s = before;
  g_assert_cmpint (vault_clock_advance (&mark, &reading, &doubtful), >=,
                   before + 8 * HOUR);
  asleep_s = 0;
}

static void
test_what_the_kernel_says (void)
{
  static const struct {
    int state;
    int flags;
    gboolean synchronised;
  } cases[] = { { TIME_OK, 0, TRUE },           { TIME_INS, STA_PLL, TRUE },
                { TIME_OK, STA_UNSYNC, FALSE }, { TIME_ERROR, STA_UNSYNC, FALSE },
                { TIME_ERROR, 0, FALSE },       { -1, 0, TRUE } };

  vault_clock_set_source (NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    VaultClockReading reading;

    kernel_state = cases[i].state;
    kernel_flags = cases[i].flags;
    vault_clock_read (&reading);
    g_assert_cmpint (reading.synchronised, ==, cases[i].synchronised);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *open = g_strdup_printf ("/clock-matrix/%s/open", rows[i].name);
    g_autofree char *locked = g_strdup_printf ("/clock-matrix/%s/locked", rows[i].name);

    g_test_add_data_func (open, &rows[i], test_open);
    g_test_add_data_func (locked, &rows[i], test_locked);
  }
  g_test_add_func ("/clock-matrix/noted-at-a-lock", test_noted_at_a_lock);
  g_test_add_func ("/clock-matrix/sleep-counts", test_sleep_counts);
  g_test_add_func ("/clock-matrix/what-the-kernel-says", test_what_the_kernel_says);
  return g_test_run ();
}
