/* fake-clock.c - a computer whose time the test decides
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/fake-clock.h"

static GMutex mutex;
static VaultClockReading now;

static void
read_fake (VaultClockReading *out, gpointer user_data)
{
  g_mutex_lock (&mutex);
  *out = now;
  g_mutex_unlock (&mutex);
}

void
fake_clock_install (void)
{
  g_mutex_lock (&mutex);
  now = (VaultClockReading){ .wall_s = FAKE_NOW, .boot_s = 600, .boot_id = { 1 } };
  g_mutex_unlock (&mutex);
  vault_clock_set_source (read_fake, NULL);
}

void
fake_clock_pass (gint64 seconds)
{
  g_mutex_lock (&mutex);
  now.wall_s += seconds;
  now.boot_s += seconds;
  g_mutex_unlock (&mutex);
}

void
fake_clock_pass_unseen (gint64 seconds)
{
  g_mutex_lock (&mutex);
  now.boot_s += seconds;
  g_mutex_unlock (&mutex);
}

void
fake_clock_set_wall (gint64 wall_s)
{
  g_mutex_lock (&mutex);
  now.wall_s = wall_s;
  g_mutex_unlock (&mutex);
}

void
fake_clock_set_synchronised (gboolean synchronised)
{
  g_mutex_lock (&mutex);
  now.synchronised = synchronised;
  g_mutex_unlock (&mutex);
}

void
fake_clock_reboot (void)
{
  g_mutex_lock (&mutex);
  now.boot_id[0]++;
  now.boot_s = 600;
  g_mutex_unlock (&mutex);
}

gint64
fake_clock_get_wall (void)
{
  VaultClockReading reading;

  read_fake (&reading, NULL);
  return reading.wall_s;
}
