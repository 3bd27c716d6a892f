/* night-chooser.h - asking for files and folders without leaving a trace of the choice
 *
 * GTK itself writes what was chosen in its dialog into the list of recently used files.
 * These functions take exactly those entries out again.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @files: (element-type GFile): what was chosen, never empty.  Not called when the person
 * gave up or the dialog was dismissed. */
typedef void (*NightChosenFunc) (GtkWidget *widget, GListModel *files);

/* Ask on behalf of @widget, which is kept alive until the answer.  One dialog for each
 * window: a second call while one is open does nothing. */
void night_chooser_open (GtkWidget *widget,
                         const char *title,
                         const char *accept_label,
                         GtkFileChooserAction action,
                         NightChosenFunc chosen);

/* Whether a dialog of this kind is open, which may be the desktop's and not ours. */
gboolean night_chooser_is_open (void);

/* Close a dialog that is open over @window. */
void night_chooser_dismiss (GtkWindow *window);

G_END_DECLS
