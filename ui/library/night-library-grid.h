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

G_BEGIN_DECLS

#define NIGHT_TYPE_LIBRARY_GRID (night_library_grid_get_type ())
G_DECLARE_FINAL_TYPE (NightLibraryGrid, night_library_grid, NIGHT, LIBRARY_GRID, GtkBox)

void night_library_grid_show (NightLibraryGrid *self, Vault *vault);
void night_library_grid_drop (NightLibraryGrid *self);

/* What is shown, in its order.  Returns: (transfer none) (nullable): NULL without a vault. */
GListModel *night_library_grid_get_model (NightLibraryGrid *self);

guint night_library_grid_get_n_items (NightLibraryGrid *self);

/* Returns: (transfer full) (element-type VaultItem). */
GPtrArray *night_library_grid_dup_selected (NightLibraryGrid *self);

/* Returns: (transfer none) (nullable): valid until the grid is used again. */
GdkTexture *night_library_grid_get_thumbnail (NightLibraryGrid *self, VaultItem *item);

/* Select @item alone, scroll to it and give it the focus. */
void night_library_grid_focus_item (NightLibraryGrid *self, VaultItem *item);

G_END_DECLS
