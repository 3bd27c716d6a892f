/* wiper.h - everything an emergency wipe needs, made before it is needed
 *
 * Owns:     descriptors of the folder and of the key file, room for the overwriting, and a
 *           thread that waits.  No lock and no key.
 * Threads:  any one; vault_wiper_start() once.
 * Blocks:   vault_wiper_new_prepared() waits for the disk; vault_wiper_free() for a wipe under
 *           way; the rest never.
 * Promise:  from the start to the flushed header nothing is allocated, opened or locked, if
 *           it was prepared; nothing waits for other work of the process in any case.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "vault/session.h"

#include <vault/vault-wipe.h>

G_BEGIN_DECLS

/* Called on the wiper's thread when all is done.  @error: see vault_wiper_run(). */
typedef void (*VaultWiperFunc) (const VaultReceipt *receipt,
                                const GError *error,
                                gpointer user_data);

/* Open the files here and now.  @keyring_fd: the key file that is in use, or -1 for whichever
 * stands at its name.  Errors: VAULT_ERROR_TOO_MANY_FILES, VAULT_ERROR_NO_MEMORY and those of
 * opening. */
VaultWiper *vault_wiper_new_prepared (const char *folder,
                                      int keyring_fd,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, but the thread does it, and what fails is tried again at the start. */
VaultWiper *vault_wiper_new (const char *folder);

/* Wipe.  @session: (transfer full) (nullable): is stopped, and closed when the keys on the
 * disk are gone. */
void vault_wiper_start (VaultWiper *self,
                        VaultSession *session,
                        VaultWiperFunc func,
                        gpointer user_data);

/* The same on this thread, to its end.  Errors: VAULT_ERROR_NO_VAULT. */
gboolean vault_wiper_run (VaultWiper *self,
                          VaultSession *session,
                          VaultReceipt *out_receipt,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @self may be NULL. */
void vault_wiper_free (VaultWiper *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultWiper, vault_wiper_free)

G_END_DECLS
