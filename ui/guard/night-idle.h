/* night-idle.h - how long nobody has touched the window
 *
 * Counts time in which the computer slept, too.  Emits "idle" once that many minutes have
 * passed without night_idle_touch(), or without what is played coming to its end.
 *
 *   counting -- time is up, nothing plays --> "idle", counting anew
 *   counting -- time is up, something plays [is_watching] --> asked again a little later,
 *               until NIGHT_IDLE_WATCH_S after the last touch
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A film or a slideshow that runs is being watched, as far as can be told; one that begins
 * anew for ever is not. */
#define NIGHT_IDLE_WATCH_S (3 * 60 * 60)

/* Whether something runs that is looked at without touching anything. */
typedef gboolean (*NightWatchingFunc) (gpointer user_data);

/* Seconds on a clock that goes on during sleep. */
typedef gint64 (*NightIdleClock) (void);

#define NIGHT_TYPE_IDLE (night_idle_get_type ())
G_DECLARE_FINAL_TYPE (NightIdle, night_idle, NIGHT, IDLE, GObject)

NightIdle *night_idle_new (NightWatchingFunc is_watching, gpointer user_data);

/* Begin to count, to @limit_s; 0 never ends. */
void night_idle_start (NightIdle *self, guint limit_s);
void night_idle_stop (NightIdle *self);

/* Cheap enough for each movement of a mouse. */
void night_idle_touch (NightIdle *self);

/* What the timer does when it fires.  For tests, which bring a clock of their own. */
void night_idle_look (NightIdle *self);
void night_idle_set_clock (NightIdleClock clock);

G_END_DECLS
