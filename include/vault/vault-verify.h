/* vault-verify.h - is everything still there, and what to do if not
 *
 *   verify   reads and authenticates every byte of an open vault; changes nothing
 *   repair   heals whatever is kept twice from its good copy, then verifies; changes
 *            nothing else: what cannot be healed is listed and kept
 *   salvage  writes all that still verifies into a folder, also from a vault that cannot
 *            be unlocked any more; changes nothing in the vault
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  none of these destroys, removes or hides an item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

/* What reading every byte found.  All of it but n_items, n_healed, n_stray_pieces and n_bytes
 * is damage. */
typedef struct {
  /* Items in the library of which every byte verifies, and of which some byte does not. */
  guint n_items;
  guint n_damaged;
  /* Records that do not verify, or whose key does not open: kept, not shown. */
  guint n_unreadable;
  /* Records that ought to be there and are not. */
  guint n_missing;
  /* Item keys without a record.  Beside other damage one may be the key of a record that was
   * lost, so it is kept; alone it is what a crash left, and the next opening removes it. */
  guint n_lone_keys;
  /* Places kept twice of which one copy is bad.  vault_repair_async() heals them. */
  guint n_mirror_faults;
  /* Places kept twice of which unlocking found one copy bad, or older than the other as a crash
   * leaves it, and wrote it anew.  They were damage until then, and are no more. */
  guint n_healed;
  /* Places where the structure of vault.db contradicts itself.  Nothing more should be
   * imported before everything was exported or salvaged. */
  guint n_structure_faults;
  /* Sealed pieces that no readable record lists: an unreadable one may list them, or they are
   * just being tidied away. */
  guint64 n_stray_pieces;
  /* Of originals, previews and thumbnails that verify. */
  guint64 n_bytes;
} VaultVerifyReport;

/* TRUE if it found no damage. */
gboolean vault_verify_report_is_whole (const VaultVerifyReport *self);

/* One item that is not whole. */
typedef struct {
  /* NULL after a salvage. */
  char *id;
  /* To be displayed; never logged.  After a salvage: of the file that was written, or of the
   * item if none was. */
  char *name;
  /* Of the original. */
  guint64 n_bytes;
  /* Of those, how many do not verify.  0: the original is whole, but its record, preview or
   * thumbnail is not. */
  guint64 n_bytes_bad;
  /* After a salvage: a VaultError that says why nothing was written; NULL if something was. */
  GError *error;
} VaultDamagedItem;

void vault_damaged_item_free (VaultDamagedItem *self);

/* Read and authenticate every byte the vault keeps: both copies of everything in the
 * keyring, every record, every chunk of every stream with its padding, and the structure of
 * the database.  Changes nothing.  The vault can be used meanwhile; what is destroyed or
 * expires on the way is not damage.
 *
 * @progress: n_done and n_total count items; the bytes are those of vault.db and of all
 * streams.
 *
 * Errors: VAULT_ERROR_LOCKED, VAULT_ERROR_IO, VAULT_ERROR_NO_MEMORY,
 * G_IO_ERROR_CANCELLED.  Damage is no error.
 */
void vault_verify_async (Vault *self,
                         GCancellable *cancellable,
                         VaultProgressFunc progress,
                         gpointer progress_data,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/* @out_damaged: (transfer full) (element-type VaultDamagedItem) (nullable): the n_damaged
 * ones; set also on failure. */
gboolean vault_verify_finish (Vault *self,
                              GAsyncResult *result,
                              VaultVerifyReport *out_report,
                              GPtrArray **out_damaged,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a repair healed from its other copy. */
typedef struct {
  guint n_blocks; /* of the keyring's two heads: header, state, clock */
  guint n_epochs; /* keys of what expires */
  guint n_cells;  /* keys of single items */
  guint n_stamps; /* of the database */
} VaultRepairReport;

/* Heal what is kept twice, then verify.  Only a copy that itself verifies is copied, and
 * never onto what may have been destroyed on purpose.  Doing it again finds nothing to do; a
 * crash in the middle leaves the good copy as it was.
 *
 * Errors: those of vault_verify_async(), and VAULT_ERROR_NO_SPACE, VAULT_ERROR_READ_ONLY,
 * VAULT_ERROR_DESTROYED.
 */
void vault_repair_async (Vault *self,
                         GCancellable *cancellable,
                         VaultProgressFunc progress,
                         gpointer progress_data,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/* @out_healed is right also on failure; @out_left is what verifying found afterwards. */
gboolean vault_repair_finish (Vault *self,
                              GAsyncResult *result,
                              VaultRepairReport *out_healed,
                              VaultVerifyReport *out_left,
                              GPtrArray **out_damaged,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a salvage wrote and what it could not. */
typedef struct {
  /* Items written byte for byte. */
  guint n_whole;
  /* Items written as "NAME (damaged).EXT", with zeros where bytes are bad. */
  guint n_partial;
  /* Items known by name of which nothing was written. */
  guint n_lost;
  /* Keys and records that cannot be brought together: at most this many more items were in
   * the vault. */
  guint n_nameless;
  /* Items whose time has come: not written. */
  guint n_expired;
  /* Written that verify; and missing in the partial and the lost ones. */
  guint64 n_bytes;
  guint64 n_bytes_bad;
} VaultSalvageReport;

/* Write every item that still verifies into @folder, from a vault that is locked and may
 * well be one that vault_unlock_async() refuses: with a database that is damaged, cut short,
 * older or without a stamp, or a keyring whose state is damaged while a header is whole.
 *
 * The vault's two files are only read: nothing is swept, healed, expired or removed.  The
 * files written are no longer protected.  An existing file is never replaced, " (2)" is added
 * to the name instead.  An item whose deadline has passed is not written.  Cancelling keeps
 * the files that are finished.
 *
 * Errors: VAULT_ERROR_NO_VAULT, VAULT_ERROR_BUSY (it is open, here or elsewhere),
 * VAULT_ERROR_WRONG_PASSPHRASE, VAULT_ERROR_BAD_PASSPHRASE, VAULT_ERROR_DESTROYED,
 * VAULT_ERROR_NEWER_FORMAT, VAULT_ERROR_KDF_REFUSED, VAULT_ERROR_DAMAGED_KEYRING (no header
 * is whole), VAULT_ERROR_MISSING_DATABASE, VAULT_ERROR_TARGET_FAILED, VAULT_ERROR_NO_SPACE,
 * VAULT_ERROR_NO_MEMORY, VAULT_ERROR_PERMISSION, VAULT_ERROR_IO, G_IO_ERROR_CANCELLED.
 */
void vault_salvage_async (Vault *self,
                          VaultSecret *passphrase,
                          GFile *folder,
                          GCancellable *cancellable,
                          VaultProgressFunc progress,
                          gpointer progress_data,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/* @out_report and @out_damaged, the partial and the lost ones, are right also on failure. */
gboolean vault_salvage_finish (Vault *self,
                               GAsyncResult *result,
                               VaultSalvageReport *out_report,
                               GPtrArray **out_damaged,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultDamagedItem, vault_damaged_item_free)

G_END_DECLS
