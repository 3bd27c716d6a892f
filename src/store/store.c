/* store.c - rows in and out
 *
 * Invariants
 *  1. Every row of "record" is VAULT_RECORD_BYTES, every row of "piece" VAULT_PIECE_BYTES.
 *  2. A statement is reset before its caller's turn ends, so no read lock outlives a call.
 *  3. After an error in a writing call no transaction is open.
 *  4. Every end of a transaction other than by our COMMIT is counted in n_rollbacks before
 *     the turn in which it happened is over.
 *  5. Records are numbered from 0 to 2^32, pieces from 1 to 2^62.
 *  6. The settings that flushing and secrecy rest on are those of store-open.c.
 *  7. SQLite finds its own structures whole.
 *
 * vault_store_check() looks for all but 3, which the fault tests look for.
 *
 *      any     --vault_store_put_pieces--> WRITING
 *      any     --vault_store_change_records, vault_store_commit,
 *                vault_store_delete_pieces--> IDLE
 *      WRITING --any error [roll_back, end_turn]--> IDLE, n_rollbacks + 1
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/store-private.h"

#include <fcntl.h>
#include <string.h>

#include <vault/vault-error.h>

/* Wait for one's turn; g_autoptr (Turn) ends it. */
typedef VaultStore Turn;

static Turn *
take_turn (VaultStore *self)
{
  guint64 ticket;

  g_mutex_lock (&self->mutex);
  ticket = self->next_ticket++;
  while (ticket != self->now_serving)
    g_cond_wait (&self->turn, &self->mutex);
  g_mutex_unlock (&self->mutex);

  return self;
}

static void
end_turn (Turn *self)
{
  /* SQLite rolls the whole transaction back when any statement fails badly enough, also a
   * SELECT of somebody who only reads.  Whoever has rows in it must hear of that. */
  if (self->in_transaction && sqlite3_get_autocommit (self->db)) {
    self->in_transaction = FALSE;
    self->n_rollbacks++;
  }

  g_mutex_lock (&self->mutex);
  self->now_serving++;
  g_cond_broadcast (&self->turn);
  g_mutex_unlock (&self->mutex);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Turn, end_turn)

void
vault_store_take_turn (VaultStore *self)
{
  (void) take_turn (self);
}

void
vault_store_end_turn (VaultStore *self)
{
  end_turn (self);
}

/* Run a statement that gives no rows.  Returns an SQLite result. */
static int
run (VaultStore *self, VaultStatement which)
{
  sqlite3_stmt *statement = self->statements[which];
  int result = sqlite3_step (statement);

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return result == SQLITE_DONE ? SQLITE_OK : result;
}

/* SQLite rolls back by itself after some errors and not after others; afterwards there is
 * no transaction in either case. */
static void
roll_back (VaultStore *self)
{
  if (!sqlite3_get_autocommit (self->db))
    (void) run (self, STATEMENT_ROLLBACK);
  self->in_transaction = FALSE;
  self->n_rollbacks++;
}

static gboolean
fail_write (VaultStore *self, int result, GError **error)
{
  vault_store_set_error (self->db, result, error);
  roll_back (self);
  return FALSE;
}

static gboolean
begin (VaultStore *self, GError **error)
{
  int result;

  if (!sqlite3_get_autocommit (self->db))
    return TRUE;

  result = run (self, STATEMENT_BEGIN);
  self->in_transaction = result == SQLITE_OK;
  return result == SQLITE_OK || fail_write (self, result, error);
}

static gboolean
commit (VaultStore *self, GError **error)
{
  int result;

  if (sqlite3_get_autocommit (self->db))
    return TRUE;

  result = run (self, STATEMENT_COMMIT);
  if (result != SQLITE_OK)
    return fail_write (self, result, error);

  self->in_transaction = FALSE;
  return TRUE;
}

gboolean
vault_store_commit (VaultStore *self, GError **error)
{
  g_autoptr (Turn) turn = take_turn (self);

  return commit (turn, error);
}

void
vault_store_start_writing (VaultStore *self)
{
  /* Not fdatasync(), and no turn: nobody waits for the disk here, and nothing is durable
   * for it. */
  if (self->hint_fd >= 0)
    (void) sync_file_range (self->hint_fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}

guint64
vault_store_get_n_rollbacks (VaultStore *self)
{
  g_autoptr (Turn) turn = take_turn (self);

  return turn->n_rollbacks;
}

static int
put (VaultStore *self,
     VaultStatement which,
     guint64 id,
     const guint8 *bytes,
     gsize n_bytes)
{
  sqlite3_bind_int64 (self->statements[which], 1, (sqlite3_int64) id);
  sqlite3_bind_blob (self->statements[which], 2, bytes, (int) n_bytes, SQLITE_STATIC);
  return run (self, which);
}

static int
change_record (VaultStore *self, const VaultRecordChange *change)
{
  if (change->sealed != NULL)
    return put (self, STATEMENT_PUT_RECORD, change->row, change->sealed,
                VAULT_RECORD_BYTES);

  sqlite3_bind_int64 (self->statements[STATEMENT_DELETE_RECORD], 1,
                      (sqlite3_int64) change->row);
  return run (self, STATEMENT_DELETE_RECORD);
}

gboolean
vault_store_change_records (VaultStore *self,
                            const VaultRecordChange *changes,
                            gsize n_changes,
                            const guint64 *n_rollbacks,
                            GError **error)
{
  g_autoptr (Turn) turn = take_turn (self);

  if (!begin (turn, error))
    return FALSE;

  for (gsize i = 0; i < n_changes; i++) {
    int result = change_record (turn, &changes[i]);

    if (result != SQLITE_OK)
      return fail_write (turn, result, error);
  }

  if (n_rollbacks != NULL && *n_rollbacks != turn->n_rollbacks) {
    roll_back (turn);
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_IO, "rows were rolled back");
    return FALSE;
  }

  return commit (turn, error);
}

gboolean
vault_store_put_pieces (VaultStore *self,
                        guint64 first,
                        const guint8 *sealed,
                        gsize n_pieces,
                        GError **error)
{
  g_autoptr (Turn) turn = take_turn (self);

  if (!begin (turn, error))
    return FALSE;

  for (gsize i = 0; i < n_pieces; i++) {
    int result = put (turn, STATEMENT_PUT_PIECE, first + i,
                      sealed + i * VAULT_PIECE_BYTES, VAULT_PIECE_BYTES);

    if (result != SQLITE_OK)
      return fail_write (turn, result, error);
  }

  return TRUE;
}

/* Fetch one blob of a known size.  Returns an SQLite result; SQLITE_DONE for no row,
 * SQLITE_MISMATCH for a row of another size or type. */
static int
get (VaultStore *self, VaultStatement which, guint64 id, guint8 *out, gsize n_bytes)
{
  sqlite3_stmt *statement = self->statements[which];
  int result;

  sqlite3_bind_int64 (statement, 1, (sqlite3_int64) id);
  result = sqlite3_step (statement);
  if (result == SQLITE_ROW) {
    const void *bytes = NULL;

    if (sqlite3_column_type (statement, 0) == SQLITE_BLOB
        && sqlite3_column_bytes (statement, 0) == (int) n_bytes)
      bytes = sqlite3_column_blob (statement, 0);
    if (bytes != NULL)
      memcpy (out, bytes, n_bytes);
    result = bytes != NULL ? SQLITE_OK : SQLITE_MISMATCH;
  }

  sqlite3_reset (statement);
  return result;
}

gboolean
vault_store_get_record (VaultStore *self,
                        guint64 row,
                        guint8 out[VAULT_RECORD_BYTES],
                        GError **error)
{
  g_autoptr (Turn) turn = take_turn (self);
  int result = get (turn, STATEMENT_GET_RECORD, row, out, VAULT_RECORD_BYTES);

  if (result == SQLITE_OK)
    return TRUE;
  if (result != SQLITE_DONE && result != SQLITE_MISMATCH)
    return vault_store_set_error (turn->db, result, error);

  g_set_error (error, VAULT_ERROR,
               result == SQLITE_DONE ? VAULT_ERROR_NO_ITEM : VAULT_ERROR_DAMAGED_ITEM,
               "record row");
  return FALSE;
}

void
vault_store_expect_pieces (VaultStore *self, guint64 first, guint64 n_pieces)
{
  if (self->hint != NULL)
    vault_read_hint_begin (self->hint, first, n_pieces);
}

gboolean
vault_store_tell_disk (VaultStore *self)
{
  return self->hint != NULL && vault_read_hint_tell (self->hint);
}

gboolean
vault_store_get_piece (VaultStore *self,
                       guint64 id,
                       guint8 out[VAULT_PIECE_BYTES],
                       GError **error)
{
  g_autoptr (Turn) turn = take_turn (self);
  int result = get (turn, STATEMENT_GET_PIECE, id, out, VAULT_PIECE_BYTES);

  if (result == SQLITE_OK)
    return TRUE;
  if (result != SQLITE_DONE && result != SQLITE_MISMATCH)
    return vault_store_set_error (turn->db, result, error);

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM, "a piece is missing");
  return FALSE;
}

gboolean
vault_store_foreach_record (VaultStore *self,
                            VaultStoreRecordFunc func,
                            gpointer user_data,
                            GError **error)
{
  g_autoptr (Turn) turn = take_turn (self);
  sqlite3_stmt *statement = turn->statements[STATEMENT_LIST_RECORDS];
  gboolean go_on = TRUE;
  int result;

  while ((result = sqlite3_step (statement)) == SQLITE_ROW && go_on) {
    const void *sealed = NULL;

    if (sqlite3_column_type (statement, 1) == SQLITE_BLOB
        && sqlite3_column_bytes (statement, 1) == VAULT_RECORD_BYTES)
      sealed = sqlite3_column_blob (statement, 1);
    go_on =
        func ((guint64) sqlite3_column_int64 (statement, 0), sealed, user_data, error);
  }
  sqlite3_reset (statement);

  if (!go_on)
    return FALSE;
  return result == SQLITE_DONE || vault_store_set_error (turn->db, result, error);
}

gboolean
vault_store_delete_pieces (VaultStore *self,
                           VaultRun run_of_pieces,
                           guint most,
                           guint *out_n_deleted,
                           GError **error)
{
  g_autoptr (Turn) turn = take_turn (self);
  sqlite3_stmt *statement = turn->statements[STATEMENT_DELETE_PIECES];
  int result;

  *out_n_deleted = 0;
  if (!begin (turn, error))
    return FALSE;

  sqlite3_bind_int64 (statement, 1, (sqlite3_int64) run_of_pieces.first);
  sqlite3_bind_int64 (statement, 2,
                      (sqlite3_int64) (run_of_pieces.first + run_of_pieces.count));
  sqlite3_bind_int64 (statement, 3, most);
  result = run (turn, STATEMENT_DELETE_PIECES);
  if (result != SQLITE_OK)
    return fail_write (turn, result, error);

  *out_n_deleted = (guint) sqlite3_changes (turn->db);
  return commit (turn, error);
}

gboolean
vault_store_get_last_piece (VaultStore *self, guint64 *out_id, GError **error)
{
  g_autoptr (Turn) turn = take_turn (self);
  sqlite3_stmt *statement = turn->statements[STATEMENT_LAST_PIECE];
  int result = sqlite3_step (statement);

  *out_id = 0;
  if (result == SQLITE_ROW)
    *out_id = (guint64) sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);

  return result == SQLITE_ROW || vault_store_set_error (turn->db, result, error);
}
