/* check-crypto.c - vectors of src/crypto: keys, passphrases, slots, cells, rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vectors/checks.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

#include "crypto/cell-seal.h"
#include "crypto/chunk.h"
#include "crypto/passphrase.h"
#include "crypto/record-seal.h"
#include "crypto/subkey.h"

static const char *const purposes[VAULT_N_SUBKEYS] = {
  [VAULT_SUBKEY_SLOT_WRAP] = "slot-wrap",
  [VAULT_SUBKEY_SLOT_COMMIT] = "slot-commit",
  [VAULT_SUBKEY_HEADER_MAC] = "header-mac",
  [VAULT_SUBKEY_RING_ROOT] = "ring-root",
  [VAULT_SUBKEY_STATE] = "state",
  [VAULT_SUBKEY_DIRECTORY] = "directory",
  [VAULT_SUBKEY_STAMP] = "stamp",
  [VAULT_SUBKEY_CELL_WRAP] = "cell-wrap",
  [VAULT_SUBKEY_CELL_COMMIT] = "cell-commit",
  [VAULT_SUBKEY_MEDIA] = "media",
  [VAULT_SUBKEY_THUMBNAIL] = "thumbnail",
  [VAULT_SUBKEY_LATE] = "late",
  [VAULT_SUBKEY_RECORD] = "record",
  [VAULT_SUBKEY_NOTE] = "note",
  [VAULT_SUBKEY_ITEM_ID] = "item-id",
};

static const char *const binds[VAULT_N_BINDS] = {
  [VAULT_BIND_SLOT_SECRET] = "slot-secret",
  [VAULT_BIND_SLOT] = "slot",
  [VAULT_BIND_RING] = "ring",
  [VAULT_BIND_CELL] = "cell",
  [VAULT_BIND_INNER] = "inner",
  [VAULT_BIND_HEART] = "heart",
  [VAULT_BIND_BEAT] = "beat",
};

static guint
find_word (const char *const *words, guint n_words, const char *word)
{
  for (guint i = 0; i < n_words; i++) {
    if (g_strcmp0 (words[i], word) == 0)
      return i;
  }

  g_error ("nothing is called \"%s\"", word);
}

void
check_subkey (const Vector *v)
{
  VaultSubkey purpose =
      find_word (purposes, VAULT_N_SUBKEYS, vector_get_text (v, "purpose"));
  guint8 out[VAULT_KEY_BYTES];
  guint64 id;

  g_assert_cmpstr (vault_subkey_get_context (purpose, &id), ==,
                   vector_get_text (v, "context"));
  g_assert_cmpuint (id, ==, vector_get_number (v, "id"));
  vault_subkey_derive (vector_get_bytes (v, "key", VAULT_KEY_BYTES), purpose, out);
  vector_assert_bytes (v, "out", out, sizeof out);
}

void
check_bind (const Vector *v)
{
  VaultBind label = find_word (binds, VAULT_N_BINDS, vector_get_text (v, "bind"));
  g_autoptr (GPtrArray) blobs = vector_dup_blobs (v, "field");
  g_autofree VaultBindField *fields = g_new0 (VaultBindField, blobs->len);
  guint8 out[VAULT_KEY_BYTES];

  for (guint i = 0; i < blobs->len; i++)
    fields[i].bytes = g_bytes_get_data (blobs->pdata[i], &fields[i].n_bytes);
  g_assert_cmpstr (vault_bind_get_label (label), ==, vector_get_text (v, "label"));
  vault_subkey_bind (vector_get_bytes (v, "key", VAULT_KEY_BYTES), label, fields,
                     blobs->len, out);
  vector_assert_bytes (v, "out", out, sizeof out);
}

void
check_registry_is_covered (GPtrArray *vectors)
{
  guint n_subkeys[VAULT_N_SUBKEYS] = { 0 };
  guint n_binds[VAULT_N_BINDS] = { 0 };

  for (guint i = 0; i < vectors->len; i++) {
    const Vector *v = vectors->pdata[i];
    const char *construction = vector_get_text (v, "construction");

    if (g_str_equal (construction, "subkey"))
      n_subkeys[find_word (purposes, VAULT_N_SUBKEYS,
                           vector_get_text (v, "purpose"))]++;
    if (g_str_equal (construction, "bind"))
      n_binds[find_word (binds, VAULT_N_BINDS, vector_get_text (v, "bind"))]++;
  }
  for (guint i = 0; i < VAULT_N_SUBKEYS; i++)
    g_assert_cmpuint (n_subkeys[i], >, 0);
  for (guint i = 0; i < VAULT_N_BINDS; i++)
    g_assert_cmpuint (n_binds[i], >, 0);
}

static VaultSecret *
secret_from (const Vector *v, const char *name)
{
  gsize n_bytes;
  const void *bytes = g_bytes_get_data (vector_get_blob (v, name), &n_bytes);

  return vault_secret_new_from (bytes, n_bytes, NULL);
}

VaultKdfParams
vector_get_kdf (const Vector *v)
{
  VaultKdfParams kdf = { .alg = (guint8) vector_get_number (v, "alg"),
                         .memory_bytes = vector_get_number (v, "memory"),
                         .passes = vector_get_number (v, "passes") };

  memcpy (kdf.salt, vector_get_bytes (v, "salt", sizeof kdf.salt), sizeof kdf.salt);
  return kdf;
}

void
check_kdf (const Vector *v)
{
  g_autoptr (VaultSecret) typed = secret_from (v, "passphrase");
  g_autoptr (VaultSecret) normalised = vault_passphrase_normalise (typed, NULL);
  g_autoptr (GError) error = NULL;
  VaultKdfParams kdf = vector_get_kdf (v);
  g_autoptr (VaultSecret) key = vault_kdf_derive (&kdf, normalised, &error);

  if (vector_expects (v, "refused")) {
    g_assert_false (vault_kdf_params_are_acceptable (&kdf, G_MAXUINT64));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_KDF_REFUSED);
    g_assert_null (key);
    return;
  }

  g_assert_true (vault_kdf_params_are_acceptable (&kdf, G_MAXUINT64));
  g_assert_no_error (error);
  vector_assert_bytes (v, "out", vault_secret_get (key), VAULT_KEY_BYTES);
}

void
check_passphrase (const Vector *v)
{
  g_autoptr (VaultSecret) typed = secret_from (v, "typed");
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSecret) result = vault_passphrase_normalise (typed, &error);

  if (vector_expects (v, "refused")) {
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_PASSPHRASE);
    g_assert_null (result);
    return;
  }

  g_assert_no_error (error);
  vector_assert_bytes (v, "normalised", vault_secret_get (result),
                       vault_secret_get_n_bytes (result));
}

void
check_cell (const Vector *v)
{
  VaultCellPlace place = { vector_get_bytes (v, "ring-key", VAULT_KEY_BYTES),
                           vector_get_bytes (v, "vault-id", VAULT_ID_BYTES),
                           (guint32) vector_get_number (v, "number") };
  const guint8 *sealed = vector_get_bytes (v, "sealed", VAULT_CELL_BYTES);
  VaultCellScratch scratch;
  VaultEpoch epoch;
  guint8 root[VAULT_KEY_BYTES];
  const guint8 *epoch_key = NULL;
  gboolean opened = vault_cell_open (&place, sealed, &scratch, &epoch);

  g_assert_cmpint (opened, ==, !vector_expects (v, "refused"));
  if (!opened)
    return;

  g_assert_cmpuint (epoch.class, ==, vector_get_number (v, "class"));
  g_assert_cmpuint (epoch.number, ==, vector_get_number (v, "epoch"));
  g_assert_cmpint (epoch.heart, ==, vector_has (v, "needs-heart"));
  if (vector_has (v, "epoch-key"))
    epoch_key = vector_get_bytes (v, "epoch-key", VAULT_KEY_BYTES);
  if (vector_has (v, "heart-key")) {
    vault_cell_mix_heart (vector_get_bytes (v, "heart-key", VAULT_KEY_BYTES), epoch_key,
                          scratch.epoch_key);
    epoch_key = scratch.epoch_key;
  }
  opened = vault_cell_unwrap (&place, sealed, epoch_key, &scratch, root);
  g_assert_cmpint (opened, ==, vector_expects (v, "opens"));
  if (opened)
    vector_assert_bytes (v, "item-root", root, sizeof root);
  else
    g_assert_true (sodium_is_zero (root, sizeof root));
}

void
check_reseal (const Vector *v)
{
  VaultCellPlace place = { vector_get_bytes (v, "ring-key", VAULT_KEY_BYTES),
                           vector_get_bytes (v, "vault-id", VAULT_ID_BYTES),
                           (guint32) vector_get_number (v, "number") };
  VaultCellScratch scratch;
  VaultEpoch epoch;
  guint8 out[VAULT_CELL_BYTES];
  gboolean opened = vault_cell_open (
      &place, vector_get_bytes (v, "sealed", VAULT_CELL_BYTES), &scratch, &epoch);

  g_assert_cmpint (opened, ==, vector_expects (v, "opens"));
  if (!opened)
    return;

  place.ring_key = vector_get_bytes (v, "new-ring-key", VAULT_KEY_BYTES);
  vault_cell_reseal (&place, vector_get_bytes (v, "sealed", VAULT_CELL_BYTES), &scratch,
                     out);
  vector_assert_bytes (v, "resealed", out, sizeof out);
}

void
check_record (const Vector *v)
{
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];
  gboolean opened = vault_record_open (
      vector_get_bytes (v, "key", VAULT_KEY_BYTES),
      vector_get_bytes (v, "vault-id", VAULT_ID_BYTES), vector_get_number (v, "row"),
      vector_get_bytes (v, "sealed", VAULT_RECORD_BYTES), plain);

  g_assert_cmpint (opened, ==, vector_expects (v, "opens"));
  if (opened)
    vector_assert_bytes (v, "plain", plain, sizeof plain);
  else
    g_assert_true (sodium_is_zero (plain, sizeof plain));
}

typedef struct {
  VaultChunkPlace place;
  guint64 index;
  VaultChunkEnd end;
} ChunkAt;

/* With @open, where the vector says it is to be opened, which may be elsewhere. */
static ChunkAt
chunk_at (const Vector *v, gboolean open)
{
  static const char *const names[][2] = {
    { "key", "open-key" },         { "vault-id", "open-vault-id" },
    { "item-id", "open-item-id" }, { "stream", "open-stream" },
    { "index", "open-index" },     { "end", "open-end" },
  };
  const char *chosen[G_N_ELEMENTS (names)];
  ChunkAt at = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    chosen[i] = names[i][open && vector_has (v, names[i][1])];
  at.place.key = vector_get_bytes (v, chosen[0], VAULT_KEY_BYTES);
  at.place.vault_id = vector_get_bytes (v, chosen[1], VAULT_ID_BYTES);
  memcpy (at.place.item_id, vector_get_bytes (v, chosen[2], VAULT_ITEM_ID_BYTES),
          VAULT_ITEM_ID_BYTES);
  at.place.stream = (guint32) vector_get_number (v, chosen[3]);
  at.index = vector_get_number (v, chosen[4]);
  at.end = (VaultChunkEnd) vector_get_number (v, chosen[5]);
  return at;
}

/* @sealed is opened as the vector says, and nothing but what it expects comes of it. */
static void
open_chunk (const Vector *v, const guint8 *plain, const guint8 *sealed)
{
  g_autofree guint8 *opened = g_malloc (VAULT_CHUNK_BYTES);
  ChunkAt at = chunk_at (v, TRUE);
  guint8 sum[32];

  crypto_generichash (sum, sizeof sum, sealed, VAULT_PIECE_BYTES, NULL, 0);
  vector_assert_bytes (v, "sealed-blake2b", sum, sizeof sum);

  g_assert_cmpint (vault_chunk_open (&at.place, at.index, at.end, sealed, opened), ==,
                   vector_expects (v, "opens"));
  if (vector_expects (v, "opens"))
    g_assert_cmpmem (opened, VAULT_CHUNK_BYTES, plain, VAULT_CHUNK_BYTES);
  else
    g_assert_true (sodium_is_zero (opened, VAULT_CHUNK_BYTES));
}

void
check_chunk (const Vector *v)
{
  const guint8 *plain = vector_get_bytes (v, "plain", VAULT_CHUNK_BYTES);
  g_autofree guint8 *sealed = g_malloc (VAULT_PIECE_BYTES);
  ChunkAt at = chunk_at (v, FALSE);

  vault_chunk_seal (&at.place, at.index, at.end, plain, sealed);
  open_chunk (v, plain, sealed);
}

void
check_late (const Vector *v)
{
  const guint8 *plain = vector_get_bytes (v, "plain", VAULT_CHUNK_BYTES);
  const guint8 *nonce = vector_get_bytes (v, "nonce", VAULT_NONCE_BYTES);
  g_autofree guint8 *sealed = g_malloc (VAULT_PIECE_BYTES);
  ChunkAt at = chunk_at (v, FALSE);

  vault_chunk_seal_late (&at.place, nonce, plain, sealed);
  open_chunk (v, plain, sealed);
}
