/* check-slots.c - vectors of the ways in: slots, their directory, recovery keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vectors/checks.h"

#include <sodium.h>

#include "crypto/recovery-key.h"
#include "crypto/slot-seal.h"
#include "keyring/directory.h"

void
check_recovery (const Vector *v)
{
  gsize n_bytes;
  const char *typed = g_bytes_get_data (vector_get_blob (v, "typed"), &n_bytes);
  guint8 canonical[VAULT_RECOVERY_KEY_BYTES];
  VaultRecoveryText result = vault_recovery_key_parse (typed, n_bytes, canonical);

  g_assert_cmpint (result, ==,
                   vector_expects (v, "opens")      ? VAULT_RECOVERY_TEXT_GOOD
                   : vector_expects (v, "mistyped") ? VAULT_RECOVERY_TEXT_MISTYPED
                                                    : VAULT_RECOVERY_TEXT_OTHER);
  if (result == VAULT_RECOVERY_TEXT_GOOD)
    vector_assert_bytes (v, "canonical", canonical, sizeof canonical);
}

void
check_slot (const Vector *v)
{
  const guint8 *key = vector_get_bytes (v, "passphrase-key", VAULT_KEY_BYTES);
  VaultKdfParams kdf = vector_get_kdf (v);
  VaultSlotPlace place = { vector_get_bytes (v, "vault-id", VAULT_ID_BYTES), &kdf,
                           (guint8) vector_get_number (v, "number") };
  VaultSlotScratch scratch;
  VaultSlotKind kind;
  guint8 public_key[VAULT_KEY_BYTES];
  guint8 master_key[VAULT_KEY_BYTES];
  gboolean opened;

  vault_slot_get_public_key (key, &place, &scratch, public_key);
  vector_assert_bytes (v, "public-key", public_key, sizeof public_key);
  opened =
      vault_slot_open (key, &place, vector_get_bytes (v, "sealed", VAULT_SLOT_BYTES),
                       &scratch, &kind, master_key);
  g_assert_cmpint (opened, ==, vector_expects (v, "opens"));
  g_assert_true (sodium_is_zero ((const guint8 *) &scratch, sizeof scratch));
  if (!opened) {
    g_assert_true (sodium_is_zero (master_key, sizeof master_key));
    return;
  }

  g_assert_cmpuint (kind, ==, vector_get_number (v, "kind"));
  vector_assert_bytes (v, "master-key", master_key, sizeof master_key);
}

void
check_recipient (const Vector *v)
{
  static const guint8 master_key[VAULT_KEY_BYTES] = { 1 };
  static const guint8 vault_id[VAULT_ID_BYTES] = { 2 };
  const VaultKdfParams kdf = { .alg = VAULT_KDF_ALG_ARGON2ID13 };
  const VaultSlotPlace place = { vault_id, &kdf, 0 };
  VaultSlotScratch scratch;
  guint8 out[VAULT_SLOT_BYTES];
  gboolean sealed =
      vault_slot_seal (vector_get_bytes (v, "public-key", VAULT_KEY_BYTES), &place,
                       VAULT_SLOT_NORMAL, master_key, &scratch, out);

  g_assert_cmpint (sealed, ==, vector_expects (v, "opens"));
}

static void
check_entries (const Vector *v, const VaultDirectory *directory)
{
  g_autoptr (GPtrArray) texts = vector_dup_texts (v, "entry");

  g_assert_cmpuint (texts->len, ==, VAULT_N_SLOTS);
  for (guint i = 0; i < VAULT_N_SLOTS; i++) {
    const VaultDirectoryEntry *entry = &directory->entries[i];
    char hex[2 * VAULT_KEY_BYTES + 1];
    g_autofree char *text = NULL;

    sodium_bin2hex (hex, sizeof hex, entry->public_key, VAULT_KEY_BYTES);
    text = g_strdup_printf ("%u %" G_GINT64_FORMAT " %s", entry->kind, entry->added_s,
                            hex);
    g_assert_cmpstr (text, ==, texts->pdata[i]);
  }
}

void
check_directory (const Vector *v)
{
  const guint8 *key = vector_get_bytes (v, "key", VAULT_KEY_BYTES);
  const guint8 *vault_id = vector_get_bytes (v, "vault-id", VAULT_ID_BYTES);
  VaultDirectory directory;
  guint8 again[VAULT_DIRECTORY_BYTES];
  gboolean opened = vault_directory_open (
      &directory, key, vault_id, vector_get_bytes (v, "sealed", VAULT_DIRECTORY_BYTES));

  g_assert_cmpint (opened, ==, vector_expects (v, "opens"));
  if (!opened) {
    g_assert_true (sodium_is_zero ((const guint8 *) &directory, sizeof directory));
    return;
  }

  check_entries (v, &directory);
  vector_assert_bytes (v, "identity-seed", directory.identity_seed, VAULT_KEY_BYTES);
  vector_assert_bytes (v, "previous-ring-key", directory.previous_ring_key,
                       VAULT_KEY_BYTES);
  vector_assert_bytes (v, "previous-state-key", directory.previous_state_key,
                       VAULT_KEY_BYTES);
  g_assert_cmpuint (directory.unfinished, ==, vector_get_number (v, "unfinished"));
  g_assert_cmpuint (directory.n_changes, ==, vector_get_number (v, "n-changes"));

  vault_directory_seal (&directory, key, vault_id, again);
  g_assert_true (vault_directory_open (&directory, key, vault_id, again));
  check_entries (v, &directory);
}
