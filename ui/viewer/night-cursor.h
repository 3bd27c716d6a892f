/* night-cursor.h - one item's place in a list, kept while the list changes around it
 *
 * Emits "moved" when there may be other neighbours.
 *
 * Threads:  the main context.
 * Blocks:   never.  Finding the first item looks through the list once; a step from there,
 *           and any change of the list, costs nothing that grows with it, unless the change
 *           is around the item itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_CURSOR (night_cursor_get_type ())
G_DECLARE_FINAL_TYPE (NightCursor, night_cursor, NIGHT, CURSOR, GObject)

/* @item is in @model.  Returns: (transfer full). */
NightCursor *night_cursor_new (GListModel *model, gpointer item);

/* What is @step places on.  Returns: (transfer full) (nullable). */
gpointer night_cursor_dup_neighbour (NightCursor *self, int step);

/* What is first and last.  Returns: (transfer full) (nullable): NULL for an empty list. */
gpointer night_cursor_dup_first (NightCursor *self);
gpointer night_cursor_dup_last (NightCursor *self);

/* Go to a neighbour, or to an end. */
void night_cursor_step (NightCursor *self, int step);
void night_cursor_go_to_first (NightCursor *self);
void night_cursor_go_to_last (NightCursor *self);

G_END_DECLS
