/* blocks.h - the two small blocks of a head that change with use
 *
 * The state block is sealed and says how far keyring and database have come, so that an
 * older copy of either is recognised.  The clock block is plain, because the reaper, which
 * has no passphrase, must read and write it.
 *
 * Threads:  any.  Pure but for the random nonce.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/subkey.h"
#include "file/clock.h"
#include "keyring/heart.h"
#include "keyring/layout.h"

G_BEGIN_DECLS

typedef struct {
  guint64 generation; /* of the keyring: one more with every change of a cell */
  guint64 n_commits;  /* of the database, as far as the keyring has been told */
  guint32 n_segments;
  gint64 time_s;      /* the clock mark's time, where nobody can turn it back unseen */
  guint32 unreaped_s; /* every epoch that ended by time_s less this was overwritten */
  guint32 n_header_changes; /* the directory's, as far as the state has been told */
  VaultHeart heart;         /* of the absence rule; n_days is 0 without one */
} VaultKeyringState;

typedef struct {
  VaultClockMark mark;
  gint64 reaped_until_s;   /* every epoch that ended by then has been overwritten */
  guint64 ring_generation; /* the highest seen in a header: tells an older one */
  guint32 n_failed;        /* wrong passphrases since the last opening */
  gint64 last_failed_s;    /* when the latest was; 0 with none */
} VaultKeyringClock;

void vault_state_encode (const VaultKeyringState *state,
                         const guint8 key[VAULT_KEY_BYTES],
                         const guint8 vault_id[VAULT_ID_BYTES],
                         guint8 out[VAULT_BLOCK_BYTES]);

gboolean vault_state_decode (const guint8 block[VAULT_BLOCK_BYTES],
                             const guint8 key[VAULT_KEY_BYTES],
                             const guint8 vault_id[VAULT_ID_BYTES],
                             VaultKeyringState *out) G_GNUC_WARN_UNUSED_RESULT;

void vault_clock_encode (const VaultKeyringClock *clock,
                         const guint8 vault_id[VAULT_ID_BYTES],
                         guint8 out[VAULT_BLOCK_BYTES]);

/* The checksum finds damage, not an attacker: who can write this block can also copy the
 * whole vault away before it expires. */
gboolean vault_clock_decode (const guint8 block[VAULT_BLOCK_BYTES],
                             const guint8 vault_id[VAULT_ID_BYTES],
                             VaultKeyringClock *out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
