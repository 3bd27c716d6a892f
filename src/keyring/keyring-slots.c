/* keyring-slots.c - changing the ways in
 *
 * Adding a way in seals the master key once more.  Taking one away, also by replacing it,
 * makes a new master key and with it a new ring key for all cells: whoever knew the old
 * passphrase has, with a copy of the old header, the old master key for ever.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

#include "crypto/passphrase.h"

struct _VaultSlotWork {
  VaultSlotVerb verb;
  VaultSlotKind kind;
  guint number;
  VaultSecret *current; /* as typed */
  VaultSecret *added;   /* as typed, or NULL */

  VaultKdfParams kdf;     /* of the header there was at the beginning */
  VaultKdfParams new_kdf; /* the same, but that the salt may be new */
  VaultHeader header;     /* as it is to be */
  VaultSecret *current_key;
  VaultSecret *added_key; /* under new_kdf, or NULL */
  guint8 opened;          /* the slot that current opens */
  guint8 target;          /* the slot that changes */
};

void
vault_slot_work_free (VaultSlotWork *work)
{
  if (work == NULL)
    return;

  vault_secret_unref (work->current);
  vault_secret_unref (work->added);
  vault_secret_unref (work->current_key);
  vault_secret_unref (work->added_key);
  g_free (work);
}

static gboolean
refuse (GError **error, VaultError code, const char *why)
{
  g_set_error (error, VAULT_ERROR, (int) code, "%s", why);
  return FALSE;
}

static guint
count_entries (VaultKeyring *self, VaultSlotKind kind)
{
  guint n_found = 0;

  for (guint i = 0; i < VAULT_N_SLOTS; i++)
    n_found += self->entries[i].kind != 0
               && (kind == 0 || self->entries[i].kind == (guint8) kind);

  return n_found;
}

/* As far as it can be told before the passphrase is known to be right. */
static gboolean
check_room (VaultKeyring *self, const VaultSlotChange *change, GError **error)
{
  if (change->verb == VAULT_SLOT_ADD && count_entries (self, 0) == VAULT_N_SLOTS)
    return refuse (error, VAULT_ERROR_TOO_MANY_PASSPHRASES, "all slots are used");
  if (change->verb != VAULT_SLOT_ADD && change->number != G_MAXUINT
      && (change->number >= VAULT_N_SLOTS || self->entries[change->number].kind == 0))
    return refuse (error, VAULT_ERROR_NO_PASSPHRASE, "the slot is unused");

  return TRUE;
}

VaultSlotWork *
vault_keyring_begin_slots (VaultKeyring *self,
                           const VaultSlotChange *change,
                           GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  VaultSlotWork *work;

  if (!check_room (self, change, error))
    return NULL;

  work = g_new0 (VaultSlotWork, 1);
  work->verb = change->verb;
  work->kind = change->kind;
  work->number = change->number;
  work->current = vault_secret_ref (change->current);
  if (change->added != NULL)
    work->added = vault_secret_ref (change->added);
  work->kdf = self->header.kdf;
  work->new_kdf = self->header.kdf;

  /* The other ways in are known by their public keys alone, which are bound to the salt; so
   * it can only be a new one when there are no others. */
  if (change->verb == VAULT_SLOT_REPLACE && count_entries (self, 0) == 1)
    randombytes_buf (work->new_kdf.salt, VAULT_KDF_SALT_BYTES);
  return work;
}

gboolean
vault_slot_work_derive (VaultSlotWork *work, GCancellable *cancellable, GError **error)
{
  work->current_key =
      vault_keyring_derive_passphrase (&work->kdf, work->current, error);
  if (work->current_key == NULL
      || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (work->added == NULL)
    return TRUE;

  work->added_key =
      vault_keyring_derive_passphrase (&work->new_kdf, work->added, error);
  return work->added_key != NULL
         && !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
choose_target (VaultKeyring *self, VaultSlotWork *work, GError **error)
{
  if (work->verb == VAULT_SLOT_ADD) {
    for (work->target = 0; work->target < VAULT_N_SLOTS; work->target++) {
      if (self->entries[work->target].kind == 0)
        return TRUE;
    }
    return refuse (error, VAULT_ERROR_TOO_MANY_PASSPHRASES, "all slots are used");
  }

  work->target = work->number == G_MAXUINT ? work->opened : (guint8) work->number;
  if (self->entries[work->target].kind == 0)
    return refuse (error, VAULT_ERROR_NO_PASSPHRASE, "the slot is unused");
  /* A recovery key on paper may burn; a vault without a passphrase is as good as lost. */
  if ((work->verb == VAULT_SLOT_REMOVE || work->kind != VAULT_SLOT_NORMAL)
      && self->entries[work->target].kind == VAULT_SLOT_NORMAL
      && count_entries (self, VAULT_SLOT_NORMAL) == 1)
    return refuse (error, VAULT_ERROR_LAST_PASSPHRASE, "it is the only one");

  return TRUE;
}

/* Two entries of one passphrase would make removing one of them a lie. */
static gboolean
check_unused (VaultKeyring *self, const VaultSlotWork *work, GError **error)
{
  g_autoptr (VaultSecret) current = vault_passphrase_normalise (work->current, error);
  g_autoptr (VaultSecret) added = current == NULL
                                      ? NULL
                                      : vault_passphrase_normalise (work->added, error);
  gsize n_bytes;
  guint8 public_key[VAULT_KEY_BYTES];

  if (added == NULL)
    return FALSE;

  n_bytes = vault_secret_get_n_bytes (added);
  if (n_bytes == vault_secret_get_n_bytes (current)
      && sodium_memcmp (vault_secret_get (added), vault_secret_get (current), n_bytes)
             == 0)
    return refuse (error, VAULT_ERROR_PASSPHRASE_IN_USE, "the current one");

  for (guint8 i = 0; i < VAULT_N_SLOTS; i++) {
    VaultSlotPlace place = { self->header.vault_id, &work->new_kdf, i };

    vault_slot_get_public_key (vault_secret_get (work->added_key), &place,
                               &self->keys->slot, public_key);
    if (self->entries[i].kind != 0
        && sodium_memcmp (public_key, self->keys->directory.entries[i].public_key,
                          VAULT_KEY_BYTES)
               == 0)
      return refuse (error, VAULT_ERROR_PASSPHRASE_IN_USE, "another one");
  }

  return TRUE;
}

static void
set_entry (VaultKeyring *self, const VaultSlotWork *work)
{
  VaultDirectoryEntry *entry = &self->keys->directory.entries[work->target];
  VaultSlotPlace place = { work->header.vault_id, &work->header.kdf, work->target };

  sodium_memzero (entry, sizeof *entry);
  if (work->added_key == NULL)
    return;

  entry->kind = (guint8) work->kind;
  entry->added_s = vault_keyring_advance (self, NULL);
  vault_slot_get_public_key (vault_secret_get (work->added_key), &place,
                             &self->keys->slot, entry->public_key);
}

static gboolean
write_added (VaultKeyring *self, VaultSlotWork *work, GError **error)
{
  return vault_keyring_seal_slot (self, &work->header, work->target, error)
         && vault_keyring_write_header (self, &work->header, error);
}

static gboolean
write_rekeyed (VaultKeyring *self, VaultSlotWork *work, GError **error)
{
  VaultKeyringKeys *keys = self->keys;
  VaultDirectory *directory = &keys->directory;

  directory->unfinished = TRUE;
  memcpy (directory->previous_ring_key, keys->ring_key, VAULT_KEY_BYTES);
  memcpy (directory->previous_state_key, keys->state_key, VAULT_KEY_BYTES);
  if (!vault_keyring_make_master (self, &work->header, error))
    return FALSE;

  vault_keyring_derive_keys (self, &work->header, keys->next_ring_key,
                             keys->next_state_key);
  return vault_keyring_write_header (self, &work->header, error)
         && vault_keyring_finish_rekey (self, &work->header, keys->next_ring_key,
                                        keys->next_state_key, error);
}

/* So that the old header, should somebody put it back, is refused although it opens. */
static gboolean
note_change (VaultKeyring *self, GError **error)
{
  g_mutex_lock (&self->mutex);
  self->state.n_header_changes = self->keys->directory.n_changes;
  g_mutex_unlock (&self->mutex);
  return vault_keyring_write_state (self, error);
}

/* So that one which does not open the state is called what it is. */
static gboolean
note_generation (VaultKeyring *self, GError **error)
{
  VaultKeyringClock clock;

  g_mutex_lock (&self->mutex);
  self->clock.ring_generation = self->header.ring_generation;
  clock = self->clock;
  g_mutex_unlock (&self->mutex);
  return vault_keyring_store_clock (self->fd, &clock, self->header.vault_id, error);
}

static gboolean
write_change (VaultKeyring *self, VaultSlotWork *work, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean written = work->verb == VAULT_SLOT_ADD ? write_added (self, work, &local)
                                                  : write_rekeyed (self, work, &local);

  if (written) {
    g_mutex_lock (&self->mutex);
    self->header = work->header;
    g_mutex_unlock (&self->mutex);
    vault_keyring_adopt_entries (self, work->opened);
    written = note_change (self, &local) && note_generation (self, &local);
  }
  if (written)
    return TRUE;

  /* A key that nothing can be sealed to, and nothing was written yet. */
  if (g_error_matches (local, VAULT_ERROR, VAULT_ERROR_DAMAGED_KEYRING)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }

  /* What reached the disk is unknown; only a fresh opening can find out. */
  self->broken = TRUE;
  if (g_error_matches (local, VAULT_ERROR, VAULT_ERROR_DESTROYED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return refuse (error, VAULT_ERROR_HALF_CHANGED, local->message);
}

/* The salt has become another one, or there are now others that are bound to it. */
static gboolean
another_came_first (VaultKeyring *self, const VaultSlotWork *work)
{
  gboolean new_salt =
      sodium_memcmp (work->kdf.salt, work->new_kdf.salt, VAULT_KDF_SALT_BYTES) != 0;

  return sodium_memcmp (work->kdf.salt, self->header.kdf.salt, VAULT_KDF_SALT_BYTES)
             != 0
         || (new_salt && count_entries (self, 0) != 1);
}

/* Whoever has had the master key may have put a public key of their own into the entry of
 * somebody else: the next master key would be sealed to it, and the other be locked out.  For
 * the slot that was opened the passphrase tells what belongs there. */
static void
correct_own_entry (VaultKeyring *self, const VaultSlotWork *work)
{
  VaultDirectoryEntry *entry = &self->keys->directory.entries[work->opened];
  VaultSlotPlace place = { self->header.vault_id, &self->header.kdf, work->opened };

  if (entry->kind != 0)
    vault_slot_get_public_key (vault_secret_get (work->current_key), &place,
                               &self->keys->slot, entry->public_key);
}

/* With @writing held and the passphrase keys derived. */
static gboolean
open_and_change (VaultKeyring *self, VaultSlotWork *work, GError **error)
{
  VaultKeyringKeys *keys = self->keys;
  g_autoptr (GError) local = NULL;

  if (!vault_keyring_may_write (self, error))
    return FALSE;
  if (another_came_first (self, work))
    return refuse (error, VAULT_ERROR_BUSY, "another change came first");
  if (!vault_keyring_open_slots (self, work->current_key, &work->opened, NULL,
                                 &local)) {
    if (g_error_matches (local, VAULT_ERROR, VAULT_ERROR_WRONG_PASSPHRASE))
      vault_keyring_note_failed (self);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }

  vault_keyring_derive_header_keys (self);
  if (!vault_directory_open (&keys->directory, keys->directory_key,
                             self->header.vault_id, self->header.directory))
    return refuse (error, VAULT_ERROR_DAMAGED_KEYRING, "the directory does not open");
  correct_own_entry (self, work);
  if (!choose_target (self, work, error)
      || (work->added_key != NULL && !check_unused (self, work, error)))
    return FALSE;

  work->header = self->header;
  work->header.kdf = work->new_kdf;
  keys->directory.n_changes++;
  set_entry (self, work);
  return write_change (self, work, error);
}

gboolean
vault_keyring_finish_slots (VaultKeyring *self, VaultSlotWork *work, GError **error)
{
  g_autoptr (GMutexLocker) writing = g_mutex_locker_new (&self->writing);
  gboolean done = open_and_change (self, work, error);

  vault_keyring_forget_master (self);
  return done;
}
