/* recovery-key.h - a key to be written on paper
 *
 * 26 symbols of Crockford's base 32 (130 bits) and his check symbol.  To the KDF it is a
 * passphrase like any other; what is special is that it may be typed in several ways.
 *
 * Source:   Douglas Crockford, "Base 32", https://www.crockford.com/base32.html
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-secret.h>

G_BEGIN_DECLS

#define VAULT_RECOVERY_KEY_SYMBOLS 26
/* With the check symbol. */
#define VAULT_RECOVERY_KEY_BYTES (VAULT_RECOVERY_KEY_SYMBOLS + 1)

typedef enum {
  VAULT_RECOVERY_TEXT_OTHER,
  VAULT_RECOVERY_TEXT_MISTYPED, /* the right symbols, but the check does not fit */
  VAULT_RECOVERY_TEXT_GOOD,
} VaultRecoveryText;

/* @out, if not NULL: the canonical form, upper case without separators; guarded memory, and
 * meaningful only with VAULT_RECOVERY_TEXT_GOOD. */
VaultRecoveryText
vault_recovery_key_parse (const char *text, gsize n_bytes, guint8 *out);

/* A new one, in groups of four with hyphens, whose check symbol is one of the 32: of 2^130 keys
 * about 32 in 37 are.  Errors: VAULT_ERROR_NO_MEMORY. */
VaultSecret *vault_recovery_key_generate (GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
