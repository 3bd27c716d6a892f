/* store-check.c - the invariants of store.c, looked for in memory and on disk
 *
 * Numbers are those at the head of store.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/store-private.h"

#include <string.h>

#include <vault/vault-error.h>

#define QUOTE_(number) #number
#define QUOTE(number) QUOTE_ (number)

typedef struct {
  int invariant;
  const char *question;
  const char *answer;
} Rule;

/* What SQLite must answer, as text. */
static const Rule rules[] = {
  { 1,
    "SELECT count(*) FROM record WHERE typeof(sealed) <> 'blob'"
    " OR length(sealed) <> " QUOTE (VAULT_RECORD_BYTES),
    "0" },
  { 1,
    "SELECT count(*) FROM piece WHERE typeof(sealed) <> 'blob'"
    " OR length(sealed) <> " QUOTE (VAULT_PIECE_BYTES),
    "0" },
  { 5, "SELECT count(*) FROM record WHERE id < 0 OR id > 4294967296", "0" },
  { 5, "SELECT count(*) FROM piece WHERE id < 1 OR id > 4611686018427387904", "0" },
  { 6, "PRAGMA page_size", "16384" },
  { 6, "PRAGMA journal_mode", "persist" },
  { 6, "PRAGMA locking_mode", "exclusive" },
  { 6, "PRAGMA synchronous", "2" },
  { 6, "PRAGMA temp_store", "2" },
  { 6, "PRAGMA mmap_size", "0" },
  { 6, "PRAGMA trusted_schema", "0" },
  { 7, "PRAGMA quick_check(1)", "ok" },
};

GQuark
vault_store_invariant_quark (void)
{
  return g_quark_from_static_string ("vault-store-invariant");
}

static gboolean
violated (GError **error, int number, const char *what, const char *answer)
{
  g_set_error (error, VAULT_STORE_INVARIANT, number, "store, invariant %d: %s: %s",
               number, what, answer);
  return FALSE;
}

static gboolean
check_rule (VaultStore *self, const Rule *rule, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (self->db, rule->question, -1, &statement, NULL);
  const char *answer = NULL;
  gboolean ok;

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    answer = (const char *) sqlite3_column_text (statement, 0);

  /* A pragma of a switch that is not there answers with no row. */
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    ok = vault_store_set_error (self->db, result, error);
  else
    ok = g_strcmp0 (answer, rule->answer) == 0
         || violated (error, rule->invariant, rule->question,
                      answer != NULL ? answer : "nothing");

  sqlite3_finalize (statement);
  return ok;
}

static gboolean
check_memory (VaultStore *self, GError **error)
{
  for (guint i = 0; i < N_STATEMENTS; i++) {
    if (sqlite3_stmt_busy (self->statements[i]))
      return violated (error, 2, "a statement is under way",
                       sqlite3_sql (self->statements[i]));
  }

  return self->in_transaction == !sqlite3_get_autocommit (self->db)
         || violated (error, 4, "a transaction ended uncounted", "");
}

gboolean
vault_store_check (VaultStore *self, GError **error)
{
  gboolean ok;

  vault_store_take_turn (self);
  ok = check_memory (self, error);
  for (guint i = 0; ok && i < G_N_ELEMENTS (rules); i++)
    ok = check_rule (self, &rules[i], error);
  vault_store_end_turn (self);

  return ok;
}

gboolean
vault_store_count_pieces (VaultStore *self,
                          VaultRun run,
                          guint64 *out_n_pieces,
                          GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result;

  *out_n_pieces = 0;
  vault_store_take_turn (self);
  result = sqlite3_prepare_v2 (self->db,
                               "SELECT count(*) FROM piece WHERE id >= ?1 AND id < ?2",
                               -1, &statement, NULL);
  if (result == SQLITE_OK) {
    sqlite3_bind_int64 (statement, 1, (sqlite3_int64) run.first);
    sqlite3_bind_int64 (
        statement, 2,
        (sqlite3_int64) (run.first + MIN (run.count, G_MAXINT64 - run.first)));
    result = sqlite3_step (statement);
  }
  if (result == SQLITE_ROW)
    *out_n_pieces = (guint64) sqlite3_column_int64 (statement, 0);
  else
    vault_store_set_error (self->db, result, error);
  sqlite3_finalize (statement);
  vault_store_end_turn (self);

  return result == SQLITE_ROW;
}
