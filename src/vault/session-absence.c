/* session-absence.c - the absence rule: making it, giving it up, choosing albums for it
 *
 * The rule itself is in the keyring, and which albums it is about is on their cards.  It is
 * made before the first cell is bound to it, and given up after the last one was unbound.  An
 * album is chosen before what is in it is bound, and let go after that was unbound: a cell is
 * never under the rule without a record that says so.  What is cut off in between is finished
 * by the next opening, see session-sweep.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

static void
show_group (VaultSession *self, VaultCard *card)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_replace (self->groups, &card->number, vault_card_ref (card));
}

gboolean
vault_session_release_group (VaultSession *self, VaultCard *card, GError **error)
{
  g_autoptr (VaultCard) released = NULL;

  if (!card->absence)
    return TRUE;

  released = vault_card_copy (card);
  released->absence = FALSE;
  show_group (self, released);
  if (vault_session_bind_group (self, card->number, error))
    return TRUE;

  vault_session_hold_group (self, card);
  return FALSE;
}

void
vault_session_hold_group (VaultSession *self, VaultCard *card)
{
  if (!card->absence)
    return;

  show_group (self, card);
  /* If that fails, too, the next opening does it. */
  (void) !vault_session_bind_group (self, card->number, NULL);
}

static gboolean
has_number (const GArray *numbers, guint64 number)
{
  for (guint i = 0; i < numbers->len; i++) {
    if (g_array_index (numbers, guint64, i) == number)
      return TRUE;
  }

  return FALSE;
}

static gboolean
choose (VaultSession *self, VaultCard *before, gboolean is_chosen, GError **error)
{
  g_autoptr (VaultCard) after = vault_card_copy (before);

  after->absence = is_chosen;
  if (!vault_session_release_group (self, before, error))
    return FALSE;
  if (!vault_session_write_card (self, after, NULL, 0, error)) {
    vault_session_hold_group (self, before);
    return FALSE;
  }

  show_group (self, after);
  return vault_session_bind_group (self, after->number, error);
}

static gboolean
choose_all (VaultSession *self, const GArray *albums, GError **error)
{
  g_autoptr (GPtrArray) groups = vault_session_dup_groups (self);

  for (guint i = 0; i < groups->len; i++) {
    VaultCard *card = groups->pdata[i];
    gboolean is_chosen = has_number (albums, card->number);

    if (card->absence != is_chosen && !choose (self, card, is_chosen, error))
      return FALSE;
  }

  return TRUE;
}

/* Before anything is written. */
static gboolean
check (VaultSession *self, guint n_days, const GArray *albums, GError **error)
{
  if (!vault_keyring_check_heart (self->keyring, n_days, error)
      || !vault_session_has_groups (self, albums, error))
    return FALSE;

  for (guint i = 0; albums != NULL && i < albums->len; i++) {
    g_autoptr (VaultCard) card =
                   vault_session_dup_group (self, g_array_index (albums, guint64, i));

    if (card == NULL || card->group_kind != VAULT_GROUP_ALBUM) {
      g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_GROUP, "no album");
      return FALSE;
    }
  }

  return TRUE;
}

/* Cut off before the last step it is still there, and the next opening binds again what was
 * unbound. */
static gboolean
give_up (VaultSession *self, GError **error)
{
  gboolean ok;

  self->rule_ends = TRUE;
  ok = vault_session_bind_all (self, error) && vault_session_unbind_rest (self, error)
       && vault_keyring_set_heart (self->keyring, 0, FALSE, error);
  self->rule_ends = FALSE;
  if (!ok)
    (void) !vault_session_bind_all (self, NULL);
  return ok;
}

static guint
count_chosen (VaultSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    n += ((const VaultCard *) value)->absence;

  return n;
}

static void
read_rule (VaultSession *self, VaultAbsence *out)
{
  VaultKeyringHeart heart;

  vault_keyring_get_heart (self->keyring, &heart);
  *out = (VaultAbsence){ .n_days = heart.n_days,
                         .everything = heart.everything,
                         .n_albums = count_chosen (self),
                         .ends = heart.ends_s };
}

gboolean
vault_session_get_absence (VaultSession *self, VaultAbsence *out)
{
  g_autoptr (VaultSessionUse) use = NULL;

  *out = (VaultAbsence){ 0 };
  if (!vault_session_enter (self, NULL))
    return FALSE;

  use = self;
  read_rule (self, out);
  return TRUE;
}

static gboolean
change_rule (VaultSession *self,
             guint n_days,
             gboolean everything,
             const GArray *albums,
             GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->change_mutex);
  VaultKeyringHeart heart;

  if (!check (self, n_days, albums, error)
      || (albums != NULL && !choose_all (self, albums, error)))
    return FALSE;

  vault_keyring_get_heart (self->keyring, &heart);
  if (n_days == 0)
    return heart.n_days == 0 || give_up (self, error);
  return vault_keyring_set_heart (self->keyring, n_days, everything, error)
         && vault_session_bind_all (self, error);
}

gboolean
vault_session_set_absence (VaultSession *self,
                           guint n_days,
                           gboolean everything,
                           const GArray *albums,
                           VaultAbsence *out_rule,
                           gboolean *out_known,
                           GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  gboolean ok;

  *out_known = FALSE;
  if (!vault_session_enter (self, error))
    return FALSE;

  use = self;
  ok = change_rule (self, n_days, everything, albums, error);
  /* In the same use: a lock that waits for it must not take the reminders of a rule away. */
  read_rule (self, out_rule);
  *out_known = TRUE;
  return ok;
}

gboolean
vault_session_believe_clock (VaultSession *self, GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  return vault_keyring_believe_clock (self->keyring, error);
}
