/* night-guard.h - locks and covers the window when the person is not at it
 *
 * Puts together what the desktop says (night-sentry), how long nobody touched anything
 * (night-idle), a device that was pulled out (night-usb) and whether the window is in front.
 *
 * Emits "lock" with a NightGuardReason: whoever listens locks, at once and whatever runs.
 * Emits "cover" with TRUE when another program has come to the front, and with FALSE when
 * this one is back or something is dragged over it.
 *
 * Invariants:
 *   1. From night_guard_begin() to night_guard_end() sleep waits for the lock.
 *   2. "lock" is only emitted between the two, and as often as there is a reason.
 *
 *   off -- night_guard_begin() --> on -- any reason --> "lock", on
 *   on -- night_guard_end() --> off, and sleep may go on
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "guard/night-idle.h"
#include "guard/night-sentry.h"
#include "guard/night-usb.h"

G_BEGIN_DECLS

typedef enum {
  NIGHT_GUARD_SCREEN_LOCKED = NIGHT_LEAVING_SCREEN_LOCKED,
  NIGHT_GUARD_SLEEP = NIGHT_LEAVING_SLEEP,
  NIGHT_GUARD_SWITCHED = NIGHT_LEAVING_SWITCHED,
  NIGHT_GUARD_LID = NIGHT_LEAVING_LID,
  NIGHT_GUARD_IDLE,
  NIGHT_GUARD_AWAY, /* another program is in front, and the settings say to lock then */
  NIGHT_GUARD_DEVICE,
} NightGuardReason;

#define NIGHT_TYPE_GUARD (night_guard_get_type ())
G_DECLARE_FINAL_TYPE (NightGuard, night_guard, NIGHT, GUARD, GObject)

/* @window is not kept alive, and has to outlive the guard.  @is_watching: whether something
 * is played or shown by itself. */
NightGuard *night_guard_new (GtkWindow *window, NightWatchingFunc is_watching);

/* A vault is about to be open. */
void night_guard_begin (NightGuard *self);

/* No key is left. */
void night_guard_end (NightGuard *self);

/* The guard of @window.  Returns: (transfer none) (nullable). */
NightGuard *night_guard_get_for (GtkWindow *window);

/* Whether a window of ours has the focus. */
gboolean night_guard_is_in_front (void);

NightSentry *night_guard_get_sentry (NightGuard *self);
NightUsb *night_guard_get_usb (NightGuard *self);

G_END_DECLS
