/* kdf.h - from a passphrase to a key: Argon2id and its bounds
 *
 * Threads:  any.
 * Blocks:   derive and calibrate burn a core for about a second.
 * Promise:  parameters outside the bounds are refused before anything is allocated; the
 *           cost is never silently lowered.
 *
 * Source:   RFC 9106; libsodium's crypto_pwhash (Argon2id version 1.3, one lane).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-secret.h>

G_BEGIN_DECLS

#define VAULT_KDF_ALG_ARGON2ID13 1
#define VAULT_KDF_SALT_BYTES 16
#define VAULT_KDF_MEMORY_MIN_BYTES ((guint64) 64 << 20)
#define VAULT_KDF_MEMORY_MAX_BYTES ((guint64) 4 << 30)
#define VAULT_KDF_PASSES_MIN 3
#define VAULT_KDF_PASSES_MAX 64

typedef struct {
  guint8 alg;
  guint64 memory_bytes;
  guint64 passes;
  guint8 salt[VAULT_KDF_SALT_BYTES];
} VaultKdfParams;

/* Whether the parameters are within the bounds of the format and of this computer, of
 * whose memory they may take at most four fifths. */
gboolean vault_kdf_params_are_acceptable (const VaultKdfParams *params,
                                          guint64 computer_memory_bytes);

/* Installed memory, in bytes. */
guint64 vault_kdf_get_computer_memory (void);

/* The floor, with a fresh salt. */
void vault_kdf_params_init_quick (VaultKdfParams *params);

/* Find a cost of 0.8 to 1.5 s on this computer: memory first, up to 1 GiB, a quarter of
 * what is installed and half of what is free, then passes.  A fresh salt.
 *
 * Errors: VAULT_ERROR_NO_MEMORY.
 */
gboolean vault_kdf_calibrate (VaultKdfParams *params,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Derive 32 bytes.  The caller has checked the parameters.
 *
 * Errors: VAULT_ERROR_NO_MEMORY, VAULT_ERROR_KDF_REFUSED.
 * Returns: (transfer full): the key, or NULL.
 */
VaultSecret *vault_kdf_derive (const VaultKdfParams *params,
                               VaultSecret *normalised,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
