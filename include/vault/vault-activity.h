/* vault-activity.h - what was done with this vault, sealed inside it
 *
 * Each entry has a time, a kind and a number, and never a name.  The latest
 * VAULT_ACTIVITY_MAX_ENTRIES are kept, older ones fall out.
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  what cannot be written down does not make what it tells of fail.  Verifying changes
 *           nothing, so it is written down when the vault locks; and only beside other entries:
 *           what was never more than looked at stays as it is.  What a lock stops is written
 *           down by that lock, and an import that ends with the program or its power by the next
 *           opening: if there was a log when it began, or a batch of it was kept.
 *           Cleared entries are destroyed: the key they were sealed under is overwritten.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

#define VAULT_ACTIVITY_MAX_ENTRIES 4096u

/* Append only: the numbers are on the disk. */
typedef enum {
  VAULT_ACTIVITY_CREATED = 1,
  VAULT_ACTIVITY_UNLOCKED = 2,
  VAULT_ACTIVITY_FAILED = 3,     /* wrong passphrases before this unlocking: how many */
  VAULT_ACTIVITY_IMPORTED = 4,   /* how many items */
  VAULT_ACTIVITY_EXPORTED = 5,   /* how many items */
  VAULT_ACTIVITY_DELETED = 6,    /* how many items, by hand */
  VAULT_ACTIVITY_EXPIRED = 7,    /* how many items */
  VAULT_ACTIVITY_VIEWED_OUT = 8, /* how many items, after their last view */
  VAULT_ACTIVITY_ADDED_WAY = 9,  /* a passphrase or recovery key was added */
  VAULT_ACTIVITY_CHANGED_WAY = 10, /* one was changed */
  VAULT_ACTIVITY_REMOVED_WAY = 11, /* one was removed */
  VAULT_ACTIVITY_REPAIRED = 12,    /* how many places were healed */
  VAULT_ACTIVITY_CLEARED = 13,     /* this list */
  VAULT_ACTIVITY_WIPE_CANCELLED = 14,
  VAULT_ACTIVITY_SETTINGS = 15,  /* settings were changed: how many */
  VAULT_ACTIVITY_ORIGINALS = 16, /* originals were removed after an import: how many */
  VAULT_ACTIVITY_VERIFIED = 17,  /* every byte was read: how many faults were found */
  VAULT_ACTIVITY_DRILLED = 18,   /* a wipe was drilled with a dummy */
  /* What a lock has stopped: how many were left.  Directly behind it stands how many were
   * done, if any were. */
  VAULT_ACTIVITY_STOPPED_IMPORT = 19,
  VAULT_ACTIVITY_STOPPED_EXPORT = 20,
  VAULT_ACTIVITY_STOPPED_CHECK = 21, /* verifying or repairing; nothing is counted */
  /* The program or the computer ended in the middle of an import; found at the next opening.
   * How many were left, and behind it, as above, how many were kept. */
  VAULT_ACTIVITY_BROKEN_IMPORT = 22,
  /* An import of so many files is under way: on the disk alone, until it is over. */
  VAULT_ACTIVITY_IMPORTING = 23,
} VaultActivityKind;

#define VAULT_ACTIVITY_LAST_KIND VAULT_ACTIVITY_IMPORTING

typedef struct {
  gint64 time_s; /* the vault's time, seconds since 1970 */
  guint kind;    /* a VaultActivityKind; perhaps one that a later version added */
  guint count;
} VaultActivity;

/* What is known, oldest first; empty unless the vault is open.  Signal "activity-changed" of
 * the vault says when there is more, or less.  Returns: (transfer full) (element-type
 * VaultActivity). */
GArray *vault_dup_activity (Vault *self);

/* Entries of one kind that follow each other within one day of local time, as one. */
typedef struct {
  gint64 first_s;
  gint64 last_s;
  guint kind;
  guint n_entries;
  guint count; /* of all of them together */
} VaultActivityRun;

/* @all: (element-type VaultActivity).  Any thread.  Returns: (transfer full) (element-type
 * VaultActivityRun): oldest first. */
GArray *vault_activity_merge (const GArray *all);

/* What the lock before the last opening has stopped, or a crash. */
typedef struct {
  gboolean import;
  gboolean import_broke_off; /* it was no lock: the program or the computer ended */
  guint n_imported;
  guint n_to_import; /* in all; 0: it had not looked yet how many there are */
  gboolean export;
  guint n_exported;
  guint n_to_export;
  gboolean check;
} VaultStopped;

/* @all: see vault_activity_merge().  Any thread. */
void vault_activity_find_stopped (const GArray *all, VaultStopped *out_stopped);

/* Write down what the core does not see by itself, in the background: what happened in the
 * window.  Nothing is done unless the vault is open. */
void vault_note_activity (Vault *self, VaultActivityKind kind, guint count);

/* Destroy all entries; the one that says so is then the first.  Errors: those of writing. */
void vault_clear_activity_async (Vault *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean vault_clear_activity_finish (Vault *self,
                                      GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
