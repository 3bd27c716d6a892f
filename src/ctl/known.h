/* known.h - where the window has seen vaults
 *
 * The window's settings, if they are installed and can be read; without them the default folder
 * alone.  The timer's list is not here: vault_wipe_all_async() reads it itself.
 *
 * Threads:  the main one.
 * Blocks:   on the settings' file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The default folder, the last one and those that are remembered; one may be there twice.
 * Returns: (transfer full). */
char **ctl_dup_known_folders (void);

/* There is no vault in @folder any more. */
void ctl_forget_known (const char *folder);

G_END_DECLS
