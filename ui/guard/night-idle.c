/* night-idle.c - how long nobody has touched the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "guard/night-idle.h"

#include <time.h>

/* How often it is asked whether a film still runs. */
#define ASK_AGAIN_S 30

struct _NightIdle {
  GObject parent_instance;

  NightWatchingFunc is_watching;
  gpointer user_data;
  guint limit_s; /* 0 unless counting */
  gint64 touched;
  guint timer_id;
};

G_DEFINE_FINAL_TYPE (NightIdle, night_idle, G_TYPE_OBJECT)

enum {
  IDLE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gint64
read_boot_time (void)
{
  struct timespec now;

  /* The monotonic clock stands still while the computer sleeps. */
  if (clock_gettime (CLOCK_BOOTTIME, &now) != 0)
    return g_get_monotonic_time () / G_USEC_PER_SEC;

  return now.tv_sec;
}

static NightIdleClock read_clock = read_boot_time;

void
night_idle_set_clock (NightIdleClock clock)
{
  read_clock = clock != NULL ? clock : read_boot_time;
}

static gboolean
timer_cb (gpointer user_data)
{
  NightIdle *self = user_data;

  self->timer_id = 0;
  night_idle_look (self);
  return G_SOURCE_REMOVE;
}

static void
wait_for (NightIdle *self, gint64 seconds)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->timer_id = g_timeout_add_seconds ((guint) MAX (seconds, 1), timer_cb, self);
}

void
night_idle_look (NightIdle *self)
{
  gint64 passed;

  g_return_if_fail (NIGHT_IS_IDLE (self));

  if (self->limit_s == 0)
    return;

  passed = read_clock () - self->touched;
  if (passed < self->limit_s) {
    wait_for (self, self->limit_s - passed);
    return;
  }

  if (passed < NIGHT_IDLE_WATCH_S && self->is_watching (self->user_data)) {
    wait_for (self, ASK_AGAIN_S);
    return;
  }

  self->touched = read_clock ();
  wait_for (self, self->limit_s);
  g_signal_emit (self, signals[IDLE], 0);
}

void
night_idle_start (NightIdle *self, guint limit_s)
{
  g_return_if_fail (NIGHT_IS_IDLE (self));

  night_idle_stop (self);
  self->limit_s = limit_s;
  self->touched = read_clock ();
  if (limit_s > 0)
    wait_for (self, limit_s);
}

void
night_idle_stop (NightIdle *self)
{
  g_return_if_fail (NIGHT_IS_IDLE (self));

  self->limit_s = 0;
  g_clear_handle_id (&self->timer_id, g_source_remove);
}

void
night_idle_touch (NightIdle *self)
{
  g_return_if_fail (NIGHT_IS_IDLE (self));

  /* Who wakes the computer may touch it before the timer has noticed how late it is. */
  if (self->limit_s > 0 && read_clock () - self->touched >= self->limit_s)
    night_idle_look (self);
  self->touched = read_clock ();
}

NightIdle *
night_idle_new (NightWatchingFunc is_watching, gpointer user_data)
{
  NightIdle *self = g_object_new (NIGHT_TYPE_IDLE, NULL);

  self->is_watching = is_watching;
  self->user_data = user_data;
  return self;
}

static void
night_idle_dispose (GObject *object)
{
  night_idle_stop (NIGHT_IDLE (object));

  G_OBJECT_CLASS (night_idle_parent_class)->dispose (object);
}

static void
night_idle_class_init (NightIdleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_idle_dispose;

  signals[IDLE] = g_signal_new ("idle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
night_idle_init (NightIdle *self)
{
}
