/* slot-seal.h - one of the eight slots that hold the master key
 *
 *   commit 32 | nonce 24 | sealed 56 | tag 16      FORMAT.md, "Slots"
 *
 * The commitment is checked before the seal: XChaCha20-Poly1305 alone lets a forger make
 * one slot that opens under two passphrases, to two different master keys.  An unused slot
 * is random and cannot be told from a used one.
 *
 * Threads:  any.  Pure but for the random nonce.
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
} VaultSlotKind;

/* Everything about the place of a slot that its key is bound to. */
typedef struct {
  const guint8 *vault_id; /* VAULT_ID_BYTES */
  const VaultKdfParams *kdf;
  guint8 number; /* 0 to VAULT_N_SLOTS - 1 */
} VaultSlotPlace;

/* Room for what must not lie on the stack.  Lives in a VaultSecret. */
typedef struct {
  guint8 root[VAULT_KEY_BYTES];
  guint8 wrap[VAULT_KEY_BYTES];
  guint8 plain[56];
} VaultSlotScratch;

void vault_slot_seal (const guint8 passphrase_key[VAULT_KEY_BYTES],
                      const VaultSlotPlace *place,
                      VaultSlotKind kind,
                      const guint8 master_key[VAULT_KEY_BYTES],
                      VaultSlotScratch *scratch,
                      guint8 out[VAULT_SLOT_BYTES]);

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
