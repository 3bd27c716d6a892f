/* item.c - one item, as the library shows it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/item.h"

struct _VaultItem {
  GObject parent_instance;

  VaultEntry *entry; /* NULL once gone */
  char id[VAULT_ID_TEXT_BYTES];
};

typedef enum {
  PROP_ID = 1,
  PROP_NAME,
  PROP_CONTENT_TYPE,
  PROP_KIND,
  PROP_N_BYTES,
  PROP_ADDED,
  PROP_CAPTURED,
  PROP_EXPIRES,
  PROP_ROTATION,
  PROP_POSITION_MS,
  PROP_GONE,
  N_PROPS
} Property;

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VaultItem, vault_item, G_TYPE_OBJECT)

const char *
vault_item_get_id (VaultItem *self)
{
  return self->id;
}

const char *
vault_item_get_name (VaultItem *self)
{
  return self->entry == NULL ? "" : self->entry->name;
}

const char *
vault_item_get_content_type (VaultItem *self)
{
  return self->entry == NULL ? "" : self->entry->content_type;
}

VaultMediaKind
vault_item_get_kind (VaultItem *self)
{
  return self->entry == NULL ? VAULT_MEDIA_OTHER : self->entry->kind;
}

guint64
vault_item_get_n_bytes (VaultItem *self)
{
  return self->entry == NULL ? 0 : self->entry->streams[VAULT_STREAM_MEDIA].n_bytes;
}

gint64
vault_item_get_added (VaultItem *self)
{
  return self->entry == NULL ? 0 : self->entry->added;
}

gint64
vault_item_get_captured (VaultItem *self)
{
  return self->entry == NULL ? 0 : self->entry->captured;
}

gint64
vault_item_get_expires (VaultItem *self)
{
  return self->entry == NULL ? VAULT_EXPIRES_NEVER : self->entry->expires;
}

static gboolean
lies_on_its_side (VaultItem *self)
{
  return vault_item_get_rotation (self) % 2 == 1;
}

guint
vault_item_get_width (VaultItem *self)
{
  if (self->entry == NULL)
    return 0;

  return lies_on_its_side (self) ? self->entry->height : self->entry->width;
}

guint
vault_item_get_height (VaultItem *self)
{
  if (self->entry == NULL)
    return 0;

  return lies_on_its_side (self) ? self->entry->width : self->entry->height;
}

guint
vault_item_get_rotation (VaultItem *self)
{
  return self->entry == NULL ? 0 : self->entry->rotation;
}

guint64
vault_item_get_position_ms (VaultItem *self)
{
  return self->entry == NULL ? 0 : self->entry->position_ms;
}

guint64
vault_item_get_duration_ms (VaultItem *self)
{
  return self->entry == NULL ? 0 : self->entry->duration_ms;
}

gboolean
vault_item_has_thumbnail (VaultItem *self)
{
  return self->entry != NULL
         && vault_entry_find_thumbnail (self->entry) != VAULT_N_STREAMS;
}

gboolean
vault_item_is_gone (VaultItem *self)
{
  return self->entry == NULL;
}

VaultItem *
vault_item_new (VaultEntry *entry)
{
  VaultItem *self = g_object_new (VAULT_TYPE_ITEM, NULL);

  self->entry = vault_entry_ref (entry);
  g_strlcpy (self->id, entry->id, sizeof self->id);
  return self;
}

VaultEntry *
vault_item_dup_entry (VaultItem *self)
{
  return self->entry == NULL ? NULL : vault_entry_ref (self->entry);
}

void
vault_item_set_entry (VaultItem *self, VaultEntry *entry)
{
  g_autoptr (VaultEntry) old = self->entry;

  if (old == NULL)
    return;

  self->entry = vault_entry_ref (entry);
  if (entry->expires != old->expires)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPIRES]);
  if (entry->rotation != old->rotation)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROTATION]);
  if (entry->position_ms != old->position_ms)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION_MS]);
}

void
vault_item_set_gone (VaultItem *self)
{
  if (self->entry == NULL)
    return;

  g_clear_pointer (&self->entry, vault_entry_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GONE]);
}

static void
vault_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VaultItem *self = VAULT_ITEM (object);

  switch ((Property) id) {
  case PROP_ID:
    g_value_set_string (value, vault_item_get_id (self));
    break;
  case PROP_NAME:
    g_value_set_string (value, vault_item_get_name (self));
    break;
  case PROP_CONTENT_TYPE:
    g_value_set_string (value, vault_item_get_content_type (self));
    break;
  case PROP_KIND:
    g_value_set_uint (value, vault_item_get_kind (self));
    break;
  case PROP_N_BYTES:
    g_value_set_uint64 (value, vault_item_get_n_bytes (self));
    break;
  case PROP_ADDED:
    g_value_set_int64 (value, vault_item_get_added (self));
    break;
  case PROP_CAPTURED:
    g_value_set_int64 (value, vault_item_get_captured (self));
    break;
  case PROP_EXPIRES:
    g_value_set_int64 (value, vault_item_get_expires (self));
    break;
  case PROP_ROTATION:
    g_value_set_uint (value, vault_item_get_rotation (self));
    break;
  case PROP_POSITION_MS:
    g_value_set_uint64 (value, vault_item_get_position_ms (self));
    break;
  case PROP_GONE:
    g_value_set_boolean (value, vault_item_is_gone (self));
    break;
  case N_PROPS:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
vault_item_finalize (GObject *object)
{
  g_clear_pointer (&VAULT_ITEM (object)->entry, vault_entry_unref);
  G_OBJECT_CLASS (vault_item_parent_class)->finalize (object);
}

static void
vault_item_class_init (VaultItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = vault_item_get_property;
  object_class->finalize = vault_item_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_CONTENT_TYPE] =
      g_param_spec_string ("content-type", NULL, NULL, NULL, flags);
  properties[PROP_KIND] =
      g_param_spec_uint ("kind", NULL, NULL, 0, VAULT_MEDIA_DOCUMENT, 0, flags);
  properties[PROP_N_BYTES] =
      g_param_spec_uint64 ("n-bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_ADDED] =
      g_param_spec_int64 ("added", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_CAPTURED] =
      g_param_spec_int64 ("captured", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_EXPIRES] =
      g_param_spec_int64 ("expires", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_ROTATION] =
      g_param_spec_uint ("rotation", NULL, NULL, 0, VAULT_FULL_TURN - 1, 0, flags);
  properties[PROP_POSITION_MS] = g_param_spec_uint64 ("position-ms", NULL, NULL, 0,
                                                      VAULT_POSITION_MAX_MS, 0, flags);
  properties[PROP_GONE] = g_param_spec_boolean ("gone", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vault_item_init (VaultItem *self)
{
}
