/* night-export-bar.h - copies on their way out of the vault, with progress and a way to stop
 *
 * One for each window, at its bottom, whatever page is shown.  One export at a time; others
 * wait for it.
 *
 * Owns:     the exports that run and wait.
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  after night_export_bar_drop() nothing more is begun, and it holds no item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_EXPORT_BAR (night_export_bar_get_type ())
G_DECLARE_FINAL_TYPE (NightExportBar, night_export_bar, NIGHT, EXPORT_BAR, GtkBox)

/* That of the window @widget is in.  Returns: (transfer none). */
NightExportBar *night_export_bar_of (GtkWidget *widget);

/* Copy @items, (element-type VaultItem), into @folder, and tell how it went. */
void night_export_bar_add (NightExportBar *self,
                           Vault *vault,
                           GPtrArray *items,
                           GFile *folder,
                           VaultMetadata metadata);

/* Stop, without a word. */
void night_export_bar_drop (NightExportBar *self);

G_END_DECLS
