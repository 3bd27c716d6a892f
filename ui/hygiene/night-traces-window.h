/* night-traces-window.h - originals, copies and what they left: a list to choose from, then
 * what became of it
 *
 *      [looking] -- found --> [list] -- removed --> [results]
 *
 * Closing it, or a lock, stops whatever is under way.
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  nothing is removed that is not on the list and ticked, and nothing before a second
 *           question.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_TRACES_WINDOW (night_traces_window_get_type ())
G_DECLARE_FINAL_TYPE (NightTracesWindow,
                      night_traces_window,
                      NIGHT,
                      TRACES_WINDOW,
                      AdwWindow)

/* Compare @files, (element-type GFile), with what the vault holds, and show over @parent what
 * can be removed. */
void
night_traces_window_present_files (GtkWindow *parent, Vault *vault, GListModel *files);

/* Look for other places where @item is.  Nothing is ticked to begin with. */
void
night_traces_window_present_item (GtkWindow *parent, Vault *vault, VaultItem *item);

G_END_DECLS
