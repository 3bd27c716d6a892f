/* night-window.h - the window: which page is shown when, and what locking drops
 *
 * States, and what moves between them:
 *
 *   probing -- nothing there -----> welcome     probing -- vault ---> unlock
 *   probing -- destroyed, damaged, failed ----> trouble
 *   welcome, unlock -- state becomes OPEN ----> library
 *   library -- an item is opened --> viewer     viewer -- closed, gone --> library
 *   library, viewer -- win.lock, or the vault locks itself --> unlock
 *   unlock -- cannot be opened --> trouble      trouble -- win.retry --> probing
 *   any with a vault -- win.wipe --> wiping     wiping -- Cancel --> unlock
 *   wiping -- vault_wipe_finish() --> receipt
 *   receipt, trouble -- win.start-anew --> welcome
 *   any but wiping -- win.other-vault, win.switch-vault --> probing another vault
 *
 * Closing the window locks first.  While wiping it only hides: the wipe goes on.
 *
 * Owns:     the Vault.
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  before vault_lock_async() is called no texture, stream, list or text of the
 *           vault is held by the window any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_WINDOW (night_window_get_type ())
G_DECLARE_FINAL_TYPE (NightWindow, night_window, NIGHT, WINDOW, AdwApplicationWindow)

typedef enum {
  NIGHT_FOLDER_REMEMBERED, /* another choice is kept for the next run */
  NIGHT_FOLDER_GIVEN,      /* on the command line, for this run */
} NightFolderOrigin;

GtkWindow *night_window_new (GtkApplication *application,
                             const char *folder,
                             NightFolderOrigin origin);

/* Import @files now, or as soon as the vault is open; the window says that they wait. */
void night_window_import (NightWindow *self, GFile *const *files, guint n);

/* Ask which files to import, now or as soon as the vault is open. */
void night_window_ask_for_import (NightWindow *self);

G_END_DECLS
