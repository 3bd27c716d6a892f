/* night-library-private.h - what the parts of the library page share
 *
 * night-library-page.c has what is shown, -actions.c what can be done with what is selected,
 * -view.c in which order things stand and which of them are shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "library/night-library-page.h"

#include "library/night-find-bar.h"
#include "library/night-fit.h"
#include "library/night-import-bar.h"
#include "library/night-library-grid.h"
#include "library/night-due-bar.h"
#include "library/night-notice.h"
#include "organise/night-sidebar.h"

G_BEGIN_DECLS

struct _NightLibraryPage {
  GtkBox parent_instance;

  NightFit *fit;
  AdwFlap *flap;
  NightSidebar *sidebar;
  AdwWindowTitle *title;
  GtkWidget *import_button;
  GtkWidget *view_button;
  GtkWidget *search_button;
  GtkWidget *lock_button;
  GtkStack *stack;
  NightFindBar *find_bar;
  NightLibraryGrid *grid;
  GtkActionBar *action_bar;
  guint bar_id; /* waits before the bar comes; 0 unless it is about to */
  GtkLabel *n_selected;
  GtkButton *favourite_button;
  GtkWidget *albums_button;
  GtkWidget *people_button;
  GtkWidget *tags_button;
  GtkWidget *more_button;
  GtkWidget *narrow_bar; /* of what the header bar has no room for */
  NightImportBar *import_bar;
  NightNotice *notice;
  NightDueBar *due;

  Vault *vault;
  NightFilter *filter;
  NightOrder order;
  NightDirection direction;
  gboolean is_grouped;
  gboolean is_narrow;
};

typedef enum {
  NIGHT_LIBRARY_SIDEBAR = 1,
  NIGHT_LIBRARY_SEARCHING,
  NIGHT_LIBRARY_ORDER,
  NIGHT_LIBRARY_DIRECTION,
  NIGHT_LIBRARY_GROUPED,
  NIGHT_LIBRARY_N_PROPS
} NightLibraryProperty;

extern GParamSpec *night_library_properties[NIGHT_LIBRARY_N_PROPS];

void night_library_open_item (NightLibraryPage *self, VaultItem *item);
void night_library_update_actions (NightLibraryPage *self, guint n_selected);
void night_library_install_actions (GtkWidgetClass *widget_class);

/* Show what is asked for. */
void night_library_find (NightLibraryPage *self);
void night_library_place_chosen (NightLibraryPage *self);
void night_library_deadlines_changed (NightLibraryPage *self);
void night_library_install_view (NightLibraryPageClass *klass);
void night_library_init_view (NightLibraryPage *self);

/* What can be looked for as originals is another list now. */
void night_library_originals_changed (NightLibraryPage *self);

G_END_DECLS
