/* aead.h - XChaCha20-Poly1305 over many bytes, as fast as the processor can
 *
 * What libsodium does, byte for byte, and where libgcrypt is at hand done by that: its
 * ChaCha20 and Poly1305 run interleaved and take half the time.  libsodium makes the key
 * of the message, as draft-irtf-cfrg-xchacha has it (HChaCha20 over the first 16 bytes of
 * the nonce), and does everything itself whenever libgcrypt will not: while there is none of
 * its locked memory left, where none could be locked, where a policy of the system forbids
 * it that cipher.
 *
 * Threads:  any.  Pure.
 * Promise:  what libgcrypt knows of a key lies in memory that is locked and stays out of
 *           cores, and is wiped before the call returns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/subkey.h"

G_BEGIN_DECLS

/* @out takes @n_bytes and the tag behind them. */
void vault_aead_seal (const guint8 key[VAULT_KEY_BYTES],
                      const guint8 nonce[VAULT_NONCE_BYTES],
                      const guint8 *aad,
                      gsize n_aad,
                      const guint8 *plain,
                      gsize n_bytes,
                      guint8 *out);

/* @n_bytes: of @out; @sealed has the tag behind as many.  FALSE if it does not verify: then
 * what @out holds is nothing to look at, and the caller's to wipe. */
gboolean vault_aead_open (const guint8 key[VAULT_KEY_BYTES],
                          const guint8 nonce[VAULT_NONCE_BYTES],
                          const guint8 *aad,
                          gsize n_aad,
                          const guint8 *sealed,
                          gsize n_bytes,
                          guint8 *out) G_GNUC_WARN_UNUSED_RESULT;

/* Whether libgcrypt does it; for tests and benchmarks. */
gboolean vault_aead_is_fast (void);

G_END_DECLS
