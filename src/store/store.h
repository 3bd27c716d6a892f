/* store.h - the file "vault.db": sealed rows in an ordinary SQLite database
 *
 *   record(id, sealed)   one row an item, id = its cell; rows 0 and 2^32 are the stamp
 *   piece (id, sealed)   one chunk of some stream of some item
 *
 * The store knows no keys; a row is bytes of a fixed size to it.
 *
 * Owns:     the one connection, and with it the one transaction: everything written since
 *           the last commit, by whichever thread, becomes durable together.  That is safe
 *           because a piece without a record means nothing.
 * Threads:  any; callers are served in the order in which they came, so that a film plays
 *           on while another is imported.
 * Blocks:   waits for the disk and for the caller before.
 * Promise:  what vault_store_commit() returned TRUE for survives a loss of power.
 *
 * Errors everywhere: VAULT_ERROR_NO_SPACE, VAULT_ERROR_READ_ONLY, VAULT_ERROR_NO_MEMORY,
 * VAULT_ERROR_DAMAGED_DATABASE, VAULT_ERROR_PERMISSION, VAULT_ERROR_BUSY, VAULT_ERROR_IO.
 * After an error in a writing call the whole transaction has been rolled back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/chunk.h"
#include "crypto/record-seal.h"
#include "store/runs.h"

G_BEGIN_DECLS

#define VAULT_STORE_NAME "vault.db"
#define VAULT_STORE_JOURNAL_NAME "vault.db-journal"
/* The stamp and its mirror, at the far end of the table. */
#define VAULT_STORE_STAMP_ROW 0
#define VAULT_STORE_STAMP_MIRROR_ROW ((guint64) 1 << 32)

typedef struct _VaultStore VaultStore;

/* Make a new, empty database in @folder; nothing of that name may be there.
 * Errors: also VAULT_ERROR_VAULT_EXISTS. */
VaultStore *vault_store_create (const char *folder,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Open the one that is there, as if an attacker had written it: nothing but the two
 * expected tables, with exactly the expected text, is accepted, and nothing in it runs.
 *
 * Errors: also VAULT_ERROR_MISSING_DATABASE (none, or empty),
 * VAULT_ERROR_DAMAGED_DATABASE (no database, or cut short), VAULT_ERROR_FOREIGN_DATABASE,
 * VAULT_ERROR_NEWER_FORMAT.
 */
VaultStore *vault_store_open (const char *folder,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Close; what was not committed is gone.  @self may be NULL. */
void vault_store_free (VaultStore *self);

/* A row of "record" to be written, or to be removed. */
typedef struct {
  guint64 row;
  const guint8 *sealed; /* VAULT_RECORD_BYTES; NULL: remove it */
} VaultRecordChange;

/* Make all changes and commit, in one turn: nobody else's commit can make half of them
 * durable.  With @n_rollbacks, only if no transaction was rolled back since it had that
 * value, so that rows which belong to these records are known to be there. */
gboolean vault_store_change_records (VaultStore *self,
                                     const VaultRecordChange *changes,
                                     gsize n_changes,
                                     const guint64 *n_rollbacks,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Errors: also VAULT_ERROR_NO_ITEM. */
gboolean vault_store_get_record (VaultStore *self,
                                 guint64 row,
                                 guint8 out[VAULT_RECORD_BYTES],
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @sealed is NULL for a row of the wrong size. */
typedef gboolean (*VaultStoreRecordFunc) (guint64 row,
                                          const guint8 *sealed,
                                          gpointer user_data,
                                          GError **error);

/* Call @func for every row between the two stamps, in ascending order, until it returns FALSE.  It
 * must not call the store.  A table that somebody has spoilt can give a row twice, in any
 * order, and one that is not between them. */
gboolean vault_store_foreach_record (VaultStore *self,
                                     VaultStoreRecordFunc func,
                                     gpointer user_data,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Insert @n_pieces rows from @first on; @sealed is n_pieces * VAULT_PIECE_BYTES. */
gboolean vault_store_put_pieces (VaultStore *self,
                                 guint64 first,
                                 const guint8 *sealed,
                                 gsize n_pieces,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Errors: also VAULT_ERROR_DAMAGED_ITEM if it is not there or has another size. */
gboolean vault_store_get_piece (VaultStore *self,
                                guint64 id,
                                guint8 out[VAULT_PIECE_BYTES],
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @n_pieces from @first on will be asked for next: the disk is told of them, a stretch with
 * each call of vault_store_tell_disk() and with each page that SQLite reads meanwhile.  Neither
 * waits for the disk or for a turn.  FALSE: there is nothing more to tell, so far. */
void vault_store_expect_pieces (VaultStore *self, guint64 first, guint64 n_pieces);
gboolean vault_store_tell_disk (VaultStore *self);

/* Delete at most @most rows of the run and commit; how many through @out_n_deleted. */
gboolean vault_store_delete_pieces (VaultStore *self,
                                    VaultRun run,
                                    guint most,
                                    guint *out_n_deleted,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The highest piece number in the table that one of ours can have, 0 for none. */
gboolean vault_store_get_last_piece (VaultStore *self,
                                     guint64 *out_id,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean vault_store_commit (VaultStore *self,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Let the disk begin with what SQLite has written so far.  Says nothing of what is durable;
 * the next commit has less to wait for. */
void vault_store_start_writing (VaultStore *self);

/* How often a transaction was rolled back.  Who finds this changed between a first
 * uncommitted row and the commit has lost rows, whoever caused it. */
guint64 vault_store_get_n_rollbacks (VaultStore *self);

/* Look for a broken invariant, in memory and on disk.  For tests: reads every page.
 * Errors: VAULT_STORE_INVARIANT, whose code is the invariant's number at the head of
 * store.c. */
#define VAULT_STORE_INVARIANT (vault_store_invariant_quark ())
GQuark vault_store_invariant_quark (void);
gboolean vault_store_check (VaultStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many rows there are in a run. */
gboolean vault_store_count_pieces (VaultStore *self,
                                   VaultRun run,
                                   guint64 *out_n_pieces,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultStore, vault_store_free)

G_END_DECLS
