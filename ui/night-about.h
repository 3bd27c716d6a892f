/* night-about.h - the about window: version, licence, what is protected and what not
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Show it over @parent. */
void night_about_present (GtkWindow *parent);

G_END_DECLS
