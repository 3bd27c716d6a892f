/* night-viewer-private.h - what the files night-viewer-*.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "viewer/night-viewer-page.h"

#include <vault/vault-limit.h>

#include "viewer/night-ahead.h"
#include "viewer/night-cursor.h"
#include "viewer/night-details.h"
#include "viewer/night-fader.h"
#include "viewer/night-image-view.h"
#include "viewer/night-player.h"
#include "viewer/night-slideshow.h"
#include "viewer/night-turner.h"

G_BEGIN_DECLS

struct _NightViewerPage {
  GtkBox parent_instance;

  AdwFlap *frame; /* the header bar, over what is shown where that fills the screen */
  AdwFlap *pane;  /* the details beside what is shown, or over it */
  AdwWindowTitle *title;
  GtkWidget *expiry;
  GtkWidget *details_button;
  GtkWidget *leave_fullscreen;
  GtkWidget *stage;
  GtkStack *stack;
  NightImageView *image;
  NightPlayer *player;
  AdwStatusPage *problem;
  AdwStatusPage *cover;
  GtkWidget *view_button;
  NightDetails *details;
  GtkWidget *previous;
  GtkWidget *next;
  GtkWidget *zoom_bar;
  GtkButton *zoom;

  Vault *vault;
  NightCursor *cursor;
  NightAhead *ahead;
  NightTurner *turner;   /* NULL where nothing is to be turned */
  VaultItem *item;       /* NULL when nothing is shown */
  VaultView *view;       /* of an item whose views are counted, while it is shown */
  VaultItem *viewed;     /* the item of that view */
  GCancellable *viewing; /* while one is asked for */
  gboolean looked_ahead;
  gboolean shows_details;
  guint tick_id;

  NightFader *fader;
  NightSlideshow *slideshow;
  gboolean is_fullscreen;
  gboolean made_fullscreen; /* by the slideshow */
};

/* night-viewer-page.c */
void night_viewer_close (NightViewerPage *self);
void night_viewer_go (NightViewerPage *self, int step);
void night_viewer_go_to_first (NightViewerPage *self);
void night_viewer_go_to_last (NightViewerPage *self);
void
night_viewer_show_item (NightViewerPage *self, VaultItem *item, GdkTexture *preview);
void night_viewer_show_problem (NightViewerPage *self, int code);

/* night-viewer-content.c */
void night_viewer_show_content (NightViewerPage *self, GdkTexture *preview);
void night_viewer_image_changed (NightViewerPage *self);

/* night-viewer-limit.c */
void night_viewer_cover (NightViewerPage *self);
void night_viewer_update_cover (NightViewerPage *self);
void night_viewer_begin_view (NightViewerPage *self);
void night_viewer_end_view (NightViewerPage *self);

/* Whether the item itself is shown, and not a cover over it. */
gboolean night_viewer_is_open (NightViewerPage *self);

/* night-viewer-pane.c */
gboolean night_viewer_shows_details (NightViewerPage *self);
void night_viewer_show_details (NightViewerPage *self, gboolean show);
void night_viewer_pane_revealed (NightViewerPage *self);

/* Show on the header bar what there is room for. */
void night_viewer_fit_width (NightViewerPage *self);

/* night-viewer-actions.c */
void night_viewer_install_actions (GtkWidgetClass *widget_class);

/* Say which of them make sense for what is shown; without an item none does. */
void night_viewer_update_actions (NightViewerPage *self);

/* night-viewer-screen.c: the whole screen, the controls that fade, and the slideshow. */
typedef enum {
  NIGHT_VIEWER_FULLSCREEN = 1,
  NIGHT_VIEWER_SLIDESHOW,
  NIGHT_VIEWER_DETAILS,
  NIGHT_VIEWER_N_PROPS
} NightViewerProperty;

extern GParamSpec *night_viewer_properties[NIGHT_VIEWER_N_PROPS];

void night_viewer_init_screen (NightViewerPage *self);

/* The page has come into a window, whose state it follows from now on. */
void night_viewer_follow_window (NightViewerPage *self);

gboolean night_viewer_is_fullscreen (NightViewerPage *self);
void night_viewer_set_fullscreen (NightViewerPage *self, gboolean fullscreen);
gboolean night_viewer_is_in_slideshow (NightViewerPage *self);
void night_viewer_set_slideshow (NightViewerPage *self, gboolean run);

/* An item is shown. */
void night_viewer_screen_shown (NightViewerPage *self);

/* Nothing is shown any more. */
void night_viewer_screen_drop (NightViewerPage *self);

G_END_DECLS
