/* night-library-grid-private.h - what the parts of the grid share
 *
 * night-library-grid.c has the items, -tiles.c what they are shown in, -select.c the marks on them, -menu.c the
 * context menu, -drag.c what is dragged out of it, -months.c the columns and what says which month one is in, -keys.c the way from item to item where there are
 * titles between them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "library/night-library-grid.h"

#include "library/night-fit.h"
#include "library/night-lookout.h"
#include "library/night-month-bar.h"
#include "library/night-picks.h"
#include "library/night-rows.h"
#include "library/night-texture-cache.h"

G_BEGIN_DECLS

struct _NightLibraryGrid {
  GtkBox parent_instance;

  NightFit *fit;
  GtkGridView *grid;
  NightMonthBar *month_bar;
  GtkPopoverMenu *menu;

  Vault *vault;
  NightShelf *shelf; /* this and the next two are NULL unless a vault is shown */
  NightRows *rows;
  NightPicks *picks;
  NightOrder order;
  NightDirection direction;
  gboolean is_grouped;
  gboolean is_selecting;   /* a plain click puts an item in or takes it out */
  gboolean is_click_taken; /* the one under way has done its work */
  guint order_id;          /* the items are about to be sorted */
  GPtrArray *titles;       /* the cells of those that are bound, borrowed */
  GPtrArray *spare;        /* tiles that nothing is shown in */
  NightTextureCache *cache;
  NightLookout *lookout;
  guint tick_id;
  VaultItem *activated; /* to be opened in a moment */
  guint activated_id;
  GtkDragSource *drag; /* weak: the last one, perhaps over */
};

/* Select the item at @position alone or with others, scroll there and give it the focus. */
void night_library_grid_go_to (NightLibraryGrid *self,
                               guint position,
                               gboolean select,
                               gboolean modify,
                               gboolean extend);

void night_library_grid_install_tiles (GtkWidgetClass *widget_class);

/* What is under a tile when it is clicked; and the mark on that of @list_item. */
void night_library_grid_mark_tile (NightLibraryGrid *self, GtkWidget *tile);
void night_library_grid_follow_mark (GtkListItem *list_item);
/* Select the item of @tile beside the others, or no longer, and go on selecting. */
void night_library_grid_toggle (NightLibraryGrid *self, GtkWidget *tile);
/* If nothing is selected any more, a click means what it means elsewhere. */
void night_library_grid_end_selecting (NightLibraryGrid *self);

void night_library_grid_watch_tile (NightLibraryGrid *self, GtkWidget *tile);
void night_library_grid_install_menu (GtkWidgetClass *widget_class);

void night_library_grid_drag_from (NightLibraryGrid *self, GtkWidget *tile);
void night_library_grid_stop_drag (NightLibraryGrid *self);

/* The same number of columns for the grid and for its rows. */
void night_library_grid_fit (NightLibraryGrid *self);
/* The uppermost tile of which something can be seen.  Returns: (transfer none) (nullable). */
NightTile *night_library_grid_find_top (NightLibraryGrid *self);
void night_library_grid_init_months (NightLibraryGrid *self);
void night_library_grid_init_keys (NightLibraryGrid *self);

G_END_DECLS
