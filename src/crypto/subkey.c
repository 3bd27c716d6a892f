/* subkey.c - the registry of key derivations
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/subkey.h"

#include <sodium.h>

static const struct {
  const char *context;
  guint64 id;
} subkeys[VAULT_N_SUBKEYS] = {
  [VAULT_SUBKEY_SLOT_WRAP] = { "SLOTWRAP", 1 },
  [VAULT_SUBKEY_SLOT_COMMIT] = { "SLOTWRAP", 2 },
  [VAULT_SUBKEY_HEADER_MAC] = { "HDR_MAC_", 1 },
  [VAULT_SUBKEY_RING_ROOT] = { "RINGROOT", 1 },
  [VAULT_SUBKEY_STATE] = { "STATEKEY", 1 },
  [VAULT_SUBKEY_DIRECTORY] = { "SLOTDIR_", 1 },
  [VAULT_SUBKEY_STAMP] = { "DBSTAMP_", 1 },
  [VAULT_SUBKEY_CELL_WRAP] = { "CELLWRAP", 1 },
  [VAULT_SUBKEY_CELL_COMMIT] = { "CELLWRAP", 2 },
  [VAULT_SUBKEY_MEDIA] = { "CHUNKKEY", 0 },
  [VAULT_SUBKEY_THUMBNAIL] = { "CHUNKKEY", 1 },
  [VAULT_SUBKEY_LATE] = { "CHUNKKEY", 2 },
  [VAULT_SUBKEY_RECORD] = { "CHUNKKEY", 3 },
  [VAULT_SUBKEY_NOTE] = { "CHUNKKEY", 4 },
  [VAULT_SUBKEY_ITEM_ID] = { "ITEMID__", 1 },
};

/* Eight bytes each; the digit is the version of the construction. */
static const char *const labels[VAULT_N_BINDS] = {
  [VAULT_BIND_SLOT_SECRET] = "slotkey1", [VAULT_BIND_SLOT] = "slot1___",
  [VAULT_BIND_RING] = "ring1___",        [VAULT_BIND_CELL] = "cell1___",
  [VAULT_BIND_INNER] = "inner1__",       [VAULT_BIND_HEART] = "heart1__",
  [VAULT_BIND_BEAT] = "beat1___",
};

G_STATIC_ASSERT (VAULT_KEY_BYTES == crypto_kdf_KEYBYTES);
G_STATIC_ASSERT (crypto_kdf_CONTEXTBYTES == 8);

void
vault_subkey_derive (const guint8 key[VAULT_KEY_BYTES],
                     VaultSubkey purpose,
                     guint8 out[VAULT_KEY_BYTES])
{
  g_assert (purpose < VAULT_N_SUBKEYS);

  crypto_kdf_derive_from_key (out, VAULT_KEY_BYTES, subkeys[purpose].id,
                              subkeys[purpose].context, key);
}

void
vault_subkey_bind (const guint8 key[VAULT_KEY_BYTES],
                   VaultBind label,
                   const VaultBindField *fields,
                   gsize n_fields,
                   guint8 out[VAULT_KEY_BYTES])
{
  crypto_generichash_state state;

  g_assert (label < VAULT_N_BINDS);

  crypto_generichash_init (&state, key, VAULT_KEY_BYTES, VAULT_KEY_BYTES);
  crypto_generichash_update (&state, (const guint8 *) labels[label], 8);
  for (gsize i = 0; i < n_fields; i++)
    crypto_generichash_update (&state, fields[i].bytes, fields[i].n_bytes);
  crypto_generichash_final (&state, out, VAULT_KEY_BYTES);

  /* The first block of the state is the key itself. */
  sodium_memzero (&state, sizeof state);
}

const char *
vault_subkey_get_context (VaultSubkey purpose, guint64 *out_id)
{
  *out_id = subkeys[purpose].id;
  return subkeys[purpose].context;
}

const char *
vault_bind_get_label (VaultBind label)
{
  return labels[label];
}
