/* vault-secret.h - guarded bytes: keys and passphrases live here and nowhere else
 *
 * Owns:     one sodium_malloc() region with guard pages, kept out of swap and of core
 *           dumps, wiped when the last reference goes.  The regions of small secrets are
 *           then closed and kept for the next ones.
 * Threads:  references may be taken and dropped from any thread.  The bytes are to be
 *           filled by one thread before the secret is shared, and not changed after.
 * Blocks:   never.
 * Promise:  a secret that could not be locked into memory is not handed out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _VaultSecret VaultSecret;

/* Errors: VAULT_ERROR_NO_MEMORY, also when the lock limit of the process is used up.
 * Returns: (transfer full): @n_bytes zero bytes (at least 1), or NULL. */
VaultSecret *vault_secret_new (gsize n_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Copy @n_bytes of @bytes, which stay the caller's to wipe.  A final NUL is kept behind
 * the copy, so that a passphrase can be read as a string. */
VaultSecret *vault_secret_new_from (const void *bytes,
                                    gsize n_bytes,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

VaultSecret *vault_secret_ref (VaultSecret *self);

/* Wipes the bytes with the last reference.  @self may be NULL. */
void vault_secret_unref (VaultSecret *self);

const guint8 *vault_secret_get (const VaultSecret *self);
guint8 *vault_secret_get_writable (VaultSecret *self);
gsize vault_secret_get_n_bytes (const VaultSecret *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultSecret, vault_secret_unref)

G_END_DECLS
