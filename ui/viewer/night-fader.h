/* night-fader.h - controls that step back while nobody moves
 *
 * What is added fades when the pointer has rested for a while, unless the pointer rests on
 * it or the keyboard is there; it can be pressed all the same.  Emits "faded" when that
 * changes.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_FADER (night_fader_get_type ())
G_DECLARE_FINAL_TYPE (NightFader, night_fader, NIGHT, FADER, GObject)

/* @stage: the pointer is watched over this, and outlives the fader. */
NightFader *night_fader_new (GtkWidget *stage);

void night_fader_add (NightFader *self, GtkWidget *control);

/* Whether the pointer over the stage goes as well. */
void night_fader_set_hides_pointer (NightFader *self, gboolean hides_pointer);

/* Show everything again, for a while. */
void night_fader_wake (NightFader *self);
gboolean night_fader_is_faded (NightFader *self);

/* Show everything, and stay so until night_fader_wake(). */
void night_fader_rest (NightFader *self);

G_END_DECLS
