/* test-kdf.c - the bounds of Argon2id
 *
 * What it derives is in tests/vectors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/kdf.h"

#include <sodium.h>
#include <string.h>
#include <sys/resource.h>

#include <vault/vault-error.h>

#include "crypto/subkey.h"

#define MIB ((guint64) 1 << 20)
#define PLENTY (64 * 1024 * MIB)

typedef struct {
  const char *name;
  guint8 alg;
  guint64 memory_bytes;
  guint64 passes;
  gboolean acceptable;
} Case;

static const Case cases[] = {
  { "floor", 1, 64 * MIB, 3, TRUE },
  { "ceiling", 1, 4096 * MIB, 64, TRUE },
  { "odd-kib", 1, 64 * MIB + 1024, 3, TRUE },
  { "memory-8-kib", 1, 8192, 3, FALSE },
  { "memory-zero", 1, 0, 3, FALSE },
  { "memory-below", 1, 64 * MIB - 1024, 3, FALSE },
  { "memory-uneven", 1, 64 * MIB + 1, 3, FALSE },
  { "memory-above", 1, 4096 * MIB + 1024, 3, FALSE },
  { "memory-tib", 1, (guint64) 1 << 40, 3, FALSE },
  { "memory-most", 1, G_MAXUINT64, 3, FALSE },
  { "memory-wraps", 1, ((guint64) 1 << 32) * 1024 + 64 * MIB, 3, FALSE },
  { "passes-zero", 1, 64 * MIB, 0, FALSE },
  { "passes-one", 1, 64 * MIB, 1, FALSE },
  { "passes-two", 1, 64 * MIB, 2, FALSE },
  { "passes-above", 1, 64 * MIB, 65, FALSE },
  { "passes-32-bits", 1, 64 * MIB, G_MAXUINT32, FALSE },
  { "passes-wrap", 1, 64 * MIB, ((guint64) 1 << 32) + 3, FALSE },
  { "alg-zero", 0, 64 * MIB, 3, FALSE },
  { "alg-two", 2, 64 * MIB, 3, FALSE },
  { "alg-most", 255, 64 * MIB, 3, FALSE },
};

/* Who allocated before looking would answer a tebibyte with VAULT_ERROR_NO_MEMORY. */
static void
test_bounds (gconstpointer data)
{
  const Case *c = data;
  VaultKdfParams params = { c->alg, c->memory_bytes, c->passes, { 0 } };
  g_autoptr (VaultSecret) passphrase = vault_secret_new_from ("passphrase", 10, NULL);
  g_autoptr (VaultSecret) key = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (vault_kdf_params_are_acceptable (&params, PLENTY), ==,
                   c->acceptable);
  if (c->acceptable)
    return;

  key = vault_kdf_derive (&params, passphrase, &error);
  g_assert_null (key);
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_KDF_REFUSED);
}

static void
test_computer (void)
{
  VaultKdfParams params = { 1, 1024 * MIB, 3, { 0 } };

  g_assert_true (vault_kdf_params_are_acceptable (&params, 1280 * MIB));
  g_assert_false (vault_kdf_params_are_acceptable (&params, 1280 * MIB - 5));
  g_assert_false (vault_kdf_params_are_acceptable (&params, 0));
  g_assert_true (vault_kdf_params_are_acceptable (&params, G_MAXUINT64));
  g_assert_cmpuint (vault_kdf_get_computer_memory (), >=, 128 * MIB);
}

static void
test_quick (void)
{
  VaultKdfParams a;
  VaultKdfParams b;

  vault_kdf_params_init_quick (&a);
  vault_kdf_params_init_quick (&b);
  g_assert_cmpuint (a.alg, ==, 1);
  g_assert_cmpuint (a.memory_bytes, ==, 64 * MIB);
  g_assert_cmpuint (a.passes, ==, 3);
  g_assert_cmpint (memcmp (a.salt, b.salt, sizeof a.salt), !=, 0);
}

static void
test_salt_and_passphrase_count (void)
{
  VaultKdfParams params;
  g_autoptr (VaultSecret) one = vault_secret_new_from ("passphrase", 10, NULL);
  g_autoptr (VaultSecret) two = vault_secret_new_from ("passphrasf", 10, NULL);
  g_autoptr (VaultSecret) first = NULL;
  g_autoptr (VaultSecret) second = NULL;
  g_autoptr (VaultSecret) third = NULL;

  vault_kdf_params_init_quick (&params);
  first = vault_kdf_derive (&params, one, NULL);
  second = vault_kdf_derive (&params, two, NULL);
  params.salt[15] ^= 1;
  third = vault_kdf_derive (&params, one, NULL);
  g_assert_cmpuint (vault_secret_get_n_bytes (first), ==, VAULT_KEY_BYTES);
  g_assert_cmpint (
      memcmp (vault_secret_get (first), vault_secret_get (second), VAULT_KEY_BYTES), !=,
      0);
  g_assert_cmpint (
      memcmp (vault_secret_get (first), vault_secret_get (third), VAULT_KEY_BYTES), !=,
      0);
}

static guint64
get_data_bytes (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmData:");
  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen ("VmData:"), NULL, 10) * 1024;
}

/* Too little memory is an error, and never a cheaper derivation. */
static void
derive_without_memory (void)
{
  guint64 most = get_data_bytes () + 200 * MIB;
  struct rlimit limit = { most, most };
  VaultKdfParams params = { 1, 1024 * MIB, 3, { 0 } };
  g_autoptr (VaultSecret) passphrase = vault_secret_new_from ("passphrase", 10, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (setrlimit (RLIMIT_DATA, &limit), ==, 0);
  g_assert_null (vault_kdf_derive (&params, passphrase, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_MEMORY);
}

static void
test_no_memory (void)
{
  if (g_test_subprocess ()) {
    derive_without_memory ();
    return;
  }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
test_calibrate (void)
{
  VaultKdfParams params;
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_kdf_calibrate (&params, &error));
  g_assert_no_error (error);
  g_assert_true (
      vault_kdf_params_are_acceptable (&params, vault_kdf_get_computer_memory ()));
  g_assert_cmpuint (params.memory_bytes, <=, 1024 * MIB);
  g_assert_cmpuint (params.memory_bytes, <=,
                    MAX (vault_kdf_get_computer_memory () / 4, 64 * MIB));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/kdf/bounds/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_bounds);
  }
  g_test_add_func ("/kdf/computer", test_computer);
  g_test_add_func ("/kdf/quick", test_quick);
  g_test_add_func ("/kdf/salt-and-passphrase-count", test_salt_and_passphrase_count);
  g_test_add_func ("/kdf/no-memory", test_no_memory);
  g_test_add_func ("/kdf/calibrate", test_calibrate);
  return g_test_run ();
}
