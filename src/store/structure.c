/* structure.c - whether the open database still hangs together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/structure.h"

#include <gio/gio.h>

#include <vault/vault-error.h>

#include "store/pages.h"
#include "store/store-private.h"

/* How many pages are read before somebody else may have the connection. */
#define PAGES_PER_TURN 256
#define MAX_RESTARTS 3

typedef struct {
  VaultStore *store;
  sqlite3_file *file;
  guint32 roots[3]; /* of the schema, of record, of piece */
  GArray *listed;
  VaultStructureFunc func;
  gpointer user_data;
  VaultStructure *out;
  guint32 n_pages;
  gboolean yields;
  gboolean changed;
  gboolean cancelled;
} Check;

/* What others have inserted may lie in memory only; on disk the file is whole between two
 * transactions. */
static gboolean
commit (VaultStore *self, GError **error)
{
  sqlite3_stmt *statement = self->statements[STATEMENT_COMMIT];
  int result;

  if (sqlite3_get_autocommit (self->db))
    return TRUE;

  result = sqlite3_step (statement);
  sqlite3_reset (statement);
  if (result == SQLITE_DONE) {
    self->in_transaction = FALSE;
    return TRUE;
  }

  vault_store_set_error (self->db, result, error);
  /* The end of the turn counts it. */
  if (!sqlite3_get_autocommit (self->db)) {
    (void) sqlite3_step (self->statements[STATEMENT_ROLLBACK]);
    sqlite3_reset (self->statements[STATEMENT_ROLLBACK]);
  }
  return FALSE;
}

static gboolean
ask_number (sqlite3 *db, const char *question, guint32 *out, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (db, question, -1, &statement, NULL);

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    *out = (guint32) sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);

  return result == SQLITE_ROW || vault_store_set_error (db, result, error);
}

static gboolean
prepare (Check *self, GError **error)
{
  sqlite3 *db = self->store->db;

  self->roots[0] = 1;
  sqlite3_file_control (db, "main", SQLITE_FCNTL_FILE_POINTER, &self->file);
  return commit (self->store, error)
         && ask_number (db, "PRAGMA page_count", &self->n_pages, error)
         && ask_number (db, "SELECT rootpage FROM sqlite_schema WHERE name = 'record'",
                        &self->roots[1], error)
         && ask_number (db, "SELECT rootpage FROM sqlite_schema WHERE name = 'piece'",
                        &self->roots[2], error);
}

static gboolean
read_page (guint32 number, guint8 out[VAULT_PAGE_BYTES], gpointer user_data)
{
  Check *self = user_data;

  return self->file->pMethods->xRead (self->file, out, VAULT_PAGE_BYTES,
                                      (sqlite3_int64) (number - 1) * VAULT_PAGE_BYTES)
         == SQLITE_OK;
}

static gboolean
somebody_waits (VaultStore *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->next_ticket - self->now_serving > 1;
}

/* Whether the file is still what it was. */
static gboolean
let_others (VaultStore *self)
{
  int n_changes = sqlite3_total_changes (self->db);

  vault_store_end_turn (self);
  vault_store_take_turn (self);
  return sqlite3_get_autocommit (self->db)
         && sqlite3_total_changes (self->db) == n_changes;
}

static gboolean
go_on (guint32 n_visited, gpointer user_data)
{
  Check *self = user_data;

  if (!self->func (n_visited, self->n_pages, self->user_data)) {
    self->cancelled = TRUE;
    return FALSE;
  }

  if (self->yields && n_visited % PAGES_PER_TURN == 0 && somebody_waits (self->store))
    self->changed = !let_others (self->store);
  return !self->changed;
}

static gboolean
is_listed (GArray *listed, guint64 id)
{
  guint low = 0;
  guint high = listed->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const VaultRun *run = &g_array_index (listed, VaultRun, middle);

    if (id < run->first)
      high = middle;
    else if (id - run->first >= run->count)
      low = middle + 1;
    else
      return TRUE;
  }

  return FALSE;
}

static void
see_row (guint32 root, const VaultPageRow *row, gpointer user_data)
{
  Check *self = user_data;

  if (root == self->roots[1]) {
    self->out->n_stray_records +=
        row->id < 0 || row->id > (gint64) VAULT_STORE_STAMP_MIRROR_ROW;
  } else if (root == self->roots[2]) {
    self->out->n_strays += row->id < 1 || !is_listed (self->listed, (guint64) row->id);
  }
}

/* With the turn.  FALSE if it could not be finished. */
static gboolean
walk (Check *self, GError **error)
{
  VaultPages pages = {
    .read = read_page, .go_on = go_on, .row = see_row, .user_data = self
  };
  g_autofree guint8 *seen = NULL;
  guint n_faults = 0;
  gboolean finished;

  self->changed = FALSE;
  *self->out = (VaultStructure){ 0 };
  if (!prepare (self, error))
    return FALSE;

  pages.n_pages = self->n_pages;
  seen = g_malloc ((gsize) self->n_pages + 1);
  finished = vault_pages_walk (&pages, self->roots, G_N_ELEMENTS (self->roots), seen,
                               &n_faults);
  self->out->n_faults += n_faults;
  if (self->cancelled)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  return finished;
}

gboolean
vault_store_check_structure (VaultStore *self,
                             GArray *listed,
                             VaultStructureFunc func,
                             gpointer user_data,
                             VaultStructure *out,
                             GError **error)
{
  Check check = {
    .store = self, .listed = listed, .func = func, .user_data = user_data, .out = out
  };
  gboolean ok;

  vault_store_take_turn (self);
  for (guint n_restarts = 0;; n_restarts++) {
    check.yields = n_restarts < MAX_RESTARTS;
    ok = walk (&check, error);
    if (ok || !check.changed)
      break;
  }
  vault_store_end_turn (self);

  return ok;
}
