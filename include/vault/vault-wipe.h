/* vault-wipe.h - the emergency wipe and its receipt
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  a step says VAULT_WIPE_DESTROYED only after the overwriting write was flushed
 *           and read back as written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

/* The parts of a vault, in the order in which the wipe goes through them. */
typedef enum {
  VAULT_WIPE_MEMORY,   /* keys of this process */
  VAULT_WIPE_HEADER,   /* both copies: without them no passphrase opens anything */
  VAULT_WIPE_EPOCHS,   /* expiry keys and the state block */
  VAULT_WIPE_CELLS,    /* item keys */
  VAULT_WIPE_DATABASE, /* the sealed media, noise by now */
  VAULT_WIPE_COPIES,   /* backups, snapshots, old blocks of an SSD, exported files */
  VAULT_WIPE_N_PARTS
} VaultWipePart;

typedef enum {
  VAULT_WIPE_DESTROYED,   /* overwritten, flushed and read back */
  VAULT_WIPE_OVERWRITTEN, /* overwritten and flushed, but reading it back failed */
  VAULT_WIPE_REMOVED,     /* unlinked only */
  VAULT_WIPE_FAILED,      /* could not be done; error says why */
  VAULT_WIPE_NOTHING,     /* there was nothing of this kind */
  VAULT_WIPE_UNKNOWN,     /* cannot be known from here */
} VaultWipeOutcome;

typedef struct {
  VaultWipePart part;
  VaultWipeOutcome outcome;
  VaultError error;  /* with VAULT_WIPE_FAILED */
  gint64 elapsed_us; /* from the call to the end of this step */
} VaultWipeStep;

/* Steps in order; one for each part. */
typedef struct {
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];
} VaultReceipt;

/* TRUE if after this no passphrase opens the vault's files as they are now: the header,
 * or else the epochs and cells, are overwritten. */
gboolean vault_receipt_is_destroyed (const VaultReceipt *self);

/* Destroy the vault in the folder, open or locked, whole or damaged, without a passphrase
 * and without asking.  Cannot be cancelled.  Afterwards the state is VAULT_STATE_WIPED if
 * the receipt says destroyed, VAULT_STATE_LOCKED if not.
 *
 * Another process that has the vault open does not stop it; that process finds the
 * vault destroyed at its next step.
 *
 * Errors: VAULT_ERROR_NO_VAULT.  Anything else that fails is told by the receipt.
 */
void vault_wipe_async (Vault *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean vault_wipe_finish (Vault *self,
                            GAsyncResult *result,
                            VaultReceipt *out_receipt,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
