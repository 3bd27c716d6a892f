/* vault-item.h - one kept photo, film, recording or document, as the library shows it
 *
 * A VaultItem is a view of the in-memory catalog.  It holds no key and no media; it
 * does hold private text (the name), which is dropped when the vault locks.
 *
 * Owns:     its strings.
 * Threads:  the main context only.
 * Blocks:   never.
 * Promise:  once "gone" is TRUE the item is destroyed, expired or locked away; it never
 *           becomes FALSE again, and the name is empty from then on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What an item is, by its first bytes; the name's ending is not asked. */
typedef enum {
  VAULT_MEDIA_OTHER, /* kept and exportable, never decoded */
  VAULT_MEDIA_IMAGE,
  VAULT_MEDIA_ANIMATION,
  VAULT_MEDIA_VIDEO,
  VAULT_MEDIA_AUDIO,
  VAULT_MEDIA_DOCUMENT,
} VaultMediaKind;

/* No deadline. */
#define VAULT_EXPIRES_NEVER ((gint64) 0)

#define VAULT_TYPE_ITEM (vault_item_get_type ())
G_DECLARE_FINAL_TYPE (VaultItem, vault_item, VAULT, ITEM, GObject)

/* Sixteen hexadecimal digits, the same for the life of the item and never given to
 * another one.  Property "id". */
const char *vault_item_get_id (VaultItem *self);

/* Property "name".  UTF-8, without control characters. */
const char *vault_item_get_name (VaultItem *self);

/* Property "content-type", for example "image/jpeg". */
const char *vault_item_get_content_type (VaultItem *self);

/* Property "kind". */
VaultMediaKind vault_item_get_kind (VaultItem *self);

/* Length of what is kept: of the original file, if nothing was removed from it at import.
 * Property "n-bytes". */
guint64 vault_item_get_n_bytes (VaultItem *self);

/* Seconds since 1970, UTC.  "captured" is 0 where unknown.  Properties "added",
 * "captured", "expires" (VAULT_EXPIRES_NEVER for none). */
gint64 vault_item_get_added (VaultItem *self);
gint64 vault_item_get_captured (VaultItem *self);
gint64 vault_item_get_expires (VaultItem *self);

/* As displayed, orientation and rotation applied; 0 where unknown or without a picture. */
guint vault_item_get_width (VaultItem *self);
guint vault_item_get_height (VaultItem *self);

/* 0 where unknown or not a film or recording. */
guint64 vault_item_get_duration_ms (VaultItem *self);

/* How the item is turned to be looked at, in quarter turns clockwise: 0 to 3.  The kept
 * file is not touched by it.  Property "rotation". */
#define VAULT_FULL_TURN 4
guint vault_item_get_rotation (VaultItem *self);

/* Where a film or recording was left; 0 at its beginning.  Property "position-ms". */
#define VAULT_POSITION_MAX_MS (G_GUINT64_CONSTANT (366) * 24 * 60 * 60 * 1000)
guint64 vault_item_get_position_ms (VaultItem *self);

/* What a person says of it; see vault-organise.h.  Property "favourite". */
gboolean vault_item_is_favourite (VaultItem *self);

/* Property "tags", a GStrv.  Returns: (transfer full): NULL-terminated, in the order of their
 * bytes. */
char **vault_item_dup_tags (VaultItem *self);
gboolean vault_item_has_tag (VaultItem *self, const char *tag);

/* "" if there is none.  Property "note". */
const char *vault_item_get_note (VaultItem *self);

/* The ids of the albums it is in and of the persons linked to it, also of groups that are
 * gone.  Property "groups", a GStrv.  Returns: (transfer full): NULL-terminated. */
char **vault_item_dup_group_ids (VaultItem *self);
gboolean vault_item_is_in_group (VaultItem *self, const char *group_id);

/* How often it can still be viewed, VAULT_VIEWS_UNLIMITED (0) without a limit; during its last
 * view 0 as well, with a limit.  Properties "views-left", "view-limited"; see
 * vault-limit.h. */
guint vault_item_get_views_left (VaultItem *self);
gboolean vault_item_is_view_limited (VaultItem *self);

/* Whether vault_load_thumbnail_async() has something to load, or would have to make it. */
gboolean vault_item_has_thumbnail (VaultItem *self);

/* Property "gone", see the Promise. */
gboolean vault_item_is_gone (VaultItem *self);

G_END_DECLS
