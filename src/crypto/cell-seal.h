/* cell-seal.h - the 128 bytes on which the life of an item hangs
 *
 *   commit 32 | nonce 24 | sealed 56 | tag 16      FORMAT.md, "Cells"
 *
 * Inside the seal lies an inner wrap of the item root.  The inner key comes from the key
 * of the epoch in which the item expires, so that an expiring item needs the ring key and
 * the epoch key; overwriting either ends it.  Both keys are bound to the cell's random
 * nonce: every writing of a cell uses fresh keys, also when a cell number is used again.
 *
 * Threads:  any.  Pure but for the random nonce.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/subkey.h"

G_BEGIN_DECLS

#define VAULT_CELL_BYTES 128
#define VAULT_CELL_INNER_BYTES 48

typedef enum {
  VAULT_EPOCH_NEVER = 0,
  VAULT_EPOCH_HOURLY = 1,
  VAULT_EPOCH_DAILY = 2,
  VAULT_EPOCH_WEEKLY = 3,
  VAULT_N_EPOCH_CLASSES = 4,
} VaultEpochClass;

/* When an item expires, as coarsely as its cell knows it. */
typedef struct {
  VaultEpochClass class;
  guint32 number; /* epochs since 1970; 0 with VAULT_EPOCH_NEVER */
  gboolean heart; /* or earlier, when nobody has opened the vault for too long */
} VaultEpoch;

/* The place a cell's keys are bound to. */
typedef struct {
  const guint8 *ring_key; /* VAULT_KEY_BYTES, guarded */
  const guint8 *vault_id; /* VAULT_ID_BYTES */
  guint32 number;
} VaultCellPlace;

/* Room for what must not lie on the stack.  Lives in a VaultSecret, one for each thread
 * that works on cells. */
typedef struct {
  guint8 root[VAULT_KEY_BYTES];
  guint8 key[VAULT_KEY_BYTES];
  guint8 plain[56];
  guint8 epoch_key[VAULT_KEY_BYTES]; /* for vault_cell_mix_heart() */
} VaultCellScratch;

/* What takes the place of the epoch key in a cell with @heart: both keys are needed for it.
 * @epoch_key: NULL with VAULT_EPOCH_NEVER.  @out may be @epoch_key. */
void vault_cell_mix_heart (const guint8 heart_key[VAULT_KEY_BYTES],
                           const guint8 *epoch_key,
                           guint8 out[VAULT_KEY_BYTES]);

/* @epoch_key: VAULT_KEY_BYTES, or NULL with VAULT_EPOCH_NEVER; with @epoch.heart what
 * vault_cell_mix_heart() made of it. */
void vault_cell_seal (const VaultCellPlace *place,
                      VaultEpoch epoch,
                      const guint8 *epoch_key,
                      const guint8 item_root[VAULT_KEY_BYTES],
                      VaultCellScratch *scratch,
                      guint8 out[VAULT_CELL_BYTES]);

/* Whether the commitment is that of this ring key and place.  Cheaper than opening, and says
 * as much about who made the cell; of the seal behind it nothing. */
gboolean vault_cell_commits (const VaultCellPlace *place,
                             const guint8 sealed[VAULT_CELL_BYTES],
                             VaultCellScratch *scratch);

/* Open the outer seal alone and leave the inner wrap in @scratch for
 * vault_cell_unwrap().  FALSE for random bytes, another vault's or another number's cell,
 * and any altered one. */
gboolean vault_cell_open (const VaultCellPlace *place,
                          const guint8 sealed[VAULT_CELL_BYTES],
                          VaultCellScratch *scratch,
                          VaultEpoch *out_epoch) G_GNUC_WARN_UNUSED_RESULT;

/* Open the inner wrap of the cell that vault_cell_open() just opened.  FALSE if
 * @epoch_key is not the one it was sealed under.  @out_item_root: guarded memory, zero on
 * failure. */
gboolean
vault_cell_unwrap (const VaultCellPlace *place,
                   const guint8 sealed[VAULT_CELL_BYTES],
                   const guint8 *epoch_key,
                   VaultCellScratch *scratch,
                   guint8 out_item_root[VAULT_KEY_BYTES]) G_GNUC_WARN_UNUSED_RESULT;

/* Seal what vault_cell_open() just opened under another ring key.  The nonce stays, for the
 * inner wrap is bound to it and its epoch key may not be at hand; the new ring key makes the
 * keys new all the same.  The same input gives the same output, so that a change of ring keys
 * that was interrupted can be done again.  @out may be @sealed. */
void vault_cell_reseal (const VaultCellPlace *new_place,
                        const guint8 sealed[VAULT_CELL_BYTES],
                        VaultCellScratch *scratch,
                        guint8 out[VAULT_CELL_BYTES]);

G_END_DECLS
