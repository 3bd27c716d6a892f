/* keyring-salvage.h - a keyring opened to be read, whatever is wrong with it
 *
 * One whole header is enough.  State, clock, epoch keys and cells are taken from wherever they
 * verify; what does not verify is as if it were not there.
 *
 * Blocks:   waits for the disk; derives a key, about a second.
 * Promise:  the file is opened for reading alone: nothing is healed, reaped, counted or
 *           finished, and every function of keyring.h that writes fails.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "keyring/keyring.h"

G_BEGIN_DECLS

/* Errors: VAULT_ERROR_NO_VAULT, VAULT_ERROR_BUSY (somebody has it open), VAULT_ERROR_DESTROYED,
 * VAULT_ERROR_NEWER_FORMAT, VAULT_ERROR_DAMAGED_KEYRING (no header is whole),
 * VAULT_ERROR_KDF_REFUSED, VAULT_ERROR_BAD_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE,
 * VAULT_ERROR_NO_MEMORY, VAULT_ERROR_PERMISSION, VAULT_ERROR_IO, G_IO_ERROR_CANCELLED. */
VaultKeyring *vault_keyring_open_for_salvage (int dir_fd,
                                              VaultSecret *passphrase,
                                              GCancellable *cancellable,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Read as much as can be read; a block that cannot, or lies behind the end of the file, is
 * zero. */
void
vault_keyring_read_what_is_there (int fd, guint8 *out, gsize n_bytes, guint64 offset);

G_END_DECLS
