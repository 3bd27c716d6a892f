/* vault-storage.h - what a disk makes of an overwritten key
 *
 * To destroy is to write over a key where it lies.  Whether anything then still holds the old
 * bytes depends on what is below the file: this says what can be observed of that, without
 * privileges, and how good it is.
 *
 * Threads:  the main context, except where said.
 * Blocks:   never, except where said.
 * Promise:  the light is VAULT_LIGHT_POOR whenever something was seen that keeps old bytes, or
 *           whenever nothing could be seen that speaks against it.  It is never better than
 *           what was observed; that nothing was observed inside a disk proves nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include <vault/vault.h>

G_BEGIN_DECLS

typedef enum {
  VAULT_LIGHT_POOR, /* old versions are kept, or it cannot be told */
  VAULT_LIGHT_FAIR, /* overwritten in place, as far as the computer sees */
  VAULT_LIGHT_GOOD, /* and whatever the disk keeps inside is encrypted */
  VAULT_N_LIGHTS
} VaultLight;

/* What was seen.  The first group makes the light poor. */
typedef enum {
  VAULT_STORAGE_MOVED = 1 << 0,     /* an overwrite went to another place */
  VAULT_STORAGE_SHARED = 1 << 1,    /* a snapshot or a clone has the same blocks */
  VAULT_STORAGE_JOURNALED = 1 << 2, /* contents go through the file system's journal */
  VAULT_STORAGE_COPY_ON_WRITE = 1 << 3, /* the file system writes nothing in place */
  VAULT_STORAGE_REMOTE = 1 << 4,    /* another computer, or another program, has it */
  VAULT_STORAGE_SYNCED = 1 << 5,    /* a sync program looks after the folder */
  VAULT_STORAGE_SNAPSHOTS = 1 << 6, /* a snapshot program looks after the file system */
  VAULT_STORAGE_UNTOLD = 1 << 7,    /* the file system does not say where it writes */

  VAULT_STORAGE_IN_PLACE = 1 << 8, /* seen: an overwrite stayed where it was */
  VAULT_STORAGE_MEMORY = 1 << 9,   /* no disk: memory, and what is swapped out of it */
  VAULT_STORAGE_ENCRYPTED = 1 << 10, /* dm-crypt is below */
  VAULT_STORAGE_FLASH = 1 << 11,     /* the disk says that it does not rotate */
  VAULT_STORAGE_DISCARD = 1 << 12,   /* what is removed is told to the disk at once */
} VaultStorageFacts;

#define VAULT_STORAGE_POOR_FACTS 0xff
#define VAULT_STORAGE_N_FACTS 13

typedef struct {
  VaultLight light;
  guint facts;              /* VaultStorageFacts */
  char file_system[24];     /* "ext4"; "" if unknown */
  const char *sync_service; /* with VAULT_STORAGE_SYNCED: "Dropbox"; static */
} VaultStorage;

/* The light that goes with @facts.  Any thread. */
VaultLight vault_storage_judge (guint facts);

/* "good", "fair", "poor"; for scripts.  Any thread. */
const char *vault_light_get_nick (VaultLight light);

/* The fact's name, "copy-on-write"; @fact is one bit.  For scripts.  Any thread. */
const char *vault_storage_get_nick (VaultStorageFacts fact);

/* Look at the disk under the vault.  Where there is a keyring, an unused cell of it is written
 * over with what stands there; where there is none, a nameless file in the folder, or in the
 * one above that exists.  Works open and locked, without a passphrase, and changes nothing.
 *
 * Errors: VAULT_ERROR_PERMISSION, VAULT_ERROR_TOO_MANY_FILES, VAULT_ERROR_IO: the folder cannot
 * be looked at.
 */
void vault_storage_probe_async (Vault *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean vault_storage_probe_finish (Vault *self,
                                     GAsyncResult *result,
                                     VaultStorage *out_storage,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
