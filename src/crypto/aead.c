/* aead.c - XChaCha20-Poly1305 over many bytes, as fast as the processor can
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/aead.h"

#include <gcrypt.h>
#include <sodium.h>
#include <string.h>

/* What a key is expanded into takes some 3 KiB; more threads at once than that are rare, and
 * turn to libsodium. */
#define POOL_BYTES (64 << 10)
#define LOCK_BYTES 4096
#define IETF_NONCE_BYTES 12
#define HCHACHA_NONCE_BYTES 16

G_STATIC_ASSERT (HCHACHA_NONCE_BYTES + 8 == VAULT_NONCE_BYTES);

/* libgcrypt warns, if at all, of memory it could not lock, and goes on; so lock it again and
 * look, which also keeps it out of cores. */
static gboolean
lock_pool (void)
{
  guint8 *first = gcry_malloc_secure (1);
  gboolean ok =
      first != NULL
      && sodium_mlock (first - (guintptr) first % LOCK_BYTES, POOL_BYTES) == 0;

  gcry_free (first);
  return ok;
}

static gpointer
start (gpointer unused)
{
  /* Somebody else in this process has set it up, and knows what for. */
  if (gcry_control (GCRYCTL_ANY_INITIALIZATION_P) != 0)
    return NULL;
  if (gcry_check_version ("1.8.0") == NULL)
    return NULL;

  (void) gcry_control (GCRYCTL_DISABLE_SECMEM_WARN);
  if (gcry_control (GCRYCTL_INIT_SECMEM, POOL_BYTES, 0) != 0)
    return NULL;
  (void) gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0);
  return lock_pool () ? GINT_TO_POINTER (TRUE) : NULL;
}

gboolean
vault_aead_is_fast (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, start, NULL) != NULL;
}

static void
close_message (gcry_cipher_hd_t message)
{
  gcry_cipher_close (message);
}

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gcry_cipher_hd_t, close_message, NULL)

/* Returns: NULL if libgcrypt will not. */
static gcry_cipher_hd_t
begin (const guint8 *key, const guint8 *nonce, const guint8 *aad, gsize n_aad)
{
  g_auto (gcry_cipher_hd_t) message = NULL;
  guint8 subkey[VAULT_KEY_BYTES];
  guint8 rest[IETF_NONCE_BYTES] = { 0 };
  gboolean ok;

  if (!vault_aead_is_fast ()
      || gcry_cipher_open (&message, GCRY_CIPHER_CHACHA20, GCRY_CIPHER_MODE_POLY1305,
                           GCRY_CIPHER_SECURE)
             != 0)
    return NULL;

  (void) crypto_core_hchacha20 (subkey, nonce, key, NULL);
  memcpy (rest + 4, nonce + HCHACHA_NONCE_BYTES, 8);
  ok = gcry_cipher_setkey (message, subkey, sizeof subkey) == 0
       && gcry_cipher_setiv (message, rest, sizeof rest) == 0
       && gcry_cipher_authenticate (message, aad, n_aad) == 0;
  sodium_memzero (subkey, sizeof subkey);
  return ok ? g_steal_pointer (&message) : NULL;
}

void
vault_aead_seal (const guint8 key[VAULT_KEY_BYTES],
                 const guint8 nonce[VAULT_NONCE_BYTES],
                 const guint8 *aad,
                 gsize n_aad,
                 const guint8 *plain,
                 gsize n_bytes,
                 guint8 *out)
{
  g_auto (gcry_cipher_hd_t) message = begin (key, nonce, aad, n_aad);

  if (message != NULL
      && gcry_cipher_encrypt (message, out, n_bytes, plain, n_bytes) == 0
      && gcry_cipher_gettag (message, out + n_bytes, VAULT_TAG_BYTES) == 0)
    return;

  crypto_aead_xchacha20poly1305_ietf_encrypt (out, NULL, plain, n_bytes, aad, n_aad,
                                              NULL, nonce, key);
}

gboolean
vault_aead_open (const guint8 key[VAULT_KEY_BYTES],
                 const guint8 nonce[VAULT_NONCE_BYTES],
                 const guint8 *aad,
                 gsize n_aad,
                 const guint8 *sealed,
                 gsize n_bytes,
                 guint8 *out)
{
  g_auto (gcry_cipher_hd_t) message = begin (key, nonce, aad, n_aad);

  if (message != NULL
      && gcry_cipher_decrypt (message, out, n_bytes, sealed, n_bytes) == 0)
    return gcry_cipher_checktag (message, sealed + n_bytes, VAULT_TAG_BYTES) == 0;

  return crypto_aead_xchacha20poly1305_ietf_decrypt (
             out, NULL, NULL, sealed, n_bytes + VAULT_TAG_BYTES, aad, n_aad, nonce, key)
         == 0;
}
