/* store-private.h - what store.c and store-open.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include "store/store.h"
#include "store/wide-io.h"

G_BEGIN_DECLS

typedef enum {
  STATEMENT_BEGIN,
  STATEMENT_COMMIT,
  STATEMENT_ROLLBACK,
  STATEMENT_PUT_RECORD,
  STATEMENT_DELETE_RECORD,
  STATEMENT_GET_RECORD,
  STATEMENT_LIST_RECORDS,
  STATEMENT_PUT_PIECE,
  STATEMENT_GET_PIECE,
  STATEMENT_DELETE_PIECES,
  STATEMENT_LAST_PIECE,
  N_STATEMENTS
} VaultStatement;

struct _VaultStore {
  /* A ticket lock: a plain mutex would let a busy importer starve everyone else. */
  GMutex mutex;
  GCond turn;
  guint64 next_ticket;
  guint64 now_serving;

  sqlite3 *db;
  VaultReadHint *hint; /* the connection's; NULL if it has none */
  /* The database file once more, for hints to the kernel; -1 if that could not be had.
   * Closed after the connection: closing any descriptor of a file drops all POSIX locks
   * the process has on it, SQLite's too. */
  int hint_fd;
  sqlite3_stmt *statements[N_STATEMENTS];
  gboolean in_transaction; /* as far as we know; SQLite may have ended it */
  guint64 n_rollbacks;
};

/* Bracket whatever uses the connection outside of store.c. */
void vault_store_take_turn (VaultStore *self);
void vault_store_end_turn (VaultStore *self);

/* Set @error from the connection's last result.  Returns FALSE. */
gboolean vault_store_set_error (sqlite3 *db, int result, GError **error);

/* Prepare all statements of an open connection to the file at @path.  Takes @db. */
VaultStore *vault_store_new_for_db (sqlite3 *db,
                                    const char *path,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
