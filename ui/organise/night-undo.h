/* night-undo.h - taking back the last thing that can be taken back
 *
 * One for each window: what is offered with a toast, and by Ctrl+Z as long as nothing else is.
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  after night_undo_drop() nothing of what was done is remembered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*NightUndoFunc) (gpointer user_data);

/* Say @text in the window of @widget, with a button that calls @undo.  @destroy frees
 * @user_data when that can no longer happen. */
void night_undo_offer (GtkWidget *widget,
                       const char *text,
                       NightUndoFunc undo,
                       gpointer user_data,
                       GDestroyNotify destroy);

/* Take it back, if there is anything to take back. */
void night_undo_run (GtkWidget *window);
void night_undo_drop (GtkWidget *window);

G_END_DECLS
