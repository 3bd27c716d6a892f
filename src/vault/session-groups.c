/* session-groups.c - albums and persons
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

GPtrArray *
vault_session_dup_groups (VaultSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *groups =
      g_ptr_array_new_with_free_func ((GDestroyNotify) vault_card_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (groups, vault_card_ref (value));

  return groups;
}

gboolean
vault_session_has_groups (VaultSession *self, const GArray *groups, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; groups != NULL && i < groups->len; i++) {
    if (!g_hash_table_contains (self->groups, &g_array_index (groups, gint64, i))) {
      g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_GROUP, "a group is gone");
      return FALSE;
    }
  }

  return TRUE;
}

VaultCard *
vault_session_dup_group (VaultSession *self, guint64 number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  VaultCard *card = g_hash_table_lookup (self->groups, &number);

  return card == NULL ? NULL : vault_card_ref (card);
}

/* Two albums of one name could not be told apart.  An album may be called like a person. */
static gboolean
check_name (VaultSession *self, const VaultCard *card, GError **error)
{
  g_autoptr (GPtrArray) groups = vault_session_dup_groups (self);

  if (!vault_entry_group_name_is_good (card->name)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TEXT, "name");
    return FALSE;
  }
  for (guint i = 0; i < groups->len; i++) {
    const VaultCard *other = groups->pdata[i];

    if (other->number != card->number && other->group_kind == card->group_kind
        && g_str_equal (other->name, card->name)) {
      g_set_error (error, VAULT_ERROR, VAULT_ERROR_NAME_IN_USE, "name");
      return FALSE;
    }
  }

  return TRUE;
}

static gboolean
check (VaultSession *self, const VaultCard *card, GError **error)
{
  g_autoptr (VaultCard) current = NULL;

  if (!vault_card_expiry_is_good (card->default_expiry)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME, "no such span");
    return FALSE;
  }

  current = vault_session_dup_group (self, card->number);
  if (card->cell != 0 && current == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_GROUP, "gone");
    return FALSE;
  }
  return check_name (self, card, error);
}

/* What somebody changes is a copy of before: it must not undo a choice that came meanwhile, for
 * cells hang on that. */
static void
keep_absence (VaultSession *self, VaultCard *card)
{
  g_autoptr (VaultCard) current = vault_session_dup_group (self, card->number);

  card->absence = current != NULL && current->absence;
}

gboolean
vault_session_write_group (VaultSession *self,
                           const VaultCard *card,
                           VaultCard **out_card,
                           GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (VaultCard) written = NULL;

  *out_card = NULL;
  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  locker = g_mutex_locker_new (&self->change_mutex);
  if (!check (self, card, error))
    return FALSE;

  written = vault_card_copy (card);
  if (written->cell == 0)
    written->created = vault_keyring_get_time (self->keyring, NULL);
  else
    keep_absence (self, written);
  if (!vault_session_write_card (self, written, NULL, 0, error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->groups, &written->number, vault_card_ref (written));
  g_mutex_unlock (&self->mutex);
  *out_card = g_steal_pointer (&written);
  return TRUE;
}

gboolean
vault_session_remove_group (VaultSession *self, guint64 number, GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (VaultCard) card = NULL;

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  locker = g_mutex_locker_new (&self->change_mutex);
  card = vault_session_dup_group (self, number);
  if (card == NULL)
    return TRUE;
  if (!vault_session_release_group (self, card, error))
    return FALSE;
  if (!vault_session_destroy_card (self, card, error)) {
    vault_session_hold_group (self, card);
    return FALSE;
  }

  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->groups, &number);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}
