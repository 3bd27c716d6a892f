/* directory.h - what the header says, sealed, about its own slots
 *
 * Who has the master key finds here the public key of every way in, so that a new master key
 * can be sealed for all of them; the vault's identity, which outlives every change of keys;
 * and, while the cells are being sealed anew, the keys they had before.
 *
 * Threads:  any.  Pure but for the random nonce.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/slot-seal.h"

G_BEGIN_DECLS

#define VAULT_DIRECTORY_PLAIN_BYTES 512
#define VAULT_DIRECTORY_BYTES                                                          \
  (VAULT_NONCE_BYTES + VAULT_DIRECTORY_PLAIN_BYTES + VAULT_TAG_BYTES)

typedef struct {
  guint8 kind; /* a VaultSlotKind, or 0 for an unused slot */
  gint64 added_s;
  guint8 public_key[VAULT_KEY_BYTES];
} VaultDirectoryEntry;

/* Lives in a VaultSecret. */
typedef struct {
  VaultDirectoryEntry entries[VAULT_N_SLOTS];
  guint8 identity_seed[VAULT_KEY_BYTES];
  guint32 n_changes;   /* one more with every change of the ways in */
  gboolean unfinished; /* cells and state may still be under these: */
  guint8 previous_ring_key[VAULT_KEY_BYTES];
  guint8 previous_state_key[VAULT_KEY_BYTES];
  guint8 plain[VAULT_DIRECTORY_PLAIN_BYTES]; /* scratch */
} VaultDirectory;

/* @key: VAULT_SUBKEY_DIRECTORY of the master key. */
void vault_directory_seal (VaultDirectory *self,
                           const guint8 key[VAULT_KEY_BYTES],
                           const guint8 vault_id[VAULT_ID_BYTES],
                           guint8 out[VAULT_DIRECTORY_BYTES]);

/* Strict: one encoding for each directory.  FALSE, and @self all zero, for anything else. */
gboolean vault_directory_open (VaultDirectory *self,
                               const guint8 key[VAULT_KEY_BYTES],
                               const guint8 vault_id[VAULT_ID_BYTES],
                               const guint8 sealed[VAULT_DIRECTORY_BYTES])
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
