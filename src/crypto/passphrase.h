/* passphrase.h - one byte string for each passphrase, however it was typed
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-secret.h>

G_BEGIN_DECLS

#define VAULT_PASSPHRASE_MIN_BYTES 8
#define VAULT_PASSPHRASE_MAX_BYTES 1024

/* Normalise to NFKC (NIST SP 800-63B; an accent typed as one character or as two, a
 * full-width digit, a ligature give the same bytes).  Spaces count.  ASCII passes through.
 * What then is a recovery key comes back in its one canonical form.
 *
 * Errors: VAULT_ERROR_BAD_PASSPHRASE for invalid UTF-8, control characters, characters
 * Unicode has not assigned (a later version could normalise them differently and lock the
 * person out), fewer than VAULT_PASSPHRASE_MIN_BYTES or more than
 * VAULT_PASSPHRASE_MAX_BYTES bytes; VAULT_ERROR_NO_MEMORY.
 * Returns: (transfer full): the normalised passphrase, or NULL.
 */
VaultSecret *vault_passphrase_normalise (VaultSecret *typed,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
