/* test-aead.c - the faster cipher does what libsodium does, and gives way to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/aead.h"

#include <gcrypt.h>
#include <sodium.h>
#include <string.h>

#define MAX_BYTES 67530
#define MAX_AAD 100
#define N_THREADS 40

static guint8 key[VAULT_KEY_BYTES];
static guint8 nonce[VAULT_NONCE_BYTES];
static guint8 aad[MAX_AAD];
static guint8 plain[MAX_BYTES];

static void
assert_as_libsodium (gsize n_bytes, gsize n_aad)
{
  g_autofree guint8 *sealed = g_malloc (n_bytes + VAULT_TAG_BYTES);
  g_autofree guint8 *expected = g_malloc (n_bytes + VAULT_TAG_BYTES);
  g_autofree guint8 *opened = g_malloc (n_bytes + 1);

  crypto_aead_xchacha20poly1305_ietf_encrypt (expected, NULL, plain, n_bytes, aad,
                                              n_aad, NULL, nonce, key);
  vault_aead_seal (key, nonce, aad, n_aad, plain, n_bytes, sealed);
  g_assert_cmpint (memcmp (sealed, expected, n_bytes + VAULT_TAG_BYTES), ==, 0);
  g_assert_true (vault_aead_open (key, nonce, aad, n_aad, expected, n_bytes, opened));
  g_assert_cmpint (memcmp (opened, plain, n_bytes), ==, 0);
}

static void
test_as_libsodium (void)
{
  static const gsize lengths[] = { 1,    15,   16,   17,    63,   64,  65,
                                   255,  256,  257,  511,   512,  513, 1023,
                                   1024, 1025, 4095, 67506, 67530 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    randombytes_buf (key, sizeof key);
    randombytes_buf (nonce, sizeof nonce);
    for (gsize n_aad = 0; n_aad <= MAX_AAD; n_aad += 5)
      assert_as_libsodium (lengths[i], n_aad);
  }
}

/* On the systems this is made for libgcrypt does it, or nothing here would be tested. */
static void
test_is_fast (void)
{
  g_assert_true (vault_aead_is_fast ());
}

static gboolean
opens_with_bit (guint8 *bytes, gsize n_bytes, const guint8 *sealed)
{
  static guint8 out[MAX_BYTES];
  gsize at = randombytes_uniform ((guint32) n_bytes);
  guint8 bit = (guint8) (1 << randombytes_uniform (8));
  gboolean ok;

  bytes[at] ^= bit;
  ok = vault_aead_open (key, nonce, aad, sizeof aad, sealed, MAX_BYTES, out);
  bytes[at] ^= bit;
  return ok;
}

static void
test_refuses (void)
{
  static guint8 sealed[MAX_BYTES + VAULT_TAG_BYTES];

  vault_aead_seal (key, nonce, aad, sizeof aad, plain, sizeof plain, sealed);
  for (guint i = 0; i < 200; i++) {
    g_assert_false (opens_with_bit (sealed, MAX_BYTES, sealed));
    g_assert_false (opens_with_bit (sealed + MAX_BYTES, VAULT_TAG_BYTES, sealed));
    g_assert_false (opens_with_bit (aad, sizeof aad, sealed));
    g_assert_false (opens_with_bit (nonce, sizeof nonce, sealed));
    g_assert_false (opens_with_bit (key, sizeof key, sealed));
  }
}

/* With none of its locked memory left: then libsodium does it. */
static void
test_without_memory (void)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func (gcry_free);
  gpointer one;

  for (gsize n_bytes = 16384; n_bytes >= 16; n_bytes /= 2) {
    while ((one = gcry_malloc_secure (n_bytes)) != NULL)
      g_ptr_array_add (taken, one);
  }
  g_assert_cmpuint (taken->len, >, 3);

  assert_as_libsodium (MAX_BYTES, MAX_AAD);
  test_refuses ();
}

static gpointer
seal_often (gpointer unused)
{
  for (guint i = 0; i < 50; i++)
    assert_as_libsodium (1 + i * 1000, i);
  return NULL;
}

static void
test_many_at_once (void)
{
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("seal", seal_often, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (sodium_init () < 0)
    g_error ("libsodium cannot start");
  randombytes_buf (key, sizeof key);
  randombytes_buf (nonce, sizeof nonce);
  randombytes_buf (aad, sizeof aad);
  randombytes_buf (plain, sizeof plain);

  g_test_add_func ("/aead/is-fast", test_is_fast);
  g_test_add_func ("/aead/as-libsodium", test_as_libsodium);
  g_test_add_func ("/aead/refuses", test_refuses);
  g_test_add_func ("/aead/without-memory", test_without_memory);
  g_test_add_func ("/aead/many-at-once", test_many_at_once);
  return g_test_run ();
}
