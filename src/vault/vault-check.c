/* vault-check.c - the invariants of vault.c, looked for in what a program sees
 *
 * Numbers are those at the head of vault.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

GQuark
vault_invariant_quark (void)
{
  return g_quark_from_static_string ("vault-invariant");
}

static gboolean
violated (GError **error, int number, const char *what, guint where)
{
  g_set_error (error, VAULT_INVARIANT, number, "vault, invariant %d: %s (%u)", number,
               what, where);
  return FALSE;
}

/* The list shows the catalog's very entries, each in one item. */
static gboolean
check_items (Vault *self, GError **error)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (self->session);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  if (n_items != entries->len)
    return violated (error, 4, "items for the catalog's entries", n_items);

  for (guint i = 0; i < entries->len; i++) {
    const VaultEntry *entry = entries->pdata[i];
    VaultItem *item = vault_item_list_get (self->items, entry->id);
    g_autoptr (VaultEntry) shown = item == NULL ? NULL : vault_item_dup_entry (item);

    if (shown != entry)
      return violated (error, 4, "an item shows something else", i);
  }

  return TRUE;
}

static guint
count_groups (Vault *self)
{
  guint n = 0;

  for (guint kind = 0; kind < VAULT_N_GROUP_KINDS; kind++)
    n += g_list_model_get_n_items (G_LIST_MODEL (self->groups[kind]));
  return n;
}

static gboolean
check_groups (Vault *self, GError **error)
{
  g_autoptr (GPtrArray) cards = vault_session_dup_groups (self->session);

  if (count_groups (self) != cards->len)
    return violated (error, 4, "groups for the session's", cards->len);

  for (guint i = 0; i < cards->len; i++) {
    const VaultCard *card = cards->pdata[i];
    VaultGroup *group =
        vault_group_list_get (self->groups[card->group_kind], card->number);

    if (group == NULL || vault_group_peek_card (group) != card)
      return violated (error, 4, "a group shows something else", i);
  }

  return TRUE;
}

gboolean
vault_check (Vault *self, GError **error)
{
  gboolean open = self->state == VAULT_STATE_OPEN;

  if ((self->session != NULL) != open)
    return violated (error, 1, "a session in another state", self->state);
  if (!open)
    return g_list_model_get_n_items (G_LIST_MODEL (self->items)) + count_groups (self)
               == 0
           || violated (error, 2, "items in another state", self->state);

  return check_items (self, error) && check_groups (self, error)
         && vault_session_check (self->session, error);
}
