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

#include <adwaita.h>

G_BEGIN_DECLS

/* Overwrite what @label says and leave it empty. */
void night_blank_label (GtkLabel *label);

/* Empty @row, as gtk_editable_set_text() does, and leave nothing of what was typed.  To be
 * called for a new row as well: the buffer that the toolkit gives it is never freed. */
void night_blank_row (AdwPasswordEntryRow *row);

/* Empty @entry, and forget what could be brought back with Ctrl+Z. */
void night_blank_entry (GtkEditable *entry);

/* From now on night_blank_tooltip() knows of the tooltip that @widget shows. */
void night_blank_watch_tooltip (GtkWidget *widget);

/* Make the tooltip forget what it said last. */
void night_blank_tooltip (void);

G_END_DECLS
