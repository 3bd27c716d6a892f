/* night-find-bar.h - where a person says what to look for
 *
 * Emits "changed" when something else is asked for.  Closed, it asks for nothing.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "library/night-filter.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_FIND_BAR (night_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (NightFindBar, night_find_bar, NIGHT, FIND_BAR, GtkBox)

/* Property "open", notified. */
void night_find_bar_open (NightFindBar *self);
void night_find_bar_close (NightFindBar *self);
gboolean night_find_bar_is_open (NightFindBar *self);

/* What is typed into @widget opens the bar. */
void night_find_bar_capture (NightFindBar *self, GtkWidget *widget);

/* Ask @filter for what is typed and chosen here. */
void night_find_bar_apply (NightFindBar *self, Vault *vault, NightFilter *filter);

/* Say how many were found; -1 if nothing is looked for. */
void night_find_bar_show_count (NightFindBar *self, gint64 n_found);

G_END_DECLS
