/* cell-seal.c - the 128 bytes on which the life of an item hangs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/cell-seal.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

#define NONCE_AT 32
#define SEALED_AT 56
#define PLAIN_BYTES 56
/* Inside the seal. */
#define FLAGS_AT 0
#define CLASS_AT 1
#define EPOCH_AT 4
#define INNER_AT 8
/* The flags; there is one. */
#define FLAG_HEART 1

G_STATIC_ASSERT (SEALED_AT + PLAIN_BYTES + VAULT_TAG_BYTES == VAULT_CELL_BYTES);
G_STATIC_ASSERT (INNER_AT + VAULT_CELL_INNER_BYTES == PLAIN_BYTES);
G_STATIC_ASSERT (VAULT_KEY_BYTES + VAULT_TAG_BYTES == VAULT_CELL_INNER_BYTES);

static const guint8 no_epoch_key[VAULT_KEY_BYTES];
/* The inner key is used for one message only, so its nonce may be constant. */
static const guint8 inner_nonce[VAULT_NONCE_BYTES];

static void
bind_to_place (const guint8 *key,
               VaultBind label,
               const VaultCellPlace *place,
               const guint8 *nonce,
               guint8 *out)
{
  guint8 number[4];
  const VaultBindField fields[] = {
    { place->vault_id, VAULT_ID_BYTES },
    { number, sizeof number },
    { nonce, VAULT_NONCE_BYTES },
  };

  vault_store_u32_le (number, place->number);
  vault_subkey_bind (key, label, fields, G_N_ELEMENTS (fields), out);
}

/* scratch->plain, under the nonce that is in @out already. */
static void
seal_plain (const VaultCellPlace *place, VaultCellScratch *scratch, guint8 *out)
{
  bind_to_place (place->ring_key, VAULT_BIND_CELL, place, out + NONCE_AT,
                 scratch->root);
  vault_subkey_derive (scratch->root, VAULT_SUBKEY_CELL_COMMIT, out);
  vault_subkey_derive (scratch->root, VAULT_SUBKEY_CELL_WRAP, scratch->key);
  crypto_aead_xchacha20poly1305_ietf_encrypt (out + SEALED_AT, NULL, scratch->plain,
                                              PLAIN_BYTES, NULL, 0, NULL,
                                              out + NONCE_AT, scratch->key);
  sodium_memzero (scratch, sizeof *scratch);
}

void
vault_cell_mix_heart (const guint8 heart_key[VAULT_KEY_BYTES],
                      const guint8 *epoch_key,
                      guint8 out[VAULT_KEY_BYTES])
{
  const VaultBindField field = { epoch_key == NULL ? no_epoch_key : epoch_key,
                                 VAULT_KEY_BYTES };

  vault_subkey_bind (heart_key, VAULT_BIND_BEAT, &field, 1, out);
}

void
vault_cell_seal (const VaultCellPlace *place,
                 VaultEpoch epoch,
                 const guint8 *epoch_key,
                 const guint8 item_root[VAULT_KEY_BYTES],
                 VaultCellScratch *scratch,
                 guint8 out[VAULT_CELL_BYTES])
{
  g_assert ((epoch.class == VAULT_EPOCH_NEVER && !epoch.heart) == (epoch_key == NULL));

  randombytes_buf (out + NONCE_AT, VAULT_NONCE_BYTES);
  sodium_memzero (scratch->plain, PLAIN_BYTES);
  scratch->plain[FLAGS_AT] = epoch.heart ? FLAG_HEART : 0;
  scratch->plain[CLASS_AT] = (guint8) epoch.class;
  vault_store_u32_le (scratch->plain + EPOCH_AT, epoch.number);

  bind_to_place (epoch_key == NULL ? no_epoch_key : epoch_key, VAULT_BIND_INNER, place,
                 out + NONCE_AT, scratch->key);
  crypto_aead_xchacha20poly1305_ietf_encrypt (scratch->plain + INNER_AT, NULL,
                                              item_root, VAULT_KEY_BYTES, NULL, 0, NULL,
                                              inner_nonce, scratch->key);

  seal_plain (place, scratch, out);
}

void
vault_cell_reseal (const VaultCellPlace *new_place,
                   const guint8 sealed[VAULT_CELL_BYTES],
                   VaultCellScratch *scratch,
                   guint8 out[VAULT_CELL_BYTES])
{
  memmove (out + NONCE_AT, sealed + NONCE_AT, VAULT_NONCE_BYTES);
  seal_plain (new_place, scratch, out);
}

/* One encoding for each meaning: anything else inside a seal was not written by us. */
static gboolean
parse_plain (const guint8 *plain, VaultEpoch *out_epoch)
{
  guint32 number = vault_load_u32_le (plain + EPOCH_AT);

  if (plain[FLAGS_AT] > FLAG_HEART || plain[CLASS_AT] >= VAULT_N_EPOCH_CLASSES
      || !vault_bytes_are_zero (plain + CLASS_AT + 1, EPOCH_AT - CLASS_AT - 1))
    return FALSE;
  if (plain[CLASS_AT] == VAULT_EPOCH_NEVER && number != 0)
    return FALSE;

  out_epoch->class = plain[CLASS_AT];
  out_epoch->number = number;
  out_epoch->heart = plain[FLAGS_AT] == FLAG_HEART;
  return TRUE;
}

/* Leaves the cell root in @scratch. */
gboolean
vault_cell_commits (const VaultCellPlace *place,
                    const guint8 sealed[VAULT_CELL_BYTES],
                    VaultCellScratch *scratch)
{
  guint8 commit[VAULT_KEY_BYTES];

  bind_to_place (place->ring_key, VAULT_BIND_CELL, place, sealed + NONCE_AT,
                 scratch->root);
  vault_subkey_derive (scratch->root, VAULT_SUBKEY_CELL_COMMIT, commit);
  return crypto_verify_32 (commit, sealed) == 0;
}

gboolean
vault_cell_open (const VaultCellPlace *place,
                 const guint8 sealed[VAULT_CELL_BYTES],
                 VaultCellScratch *scratch,
                 VaultEpoch *out_epoch)
{
  *out_epoch = (VaultEpoch){ .class = VAULT_EPOCH_NEVER };
  if (!vault_cell_commits (place, sealed, scratch))
    return FALSE;

  vault_subkey_derive (scratch->root, VAULT_SUBKEY_CELL_WRAP, scratch->key);
  return crypto_aead_xchacha20poly1305_ietf_decrypt (
             scratch->plain, NULL, NULL, sealed + SEALED_AT,
             PLAIN_BYTES + VAULT_TAG_BYTES, NULL, 0, sealed + NONCE_AT, scratch->key)
             == 0
         && parse_plain (scratch->plain, out_epoch);
}

gboolean
vault_cell_unwrap (const VaultCellPlace *place,
                   const guint8 sealed[VAULT_CELL_BYTES],
                   const guint8 *epoch_key,
                   VaultCellScratch *scratch,
                   guint8 out_item_root[VAULT_KEY_BYTES])
{
  gboolean opened;

  bind_to_place (epoch_key == NULL ? no_epoch_key : epoch_key, VAULT_BIND_INNER, place,
                 sealed + NONCE_AT, scratch->key);
  opened = crypto_aead_xchacha20poly1305_ietf_decrypt (
               out_item_root, NULL, NULL, scratch->plain + INNER_AT,
               VAULT_CELL_INNER_BYTES, NULL, 0, inner_nonce, scratch->key)
           == 0;
  if (!opened)
    sodium_memzero (out_item_root, VAULT_KEY_BYTES);

  return opened;
}
