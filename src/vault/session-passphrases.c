/* session-passphrases.c - the ways into a vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

G_STATIC_ASSERT (VAULT_MAX_PASSPHRASES == VAULT_N_SLOTS);
G_STATIC_ASSERT ((int) VAULT_PASSPHRASE_CHOSEN == (int) VAULT_SLOT_NORMAL);
G_STATIC_ASSERT ((int) VAULT_PASSPHRASE_RECOVERY == (int) VAULT_SLOT_RECOVERY);
G_STATIC_ASSERT ((int) VAULT_PASSPHRASE_PANIC == (int) VAULT_SLOT_PANIC);
G_STATIC_ASSERT ((int) VAULT_PASSPHRASE_ADD == (int) VAULT_SLOT_ADD);
G_STATIC_ASSERT ((int) VAULT_PASSPHRASE_REPLACE == (int) VAULT_SLOT_REPLACE);
G_STATIC_ASSERT ((int) VAULT_PASSPHRASE_REMOVE == (int) VAULT_SLOT_REMOVE);

guint
vault_session_list_passphrases (VaultSession *self,
                                VaultPassphraseInfo out[VAULT_MAX_PASSPHRASES])
{
  guint n_found = 0;

  if (!vault_session_enter (self, NULL))
    return 0;

  for (guint i = 0; i < VAULT_N_SLOTS; i++) {
    VaultPassphraseInfo *info = &out[n_found];
    VaultSlotKind kind;

    if (!vault_keyring_get_entry (self->keyring, i, &kind, &info->added_s,
                                  &info->current))
      continue;
    info->number = i;
    info->kind = (VaultPassphraseKind) kind;
    n_found++;
  }

  vault_session_leave (self);
  return n_found;
}

void
vault_session_get_failed_attempts (VaultSession *self, VaultFailedAttempts *out)
{
  *out = (VaultFailedAttempts){ 0 };
  if (!vault_session_enter (self, NULL))
    return;

  out->n_attempts = vault_keyring_get_failed (self->keyring, &out->last_s);
  vault_session_leave (self);
}

static VaultSlotWork *
begin (VaultSession *self, const VaultSlotChange *change, GError **error)
{
  VaultSlotWork *work;

  if (!vault_session_enter (self, error))
    return NULL;

  work = vault_keyring_begin_slots (self->keyring, change, error);
  vault_session_leave (self);
  return work;
}

/* The stamp then knows the keyring's new generation, so that a whole keyring from before the
 * change, put back by who knows the old passphrase, is called older.  Should this commit
 * fail, the change has happened all the same, and the next commit says it. */
static void
tell_database (VaultSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->change_mutex);

  (void) !vault_session_change_records (self, VAULT_RECORDS_REPLACED, NULL, 0, NULL,
                                        NULL);
}

static gboolean
finish (VaultSession *self, VaultSlotWork *work, GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  if (!vault_keyring_finish_slots (self->keyring, work, error))
    return FALSE;

  tell_database (self);
  return TRUE;
}

gboolean
vault_session_change_passphrases (VaultSession *self,
                                  VaultPassphraseVerb verb,
                                  VaultSecret *current,
                                  VaultSecret *added,
                                  VaultPassphraseKind kind,
                                  guint number,
                                  GCancellable *cancellable,
                                  GError **error)
{
  VaultSlotChange change = { (VaultSlotVerb) verb, current, added, (VaultSlotKind) kind,
                             number };
  g_autoptr (VaultSlotWork) work = begin (self, &change, error);

  return work != NULL && vault_slot_work_derive (work, cancellable, error)
         && finish (self, work, error);
}
