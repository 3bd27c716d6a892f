/* night-damaged-list.h - the items of which something can't be read, by name
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_DAMAGED_LIST (night_damaged_list_get_type ())
G_DECLARE_FINAL_TYPE (NightDamagedList,
                      night_damaged_list,
                      NIGHT,
                      DAMAGED_LIST,
                      AdwPreferencesGroup)

/* Show @items; hide if there are none.  @items: (nullable) (element-type
 * VaultDamagedItem). */
void night_damaged_list_show (NightDamagedList *self, GPtrArray *items);

G_END_DECLS
