/* night-picks.h - which of the items in a list are selected
 *
 * A GtkSelectionModel over the rows of a library: any number of items, and nothing that is not
 * one.  An item that leaves the list is no longer selected, so that nothing out of sight is ever
 * deleted; one that only moves stays so.
 *
 * Owns:     a reference to the list and to what is selected.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault-item.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_PICKS (night_picks_get_type ())
G_DECLARE_FINAL_TYPE (NightPicks, night_picks, NIGHT, PICKS, GObject)

NightPicks *night_picks_new (GListModel *model);

guint night_picks_get_n_selected (NightPicks *self);

/* In the order of the list.  Returns: (transfer full) (element-type VaultItem). */
GPtrArray *night_picks_dup_selected (NightPicks *self);

G_END_DECLS
