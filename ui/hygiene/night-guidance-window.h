/* night-guidance-window.h - guidance for two people, readable without a network
 *
 * A list of topics, and a page for each.  What stands there comes with the program; only a
 * source that is activated opens the browser, and is marked so.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_GUIDANCE_WINDOW (night_guidance_window_get_type ())
G_DECLARE_FINAL_TYPE (NightGuidanceWindow,
                      night_guidance_window,
                      NIGHT,
                      GUIDANCE_WINDOW,
                      AdwWindow)

/* Show over @parent the topic with this id (see night-guidance-text.h), or the list of
 * topics if it is NULL. */
void night_guidance_window_present (GtkWindow *parent, const char *topic);

G_END_DECLS
