/* night-picker.h - which albums, people or tags some items have, to be chosen by name
 *
 * A list of check boxes under an entry that finds them as one types, and makes what is not there
 * yet.  Each choice is carried out at once, and can be undone.
 *
 * Owns:     a reference to the items while it is open.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault-group.h>

G_BEGIN_DECLS

typedef enum {
  NIGHT_PICK_ALBUMS = VAULT_GROUP_ALBUM,
  NIGHT_PICK_PEOPLE = VAULT_GROUP_PERSON,
  NIGHT_PICK_TAGS = VAULT_N_GROUP_KINDS,
} NightPickKind;

/* Ask beside @widget what @items, (element-type VaultItem), are to have. */
void night_picker_ask (GtkWidget *widget,
                       Vault *vault,
                       GPtrArray *items,
                       NightPickKind kind);

G_END_DECLS
