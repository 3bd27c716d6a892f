/* group.c - an album or a person, as the library shows it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/group.h"

struct _VaultGroup {
  GObject parent_instance;

  VaultCard *card; /* NULL once gone */
  VaultGroupKind kind;
  char id[VAULT_ID_TEXT_BYTES];
  guint n_items;
  VaultItem *cover;
};

typedef enum {
  PROP_ID = 1,
  PROP_KIND,
  PROP_NAME,
  PROP_DEFAULT_EXPIRY,
  PROP_UNDER_ABSENCE,
  PROP_N_ITEMS,
  PROP_COVER,
  PROP_GONE,
  N_PROPS
} Property;

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VaultGroup, vault_group, G_TYPE_OBJECT)

const char *
vault_group_get_id (VaultGroup *self)
{
  return self->id;
}

VaultGroupKind
vault_group_get_kind (VaultGroup *self)
{
  return self->kind;
}

const char *
vault_group_get_name (VaultGroup *self)
{
  return self->card == NULL ? "" : self->card->name;
}

gint64
vault_group_get_default_expiry (VaultGroup *self)
{
  return self->card == NULL ? VAULT_GROUP_EXPIRES_AS_VAULT : self->card->default_expiry;
}

gboolean
vault_group_is_under_absence (VaultGroup *self)
{
  return self->card != NULL && self->card->absence;
}

gint64
vault_group_get_created (VaultGroup *self)
{
  return self->card == NULL ? 0 : self->card->created;
}

guint
vault_group_get_n_items (VaultGroup *self)
{
  return self->n_items;
}

VaultItem *
vault_group_get_cover (VaultGroup *self)
{
  return self->cover;
}

gboolean
vault_group_is_gone (VaultGroup *self)
{
  return self->card == NULL;
}

VaultGroup *
vault_group_new (VaultCard *card)
{
  VaultGroup *self = g_object_new (VAULT_TYPE_GROUP, NULL);

  self->card = vault_card_ref (card);
  self->kind = card->group_kind;
  g_strlcpy (self->id, card->id, sizeof self->id);
  return self;
}

VaultCard *
vault_group_peek_card (VaultGroup *self)
{
  return self->card;
}

void
vault_group_set_card (VaultGroup *self, VaultCard *card)
{
  g_autoptr (VaultCard) old = self->card;

  if (old == NULL)
    return;

  self->card = vault_card_ref (card);
  if (!g_str_equal (card->name, old->name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  if (card->default_expiry != old->default_expiry)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEFAULT_EXPIRY]);
  if (card->absence != old->absence)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNDER_ABSENCE]);
}

void
vault_group_set_contents (VaultGroup *self, guint n_items, VaultItem *cover)
{
  gboolean is_other = n_items != self->n_items;

  self->n_items = n_items;
  if (g_set_object (&self->cover, cover))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COVER]);
  if (is_other)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

void
vault_group_set_gone (VaultGroup *self)
{
  if (self->card == NULL)
    return;

  g_clear_pointer (&self->card, vault_card_unref);
  vault_group_set_contents (self, 0, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GONE]);
}

static void
vault_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VaultGroup *self = VAULT_GROUP (object);

  switch ((Property) id) {
  case PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_KIND:
    g_value_set_uint (value, self->kind);
    break;
  case PROP_NAME:
    g_value_set_string (value, vault_group_get_name (self));
    break;
  case PROP_DEFAULT_EXPIRY:
    g_value_set_int64 (value, vault_group_get_default_expiry (self));
    break;
  case PROP_UNDER_ABSENCE:
    g_value_set_boolean (value, vault_group_is_under_absence (self));
    break;
  case PROP_N_ITEMS:
    g_value_set_uint (value, self->n_items);
    break;
  case PROP_COVER:
    g_value_set_object (value, self->cover);
    break;
  case PROP_GONE:
    g_value_set_boolean (value, vault_group_is_gone (self));
    break;
  case N_PROPS:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
vault_group_finalize (GObject *object)
{
  VaultGroup *self = VAULT_GROUP (object);

  g_clear_pointer (&self->card, vault_card_unref);
  g_clear_object (&self->cover);
  G_OBJECT_CLASS (vault_group_parent_class)->finalize (object);
}

static void
vault_group_class_init (VaultGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = vault_group_get_property;
  object_class->finalize = vault_group_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_KIND] =
      g_param_spec_uint ("kind", NULL, NULL, 0, VAULT_N_GROUP_KINDS - 1, 0, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_DEFAULT_EXPIRY] = g_param_spec_int64 (
      "default-expiry", NULL, NULL, VAULT_GROUP_EXPIRES_AS_VAULT,
      VAULT_GROUP_EXPIRES_MAX_S, VAULT_GROUP_EXPIRES_AS_VAULT, flags);
  properties[PROP_UNDER_ABSENCE] =
      g_param_spec_boolean ("under-absence", NULL, NULL, FALSE, flags);
  properties[PROP_N_ITEMS] =
      g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_COVER] =
      g_param_spec_object ("cover", NULL, NULL, VAULT_TYPE_ITEM, flags);
  properties[PROP_GONE] = g_param_spec_boolean ("gone", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vault_group_init (VaultGroup *self)
{
}
