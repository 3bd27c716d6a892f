/* keyring-private.h - what the files keyring*.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "keyring/keyring.h"

G_BEGIN_DECLS

#define VAULT_KEYRING_NEW_NAME "keyring.new"

/* All of it secret, all of it in one guarded region. */
typedef struct {
  guint8 ring_key[VAULT_KEY_BYTES];
  guint8 state_key[VAULT_KEY_BYTES];
  guint8 stamp_key[VAULT_KEY_BYTES];
  VaultCellScratch cell;
  VaultSlotScratch slot;
  /* While opening, creating or changing the ways in only, see
   * vault_keyring_forget_master(). */
  guint8 master_key[VAULT_KEY_BYTES];
  guint8 mac_key[VAULT_KEY_BYTES];
  guint8 directory_key[VAULT_KEY_BYTES];
  guint8 next_ring_key[VAULT_KEY_BYTES];
  guint8 next_state_key[VAULT_KEY_BYTES];
  VaultDirectory directory;
  guint8 epochs[2][VAULT_EPOCH_TABLE_BYTES];
  guint8 heart[VAULT_KEY_BYTES]; /* with VAULT_HEART_BEATING; otherwise zero */
} VaultKeyringKeys;

typedef enum {
  VAULT_CELL_STATE_FREE = 0,
  VAULT_CELL_STATE_LIVE,
  VAULT_CELL_STATE_TAKEN, /* reserved, held, or in an unknown state after an error */
} VaultCellState;

/* A way in, as much of it as is not secret. */
typedef struct {
  guint8 kind;
  gint64 added_s;
} VaultKeyringEntry;

/* Two locks, always taken in this order.  @writing is held over a whole change, flushes and
 * all; @mutex only while memory is read or changed, so that asking for the time or for an
 * item's key never waits for the disk. */
struct _VaultKeyring {
  GMutex writing;
  GMutex mutex;

  /* Set while opening, then only read. */
  int fd;
  VaultSecret *secret; /* holds @keys */
  gboolean was_unpublished;
  guint32 n_failed; /* wrong passphrases before this opening */
  gint64 last_failed_s;
  guint n_healed;         /* copies that opening found bad and wrote anew */
  VaultSecret *panic_key; /* what opened a panic slot; NULL in an open keyring */

  /* Changed under both; the vault id never. */
  VaultHeader header;
  VaultKeyringEntry entries[VAULT_N_SLOTS];
  guint8 current; /* the slot that was opened */

  /* Under @writing. */
  gboolean broken;      /* a flush failed: nothing is written any more */
  gint64 stored_time_s; /* of the clock block on disk */

  /* Under @mutex; changed only by who also holds @writing, except clock.mark. */
  VaultKeyringKeys *keys;
  VaultKeyringState state;
  VaultKeyringClock clock;
  VaultHeartState heart;
  guint64 durable_generation; /* state.generation, as far as it is on disk */
  guint32 n_cells;
  guint32 first_free; /* no free cell before this one */
  guint8 *sealed;     /* n_cells * VAULT_CELL_BYTES, as on disk */
  guint8 *states;     /* a VaultCellState for each cell */
  guint8 *uneven;     /* 1: the copies differ on disk */
};

/* Open and lock the file.  Returns: a descriptor, or -1. */
int vault_keyring_open_file (int dir_fd, GError **error);

/* Read the better of two header blocks.  @out_block may be NULL. */
gboolean vault_keyring_read_header (int fd,
                                    VaultHeader *out,
                                    guint8 *out_block,
                                    VaultHeaderStatus *out_status,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The error that goes with a header that cannot be used.  A wipe that was interrupted is
 * finished first. */
gboolean vault_keyring_check_header_status (int fd,
                                            VaultHeaderStatus status,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* VAULT_ERROR_DESTROYED, or why a wipe could not be finished. */
void vault_keyring_set_wiped_error (const VaultWipeFile *file, GError **error);

/* Whichever copy of the clock block is whole, if any is.  @out_copy may be NULL. */
gboolean vault_keyring_read_clock (int fd,
                                   const guint8 *vault_id,
                                   VaultKeyringClock *out,
                                   gboolean *out_found,
                                   VaultCopy *out_copy,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean vault_keyring_store_clock (int fd,
                                    const VaultKeyringClock *clock,
                                    const guint8 *vault_id,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Make the other copy of a block like copy @from, if it is not.  The good one is not written
 * to: were it rewritten first and torn, what is left would be the older copy, and an older
 * state is a keyring that its own database refuses.  @n_healed: counted up if it was not. */
gboolean vault_keyring_copy_block (int fd,
                                   guint64 at,
                                   VaultCopy from,
                                   guint *n_healed,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write the same block into both heads, A flushed before B. */
gboolean vault_keyring_write_block (int fd,
                                    guint64 at,
                                    const guint8 *block,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes @mutex. */
gint64 vault_keyring_advance (VaultKeyring *self, gboolean *out_doubtful);

/* With @writing held, without @mutex. */
gboolean vault_keyring_reap_unlocked (VaultKeyring *self,
                                      guint *out_n_overwritten,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vault_keyring_may_write (VaultKeyring *self,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* With @mutex held: the state is about to be written, and says that the vault is open now. */
void vault_keyring_prepare_state (VaultKeyring *self, gint64 now);
/* The heart's part of that: it is wrapped under the epoch that ends when the absence rule
 * would come due.  Under copy A's key, like every cell. */
void vault_keyring_beat (VaultKeyring *self, gint64 now);
/* Find out what has become of the heart, by self->clock and the epoch keys as they are. */
void vault_keyring_load_heart (VaultKeyring *self);

/* The key that the inner wrap of a cell of this epoch is under, as far as copy @copy of the
 * table goes; NULL where it is zeros.  May lie in @scratch.  With @mutex held. */
const guint8 *vault_keyring_cell_key (VaultKeyring *self,
                                      VaultEpoch epoch,
                                      VaultCopy copy,
                                      VaultCellScratch *scratch);
gboolean vault_keyring_write_state (VaultKeyring *self,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Read every segment and find out what lives.  Before any other thread knows @self. */
gboolean vault_keyring_load_cells (VaultKeyring *self,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* With @mutex held. */
guint8 *vault_keyring_sealed_cell (VaultKeyring *self, guint32 cell);
VaultCellPlace vault_keyring_place_of (VaultKeyring *self, guint32 cell);

/* Room for the cells of @n_segments segments, new ones free. */
void vault_keyring_set_n_segments (VaultKeyring *self, guint32 n_segments);

/* An empty shell around an open file.  Takes @fd.  Errors: VAULT_ERROR_NO_MEMORY. */
VaultKeyring *vault_keyring_new_for_fd (int fd,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* From what a person typed to the key that opens slots; about a second. */
VaultSecret *vault_keyring_derive_passphrase (const VaultKdfParams *kdf,
                                              VaultSecret *passphrase,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Find the master key; or, with *@out_panic, that there is none and why.  With NULL for that a
 * panic passphrase opens nothing, like a wrong one.  Errors: VAULT_ERROR_WRONG_PASSPHRASE,
 * VAULT_ERROR_NO_MEMORY. */
gboolean vault_keyring_open_slots (VaultKeyring *self,
                                   VaultSecret *passphrase_key,
                                   guint8 *out_number,
                                   gboolean *out_panic,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A keyring whose lock another process holds, if this is its panic passphrase; about a second.
 * Returns: (transfer full) (nullable): nothing of it but vault_keyring_steal_panic() works. */
VaultKeyring *vault_keyring_open_panic (int dir_fd, VaultSecret *passphrase);

/* From keys->master_key: the MAC key and the directory's. */
void vault_keyring_derive_header_keys (VaultKeyring *self);

/* From the master key and a directory: what an open keyring works with. */
void vault_keyring_derive_keys (VaultKeyring *self,
                                const VaultHeader *header,
                                guint8 *out_ring_key,
                                guint8 *out_state_key);

/* Wipe the master key and whatever only it opens. */
void vault_keyring_forget_master (VaultKeyring *self);

/* A new master key, sealed in @header to every entry of keys->directory, and with it the
 * next generation of the ring.  Errors: VAULT_ERROR_DAMAGED_KEYRING for an entry whose public
 * key is none. */
gboolean vault_keyring_make_master (VaultKeyring *self,
                                    VaultHeader *header,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Seal the master key, or what a panic slot has in its place, to the entry @number of
 * keys->directory.  Errors: VAULT_ERROR_DAMAGED_KEYRING for a public key that is none. */
gboolean vault_keyring_seal_slot (VaultKeyring *self,
                                  VaultHeader *header,
                                  guint8 number,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Seal keys->directory into @header and build the block.  With the header keys. */
void vault_keyring_encode_header (VaultKeyring *self,
                                  VaultHeader *header,
                                  guint8 out_block[VAULT_BLOCK_BYTES]);

/* The same, and write both copies. */
gboolean vault_keyring_write_header (VaultKeyring *self,
                                     VaultHeader *header,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Deriving takes a second, in which somebody may have wiped the vault: then the wipe is
 * finished.  Errors: VAULT_ERROR_DESTROYED. */
gboolean vault_keyring_check_not_wiped (VaultKeyring *self,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One more wrong passphrase, in the plain clock block.  Failing at that is no error. */
void vault_keyring_note_failed (VaultKeyring *self);

/* What may be known of the ways in while open: from keys->directory. */
void vault_keyring_adopt_entries (VaultKeyring *self, guint8 current);

/* The header on disk says "unfinished": seal all cells on disk, and the state, under the new
 * keys, and write @header without the previous ones.  Right after that header was written, or
 * at the opening after an interruption.  With @writing held, or before any other thread knows
 * @self. */
gboolean vault_keyring_finish_rekey (VaultKeyring *self,
                                     VaultHeader *header,
                                     const guint8 *to_ring_key,
                                     const guint8 *to_state_key,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
