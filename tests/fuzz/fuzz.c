/* fuzz.c - what all fuzz targets share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

const guint8 fuzz_key[VAULT_KEY_BYTES] = "a key that everybody may know..";
const guint8 fuzz_other_key[VAULT_KEY_BYTES] = "another key, for what must fail";
const guint8 fuzz_vault_id[VAULT_ID_BYTES] = "the fuzzed vault";
const guint8 fuzz_nonce[VAULT_NONCE_BYTES] = "a number used many times";

/* Which block of "random" bytes comes next. */
static gint next_block;

static void
fill (void *out, gsize n_bytes)
{
  guint8 seed[randombytes_SEEDBYTES] = { 0 };

  vault_store_u32_le (seed, (guint32) g_atomic_int_add (&next_block, 1));
  randombytes_buf_deterministic (out, n_bytes, seed);
}

static const char *
get_name (void)
{
  return "repeatable";
}

static guint32
get_number (void)
{
  guint32 number;

  fill (&number, sizeof number);
  return number;
}

static randombytes_implementation repeatable = { .implementation_name = get_name,
                                                 .random = get_number,
                                                 .buf = fill };

void
fuzz_restart_random (void)
{
  g_atomic_int_set (&next_block, 0);
}

void
fuzz_start (void)
{
  /* A finding has to be found again from its input alone. */
  g_assert_cmpint (randombytes_set_implementation (&repeatable), ==, 0);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_setenv ("TZ", "UTC", TRUE);
}

gsize
fuzz_take_over (FuzzInput *input, guint8 *out, gsize most)
{
  gsize n_bytes = MIN (most, input->n_left);

  if (n_bytes == 0)
    return 0;
  memcpy (out, input->at, n_bytes);
  input->at += n_bytes;
  input->n_left -= n_bytes;
  return n_bytes;
}

void
fuzz_take (FuzzInput *input, guint8 *out, gsize n_bytes)
{
  memset (out, 0, n_bytes);
  (void) fuzz_take_over (input, out, n_bytes);
}

guint8
fuzz_take_u8 (FuzzInput *input)
{
  guint8 value;

  fuzz_take (input, &value, 1);
  return value;
}

guint16
fuzz_take_u16 (FuzzInput *input)
{
  guint8 bytes[2];

  fuzz_take (input, bytes, sizeof bytes);
  return vault_load_u16_le (bytes);
}

guint32
fuzz_take_u32 (FuzzInput *input)
{
  guint8 bytes[4];

  fuzz_take (input, bytes, sizeof bytes);
  return vault_load_u32_le (bytes);
}

guint64
fuzz_take_u64 (FuzzInput *input)
{
  guint8 bytes[8];

  fuzz_take (input, bytes, sizeof bytes);
  return vault_load_u64_le (bytes);
}

void
fuzz_seal (const guint8 *key,
           const guint8 *nonce,
           const guint8 *aad,
           gsize n_aad_bytes,
           const guint8 *plain,
           gsize n_bytes,
           guint8 *out)
{
  crypto_aead_xchacha20poly1305_ietf_encrypt (out, NULL, plain, n_bytes, aad,
                                              n_aad_bytes, NULL, nonce, key);
}
