/* night-window-private.h - what the parts of the window share
 *
 * night-window.c has the pages and their states, night-window-lock.c what locking drops,
 * night-window-actions.c the intents, night-window-files.c files from outside,
 * night-window-guard.c what happens when the person is not there, night-window-toast.c what
 * is told, night-window-vaults.c other vaults, night-window-wipe.c the emergency wipe.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "night-window.h"

#include "enter/night-trouble-page.h"
#include "enter/night-unlock-page.h"
#include "enter/night-welcome-page.h"
#include "guard/night-guard.h"
#include "night-settings.h"
#include "library/night-export-bar.h"
#include "library/night-library-page.h"
#include "viewer/night-viewer-page.h"
#include "wipe/night-receipt-page.h"
#include "wipe/night-wiping-page.h"

G_BEGIN_DECLS

struct _NightWindow {
  AdwApplicationWindow parent_instance;

  GtkWidget *cover;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkWidget *blank; /* while it is looked what is there, and while locking */
  NightWelcomePage *welcome;
  NightUnlockPage *unlock;
  NightTroublePage *trouble;
  NightLibraryPage *library;
  NightViewerPage *viewer;
  NightWipingPage *wiping;
  NightReceiptPage *receipt;
  NightExportBar *export_bar;
  GtkWidget *waiting_bar;
  GtkLabel *waiting_label;

  AdwToast *toast;      /* the last one, perhaps gone */
  AdwToast *next_toast; /* comes when that one has left the screen */
  guint toast_id;       /* looks whether it has */
  NightGuard *guard;
  Vault *vault;
  NightFolderOrigin origin;
  GCancellable *probe;
  GListStore *waiting;   /* (element-type GFile): to be imported when it is open */
  gboolean wants_import; /* ask for files as soon as it is open */
  char *next_folder;     /* go there as soon as the vault is locked; NULL: stay */
  gboolean closing;      /* close as soon as the vault is locked */
  gboolean salvaging;    /* salvage as soon as the vault is locked */
  gboolean locking;      /* the content is off the screen, and about to be forgotten */
  guint n_wiping;        /* wipes under way */
  NightThen wipe_then;   /* as it was set before the settings were wiped, too */
  VaultWiped *wiped;     /* what came of the last one of this vault; or NULL */
  GPtrArray *others;     /* VaultWiped, wiped beside; or NULL */
  char *started_over;    /* where a panic passphrase made an empty vault; or NULL */
  guint n_tidying;       /* times settings and timer are being taken away */
  gboolean undecided;    /* what is shown after the wipe depends on that */
  guint frame_id;        /* waits for the frame without content; 0 unless locking */
};

gboolean night_window_is_on (NightWindow *self, gpointer page);
void night_window_show_page (NightWindow *self, gpointer page);
void night_window_show_trouble (NightWindow *self, VaultError code);

/* Show @page in the colours of the page before, which is quicker. */
void night_window_switch_to (NightWindow *self, gpointer page);

/* Have the colours that are for the page shown. */
void night_window_update_scheme (NightWindow *self);

/* Drop everything of the vault that the window holds, and what was typed. */
void night_window_forget (NightWindow *self);

/* The frame that a lock waits for is not waited for any more. */
void night_window_stop_waiting (NightWindow *self);

/* Take the content off the screen, and as soon as that is seen forget everything and lock
 * the vault.  @page is the unlock page, shown when the vault is locked, or the wiping page,
 * shown at once. */
void night_window_lock (NightWindow *self, gpointer page);

/* Work with the vault in @folder from now on. */
void night_window_set_vault (NightWindow *self, const char *folder);

/* Look what is in the folder and show the page for it. */
void night_window_probe (NightWindow *self);

/* Go to the vault that was chosen while this one was open, if there is one. */
void night_window_take_next (NightWindow *self);

/* Have what waits imported if the vault is open. */
void night_window_deliver (NightWindow *self);

/* Nothing waits any more. */
void night_window_drop_files (NightWindow *self);

/* Tell @text, in markup, in place of what was told before; with a button for @action_name
 * unless @button_label is NULL.  Dropping tells nothing any more. */
void night_window_toast (NightWindow *self,
                         const char *text,
                         const char *button_label,
                         const char *action_name);
void night_window_drop_toast (NightWindow *self);

/* Follow the desktop and the person's hands from now on. */
void night_window_start_guard (NightWindow *self);

void night_window_init_files (NightWindow *self);
/* The vault has been unlocked or made, or that has failed. */
void night_window_has_unlocked (NightWindow *self);

void night_window_install_actions (GtkWidgetClass *widget_class);
void night_window_install_file_actions (GtkWidgetClass *widget_class);
void night_window_install_vault_actions (GtkWidgetClass *widget_class);
void night_window_install_wipe_actions (GtkWidgetClass *widget_class);

G_END_DECLS
