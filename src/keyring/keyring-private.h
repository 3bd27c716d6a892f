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
  guint8 master_key[VAULT_KEY_BYTES]; /* during opening only */
  guint8 mac_key[VAULT_KEY_BYTES];    /* during opening only */
  guint8 epochs[2][VAULT_EPOCH_TABLE_BYTES];
} VaultKeyringKeys;

typedef enum {
  VAULT_CELL_STATE_FREE = 0,
  VAULT_CELL_STATE_LIVE,
  VAULT_CELL_STATE_TAKEN, /* reserved, held, or in an unknown state after an error */
} VaultCellState;

/* Two locks, always taken in this order.  @writing is held over a whole change, flushes and
 * all; @mutex only while memory is read or changed, so that asking for the time or for an
 * item's key never waits for the disk. */
struct _VaultKeyring {
  GMutex writing;
  GMutex mutex;

  /* Set while opening, then only read. */
  int fd;
  VaultHeader header;
  VaultSecret *secret; /* holds @keys */
  gboolean was_unpublished;

  /* Under @writing. */
  gboolean broken;      /* a flush failed: nothing is written any more */
  gint64 stored_time_s; /* of the clock block on disk */

  /* Under @mutex; changed only by who also holds @writing, except clock.mark. */
  VaultKeyringKeys *keys;
  VaultKeyringState state;
  VaultKeyringClock clock;
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
void vault_keyring_set_wiped_error (const VaultWipeStep steps[VAULT_WIPE_N_PARTS],
                                    GError **error);

/* Whichever copy of the clock block is whole, if any is. */
gboolean vault_keyring_read_clock (int fd,
                                   const guint8 *vault_id,
                                   VaultKeyringClock *out,
                                   gboolean *out_found,
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

/* Everything below the master key in self->keys, which is then wiped. */
void vault_keyring_derive_keys (VaultKeyring *self);

G_END_DECLS
