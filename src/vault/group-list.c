/* group-list.c - the albums, or the persons, by name
 *
 * There are few of them, and each change shows all anew where they differ.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/group.h"

#include <gio/gio.h>
#include <string.h>

struct _VaultGroupList {
  GObject parent_instance;

  VaultGroupKind kind;
  GPtrArray *groups;     /* VaultGroup, in order */
  GHashTable *by_number; /* number -> VaultGroup, both owned by @groups */
};

static void vault_group_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VaultGroupList,
                               vault_group_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      vault_group_list_iface_init))

static GType
get_item_type (GListModel *list)
{
  return VAULT_TYPE_GROUP;
}

static guint
get_n_items (GListModel *list)
{
  return VAULT_GROUP_LIST (list)->groups->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
  GPtrArray *groups = VAULT_GROUP_LIST (list)->groups;

  return position < groups->len ? g_object_ref (groups->pdata[position]) : NULL;
}

static void
vault_group_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* As people of this language sort names; the id decides between equals. */
static int
compare (gconstpointer a, gconstpointer b)
{
  VaultGroup *x = *(VaultGroup *const *) a;
  VaultGroup *y = *(VaultGroup *const *) b;
  int by_name = g_utf8_collate (vault_group_get_name (x), vault_group_get_name (y));

  return by_name != 0 ? by_name
                      : strcmp (vault_group_get_id (x), vault_group_get_id (y));
}

/* The group that shows @card, the one there is if there is one.
 * Returns: (transfer full). */
static VaultGroup *
find_or_make (VaultGroupList *self, VaultCard *card)
{
  VaultGroup *group = g_hash_table_lookup (self->by_number, &card->number);

  if (group == NULL)
    return vault_group_new (card);

  vault_group_set_card (group, card);
  return g_object_ref (group);
}

static GPtrArray *
list_groups (VaultGroupList *self, GPtrArray *cards)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < cards->len; i++) {
    VaultCard *card = cards->pdata[i];

    if (card->group_kind == self->kind)
      g_ptr_array_add (groups, find_or_make (self, card));
  }
  g_ptr_array_sort (groups, compare);
  return groups;
}

/* How many at the beginning are the same in both, from @from_end counted at their ends. */
static guint
count_same (const GPtrArray *a, const GPtrArray *b, guint most, gboolean from_end)
{
  guint n = 0;

  while (n < most
         && a->pdata[from_end ? a->len - 1 - n : n]
                == b->pdata[from_end ? b->len - 1 - n : n])
    n++;
  return n;
}

/* The numbers live in the cards, which change. */
static void
index_groups (VaultGroupList *self)
{
  g_hash_table_remove_all (self->by_number);
  for (guint i = 0; i < self->groups->len; i++) {
    VaultGroup *group = self->groups->pdata[i];
    gint64 number = (gint64) vault_group_peek_card (group)->number;

    g_hash_table_insert (self->by_number, g_memdup2 (&number, sizeof number), group);
  }
}

void
vault_group_list_show (VaultGroupList *self, GPtrArray *cards)
{
  g_autoptr (GPtrArray) old = self->groups;
  guint most, n_first, n_last;

  self->groups = list_groups (self, cards);
  index_groups (self);

  most = MIN (old->len, self->groups->len);
  n_first = count_same (old, self->groups, most, FALSE);
  n_last = count_same (old, self->groups, most - n_first, TRUE);
  if (n_first + n_last < MAX (old->len, self->groups->len))
    g_list_model_items_changed (G_LIST_MODEL (self), n_first,
                                old->len - n_first - n_last,
                                self->groups->len - n_first - n_last);

  for (guint i = 0; i < old->len; i++) {
    VaultCard *card = vault_group_peek_card (old->pdata[i]);

    if (card != NULL && vault_group_list_get (self, card->number) == NULL)
      vault_group_set_gone (old->pdata[i]);
  }
}

VaultGroup *
vault_group_list_get (VaultGroupList *self, guint64 number)
{
  return g_hash_table_lookup (self->by_number, &number);
}

static void
vault_group_list_finalize (GObject *object)
{
  VaultGroupList *self = VAULT_GROUP_LIST (object);

  g_hash_table_unref (self->by_number);
  g_ptr_array_unref (self->groups);
  G_OBJECT_CLASS (vault_group_list_parent_class)->finalize (object);
}

static void
vault_group_list_class_init (VaultGroupListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vault_group_list_finalize;
}

static void
vault_group_list_init (VaultGroupList *self)
{
  self->groups = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_number = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

VaultGroupList *
vault_group_list_new (VaultGroupKind kind)
{
  VaultGroupList *self = g_object_new (VAULT_TYPE_GROUP_LIST, NULL);

  self->kind = kind;
  return self;
}
