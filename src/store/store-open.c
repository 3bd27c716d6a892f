/* store-open.c - making and opening the database
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "file/file.h"

#define APPLICATION_ID 1314083924 /* "NSTT" */
#define USER_VERSION 1
#define PAGE_BYTES 16384

#define RECORD_SQL "CREATE TABLE record (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL)"
#define PIECE_SQL "CREATE TABLE piece (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL)"

/* A rollback journal, not WAL: WAL writes all media twice, and loses commits after a
 * savepoint in the SQLite of either supported Debian.  The journal stays, zeroed at its
 * start, so that a record can be removed although the disk is full.  secure_delete is off
 * because a row whose key is gone is noise already. */
static const char settings[] = "PRAGMA cell_size_check = ON;"
                               "PRAGMA mmap_size = 0;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA secure_delete = OFF;"
                               "PRAGMA cache_size = -2048;"
                               "PRAGMA locking_mode = EXCLUSIVE;"
                               "PRAGMA synchronous = FULL;"
                               "PRAGMA journal_size_limit = 1048576;";

static void
limit (sqlite3 *db)
{
  sqlite3_limit (db, SQLITE_LIMIT_LENGTH, 1 << 20);
  sqlite3_limit (db, SQLITE_LIMIT_SQL_LENGTH, 4096);
  sqlite3_limit (db, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit (db, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
  sqlite3_limit (db, SQLITE_LIMIT_WORKER_THREADS, 0);
}

/* Nothing that stands in the file may run or be believed. */
static int
harden (sqlite3 *db)
{
  static const int off[] = {
    SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_TRIGGER,
    SQLITE_DBCONFIG_ENABLE_VIEW,    SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
    SQLITE_DBCONFIG_DQS_DML,        SQLITE_DBCONFIG_DQS_DDL,
  };
  int result = sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (off) && result == SQLITE_OK; i++)
    result = sqlite3_db_config (db, off[i], 0, NULL);

  limit (db);
  return result;
}

/* A journal can name a further file, a "super-journal", which SQLite then removes without
 * asking whose it is.  We never write such a journal, so whoever planted it wants a file
 * removed. */
static gboolean
check_journal (const char *path, GError **error)
{
  static const guint8 magic[8] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  guint8 end[sizeof magic] = { 0 };
  guint64 n_bytes;
  gboolean ok;
  int fd = open (journal, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0 && errno == ENOENT)
    return TRUE;
  if (fd < 0)
    return vault_file_set_error (error, errno, "look at the journal");

  ok = vault_file_get_size (fd, &n_bytes, error)
       && (n_bytes < sizeof magic
           || vault_file_read_at (fd, end, sizeof end, n_bytes - sizeof end, error));
  close (fd);
  if (ok && memcmp (end, magic, sizeof magic) == 0) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_FOREIGN_DATABASE, "planted journal");
    return FALSE;
  }

  return ok;
}

/* Returns: a connection to be closed by the caller in every case, or NULL. */
static sqlite3 *
connect (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, VAULT_STORE_NAME, NULL);
  sqlite3 *db = NULL;
  int result = sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                                vault_wide_io_get_name ());

  if (result == SQLITE_OK)
    result = harden (db);
  if (result == SQLITE_OK)
    result = sqlite3_exec (db, settings, NULL, NULL, NULL);
  if (result == SQLITE_OK)
    return db;

  vault_store_set_error (db, result, error);
  sqlite3_close (db);
  return NULL;
}

/* The first column of the first row, as a number; -1 where there is none. */
static int
ask_number (sqlite3 *db, const char *question, gint64 *out)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (db, question, -1, &statement, NULL);

  *out = -1;
  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    *out = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);

  return result == SQLITE_ROW || result == SQLITE_DONE ? SQLITE_OK : result;
}

/* SQLite would make the file readable for everybody; its journal takes after it. */
static gboolean
make_file (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0) {
    close (fd);
    return TRUE;
  }
  if (errno != EEXIST)
    return vault_file_set_error (error, errno, "make the database");

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_VAULT_EXISTS, "a database is there");
  return FALSE;
}

/* Takes @db's place in the result: it is closed on failure. */
static VaultStore *
make_tables (sqlite3 *db, const char *path, GError **error)
{
  static const char schema[] = "PRAGMA page_size = 16384;"
                               "PRAGMA journal_mode = PERSIST;"
                               "BEGIN IMMEDIATE;" RECORD_SQL ";" PIECE_SQL ";"
                               "PRAGMA application_id = 1314083924;"
                               "PRAGMA user_version = 1;"
                               "COMMIT;";
  int result = sqlite3_exec (db, schema, NULL, NULL, NULL);

  G_STATIC_ASSERT (APPLICATION_ID == 1314083924 && PAGE_BYTES == 16384);
  if (result == SQLITE_OK)
    return vault_store_new_for_db (db, path, error);

  vault_store_set_error (db, result, error);
  sqlite3_close (db);
  return NULL;
}

VaultStore *
vault_store_create (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, VAULT_STORE_NAME, NULL);
  g_autofree char *journal = g_build_filename (folder, VAULT_STORE_JOURNAL_NAME, NULL);
  VaultStore *store = NULL;
  sqlite3 *db;

  if (!make_file (path, error))
    return NULL;

  db = connect (folder, error);
  if (db != NULL)
    store = make_tables (db, path, error);
  if (store == NULL) {
    (void) unlink (journal);
    (void) unlink (path);
  }

  return store;
}

static gboolean
refuse (GError **error, VaultError code, const char *what)
{
  g_set_error (error, VAULT_ERROR, code, "%s", what);
  return FALSE;
}

/* SQLite's first sixteen bytes tell "no database at all" from "not ours". */
static gboolean
check_file (const char *path, guint64 *out_n_bytes, GError **error)
{
  struct stat info;

  *out_n_bytes = 0;
  if (lstat (path, &info) != 0 || !S_ISREG (info.st_mode))
    return refuse (error, VAULT_ERROR_MISSING_DATABASE, "no vault.db");
  if (info.st_size == 0)
    return refuse (error, VAULT_ERROR_MISSING_DATABASE, "vault.db is empty");

  *out_n_bytes = (guint64) info.st_size;
  return TRUE;
}

static gboolean
check_schema (sqlite3 *db, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean as_expected = TRUE;
  guint n_rows = 0;
  int result = sqlite3_prepare_v2 (
      db, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name", -1,
      &statement, NULL);

  while (result == SQLITE_OK || result == SQLITE_ROW) {
    const char *row[4];
    const char *expected[2][4] = { { "table", "piece", "piece", PIECE_SQL },
                                   { "table", "record", "record", RECORD_SQL } };

    result = sqlite3_step (statement);
    if (result != SQLITE_ROW)
      break;
    for (int i = 0; i < 4; i++) {
      row[i] = (const char *) sqlite3_column_text (statement, i);
      as_expected =
          as_expected && n_rows < 2 && g_strcmp0 (row[i], expected[n_rows][i]) == 0;
    }
    n_rows++;
  }
  sqlite3_finalize (statement);

  if (result != SQLITE_DONE)
    return vault_store_set_error (db, result, error);
  return (as_expected && n_rows == 2)
         || refuse (error, VAULT_ERROR_FOREIGN_DATABASE, "unexpected schema");
}

static gboolean
check_contents (sqlite3 *db, const char *path, GError **error)
{
  guint64 n_file_bytes;
  gint64 application_id = -1;
  gint64 version = -1;
  gint64 page_bytes = -1;
  gint64 n_pages = -1;
  int result = ask_number (db, "PRAGMA application_id", &application_id);

  if (result == SQLITE_OK)
    result = ask_number (db, "PRAGMA user_version", &version);
  if (result == SQLITE_OK)
    result = ask_number (db, "PRAGMA page_size", &page_bytes);
  if (result == SQLITE_OK)
    result = ask_number (db, "PRAGMA page_count", &n_pages);
  if (result != SQLITE_OK)
    return vault_store_set_error (db, result, error);

  /* First, because of a file cut inside its first page SQLite says that it is empty and
   * has no number, as if it were somebody else's. */
  if (!check_file (path, &n_file_bytes, error))
    return FALSE;
  if (n_pages <= 0 || page_bytes <= 0
      || (guint64) n_pages > n_file_bytes / (guint64) page_bytes)
    return refuse (error, VAULT_ERROR_DAMAGED_DATABASE, "cut short");

  if (application_id != APPLICATION_ID)
    return refuse (error, VAULT_ERROR_FOREIGN_DATABASE, "another application's");
  if (version > USER_VERSION)
    return refuse (error, VAULT_ERROR_NEWER_FORMAT, "database format");
  if (version != USER_VERSION || page_bytes != PAGE_BYTES)
    return refuse (error, VAULT_ERROR_FOREIGN_DATABASE, "not this format");

  return check_schema (db, error);
}

/* Another program's database is not even opened: SQLite would roll back its journal or
 * check-point its log.  Offset 68 is where the file format keeps the application id. */
static gboolean
check_whose (const char *path, GError **error)
{
  static const guint8 magic[16] = "SQLite format 3";
  guint8 start[72];
  gboolean ok;
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0)
    return vault_file_set_error (error, errno, "open the database");

  ok = vault_file_read_at (fd, start, sizeof start, 0, NULL);
  close (fd);
  if (!ok || memcmp (start, magic, sizeof magic) != 0)
    return refuse (error, VAULT_ERROR_DAMAGED_DATABASE, "not a database");
  if (memcmp (start + 68, "NSTT", 4) != 0)
    return refuse (error, VAULT_ERROR_FOREIGN_DATABASE, "another application's");

  return TRUE;
}

VaultStore *
vault_store_open (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, VAULT_STORE_NAME, NULL);
  guint64 n_file_bytes;
  sqlite3 *db;
  int result;

  if (!check_file (path, &n_file_bytes, error) || !check_whose (path, error)
      || !check_journal (path, error))
    return NULL;

  db = connect (folder, error);
  if (db == NULL)
    return NULL;

  result = sqlite3_exec (db, "PRAGMA journal_mode = PERSIST", NULL, NULL, NULL);
  if (result != SQLITE_OK) {
    vault_store_set_error (db, result, error);
    sqlite3_close (db);
    return NULL;
  }
  if (!check_contents (db, path, error)) {
    sqlite3_close (db);
    return NULL;
  }

  return vault_store_new_for_db (db, path, error);
}
