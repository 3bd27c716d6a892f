/* night-wiping-page.h - the seconds before an emergency wipe, and the wipe itself
 *
 * States, and what moves between them:
 *
 *   idle -- night_wiping_page_start() --> grace -- time is up --> destroying
 *                                         grace -- Cancel -----> idle
 *   destroying -- night_wiping_page_stop() --> idle
 *
 * Leaving grace for destroying activates "win.wipe-now", leaving it by Cancel
 * "win.wipe-cancel"; each at most once for each start.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_WIPING_PAGE (night_wiping_page_get_type ())
G_DECLARE_FINAL_TYPE (NightWipingPage, night_wiping_page, NIGHT, WIPING_PAGE, GtkBox)

/* Begin the grace.  With 0 seconds the wipe is due at once. */
void night_wiping_page_start (NightWipingPage *self, guint grace_s);

/* End the grace at once: the person is leaving and must not wait. */
void night_wiping_page_hurry (NightWipingPage *self);

/* Back to idle, whatever the state. */
void night_wiping_page_stop (NightWipingPage *self);

G_END_DECLS
