/* store-connection.c - the connection's statements and what its errors mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/store-private.h"

#include <fcntl.h>
#include <unistd.h>

#include <errno.h>

#include <vault/vault-error.h>

static const char *const sql[N_STATEMENTS] = {
  [STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
  [STATEMENT_COMMIT] = "COMMIT",
  [STATEMENT_ROLLBACK] = "ROLLBACK",
  [STATEMENT_PUT_RECORD] = "INSERT OR REPLACE INTO record (id, sealed) VALUES (?1, ?2)",
  [STATEMENT_DELETE_RECORD] = "DELETE FROM record WHERE id = ?1",
  [STATEMENT_GET_RECORD] = "SELECT sealed FROM record WHERE id = ?1",
  [STATEMENT_LIST_RECORDS] = "SELECT id, sealed FROM record"
                             " WHERE id > 0 AND id < 4294967296 ORDER BY id",
  [STATEMENT_PUT_PIECE] = "INSERT INTO piece (id, sealed) VALUES (?1, ?2)",
  [STATEMENT_GET_PIECE] = "SELECT sealed FROM piece WHERE id = ?1",
  [STATEMENT_DELETE_PIECES] =
      "DELETE FROM piece WHERE id IN"
      " (SELECT id FROM piece WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3)",
  [STATEMENT_LAST_PIECE] = "SELECT max(id) FROM piece WHERE id <= 4611686018427387904",
};

static VaultError
code_from_result (int result)
{
  switch (result & 0xff) {
  case SQLITE_FULL:
    return VAULT_ERROR_NO_SPACE;
  case SQLITE_READONLY:
    return VAULT_ERROR_READ_ONLY;
  case SQLITE_NOMEM:
    return VAULT_ERROR_NO_MEMORY;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
  case SQLITE_FORMAT:
    return VAULT_ERROR_DAMAGED_DATABASE;
  case SQLITE_PERM:
  case SQLITE_AUTH:
  case SQLITE_CANTOPEN:
    return VAULT_ERROR_PERMISSION;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return VAULT_ERROR_BUSY;
  default:
    return VAULT_ERROR_IO;
  }
}

gboolean
vault_store_set_error (sqlite3 *db, int result, GError **error)
{
  int extended = db != NULL ? sqlite3_extended_errcode (db) : result;
  int from_system = db != NULL ? sqlite3_system_errno (db) : 0;
  VaultError code = code_from_result (result);

  /* SQLite only says that a file cannot be opened, or that something went wrong. */
  if ((code == VAULT_ERROR_PERMISSION || code == VAULT_ERROR_IO)
      && (from_system == EMFILE || from_system == ENFILE))
    code = VAULT_ERROR_TOO_MANY_FILES;

  g_set_error (error, VAULT_ERROR, (int) code, "SQLite result %d (%d)", result,
               extended);
  return FALSE;
}

VaultStore *
vault_store_new_for_db (sqlite3 *db, const char *path, GError **error)
{
  VaultStore *self = g_new0 (VaultStore, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->turn);
  self->db = db;
  self->hint = vault_wide_io_get_hint (vault_wide_io_get_file (db));
  self->hint_fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (self->hint != NULL)
    vault_read_hint_set_fd (self->hint, self->hint_fd);

  for (guint i = 0; i < N_STATEMENTS; i++) {
    int result = sqlite3_prepare_v3 (db, sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                                     &self->statements[i], NULL);

    if (result != SQLITE_OK) {
      vault_store_set_error (db, result, error);
      vault_store_free (self);
      return NULL;
    }
  }

  return self;
}

void
vault_store_free (VaultStore *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < N_STATEMENTS; i++)
    sqlite3_finalize (self->statements[i]);
  sqlite3_close (self->db);
  if (self->hint_fd >= 0)
    close (self->hint_fd);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->turn);
  g_free (self);
}
