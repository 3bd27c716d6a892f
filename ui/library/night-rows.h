/* night-rows.h - a shelf cut into months, as a grid of so many columns shows it
 *
 * A GListModel: the items of the shelf, and, while it is grouped, before each month a
 * NightHeading with its title, and such without one wherever a row has to be filled up, so that
 * each month begins on a row of its own.  Without grouping it is the shelf.
 *
 * The shelf's changes are followed a moment later, before the next frame.
 *
 * Owns:     a reference to the shelf.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "library/night-shelf.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_HEADING (night_heading_get_type ())
G_DECLARE_FINAL_TYPE (NightHeading, night_heading, NIGHT, HEADING, GObject)

/* NULL for what only fills up a row. */
const char *night_heading_get_title (NightHeading *self);

#define NIGHT_TYPE_ROWS (night_rows_get_type ())
G_DECLARE_FINAL_TYPE (NightRows, night_rows, NIGHT, ROWS, GObject)

NightRows *night_rows_new (NightShelf *shelf);

/* Group by months for a grid of @n_columns; 0: do not group.  Nothing is grouped where the
 * order of the shelf is not one of time. */
void night_rows_set_columns (NightRows *self, guint n_columns);

/* 0 where nothing is grouped. */
guint night_rows_get_columns (NightRows *self);

/* Follow the shelf now. */
void night_rows_update (NightRows *self);

#define NIGHT_ROWS_NOWHERE G_MAXUINT

/* Returns: the position of @item, or NIGHT_ROWS_NOWHERE. */
guint night_rows_find (NightRows *self, VaultItem *item);

/* The title of the month that @item is in.  Returns: (transfer none) (nullable): NULL where
 * nothing is grouped. */
const char *night_rows_get_title (NightRows *self, VaultItem *item);

typedef enum {
  NIGHT_STEP_BEFORE,
  NIGHT_STEP_AFTER,
  NIGHT_STEP_ABOVE,
  NIGHT_STEP_BELOW,
  NIGHT_STEP_FIRST,
  NIGHT_STEP_LAST,
} NightStep;

/* Returns: the position of the item that is one @step from @position, which stays where it is
 * if there is none. */
guint night_rows_step (NightRows *self, guint position, NightStep step);

G_END_DECLS
