/* item.c - one item, as the library shows it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/item.h"

#include <string.h>

#include <vault/vault-limit.h>

#include "vault/card.h"
#include "vault/fold.h"

struct _VaultItem {
  GObject parent_instance;

  VaultEntry *entry; /* NULL once gone */
  char *folded;      /* what a search looks through; NULL: not asked for yet */
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
  PROP_FAVOURITE,
  PROP_TAGS,
  PROP_NOTE,
  PROP_GROUPS,
  PROP_VIEWS_LEFT,
  PROP_VIEW_LIMITED,
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
vault_item_is_favourite (VaultItem *self)
{
  return self->entry != NULL && self->entry->favourite;
}

char **
vault_item_dup_tags (VaultItem *self)
{
  const char separator[] = { VAULT_TAG_END, '\0' };

  return g_strsplit (self->entry == NULL ? "" : self->entry->tags, separator, -1);
}

gboolean
vault_item_has_tag (VaultItem *self, const char *tag)
{
  g_auto (GStrv) tags = vault_item_dup_tags (self);

  return g_strv_contains ((const char *const *) tags, tag);
}

const char *
vault_item_get_note (VaultItem *self)
{
  return self->entry == NULL || self->entry->note == NULL ? "" : self->entry->note;
}

char **
vault_item_dup_group_ids (VaultItem *self)
{
  guint n = self->entry == NULL ? 0 : self->entry->n_groups;
  char **ids = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    ids[i] = vault_card_dup_text_of_number (self->entry->groups[i]);
  return ids;
}

gboolean
vault_item_is_in_group (VaultItem *self, const char *group_id)
{
  return self->entry != NULL
         && vault_entry_is_in_group (self->entry, vault_card_number_of_text (group_id));
}

guint
vault_item_get_views_left (VaultItem *self)
{
  return self->entry == NULL ? VAULT_VIEWS_UNLIMITED : self->entry->views_left;
}

gboolean
vault_item_is_view_limited (VaultItem *self)
{
  return self->entry != NULL && self->entry->limited;
}

gboolean
vault_item_has_thumbnail (VaultItem *self)
{
  return self->entry != NULL && !self->entry->limited
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

static gboolean
are_same_groups (const VaultEntry *a, const VaultEntry *b)
{
  return a->n_groups == b->n_groups
         && (a->n_groups == 0
             || memcmp (a->groups, b->groups, a->n_groups * sizeof *a->groups) == 0);
}

static void
notify_changes (VaultItem *self, const VaultEntry *old)
{
  const VaultEntry *entry = self->entry;
  const struct {
    Property property;
    gboolean is_other;
  } all[] = {
    { PROP_NAME, !g_str_equal (entry->name, old->name) },
    { PROP_EXPIRES, entry->expires != old->expires },
    { PROP_ROTATION, entry->rotation != old->rotation },
    { PROP_POSITION_MS, entry->position_ms != old->position_ms },
    { PROP_FAVOURITE, entry->favourite != old->favourite },
    { PROP_TAGS, !g_str_equal (entry->tags, old->tags) },
    { PROP_NOTE, g_strcmp0 (entry->note, old->note) != 0 },
    { PROP_GROUPS, !are_same_groups (entry, old) },
    { PROP_VIEWS_LEFT, entry->views_left != old->views_left },
    { PROP_VIEW_LIMITED, entry->limited != old->limited },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    if (all[i].is_other)
      g_object_notify_by_pspec (G_OBJECT (self), properties[all[i].property]);
  }
}

void
vault_item_set_entry (VaultItem *self, VaultEntry *entry)
{
  g_autoptr (VaultEntry) old = self->entry;

  if (old == NULL)
    return;

  self->entry = vault_entry_ref (entry);
  vault_entry_take_text (&self->folded, NULL);
  notify_changes (self, old);
}

const char *
vault_item_get_folded (VaultItem *self)
{
  if (self->folded == NULL && self->entry != NULL)
    self->folded = vault_fold_entry (self->entry);

  return self->folded;
}

const VaultEntry *
vault_item_peek_entry (VaultItem *self)
{
  return self->entry;
}

void
vault_item_set_gone (VaultItem *self)
{
  if (self->entry == NULL)
    return;

  g_clear_pointer (&self->entry, vault_entry_unref);
  vault_entry_take_text (&self->folded, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GONE]);
}

/* What a person said of it. */
static void
get_organised (VaultItem *self, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_FAVOURITE:
    g_value_set_boolean (value, vault_item_is_favourite (self));
    break;
  case PROP_TAGS:
    g_value_take_boxed (value, vault_item_dup_tags (self));
    break;
  case PROP_NOTE:
    g_value_set_string (value, vault_item_get_note (self));
    break;
  case PROP_GROUPS:
    g_value_take_boxed (value, vault_item_dup_group_ids (self));
    break;
  case PROP_VIEWS_LEFT:
    g_value_set_uint (value, vault_item_get_views_left (self));
    break;
  case PROP_VIEW_LIMITED:
    g_value_set_boolean (value, vault_item_is_view_limited (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (self, id, pspec);
  }
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
  case PROP_FAVOURITE:
  case PROP_TAGS:
  case PROP_NOTE:
  case PROP_GROUPS:
  case PROP_VIEWS_LEFT:
  case PROP_VIEW_LIMITED:
  case N_PROPS:
  default:
    get_organised (self, id, value, pspec);
  }
}

static void
vault_item_finalize (GObject *object)
{
  g_clear_pointer (&VAULT_ITEM (object)->entry, vault_entry_unref);
  vault_entry_take_text (&VAULT_ITEM (object)->folded, NULL);
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
  properties[PROP_FAVOURITE] =
      g_param_spec_boolean ("favourite", NULL, NULL, FALSE, flags);
  properties[PROP_TAGS] = g_param_spec_boxed ("tags", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_GROUPS] =
      g_param_spec_boxed ("groups", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_VIEWS_LEFT] =
      g_param_spec_uint ("views-left", NULL, NULL, 0, VAULT_VIEWS_MAX, 0, flags);
  properties[PROP_VIEW_LIMITED] =
      g_param_spec_boolean ("view-limited", NULL, NULL, FALSE, flags);
  properties[PROP_GONE] = g_param_spec_boolean ("gone", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vault_item_init (VaultItem *self)
{
}
