/* target-cell.c - fuzzing a cell of the keyring
 *
 * Input: mode | cell number 4 | raw: 128 bytes
 *                             | sealed: with epoch key 1, wrapped 1, 8 bytes, then
 *                               the item root 32 or, not wrapped, the inner wrap 48
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"
#include "keyring/epoch.h"

#define NONCE_AT 32
#define SEALED_AT 56
#define HEAD_BYTES 8
#define PLAIN_BYTES (HEAD_BYTES + VAULT_CELL_INNER_BYTES)

typedef struct {
  VaultCellPlace place;
  const guint8 *epoch_key; /* or NULL */
  gboolean is_wrapped;
  guint8 root[VAULT_KEY_BYTES];
  guint8 plain[PLAIN_BYTES];
  guint8 sealed[VAULT_CELL_BYTES];
} Cell;

static void
bind (const guint8 *key, VaultBind label, const VaultCellPlace *place, guint8 *out)
{
  guint8 number[4];
  const VaultBindField fields[] = { { place->vault_id, VAULT_ID_BYTES },
                                    { number, sizeof number },
                                    { fuzz_nonce, VAULT_NONCE_BYTES } };

  vault_store_u32_le (number, place->number);
  vault_subkey_bind (key, label, fields, G_N_ELEMENTS (fields), out);
}

static void
wrap (Cell *self)
{
  static const guint8 zeros[VAULT_KEY_BYTES];
  guint8 key[VAULT_KEY_BYTES];

  bind (self->epoch_key != NULL ? self->epoch_key : zeros, VAULT_BIND_INNER,
        &self->place, key);
  fuzz_seal (key, zeros, NULL, 0, self->root, VAULT_KEY_BYTES,
             self->plain + HEAD_BYTES);
}

static void
seal (Cell *self)
{
  guint8 root[VAULT_KEY_BYTES];
  guint8 key[VAULT_KEY_BYTES];

  memcpy (self->sealed + NONCE_AT, fuzz_nonce, VAULT_NONCE_BYTES);
  bind (self->place.ring_key, VAULT_BIND_CELL, &self->place, root);
  vault_subkey_derive (root, VAULT_SUBKEY_CELL_COMMIT, self->sealed);
  vault_subkey_derive (root, VAULT_SUBKEY_CELL_WRAP, key);
  fuzz_seal (key, fuzz_nonce, NULL, 0, self->plain, PLAIN_BYTES,
             self->sealed + SEALED_AT);
}

static void
take_plain (Cell *self, FuzzInput *input)
{
  self->epoch_key = fuzz_take_u8 (input) != 0 ? fuzz_key : NULL;
  self->is_wrapped = fuzz_take_u8 (input) != 0;
  fuzz_take (input, self->plain, HEAD_BYTES);
  if (self->is_wrapped) {
    fuzz_take (input, self->root, VAULT_KEY_BYTES);
    wrap (self);
  } else {
    fuzz_take (input, self->plain + HEAD_BYTES, VAULT_CELL_INNER_BYTES);
  }
  seal (self);
}

/* There is one way to say each epoch, and what was said has a place in the table. */
static void
check_epoch (const Cell *self, VaultEpoch epoch)
{
  guint8 head[HEAD_BYTES] = { 0 };

  head[0] = (guint8) epoch.heart;
  head[1] = (guint8) epoch.class;
  vault_store_u32_le (head + 4, epoch.number);
  g_assert_cmpmem (self->plain, HEAD_BYTES, head, HEAD_BYTES);

  g_assert_cmpuint (epoch.class, <, VAULT_N_EPOCH_CLASSES);
  g_assert_cmpint (vault_epoch_get_end (epoch), >, 0);
  if (epoch.class == VAULT_EPOCH_NEVER)
    g_assert_cmpuint (epoch.number, ==, 0);
  else
    g_assert_cmpuint (vault_epoch_get_index (epoch), <, VAULT_N_EPOCH_KEYS);
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  gboolean is_sealed = fuzz_take_u8 (&input) == FUZZ_SEALED;
  Cell cell = { .place = { fuzz_key, fuzz_vault_id, fuzz_take_u32 (&input) } };
  guint8 root[VAULT_KEY_BYTES];
  VaultCellScratch scratch;
  VaultEpoch epoch;

  if (is_sealed)
    take_plain (&cell, &input);
  else
    fuzz_take (&input, cell.sealed, sizeof cell.sealed);

  if (!vault_cell_open (&cell.place, cell.sealed, &scratch, &epoch)) {
    g_assert_cmpint (epoch.class, ==, VAULT_EPOCH_NEVER);
    g_assert_cmpuint (epoch.number, ==, 0);
    return FALSE;
  }
  if (is_sealed)
    check_epoch (&cell, epoch);

  g_assert_false (
      vault_cell_unwrap (&cell.place, cell.sealed, fuzz_other_key, &scratch, root));
  g_assert_true (sodium_is_zero (root, sizeof root));
  if (!vault_cell_unwrap (&cell.place, cell.sealed, cell.epoch_key, &scratch, root)) {
    g_assert_false (cell.is_wrapped);
    g_assert_true (sodium_is_zero (root, sizeof root));
    return FALSE;
  }
  if (cell.is_wrapped)
    g_assert_cmpmem (root, sizeof root, cell.root, sizeof cell.root);
  return TRUE;
}
