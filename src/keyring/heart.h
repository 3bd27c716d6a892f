/* heart.h - the key that dies when nobody opens the vault for too long
 *
 * A cell under the absence rule needs the heart key as well.  That key lies in the state
 * block, sealed under the state key and wrapped under the key of the epoch that ends when the
 * rule comes due.  Whoever opens the vault wraps it anew, under a later epoch; when nobody
 * does, the reaper overwrites that epoch's key as it overwrites any, knowing nothing of it, and
 * every such cell is dead.  Without a rule the place holds noise.
 *
 * Threads:  any.  Pure but for the random nonce.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/cell-seal.h"

G_BEGIN_DECLS

#define VAULT_HEART_BYTES (VAULT_NONCE_BYTES + 64 + VAULT_TAG_BYTES)
#define VAULT_HEART_MIN_DAYS 14
#define VAULT_HEART_MAX_DAYS 730
#define VAULT_HEART_WRAPPED_BYTES (VAULT_KEY_BYTES + VAULT_TAG_BYTES)

/* As it lies in the state block, opened. */
typedef struct {
  guint32 n_days;      /* of absence that are forgiven; 0: there is no rule */
  gboolean everything; /* all items are under it; else only those of chosen albums */
  VaultEpoch epoch;    /* whose key the heart key is wrapped under */
  guint8 nonce[VAULT_NONCE_BYTES];
  guint8 wrapped[VAULT_HEART_WRAPPED_BYTES];
} VaultHeart;

/* Wrap @heart_key under @epoch_key, with a new nonce, in @self. */
void vault_heart_wrap (VaultHeart *self,
                       const guint8 vault_id[VAULT_ID_BYTES],
                       const guint8 epoch_key[VAULT_KEY_BYTES],
                       const guint8 heart_key[VAULT_KEY_BYTES],
                       VaultCellScratch *scratch);

/* FALSE if it was wrapped under another key.  @out: guarded memory, zero on failure. */
gboolean vault_heart_unwrap (const VaultHeart *self,
                             const guint8 vault_id[VAULT_ID_BYTES],
                             const guint8 epoch_key[VAULT_KEY_BYTES],
                             VaultCellScratch *scratch,
                             guint8 out[VAULT_KEY_BYTES]) G_GNUC_WARN_UNUSED_RESULT;

/* Seal it for the state block of @state_key. */
void vault_heart_encode (const VaultHeart *self,
                         const guint8 state_key[VAULT_KEY_BYTES],
                         const guint8 vault_id[VAULT_ID_BYTES],
                         guint8 out[VAULT_HEART_BYTES]);

gboolean vault_heart_decode (const guint8 sealed[VAULT_HEART_BYTES],
                             const guint8 state_key[VAULT_KEY_BYTES],
                             const guint8 vault_id[VAULT_ID_BYTES],
                             VaultHeart *out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
