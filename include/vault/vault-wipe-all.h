/* vault-wipe-all.h - the emergency wipe of every vault that is known
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  every folder that was named is in the result, with a receipt or with the reason
 *           why there is none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-wipe.h>

G_BEGIN_DECLS

/* What became of one of them. */
typedef struct {
  char *folder;
  VaultError problem; /* why there is no receipt; VAULT_N_ERRORS if there is one */
  VaultReceipt receipt;
} VaultWiped;

/* Returns: (transfer full): with a copy of @folder, and nothing in it yet. */
VaultWiped *vault_wiped_new (const char *folder);
void vault_wiped_free (VaultWiped *self);

/* Whether its receipt says so. */
gboolean vault_wiped_is_destroyed (const VaultWiped *self);

/* Wipe the vaults in @folders and those that the timer looks after, all at once, but not the one
 * in @except, which may be NULL.  A folder that holds none cannot be told from one on a disk that
 * is not connected; only of the default folder, where nobody had to put one, nothing is said.
 * Cannot be cancelled. */
void vault_wipe_all_async (const char *const *folders,
                           const char *except,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* Returns: (transfer full) (element-type VaultWiped): in the order of the folders. */
GPtrArray *vault_wipe_all_finish (GAsyncResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultWiped, vault_wiped_free)

G_END_DECLS
