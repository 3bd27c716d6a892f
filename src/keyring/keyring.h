/* keyring.h - the file "keyring": the only place where keys live
 *
 * Owns:     the descriptor with the lock, the ring, state, stamp and epoch keys in one
 *           guarded region, and a copy of all cells as they are sealed on disk.
 * Threads:  any; one lock inside.
 * Blocks:   waits for the disk; opening and creating derive a key, about a second.
 * Promise:  written in place only.  Copy A is written and flushed before copy B, so at most
 *           one copy is ever torn.  A function that destroys returns TRUE only after both
 *           copies were overwritten and flushed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-secret.h>
#include <vault/vault-wipe.h>

#include "file/extents.h"
#include "keyring/blocks.h"
#include "keyring/epoch.h"
#include "keyring/header.h"

G_BEGIN_DECLS

#define VAULT_KEYRING_NAME "keyring"

typedef struct _VaultKeyring VaultKeyring;

/* What can be told without a passphrase. */
typedef struct {
  gboolean exists;
  VaultHeaderStatus status; /* of the better copy; DESTROYED if either says so */
  VaultKdfParams kdf;       /* with VAULT_HEADER_OK */
  guint64 n_file_bytes;
  gint64 reaped_until_s; /* of the clock block; 0 if that is not whole */
} VaultKeyringPeek;

/* Errors: VAULT_ERROR_IO, VAULT_ERROR_PERMISSION.  A missing file is no error. */
gboolean vault_keyring_peek (int dir_fd,
                             VaultKeyringPeek *out,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write a new keyring under a name of its own; vault_keyring_publish() makes it the
 * vault's.  Until then nothing that was in the folder has changed.
 *
 * Errors: VAULT_ERROR_BAD_PASSPHRASE, VAULT_ERROR_NO_MEMORY, VAULT_ERROR_NO_SPACE,
 * VAULT_ERROR_READ_ONLY, VAULT_ERROR_PERMISSION, VAULT_ERROR_IO, VAULT_ERROR_BUSY.
 */
VaultKeyring *vault_keyring_create (int dir_fd,
                                    VaultSecret *passphrase,
                                    const VaultKdfParams *kdf,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same from a key that has been derived with @kdf, salt and all: nobody who waits for the
 * vault is to notice that two are made. */
VaultKeyring *vault_keyring_create_with_key (int dir_fd,
                                             VaultSecret *passphrase_key,
                                             const VaultKdfParams *kdf,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Rename the new keyring into place, over nothing or over what a wipe left, and flush the
 * folder.  Errors: VAULT_ERROR_VAULT_EXISTS, VAULT_ERROR_IO. */
gboolean vault_keyring_publish (VaultKeyring *self,
                                int dir_fd,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Remove the new keyring again. */
void vault_keyring_remove_unpublished (int dir_fd);

/* Whether an interrupted creation had left its new keyring, which this one took over. */
gboolean vault_keyring_was_unpublished (VaultKeyring *self);

/* Lock the file, derive, verify, overwrite the epochs that have passed, read all cells.
 * Finishes a wipe that was interrupted.
 *
 * Errors: VAULT_ERROR_NO_VAULT, VAULT_ERROR_BUSY, VAULT_ERROR_DESTROYED,
 * VAULT_ERROR_NEWER_FORMAT, VAULT_ERROR_DAMAGED_KEYRING, VAULT_ERROR_KDF_REFUSED,
 * VAULT_ERROR_BAD_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE, VAULT_ERROR_NO_MEMORY,
 * VAULT_ERROR_READ_ONLY, VAULT_ERROR_PERMISSION, VAULT_ERROR_IO, G_IO_ERROR_CANCELLED.
 *
 * With a panic passphrase nothing is opened and nothing written, and it does not matter whether
 * another process holds the lock: the caller, who must look, gets the key out of it with
 * vault_keyring_steal_panic() and frees it.  Of another passphrase that process keeps
 * VAULT_ERROR_BUSY waiting for as long as deriving takes.
 */
VaultKeyring *vault_keyring_open (int dir_fd,
                                  VaultSecret *passphrase,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean vault_keyring_is_panic (VaultKeyring *self);

/* What a panic passphrase derived to, and with what.
 * Returns: (transfer full) (nullable): NULL of a keyring that is open. */
VaultSecret *vault_keyring_steal_panic (VaultKeyring *self, VaultKdfParams *out_kdf);

/* Wipe the keys and drop the lock.  @self may be NULL. */
void vault_keyring_free (VaultKeyring *self);

/* Wrong passphrases between the opening before this one and this one.
 * @out_last_s: when the latest was; 0 with none. */
guint vault_keyring_get_failed (VaultKeyring *self, gint64 *out_last_s);

/* Blocks of which the opening found one copy bad, or older than the other, and wrote it
 * anew. */
guint vault_keyring_get_n_healed (VaultKeyring *self);

/* One way in, by slot number.  FALSE if the slot is unused. */
gboolean vault_keyring_get_entry (VaultKeyring *self,
                                  guint number,
                                  VaultSlotKind *out_kind,
                                  gint64 *out_added_s,
                                  gboolean *out_current);

typedef enum {
  VAULT_SLOT_ADD,     /* the same master key, sealed once more */
  VAULT_SLOT_REPLACE, /* new keys for everything */
  VAULT_SLOT_REMOVE,  /* the same */
} VaultSlotVerb;

typedef struct {
  VaultSlotVerb verb;
  VaultSecret *current; /* opens any slot */
  VaultSecret *added;   /* NULL with VAULT_SLOT_REMOVE */
  VaultSlotKind kind;   /* of @added */
  guint number;         /* G_MAXUINT: the slot that @current opens; not used to add */
} VaultSlotChange;

/* Changing the ways in takes three steps, for the one in the middle burns a core for two
 * seconds and needs no keyring: locking must not wait for it. */
typedef struct _VaultSlotWork VaultSlotWork;

/* Errors: VAULT_ERROR_TOO_MANY_PASSPHRASES, VAULT_ERROR_NO_PASSPHRASE. */
VaultSlotWork *vault_keyring_begin_slots (VaultKeyring *self,
                                          const VaultSlotChange *change,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Errors: VAULT_ERROR_BAD_PASSPHRASE, VAULT_ERROR_NO_MEMORY, G_IO_ERROR_CANCELLED. */
gboolean vault_slot_work_derive (VaultSlotWork *work,
                                 GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Make the change, durably.  Others read meanwhile.
 *
 * Errors: VAULT_ERROR_WRONG_PASSPHRASE, VAULT_ERROR_PASSPHRASE_IN_USE,
 * VAULT_ERROR_LAST_PASSPHRASE, VAULT_ERROR_NO_PASSPHRASE, VAULT_ERROR_BUSY (another change
 * came first), VAULT_ERROR_DESTROYED, VAULT_ERROR_NO_MEMORY, VAULT_ERROR_IO (nothing was
 * written), VAULT_ERROR_HALF_CHANGED.
 */
gboolean vault_keyring_finish_slots (VaultKeyring *self,
                                     VaultSlotWork *work,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

void vault_slot_work_free (VaultSlotWork *work);

const guint8 *vault_keyring_get_vault_id (VaultKeyring *self);

/* The key of the database stamp, guarded; lives as long as @self. */
const guint8 *vault_keyring_get_stamp_key (VaultKeyring *self);

/* The time everything here goes by, and whether the wall clock is ahead of it and not
 * believed. */
gint64 vault_keyring_get_time (VaultKeyring *self, gboolean *out_doubtful);

/* Believe the wall clock although it leapt ahead: somebody has looked at it.  What is due by
 * then has to be looked for afterwards.  Errors: as for writing. */
gboolean vault_keyring_believe_clock (VaultKeyring *self,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  VAULT_HEART_NONE,    /* there is no absence rule */
  VAULT_HEART_BEATING, /* wrapped anew whenever the state is written */
  VAULT_HEART_STOPPED, /* nobody opened the vault for too long: its key is dead */
  VAULT_HEART_LOST,    /* its epoch has not passed, but that key is not there */
} VaultHeartState;

/* The absence rule: after how many days, for which items, and when that would be if the vault
 * was closed now. */
typedef struct {
  VaultHeartState state;
  guint n_days; /* 0 without a rule */
  gboolean everything;
  gint64 ends_s;
} VaultKeyringHeart;

void vault_keyring_get_heart (VaultKeyring *self, VaultKeyringHeart *out);

/* Whether there can be a rule of @n_days, or with 0 none.  Errors: VAULT_ERROR_BAD_TIME for days
 * out of bounds, VAULT_ERROR_DAMAGED_KEYRING with a heart that is lost or has stopped. */
gboolean vault_keyring_check_heart (VaultKeyring *self,
                                    guint n_days,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Make the rule, change it, or with @n_days 0 give it up; no cell may be under it then.
 * Durable when it returns TRUE; cells are bound to it by vault_keyring_write_cells().
 * Errors: those of vault_keyring_check_heart(), and as for writing. */
gboolean vault_keyring_set_heart (VaultKeyring *self,
                                  guint n_days,
                                  gboolean everything,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Somebody has opened the vault, all of it: the days of absence begin anew.  The state is
 * written, whether or not there is a rule, for two copies of the file must not tell.  A heart
 * that stopped is replaced by a new one; nothing may be left that was bound to it. */
gboolean vault_keyring_note_opened (VaultKeyring *self,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One more with every change of a cell that reached the disk; the database keeps the newest
 * it has seen, and must never know one that the disk does not. */
guint64 vault_keyring_get_generation (VaultKeyring *self);

/* How many commits of the database the keyring knows of. */
guint64 vault_keyring_get_n_commits (VaultKeyring *self);

/* Store a new number of commits, durably.  Errors: as for writing. */
gboolean vault_keyring_set_n_commits (VaultKeyring *self,
                                      guint64 n_commits,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Cells there is room for in the file; numbers run from 0 to this. */
guint32 vault_keyring_get_n_cells (VaultKeyring *self);

typedef enum {
  VAULT_CELL_CLOSED, /* random, destroyed, or damaged */
  VAULT_CELL_OPEN,   /* @out_root is the item's */
  VAULT_CELL_EXPIRED, /* its epoch has passed, or with it the vault's heart has stopped */
  VAULT_CELL_EPOCH_LOST, /* its epoch has not passed, but that key is not there */
} VaultCellStatus;

/* @out_root: VAULT_KEY_BYTES of guarded memory, zero unless VAULT_CELL_OPEN. */
VaultCellStatus vault_keyring_read_cell (VaultKeyring *self,
                                         guint32 cell,
                                         guint8 *out_root,
                                         VaultEpoch *out_epoch);

/* The same with room of one's own, @scratch, in a VaultSecret: several threads may read at
 * once, but only while nothing else uses the keyring, as at an opening. */
VaultCellStatus vault_keyring_read_cell_with (VaultKeyring *self,
                                              guint32 cell,
                                              VaultCellScratch *scratch,
                                              guint8 *out_root,
                                              VaultEpoch *out_epoch);

/* Whether the copies of this cell differ on the disk.  Does not block. */
gboolean vault_keyring_is_uneven (VaultKeyring *self, guint32 cell);

/* Whether anything lives in this cell: opened by the ring key in either copy. */
gboolean vault_keyring_is_live (VaultKeyring *self, guint32 cell);

/* Take a free cell, enlarging the file if there is none.  It is free again after
 * vault_keyring_release_cell(), or at the next opening if it was never written.
 * Errors: as for writing. */
gboolean vault_keyring_reserve_cell (VaultKeyring *self,
                                     guint32 *out_cell,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

void vault_keyring_release_cell (VaultKeyring *self, guint32 cell);

/* Never hand this one out: a record that cannot be opened claims it. */
void vault_keyring_hold_cell (VaultKeyring *self, guint32 cell);

typedef struct {
  guint32 cell;
  gint64 expires_s;   /* decides the epoch; VAULT_EXPIRES_NEVER for none */
  const guint8 *root; /* VAULT_KEY_BYTES, guarded */
  gboolean heart;     /* under the absence rule, if there is one */
} VaultCellWrite;

/* Seal and write cells, durable in both copies when this returns TRUE.
 * Errors: VAULT_ERROR_IO, VAULT_ERROR_NO_SPACE, VAULT_ERROR_DESTROYED and the like; what
 * then is on disk is found out at the next opening. */
gboolean vault_keyring_write_cells (VaultKeyring *self,
                                    const VaultCellWrite *writes,
                                    gsize n_writes,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Overwrite cells with random bytes in both copies and flush.  This is the line that
 * destroys an item. */
gboolean vault_keyring_destroy_cells (VaultKeyring *self,
                                      const guint32 *cells,
                                      gsize n_cells,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Rewrite the copies that do not match their mirror, of the state and of live cells only;
 * to be called when no cell without a record is left.  Returns how many cells there were
 * through @out_n_healed. */
gboolean vault_keyring_heal (VaultKeyring *self,
                             guint *out_n_healed,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Re-read both copies of every live cell and count those that are not as they should be.
 * Changes nothing. */
gboolean vault_keyring_count_mirror_faults (VaultKeyring *self,
                                            guint *out_n_faults,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Overwrite the epoch keys whose time has passed, while open. */
gboolean vault_keyring_reap (VaultKeyring *self,
                             guint *out_n_overwritten,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write down what time it is, unless that was done within the last minute: a clock that is set
 * back while the vault is locked takes it to no time before.  Nothing is reaped.  Errors: of
 * writing. */
gboolean vault_keyring_note_time (VaultKeyring *self,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same without a passphrase, on a vault no process has open.
 * Errors: those of vault_keyring_open() before the passphrase, and
 * VAULT_ERROR_CLOCK_DOUBTFUL. */
gboolean vault_keyring_reap_locked (int dir_fd,
                                    guint *out_n_overwritten,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Room for a wipe, made beforehand so that the wipe itself allocates nothing. */
typedef struct {
  guint8 buffer[VAULT_HEAD_BYTES];
  guint8 reread[VAULT_HEAD_BYTES];
  VaultExtents before;
  VaultExtents after;
} VaultWipeRoom;

/* What became of one file: the steps VAULT_WIPE_HEADER, VAULT_WIPE_EPOCHS and
 * VAULT_WIPE_CELLS, and VaultStorageFacts. */
typedef struct {
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];
  guint facts;
} VaultWipeFile;

/* Destroy the keyring behind @fd: headers, flush, then epochs and state, then cells; read
 * everything back and compare; see where it went.  Times count from @start_us (monotonic).
 * Needs no lock and no key. */
void
vault_keyring_wipe (int fd, VaultWipeRoom *room, gint64 start_us, VaultWipeFile *file);

/* Once more, of a file that has been wiped: what failed is tried again, and what somebody has
 * written since is overwritten; its step then has the time of that. */
void vault_keyring_wipe_again (int fd,
                               VaultWipeRoom *room,
                               gint64 start_us,
                               VaultWipeFile *file);

/* See what the disk makes of an overwritten cell, with cell 0, which is no item's and stays
 * as it is.  Needs no lock and no key.  Returns: VaultStorageFacts; VAULT_STORAGE_UNTOLD with
 * others where the keyring cannot be written. */
guint vault_keyring_try_disk (int dir_fd);

/* A keyring whose header carries a wipe's marker: do the whole wipe again, for it may have
 * been interrupted.  TRUE if nothing of it failed.  Errors: as for writing. */
gboolean vault_keyring_finish_wipe (int dir_fd,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Look for a broken invariant, in memory and on disk.  For tests: opens every cell.
 * Errors: VAULT_KEYRING_INVARIANT, whose code is the invariant's number at the head of
 * keyring.c, and those of reading. */
#define VAULT_KEYRING_INVARIANT (vault_keyring_invariant_quark ())
GQuark vault_keyring_invariant_quark (void);
gboolean vault_keyring_check (VaultKeyring *self,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a wipe has reached the file that is open, whatever stands at its name by now. */
gboolean vault_keyring_is_wiped (VaultKeyring *self);

/* The descriptor of the open file, for vault_keyring_wipe(). */
int vault_keyring_get_fd (VaultKeyring *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultKeyring, vault_keyring_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultSlotWork, vault_slot_work_free)

G_END_DECLS
