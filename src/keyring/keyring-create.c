/* keyring-create.c - a new keyring
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "file/file.h"

void
vault_keyring_remove_unpublished (int dir_fd)
{
  (void) unlinkat (dir_fd, VAULT_KEYRING_NEW_NAME, 0);
}

gboolean
vault_keyring_was_unpublished (VaultKeyring *self)
{
  return self->was_unpublished;
}

/* Whether the file at this name is the one we hold. */
static gboolean
is_ours (int dir_fd, const char *name, int fd)
{
  struct stat at_name;
  struct stat held;

  return fstatat (dir_fd, name, &at_name, AT_SYMLINK_NOFOLLOW) == 0
         && fstat (fd, &held) == 0 && at_name.st_dev == held.st_dev
         && at_name.st_ino == held.st_ino;
}

static gboolean
somebody_else (GError **error)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_BUSY, "another process is creating");
  return FALSE;
}

/* What an interrupted creation left is taken over, but only with its lock: it may be a
 * creation that goes on in another process this very moment. */
static int
create_file (int dir_fd, gboolean *out_was_there, GError **error)
{
  guint64 n_bytes;
  int fd;

  *out_was_there = vault_file_stat_at (dir_fd, VAULT_KEYRING_NEW_NAME, &n_bytes);
  fd = vault_file_open_at (dir_fd, VAULT_KEYRING_NEW_NAME, O_RDWR | O_CREAT, error);
  if (fd < 0)
    return -1;

  if (!vault_file_lock (fd, error)
      || (!is_ours (dir_fd, VAULT_KEYRING_NEW_NAME, fd) && !somebody_else (error))) {
    close (fd);
    return -1;
  }
  if (ftruncate (fd, 0) != 0) {
    vault_file_set_error (error, errno, "empty the new keyring");
    close (fd);
    return -1;
  }

  vault_file_set_nocow (fd);
  return fd;
}

/* All random first: a head's unused parts, the epoch table, and free cells must not be
 * told from used ones.  The epoch table is the same in both heads. */
static gboolean
write_noise (VaultKeyring *self, GError **error)
{
  g_autofree guint8 *noise = g_malloc (VAULT_SEGMENT_BYTES);

  randombytes_buf (self->keys->epochs[VAULT_COPY_A], VAULT_EPOCH_TABLE_BYTES);
  memcpy (self->keys->epochs[VAULT_COPY_B], self->keys->epochs[VAULT_COPY_A],
          VAULT_EPOCH_TABLE_BYTES);

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    guint64 head = vault_head_offset (copy);

    randombytes_buf (noise, VAULT_HEAD_BYTES);
    if (!vault_file_write_at (self->fd, noise, VAULT_HEAD_BYTES, head, error)
        || !vault_file_write_at (self->fd, self->keys->epochs[copy],
                                 VAULT_EPOCH_TABLE_BYTES, head + VAULT_EPOCHS_AT,
                                 error))
      return FALSE;

    randombytes_buf (noise, VAULT_SEGMENT_BYTES);
    if (!vault_file_write_at (self->fd, noise, VAULT_SEGMENT_BYTES,
                              head + VAULT_HEAD_BYTES, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
make_header (VaultKeyring *self,
             VaultSecret *passphrase_key,
             const VaultKdfParams *kdf,
             guint8 *out_block,
             GError **error)
{
  VaultKeyringKeys *keys = self->keys;
  VaultHeader *header = &self->header;
  VaultDirectoryEntry *first = &keys->directory.entries[0];
  VaultSlotPlace place = { header->vault_id, &header->kdf, 0 };

  header->kdf = *kdf;
  randombytes_buf (header->vault_id, VAULT_ID_BYTES);
  randombytes_buf (keys->directory.identity_seed, VAULT_KEY_BYTES);
  first->kind = VAULT_SLOT_NORMAL;
  first->added_s = vault_keyring_advance (self, NULL);
  vault_slot_get_public_key (vault_secret_get (passphrase_key), &place, &keys->slot,
                             first->public_key);
  if (!vault_keyring_make_master (self, header, error))
    return FALSE;

  vault_keyring_encode_header (self, header, out_block);
  vault_keyring_derive_keys (self, header, keys->ring_key, keys->state_key);
  vault_subkey_derive (keys->directory.identity_seed, VAULT_SUBKEY_STAMP,
                       keys->stamp_key);
  vault_keyring_adopt_entries (self, 0);
  vault_keyring_forget_master (self);
  return TRUE;
}

static gboolean
write_blocks (VaultKeyring *self, const guint8 *header, GError **error)
{
  self->clock.reaped_until_s = vault_keyring_advance (self, NULL);
  self->stored_time_s = self->clock.reaped_until_s;
  self->clock.ring_generation = self->header.ring_generation;
  self->state.n_segments = 1;

  return vault_keyring_store_clock (self->fd, &self->clock, self->header.vault_id,
                                    error)
         && vault_keyring_write_state (self, error)
         && vault_keyring_write_block (self->fd, VAULT_HEADER_AT, header, error);
}

/* One of @passphrase and @passphrase_key is NULL. */
static gboolean
fill (VaultKeyring *self,
      VaultSecret *passphrase,
      VaultSecret *passphrase_key,
      const VaultKdfParams *kdf,
      guint8 *header,
      GError **error)
{
  g_autoptr (VaultSecret) derived = NULL;

  if (passphrase_key == NULL)
    passphrase_key = derived = vault_keyring_derive_passphrase (kdf, passphrase, error);

  return passphrase_key != NULL
         && make_header (self, passphrase_key, kdf, header, error)
         && write_noise (self, error) && write_blocks (self, header, error);
}

static VaultKeyring *
make (int dir_fd,
      VaultSecret *passphrase,
      VaultSecret *passphrase_key,
      const VaultKdfParams *kdf,
      GError **error)
{
  g_autoptr (VaultKeyring) self = NULL;
  g_autofree guint8 *header = g_malloc0 (VAULT_BLOCK_BYTES);
  gboolean was_there;
  int fd = create_file (dir_fd, &was_there, error);

  if (fd < 0)
    return NULL;

  self = vault_keyring_new_for_fd (fd, error);
  if (self == NULL || !fill (self, passphrase, passphrase_key, kdf, header, error)) {
    vault_keyring_remove_unpublished (dir_fd);
    return NULL;
  }

  self->was_unpublished = was_there;
  vault_keyring_set_n_segments (self, 1);
  return g_steal_pointer (&self);
}

VaultKeyring *
vault_keyring_create (int dir_fd,
                      VaultSecret *passphrase,
                      const VaultKdfParams *kdf,
                      GError **error)
{
  return make (dir_fd, passphrase, NULL, kdf, error);
}

VaultKeyring *
vault_keyring_create_with_key (int dir_fd,
                               VaultSecret *passphrase_key,
                               const VaultKdfParams *kdf,
                               GError **error)
{
  return make (dir_fd, NULL, passphrase_key, kdf, error);
}

gboolean
vault_keyring_publish (VaultKeyring *self, int dir_fd, GError **error)
{
  VaultKeyringPeek peek;
  guint flags = RENAME_NOREPLACE;

  if (!vault_keyring_peek (dir_fd, &peek, error))
    return FALSE;
  if (!is_ours (dir_fd, VAULT_KEYRING_NEW_NAME, self->fd))
    return somebody_else (error);
  /* Over what a wipe left, the name may be taken back: the caller has finished that wipe,
   * so there is no key in that file. */
  if (peek.exists && peek.status == VAULT_HEADER_DESTROYED)
    flags = 0;

  if (renameat2 (dir_fd, VAULT_KEYRING_NEW_NAME, dir_fd, VAULT_KEYRING_NAME, flags)
      != 0) {
    if (errno != EEXIST)
      return vault_file_set_error (error, errno, "rename the new keyring");
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_VAULT_EXISTS, "there is one already");
    return FALSE;
  }
  if (fsync (dir_fd) == 0)
    return TRUE;

  /* Without the flush the name may vanish again: then rather now, while nothing is in it. */
  vault_file_set_error (error, errno, "flush the folder");
  (void) unlinkat (dir_fd, VAULT_KEYRING_NAME, 0);
  return FALSE;
}
