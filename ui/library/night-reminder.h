/* night-reminder.h - the desktop is told that something is due, and not what
 *
 * "1 reminder", whatever it is about and however much of it: a desktop shows such words to
 * whoever looks, keeps some of them in a list, and may write them down.
 *
 * Off unless a person turns it on (the setting "remind").  Nothing is said while a window of
 * ours is in front, where the line above the library says it.
 *
 * Threads:  the main context.
 * Blocks:   for as long as the session bus takes to tell who shows notifications, the first
 *           time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Something new is due.  One reminder takes the place of the one before. */
void night_reminder_send (void);

/* Nothing is due any more, or nobody is to know: take it off the desktop. */
void night_reminder_withdraw (void);

/* The same if reminders are no longer wanted. */
void night_reminder_follow_setting (void);

G_END_DECLS
