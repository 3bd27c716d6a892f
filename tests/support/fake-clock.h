/* fake-clock.h - a computer whose time the test decides
 *
 * Threads:  any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "file/clock.h"

/* Tuesday, 14 November 2023, 22:13:20. */
#define FAKE_NOW ((gint64) 1700000000)
#define FAKE_HOUR ((gint64) 3600)
#define FAKE_DAY ((gint64) 86400)
#define FAKE_YEAR (365 * FAKE_DAY)

/* From now on it is FAKE_NOW, ten minutes after the start of the computer, which is not
 * synchronised. */
void fake_clock_install (void);

/* Time passes. */
void fake_clock_pass (gint64 seconds);

/* It passes, and the wall clock stands still. */
void fake_clock_pass_unseen (gint64 seconds);

/* Somebody sets the wall clock. */
void fake_clock_set_wall (gint64 wall_s);

void fake_clock_set_synchronised (gboolean synchronised);

/* Another boot, ten minutes ago; the wall clock stays. */
void fake_clock_reboot (void);

gint64 fake_clock_get_wall (void);
