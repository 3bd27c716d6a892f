/* night-place-row.h - a part of the library in the sidebar
 *
 * Items that are dropped on it are put there.  Emits "files-dropped", with the VaultGroup it is
 * of and NightFiles, for what is not in the vault yet.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "organise/night-place.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_PLACE_ROW (night_place_row_get_type ())
G_DECLARE_FINAL_TYPE (NightPlaceRow, night_place_row, NIGHT, PLACE_ROW, GtkListBoxRow)

GtkWidget *night_place_row_new (Vault *vault, NightPlace *place);

/* A row that does something when it is activated, and is no place.  @label is translated;
 * @action is done with @kind. */
GtkWidget *
night_place_row_new_maker (const char *label, const char *action, VaultGroupKind kind);

/* Returns: (transfer none) (nullable): NULL for one that is no place. */
NightPlace *night_place_row_get_place (NightPlaceRow *self);

/* Show whether it is the one that is looked at. */
void night_place_row_set_chosen (NightPlaceRow *self, gboolean is_chosen);

G_END_DECLS
