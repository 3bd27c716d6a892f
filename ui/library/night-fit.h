/* night-fit.h - a bin that says how wide it will be before its child has to be
 *
 * Emits "fit" with the width in pixels when that changes; what the handler does to the child
 * counts for the same frame.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_FIT (night_fit_get_type ())
G_DECLARE_FINAL_TYPE (NightFit, night_fit, NIGHT, FIT, GtkWidget)

/* 0 before it was given any.  Property "child" sets what is in it; "least-width" how narrow it
 * becomes when the handler of "fit" has made room. */
int night_fit_get_width (NightFit *self);

G_END_DECLS
