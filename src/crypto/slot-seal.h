/* slot-seal.h - one of the eight slots that hold the master key
 *
 *   commit 32 | ephemeral 32 | sealed 48 | tag 16      FORMAT.md, "Slots"
 *
 * A slot is sealed to a public key, and only the passphrase gives the secret one.  So the
 * owner of one passphrase can make a new master key and seal it for all the others without
 * knowing them, and what lies in an old header helps nobody to open a new one.  The public
 * keys lie in the header's directory, sealed under the master key: without the master key
 * there is nothing here to attack but the KDF.
 *
 * The commitment is checked before the seal: XChaCha20-Poly1305 alone lets a forger make
 * one slot that opens under two passphrases, to two different master keys.  An unused slot
 * is random and cannot be told from a used one.
 *
 * Source:   the sealed box of libsodium (an ephemeral X25519 key for each message), with
 *           the place of the slot and both public keys hashed into its key.
 *
 * Threads:  any.  Pure but for random numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/kdf.h"
#include "crypto/subkey.h"

G_BEGIN_DECLS

#define VAULT_SLOT_BYTES 128
#define VAULT_N_SLOTS 8

typedef enum {
  VAULT_SLOT_NORMAL = 1,
  VAULT_SLOT_RECOVERY = 2,
  VAULT_SLOT_PANIC =
      3, /* what is sealed in it is no key, and nothing is to be opened */
} VaultSlotKind;

gboolean vault_slot_kind_is_known (guint8 kind);

/* Everything about the place of a slot that its key is bound to. */
typedef struct {
  const guint8 *vault_id; /* VAULT_ID_BYTES */
  const VaultKdfParams *kdf;
  guint8 number; /* 0 to VAULT_N_SLOTS - 1 */
} VaultSlotPlace;

/* Room for what must not lie on the stack.  Lives in a VaultSecret. */
typedef struct {
  guint8 secret[VAULT_KEY_BYTES];
  guint8 shared[VAULT_KEY_BYTES];
  guint8 root[VAULT_KEY_BYTES];
  guint8 wrap[VAULT_KEY_BYTES];
  guint8 plain[48];
} VaultSlotScratch;

/* The public key to which a passphrase's slot at this place is sealed. */
void vault_slot_get_public_key (const guint8 passphrase_key[VAULT_KEY_BYTES],
                                const VaultSlotPlace *place,
                                VaultSlotScratch *scratch,
                                guint8 out[VAULT_KEY_BYTES]);

/* Needs no passphrase.  FALSE if @public_key is none. */
gboolean vault_slot_seal (const guint8 public_key[VAULT_KEY_BYTES],
                          const VaultSlotPlace *place,
                          VaultSlotKind kind,
                          const guint8 master_key[VAULT_KEY_BYTES],
                          VaultSlotScratch *scratch,
                          guint8 out[VAULT_SLOT_BYTES]) G_GNUC_WARN_UNUSED_RESULT;

/* A slot that nothing opens.  A public key is not any 32 bytes, so this one has one too. */
void vault_slot_fill_unused (VaultSlotScratch *scratch, guint8 out[VAULT_SLOT_BYTES]);

/* FALSE if this slot is not opened by this key.  @out_master_key: guarded memory, zero on
 * failure. */
gboolean
vault_slot_open (const guint8 passphrase_key[VAULT_KEY_BYTES],
                 const VaultSlotPlace *place,
                 const guint8 sealed[VAULT_SLOT_BYTES],
                 VaultSlotScratch *scratch,
                 VaultSlotKind *out_kind,
                 guint8 out_master_key[VAULT_KEY_BYTES]) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
