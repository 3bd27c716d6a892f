/* night-place.c - a part of the library that can be looked at by itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-place.h"

#include <glib/gi18n.h>

/* Within a week. */
#define SOON_S ((gint64) 7 * 24 * 60 * 60)

struct _NightPlace {
  GObject parent_instance;

  NightPlaceKind kind;
  VaultGroup *group;
  char *tag;
};

G_DEFINE_FINAL_TYPE (NightPlace, night_place, G_TYPE_OBJECT)

NightPlaceKind
night_place_get_kind (NightPlace *self)
{
  g_return_val_if_fail (NIGHT_IS_PLACE (self), NIGHT_PLACE_EVERYTHING);

  return self->kind;
}

VaultGroup *
night_place_get_group (NightPlace *self)
{
  g_return_val_if_fail (NIGHT_IS_PLACE (self), NULL);

  return self->group;
}

const char *
night_place_get_title (NightPlace *self)
{
  g_return_val_if_fail (NIGHT_IS_PLACE (self), NULL);

  switch (self->kind) {
  case NIGHT_PLACE_FAVOURITES:
    return _ ("Favourites");
  case NIGHT_PLACE_EXPIRING:
    return _ ("Expiring Soon");
  case NIGHT_PLACE_GROUP:
    return vault_group_get_name (self->group);
  case NIGHT_PLACE_TAG:
    return self->tag;
  case NIGHT_PLACE_EVERYTHING:
  default:
    return _ ("Everything");
  }
}

const char *
night_place_get_icon (NightPlace *self)
{
  g_return_val_if_fail (NIGHT_IS_PLACE (self), NULL);

  switch (self->kind) {
  case NIGHT_PLACE_FAVOURITES:
    return "starred-symbolic";
  case NIGHT_PLACE_EXPIRING:
    return "alarm-symbolic";
  case NIGHT_PLACE_GROUP:
    return vault_group_get_kind (self->group) == VAULT_GROUP_PERSON
               ? "avatar-default-symbolic"
               : "folder-pictures-symbolic";
  case NIGHT_PLACE_TAG:
    return "user-bookmarks-symbolic";
  case NIGHT_PLACE_EVERYTHING:
  default:
    return "view-app-grid-symbolic";
  }
}

gboolean
night_place_equals (NightPlace *self, NightPlace *other)
{
  g_return_val_if_fail (NIGHT_IS_PLACE (self) && NIGHT_IS_PLACE (other), FALSE);

  return self->kind == other->kind && self->group == other->group
         && g_strcmp0 (self->tag, other->tag) == 0;
}

gboolean
night_place_holds (NightPlace *self, VaultItem *item, gint64 now)
{
  gint64 expires;

  g_return_val_if_fail (NIGHT_IS_PLACE (self), FALSE);

  switch (self->kind) {
  case NIGHT_PLACE_FAVOURITES:
    return vault_item_is_favourite (item);
  case NIGHT_PLACE_EXPIRING:
    expires = vault_item_get_expires (item);
    return expires != VAULT_EXPIRES_NEVER && expires - now <= SOON_S;
  case NIGHT_PLACE_GROUP:
    return vault_item_is_in_group (item, vault_group_get_id (self->group));
  case NIGHT_PLACE_TAG:
    return vault_item_has_tag (item, self->tag);
  case NIGHT_PLACE_EVERYTHING:
  default:
    return TRUE;
  }
}

static void
night_place_finalize (GObject *object)
{
  NightPlace *self = NIGHT_PLACE (object);

  g_clear_object (&self->group);
  g_free (self->tag);

  G_OBJECT_CLASS (night_place_parent_class)->finalize (object);
}

static void
night_place_class_init (NightPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = night_place_finalize;
}

static void
night_place_init (NightPlace *self)
{
}

NightPlace *
night_place_new (NightPlaceKind kind)
{
  NightPlace *self = g_object_new (NIGHT_TYPE_PLACE, NULL);

  self->kind = kind;
  return self;
}

NightPlace *
night_place_new_group (VaultGroup *group)
{
  NightPlace *self = night_place_new (NIGHT_PLACE_GROUP);

  self->group = g_object_ref (group);
  return self;
}

NightPlace *
night_place_new_tag (const char *tag)
{
  NightPlace *self = night_place_new (NIGHT_PLACE_TAG);

  self->tag = g_strdup (tag);
  return self;
}
