/* night-library-grid.h - the tiles of the library: selection, context menu, thumbnails
 *
 * Emits "open-item" with the VaultItem that was activated, and "changed" when the items
 * or the selection changed.  Its menu uses the "library." actions of the page around it.
 *
 * Owns:     the thumbnails shown lately.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault.h>

#include "library/night-shelf.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_LIBRARY_GRID (night_library_grid_get_type ())
G_DECLARE_FINAL_TYPE (NightLibraryGrid, night_library_grid, NIGHT, LIBRARY_GRID, GtkBox)

void night_library_grid_show (NightLibraryGrid *self, Vault *vault);
void night_library_grid_drop (NightLibraryGrid *self);

/* What is shown, in its order; to be filtered there.
 * Returns: (transfer none) (nullable): NULL without a vault. */
NightShelf *night_library_grid_get_shelf (NightLibraryGrid *self);

/* Also for vaults that are shown later.  Where @order is one of time, titles can stand before
 * the months. */
void night_library_grid_sort (NightLibraryGrid *self,
                              NightOrder order,
                              NightDirection direction,
                              gboolean is_grouped);

guint night_library_grid_get_n_selected (NightLibraryGrid *self);

/* Returns: (transfer full) (element-type VaultItem). */
GPtrArray *night_library_grid_dup_selected (NightLibraryGrid *self);

/* Returns: (transfer none) (nullable): valid until the grid is used again. */
GdkTexture *night_library_grid_get_thumbnail (NightLibraryGrid *self, VaultItem *item);

/* The tile of @item.  Returns: (transfer none) (nullable): NULL if it is not in sight. */
GtkWidget *night_library_grid_find_tile (NightLibraryGrid *self, VaultItem *item);

/* Write anew what the tiles say of their items. */
void night_library_grid_update (NightLibraryGrid *self);

/* Select @item alone, scroll to it and give it the focus. */
void night_library_grid_focus_item (NightLibraryGrid *self, VaultItem *item);

G_END_DECLS
