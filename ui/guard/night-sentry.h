/* night-sentry.h - what the desktop says when a person leaves it
 *
 * Listens where a desktop may speak: logind for the session and for sleep, UPower for the
 * lid, and whichever screen lock has a name on the session bus.  Emits "left" with a
 * NightLeaving.  A signal that anybody may forge is believed: a false one locks, and that
 * is all.
 *
 * Owns:     subscriptions on two buses and, while it holds sleep up, a delay lock of logind.
 * Threads:  the main context.
 * Blocks:   never; what is asked of a bus is answered later.
 *
 *   asleep is possible -- night_sentry_hold_sleep() --> sleep waits for us (logind: 5 s at
 *   most) -- night_sentry_let_sleep() --> the computer sleeps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  NIGHT_LEAVING_SCREEN_LOCKED,
  NIGHT_LEAVING_SLEEP,    /* and hibernation; also when the computer is shut down */
  NIGHT_LEAVING_SWITCHED, /* somebody else's session is in front */
  NIGHT_LEAVING_LID,
} NightLeaving;

/* Who can be listened to.  Not every desktop has every one of them. */
typedef enum {
  NIGHT_POST_SCREEN_LOCK = 1 << 0,
  NIGHT_POST_SESSION = 1 << 1,
  NIGHT_POST_SLEEP = 1 << 2,
  NIGHT_POST_LID = 1 << 3,
} NightPosts;

#define NIGHT_TYPE_SENTRY (night_sentry_get_type ())
G_DECLARE_FINAL_TYPE (NightSentry, night_sentry, NIGHT, SENTRY, GObject)

/* Begin to listen on both buses, or on those there are. */
NightSentry *night_sentry_new (void);

/* Those found so far; "posts-changed" is emitted when it is others. */
NightPosts night_sentry_get_posts (NightSentry *self);

/* Whether this computer has a lid at all, as far as is known. */
gboolean night_sentry_has_lid (NightSentry *self);

/* Have sleep wait from now on, until it is let go.  Both may be called at any time and as
 * often as one likes. */
void night_sentry_hold_sleep (NightSentry *self);
void night_sentry_let_sleep (NightSentry *self);

G_END_DECLS
