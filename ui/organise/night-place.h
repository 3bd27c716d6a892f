/* night-place.h - a part of the library that can be looked at by itself
 *
 * Owns:     a reference to its group.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-group.h>

G_BEGIN_DECLS

typedef enum {
  NIGHT_PLACE_EVERYTHING,
  NIGHT_PLACE_FAVOURITES,
  NIGHT_PLACE_EXPIRING, /* soon */
  NIGHT_PLACE_GROUP,    /* an album or a person */
  NIGHT_PLACE_TAG,
} NightPlaceKind;

#define NIGHT_TYPE_PLACE (night_place_get_type ())
G_DECLARE_FINAL_TYPE (NightPlace, night_place, NIGHT, PLACE, GObject)

/* One of the first three. */
NightPlace *night_place_new (NightPlaceKind kind);
NightPlace *night_place_new_group (VaultGroup *group);
NightPlace *night_place_new_tag (const char *tag);

NightPlaceKind night_place_get_kind (NightPlace *self);

/* Returns: (transfer none) (nullable): NULL for what is no album and no person. */
VaultGroup *night_place_get_group (NightPlace *self);

/* A translated string, or what a person called it.  Returns: (transfer none). */
const char *night_place_get_title (NightPlace *self);

/* Returns: (transfer none): the name of a symbolic icon. */
const char *night_place_get_icon (NightPlace *self);

/* Whether both are the same part. */
gboolean night_place_equals (NightPlace *self, NightPlace *other);

/* Whether @item is there at @now, the vault's time. */
gboolean night_place_holds (NightPlace *self, VaultItem *item, gint64 now);

G_END_DECLS
