/* vault.h - one vault in one folder: the whole of what a program may do with it
 *
 * Owns:     the open session: keys in guarded memory, the two files, the catalog, the
 *           decoder processes and the expiry timer.
 * Threads:  every function is for the main context that made the object, except where
 *           said.  Callbacks, signals and progress arrive there.
 * Blocks:   never, except where said.  Key derivation, files, SQLite and decoders run
 *           on threads and processes of their own.
 * Promise:  nothing is reported done before it is durable, and nothing is reported
 *           destroyed before the overwriting write was flushed to the device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include <vault/vault-error.h>
#include <vault/vault-item.h>
#include <vault/vault-secret.h>
#include <vault/vault-when.h>

G_BEGIN_DECLS

typedef enum {
  VAULT_STATE_LOCKED,
  VAULT_STATE_UNLOCKING, /* create or unlock is running */
  VAULT_STATE_OPEN,
  VAULT_STATE_WIPED, /* the object is of no further use */
} VaultState;

/* What a look at the folder tells without a passphrase. */
typedef enum {
  VAULT_PRESENCE_NONE,      /* nothing there: offer to create one */
  VAULT_PRESENCE_VAULT,     /* offer to unlock it */
  VAULT_PRESENCE_DESTROYED, /* the marker an emergency wipe leaves */
  VAULT_PRESENCE_DAMAGED,   /* a keyring, but neither header copy is whole */
} VaultPresence;

typedef enum {
  VAULT_KDF_CALIBRATED, /* 0.8 to 1.5 s on this computer */
  VAULT_KDF_QUICK,      /* the floor, 64 MiB and 3 passes; for tests and scripts */
} VaultKdfCost;

#define VAULT_TYPE_VAULT (vault_get_type ())
G_DECLARE_FINAL_TYPE (Vault, vault, VAULT, VAULT, GObject)

/* @folder need not exist.  Nothing is touched before an operation is asked for.
 * Returns: (transfer full): a locked vault. */
Vault *vault_new (const char *folder);

/* "$XDG_DATA_HOME/nightstand/vault".  Returns: (transfer full): a path. */
char *vault_dup_default_folder (void);

const char *vault_get_folder (Vault *self);

/* Property "state", notified. */
VaultState vault_get_state (Vault *self);

/* The VaultItems, newest first; empty unless the vault is open.  The same model for the
 * life of the object.  Returns: (transfer none). */
GListModel *vault_get_items (Vault *self);

/* The item with this id, as printed by vault_item_get_id().
 * Returns: (transfer full) (nullable). */
VaultItem *vault_dup_item (Vault *self, const char *id);

/* The vault's own idea of the time, which never runs backwards, in seconds since 1970.
 * Deadlines are compared with this and nothing else.
 *
 * Signal "deadlines-changed": what is due soon may be something else, for deadlines were
 * moved, the clock was, or another hour has begun. */
gint64 vault_get_time (Vault *self);

/* How far a long operation has come.  Totals may grow while folders are still being
 * read; they are 0 until something is known. */
typedef struct {
  guint n_done;
  guint n_total;
  guint64 n_bytes_done;
  guint64 n_bytes_total;
} VaultProgress;

typedef void (*VaultProgressFunc) (const VaultProgress *progress, gpointer user_data);

/* Errors: VAULT_ERROR_IO, VAULT_ERROR_PERMISSION. */
void vault_probe_async (Vault *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean vault_probe_finish (Vault *self,
                             GAsyncResult *result,
                             VaultPresence *out_presence,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a vault may be made where something copies it away.  Not unless this was called. */
void vault_set_allow_synced (Vault *self, gboolean allow);

/* Make a new vault and leave it open.  A destroyed one in the same folder is replaced.  Backup
 * programs and indexers are told to leave the folder alone, if nothing else is in it.
 *
 * Errors: VAULT_ERROR_SYNCED_FOLDER, VAULT_ERROR_VAULT_EXISTS,
 * VAULT_ERROR_BAD_PASSPHRASE, VAULT_ERROR_NO_MEMORY, VAULT_ERROR_NO_SPACE, VAULT_ERROR_READ_ONLY, VAULT_ERROR_PERMISSION, VAULT_ERROR_BUSY,
 * VAULT_ERROR_IO.
 */
void vault_create_async (Vault *self,
                         VaultSecret *passphrase,
                         VaultKdfCost cost,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean vault_create_finish (Vault *self,
                              GAsyncResult *result,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Open the vault: derive, verify, expire what is due, sweep what a crash left, build the
 * catalog.
 *
 * Errors: those of the class "the vault as a whole" and "the computer", and
 * VAULT_ERROR_WRONG_PASSPHRASE.
 */
void vault_unlock_async (Vault *self,
                         VaultSecret *passphrase,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean vault_unlock_finish (Vault *self,
                              GAsyncResult *result,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What unlocking found and did, for a notice.  All zero when locked. */
typedef struct {
  guint n_expired;     /* destroyed because their time had come */
  guint n_absent;      /* of these, because nobody had opened the vault for too long */
  guint n_viewed_out;  /* destroyed because their last view had begun */
  guint n_interrupted; /* deletions and imports a crash had interrupted, finished */
  guint n_damaged;     /* records that do not verify: kept, not shown */
  guint n_healed;      /* places kept twice, one copy bad or older: written anew */
  gboolean clock_doubtful; /* see VAULT_ERROR_CLOCK_DOUBTFUL */
  /* What copies the folder away, "Dropbox"; NULL: nothing, as far as can be seen, or it was
   * allowed a moment ago, when the vault was made.  Static. */
  const char *sync_service;
} VaultUnlockSummary;

void vault_get_unlock_summary (Vault *self, VaultUnlockSummary *out_summary);

/* Lock.  Before this returns the items are gone, running operations are cancelled and
 * the keys are unreachable for new ones; the callback runs when the last key byte is
 * wiped.  Never fails, and locking a locked vault is fine. */
void vault_lock_async (Vault *self, GAsyncReadyCallback callback, gpointer user_data);
void vault_lock_finish (Vault *self, GAsyncResult *result);

/* What becomes of everything in a file that is not picture or sound: place, camera, date,
 * texts, thumbnails.  Removing it leaves the coded picture and sound as they are, and the
 * way a picture is turned. */
typedef enum {
  VAULT_METADATA_REMOVED,
  VAULT_METADATA_KEPT, /* every byte as it is */
} VaultMetadata;

/* One source that was not imported, or was imported but cannot be shown. */
typedef struct {
  char *name;    /* to be displayed; never logged */
  GError *error; /* a VaultError */
  gboolean
      kept; /* TRUE: the bytes are in the vault, only a picture could not be made, or
                metadata not be removed */
} VaultImportProblem;

/* Copy files and folders (recursively; symbolic links are not followed) into the vault,
 * all with the deadline @expires or VAULT_EXPIRES_NEVER.  The sources stay where they are,
 * as they are; @metadata is about what is kept.  Where it cannot be removed the file is kept
 * byte for byte, and VAULT_ERROR_METADATA_STAYS is in the list.  When a picture was taken
 * is kept in its record in either case.
 *
 * Cancelling keeps what was finished and leaves nothing of the rest.  The call fails only
 * if no more items can be taken (VAULT_ERROR_NO_SPACE, VAULT_ERROR_IO, VAULT_ERROR_LOCKED,
 * VAULT_ERROR_BAD_TIME, G_IO_ERROR_CANCELLED, VAULT_ERROR_EXPIRED if the deadline comes
 * before the end of it: what had arrived expires); a single bad source is a problem in the
 * list.  @out_problems is set in either case: (transfer full) (element-type
 * VaultImportProblem).
 */
void vault_import_async (Vault *self,
                         GFile *const *files,
                         gsize n_files,
                         gint64 expires,
                         VaultMetadata metadata,
                         GCancellable *cancellable,
                         VaultProgressFunc progress,
                         gpointer progress_data,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean vault_import_finish (Vault *self,
                              GAsyncResult *result,
                              guint *out_n_imported,
                              GPtrArray **out_problems,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for bytes that never were a file, such as a pasted picture. */
void vault_import_bytes_async (Vault *self,
                               const char *name,
                               GBytes *bytes,
                               gint64 expires,
                               VaultMetadata metadata,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean vault_import_bytes_finish (Vault *self,
                                    GAsyncResult *result,
                                    GPtrArray **out_problems,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Destroy items for good: the callback runs after their keys were overwritten and
 * flushed.  The space is given back in the background.  @items: (element-type VaultItem).
 *
 * Errors: VAULT_ERROR_IO, VAULT_ERROR_NO_SPACE, VAULT_ERROR_LOCKED.
 */
void vault_delete_async (Vault *self,
                         GPtrArray *items,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean vault_delete_finish (Vault *self,
                              GAsyncResult *result,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Give items a deadline, move it, or take it away with VAULT_EXPIRES_NEVER.
 *
 * Errors: VAULT_ERROR_BAD_TIME (not in the future), VAULT_ERROR_EXPIRED (too late for one
 * of them), VAULT_ERROR_IO, VAULT_ERROR_NO_SPACE, VAULT_ERROR_LOCKED.
 */
void vault_set_expiry_async (Vault *self,
                             GPtrArray *items,
                             gint64 expires,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean vault_set_expiry_finish (Vault *self,
                                  GAsyncResult *result,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keep how @item is turned, in quarter turns clockwise, counted from how its file says;
 * whole turns are left away.  Durable like a deadline; an exported file is not turned.  Of
 * two changes of one item that are under way at once, either may be the last.
 *
 * Errors: VAULT_ERROR_NO_ITEM, VAULT_ERROR_EXPIRED, VAULT_ERROR_IO, VAULT_ERROR_NO_SPACE,
 * VAULT_ERROR_LOCKED.
 */
void vault_set_rotation_async (Vault *self,
                               VaultItem *item,
                               guint quarter_turns,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean vault_set_rotation_finish (Vault *self,
                                    GAsyncResult *result,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keep where a film or recording was left, VAULT_POSITION_MAX_MS at most; the same in all
 * else. */
void vault_set_position_async (Vault *self,
                               VaultItem *item,
                               guint64 position_ms,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean vault_set_position_finish (Vault *self,
                                    GAsyncResult *result,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write items into @folder under their own names; an existing file is never replaced,
 * " (2)" is added to the name instead.  With VAULT_METADATA_KEPT it is byte for byte what
 * was imported; otherwise an item whose metadata cannot be removed is not written, and is in
 * the list with VAULT_ERROR_METADATA_STAYS.  An exported copy is no longer protected.
 * @out_problems: (transfer full) (element-type VaultImportProblem).
 *
 * Errors: VAULT_ERROR_TARGET_FAILED, VAULT_ERROR_NO_SPACE, VAULT_ERROR_LOCKED,
 * G_IO_ERROR_CANCELLED; a file begun and not finished is removed.
 */
void vault_export_async (Vault *self,
                         GPtrArray *items,
                         GFile *folder,
                         VaultMetadata metadata,
                         GCancellable *cancellable,
                         VaultProgressFunc progress,
                         gpointer progress_data,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean vault_export_finish (Vault *self,
                              GAsyncResult *result,
                              guint *out_n_exported,
                              GPtrArray **out_problems,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Facts that need no passphrase, and, while open, those that do. */
typedef struct {
  guint format_version;
  guint64 kdf_memory_bytes;
  guint64 kdf_passes;
  guint64 keyring_bytes;
  guint64 database_bytes;
  guint n_items;        /* 0 unless open */
  guint64 n_item_bytes; /* 0 unless open */
  guint n_damaged;      /* 0 unless open */
} VaultInfo;

void vault_info_async (Vault *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
gboolean vault_info_finish (Vault *self,
                            GAsyncResult *result,
                            VaultInfo *out_info,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Overwrite every epoch key whose time has passed.  Needs no passphrase; a vault that is
 * open in another process does this by itself, and gives VAULT_ERROR_BUSY here.
 *
 * Errors: VAULT_ERROR_CLOCK_DOUBTFUL and those of the class "the vault as a whole".
 */
void vault_reap_async (Vault *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
gboolean vault_reap_finish (Vault *self,
                            GAsyncResult *result,
                            guint *out_n_overwritten,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the computer's clock leapt ahead and is not believed yet: what is due by it is kept.
 * @out_wall: what it says, seconds since 1970; may be NULL.  FALSE unless the vault is open.
 * Property "clock-doubtful", notified. */
gboolean vault_is_clock_doubtful (Vault *self, gint64 *out_wall);

/* Believe it: a person has looked at the date.  What is due by it is destroyed.
 *
 * Errors: VAULT_ERROR_IO, VAULT_ERROR_LOCKED and the like. */
void vault_believe_clock_async (Vault *self,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean vault_believe_clock_finish (Vault *self,
                                     GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

void vault_import_problem_free (VaultImportProblem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultImportProblem, vault_import_problem_free)

G_END_DECLS
