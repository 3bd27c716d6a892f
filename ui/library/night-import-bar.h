/* night-import-bar.h - copying files into the vault, with progress and a way to stop
 *
 * Runs one import at a time; what is dropped meanwhile waits in line.  Shown while there
 * is something to do.  The outcome is told by "win.toast", and by an import summary if
 * anything went wrong with a file.
 *
 * Owns:     the running import and the line behind it.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault-group.h>

#include "night-files.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_IMPORT_BAR (night_import_bar_get_type ())
G_DECLARE_FINAL_TYPE (NightImportBar, night_import_bar, NIGHT, IMPORT_BAR, GtkBox)

void night_import_bar_set_vault (NightImportBar *self, Vault *vault);

/* What is added from now on goes into @group, and stays as long as an album proposes; NULL for
 * into the vault alone. */
void night_import_bar_set_group (NightImportBar *self, VaultGroup *group);

/* @files: (element-type GFile): files and folders. */
void night_import_bar_add_files (NightImportBar *self, GListModel *files);

void night_import_bar_add_file_list (NightImportBar *self, NightFiles *files);

/* The same, into @group whatever was set. */
void
night_import_bar_add_into (NightImportBar *self, NightFiles *files, VaultGroup *group);

/* A pasted picture, kept as it is.  @ending: (transfer none): a static string. */
void
night_import_bar_add_picture (NightImportBar *self, GBytes *bytes, const char *ending);

/* What was imported from since the vault was shown: files and folders, also such as were not
 * imported whole.  Returns: (transfer none) (element-type GFile). */
GListModel *night_import_bar_get_originals (NightImportBar *self);

/* Stop, and forget what waits and what was imported, without a word. */
void night_import_bar_drop (NightImportBar *self);

G_END_DECLS
