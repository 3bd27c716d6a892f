/* night-sayings.h - what a person says of one item: favourite, albums, people, tags, a note
 *
 * Each change is carried out at once, a note when one leaves it, and can be undone.
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  after night_sayings_drop() nothing of the item is left in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault-organise.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_SAYINGS (night_sayings_get_type ())
G_DECLARE_FINAL_TYPE (NightSayings, night_sayings, NIGHT, SAYINGS, GtkBox)

void night_sayings_show (NightSayings *self, Vault *vault, VaultItem *item);
void night_sayings_drop (NightSayings *self);

G_END_DECLS
