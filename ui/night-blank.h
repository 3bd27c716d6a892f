/* night-blank.h - taking a secret that was shown out of memory again
 *
 * A label keeps its text in ordinary memory, twice, and its layout keeps it once more.
 * What the toolkit made of it on the way to the screen, and what a screen reader was told,
 * is out of reach from here.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Overwrite what @label says and leave it empty. */
void night_blank_label (GtkLabel *label);

G_END_DECLS
