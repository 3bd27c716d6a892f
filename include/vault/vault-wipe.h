/* vault-wipe.h - the emergency wipe, its receipt, and the fire drill
 *
 * Threads:  the main context, except where said.
 * Blocks:   never.
 * Promise:  a step says VAULT_WIPE_DESTROYED only after the overwriting write was flushed and
 *           read back as written, where nothing was seen that keeps the old bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-storage.h>
#include <vault/vault.h>

G_BEGIN_DECLS

/* The parts of a vault, in the order in which a receipt tells of them. */
typedef enum {
  VAULT_WIPE_MEMORY,   /* keys of this process */
  VAULT_WIPE_HEADER,   /* both copies: without them no passphrase opens anything */
  VAULT_WIPE_EPOCHS,   /* expiry keys and the state block */
  VAULT_WIPE_CELLS,    /* item keys */
  VAULT_WIPE_DATABASE, /* the sealed media, noise by now */
  VAULT_WIPE_OTHERS,   /* keys of another process that has the vault open */
  VAULT_WIPE_COPIES,   /* backups, snapshots, old blocks of an SSD, exported files */
  VAULT_WIPE_N_PARTS
} VaultWipePart;

typedef enum {
  VAULT_WIPE_DESTROYED,   /* overwritten, flushed and read back */
  VAULT_WIPE_OVERWRITTEN, /* overwritten and flushed, and see the reason */
  VAULT_WIPE_REMOVED,     /* unlinked only */
  VAULT_WIPE_FAILED,      /* could not be done; error says why */
  VAULT_WIPE_NOTHING,     /* there was nothing of this kind */
  VAULT_WIPE_UNKNOWN,     /* cannot be known from here */
} VaultWipeOutcome;

/* Why a part is overwritten and not called destroyed. */
typedef enum {
  VAULT_WIPE_NO_REASON,
  VAULT_WIPE_UNREAD,   /* reading it back failed */
  VAULT_WIPE_OLD_KEPT, /* it was seen that the disk keeps the old bytes */
} VaultWipeReason;

typedef struct {
  VaultWipePart part;
  VaultWipeOutcome outcome;
  VaultWipeReason reason; /* with VAULT_WIPE_OVERWRITTEN */
  VaultError error;       /* with VAULT_WIPE_FAILED */
  /* From the call to the end of this step: of the attempt that worked, or of the last. */
  gint64 elapsed_us;
} VaultWipeStep;

/* Steps in order; one for each part. */
typedef struct {
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];
  VaultStorage storage; /* what the disk makes of overwriting, seen at this wipe */
} VaultReceipt;

/* TRUE if after this no passphrase opens the vault's files as they are now: the header,
 * or else the epochs and cells, are overwritten.  Any thread. */
gboolean vault_receipt_is_destroyed (const VaultReceipt *self);

/* Everything a receipt can say, whoever words it.  tests/core/test-receipt.c names for each
 * of these the test that proves it. */
typedef enum {
  VAULT_SAYS_DESTROYED,   /* the whole: keys overwritten, flushed, read back */
  VAULT_SAYS_OVERWRITTEN, /* the whole: nothing opens these files, but see below */
  VAULT_SAYS_NOT_DESTROYED,
  VAULT_SAYS_NO_KEYS, /* the whole: there was no key file to be destroyed */
  VAULT_SAYS_MEMORY_DESTROYED,
  VAULT_SAYS_MEMORY_NONE,
  VAULT_SAYS_KEYS_DESTROYED,
  VAULT_SAYS_KEYS_UNREAD,
  VAULT_SAYS_KEYS_OLD_KEPT,
  VAULT_SAYS_KEYS_FAILED,
  VAULT_SAYS_KEYS_NONE,
  VAULT_SAYS_DATABASE_REMOVED,
  VAULT_SAYS_DATABASE_FAILED,
  VAULT_SAYS_DATABASE_NONE,
  VAULT_SAYS_OTHERS_LET_GO,
  VAULT_SAYS_OTHERS_UNKNOWN,
  VAULT_SAYS_OTHERS_NONE,
  VAULT_SAYS_COPIES_UNKNOWN,
  VAULT_SAYS_LIGHT_GOOD,
  VAULT_SAYS_LIGHT_FAIR,
  VAULT_SAYS_LIGHT_POOR,
  VAULT_N_SAYINGS
} VaultSaying;

/* What to say of the whole, of one part, and of the disk.  Any thread. */
VaultSaying vault_receipt_say_whole (const VaultReceipt *self);
VaultSaying vault_receipt_say_part (const VaultReceipt *self, VaultWipePart part);
VaultSaying vault_receipt_say_light (const VaultReceipt *self);

/* The saying's name, "keys-destroyed"; for scripts.  Any thread. */
const char *vault_saying_get_nick (VaultSaying saying);

/* Have ready what a wipe needs: descriptors, room, a thread.  An open vault has that since it
 * was opened; locking it after this keeps it, and a locked one makes it now.  It holds the
 * key file open until vault_wipe_async(), or vault_wipe_unprepare(). */
void vault_wipe_prepare (Vault *self);
void vault_wipe_unprepare (Vault *self);

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

/* A fire drill: what was wiped, and what came of it. */
typedef struct {
  VaultReceipt receipt;
  guint64 keyring_bytes;
  guint64 database_bytes;
  gboolean database_whole; /* FALSE: there was no room for one as large */
  gboolean opened_before;  /* its passphrase opened the dummy before */
  gboolean opens_after;    /* and still does afterwards */
} VaultDrill;

/* Make a dummy vault of the size of this one in a folder inside its folder, open it with a
 * random passphrase, wipe it for real through the same path, try the passphrase again, and
 * remove what is left.  The vault itself is not touched; it may be open or locked.
 *
 * Errors: VAULT_ERROR_NO_VAULT, VAULT_ERROR_BUSY (another drill), VAULT_ERROR_NO_SPACE,
 * VAULT_ERROR_READ_ONLY, VAULT_ERROR_PERMISSION, VAULT_ERROR_IO, VAULT_ERROR_NO_MEMORY,
 * G_IO_ERROR_CANCELLED.
 */
void vault_drill_async (Vault *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean vault_drill_finish (Vault *self,
                             GAsyncResult *result,
                             VaultDrill *out_drill,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
