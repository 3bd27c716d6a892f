/* night-sidebar.h - the parts of the library: favourites, albums, people, tags
 *
 * Emits "chosen" when another part is to be shown, and "files-dropped" with a VaultGroup and
 * NightFiles.
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  after night_sidebar_drop() no name of the vault is left in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "organise/night-place.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_SIDEBAR (night_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (NightSidebar, night_sidebar, NIGHT, SIDEBAR, GtkBox)

void night_sidebar_show (NightSidebar *self, Vault *vault);
void night_sidebar_drop (NightSidebar *self);

/* Look again which tags there are. */
void night_sidebar_update (NightSidebar *self);

/* What is chosen.  Returns: (transfer none). */
NightPlace *night_sidebar_get_place (NightSidebar *self);

G_END_DECLS
