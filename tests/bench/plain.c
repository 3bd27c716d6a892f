/* plain.c - the same bytes made durable without a vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "plain.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "store/stream-writer.h"

#define COPY_BYTES (128 << 10)
/* Where a buffer begins in its page decides how fast the kernel copies into it. */
#define PAGE_BYTES 4096

static int
open_file (const char *path, int flags)
{
  int fd = open (path, flags | O_CLOEXEC, 0600);

  if (fd < 0)
    bench_fail ("cannot open %s", path);
  return fd;
}

void
plain_copy (const char *from, const char *to)
{
  guint8 *buffer = g_aligned_alloc (1, COPY_BYTES, PAGE_BYTES);
  int in = open_file (from, O_RDONLY);
  int out = open_file (to, O_WRONLY | O_CREAT | O_EXCL);
  gssize n;

  while ((n = read (in, buffer, COPY_BYTES)) > 0) {
    if (write (out, buffer, (gsize) n) != n)
      bench_fail ("cannot write the copy");
  }
  if (n < 0 || fsync (out) != 0)
    bench_fail ("cannot copy");
  close (in);
  close (out);
  g_aligned_free (buffer);
}

void
plain_flush (const char *path)
{
  int fd = open_file (path, O_RDONLY);

  if (fsync (fd) != 0)
    bench_fail ("cannot flush");
  close (fd);
}

void
plain_read (int fd, const guint8 *bytes, guint64 n_bytes, BenchWatch *watch)
{
  guint8 *buffer = g_aligned_alloc (1, BENCH_MIB, PAGE_BYTES);
  guint64 at = 0;

  for (;;) {
    gssize n;

    bench_watch_start (watch);
    n = read (fd, buffer, BENCH_MIB);
    bench_watch_stop (watch);
    if (n <= 0)
      break;
    if (at + (guint64) n > n_bytes || memcmp (buffer, bytes + at, (gsize) n) != 0)
      bench_fail ("what was read is not what was written");
    at += (guint64) n;
  }
  if (at != n_bytes)
    bench_fail ("only %" G_GUINT64_FORMAT " bytes came back", at);
  g_aligned_free (buffer);
}

void
plain_read_file (const char *path,
                 const guint8 *bytes,
                 guint64 n_bytes,
                 BenchWatch *watch)
{
  int fd = open_file (path, O_RDONLY);

  plain_read (fd, bytes, n_bytes, watch);
  close (fd);
}

static void
run (sqlite3 *db, const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    bench_fail ("SQLite: %s", sqlite3_errmsg (db));
}

/* The value of the first column of the first row; NULL if there is none. */
static char *
ask (sqlite3 *db, const char *question)
{
  sqlite3_stmt *statement = NULL;
  char *answer = NULL;

  sqlite3_prepare_v2 (db, question, -1, &statement, NULL);
  if (sqlite3_step (statement) == SQLITE_ROW)
    answer = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return answer;
}

char *
plain_dup_cipher_version (void)
{
  sqlite3 *db = NULL;
  char *version;

  sqlite3_open (":memory:", &db);
  version = ask (db, "PRAGMA cipher_version");
  sqlite3_close (db);
  return version;
}

/* As store-open.c has them.  Plain SQLite knows nothing of the first two, and says nothing;
 * a raw key takes no derivation. */
static sqlite3 *
open_database (const char *path)
{
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (path, &db,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL)
      != SQLITE_OK)
    bench_fail ("SQLite cannot open its file");

  run (db, "PRAGMA key = \"x'"
           "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'\";"
           "PRAGMA cipher_page_size = 16384;"
           "PRAGMA cell_size_check = ON;"
           "PRAGMA mmap_size = 0;"
           "PRAGMA temp_store = MEMORY;"
           "PRAGMA secure_delete = OFF;"
           "PRAGMA cache_size = -2048;"
           "PRAGMA locking_mode = EXCLUSIVE;"
           "PRAGMA synchronous = FULL;"
           "PRAGMA journal_size_limit = 1048576;"
           "PRAGMA page_size = 16384;"
           "PRAGMA journal_mode = PERSIST;");
  return db;
}

void
plain_insert_rows (const char *from, const char *to, guint64 n_bytes)
{
  g_autofree guint8 *row = g_malloc (VAULT_PIECE_BYTES);
  sqlite3 *db = open_database (to);
  sqlite3_stmt *insert = NULL;
  int in = open_file (from, O_RDONLY);
  guint64 n_uncommitted = 0;

  run (db, "CREATE TABLE piece (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL); BEGIN");
  sqlite3_prepare_v2 (db, "INSERT INTO piece (id, sealed) VALUES (?1, ?2)", -1, &insert,
                      NULL);

  for (guint64 at = 0; at < n_bytes; at += VAULT_PIECE_BYTES) {
    gsize n = (gsize) MIN (n_bytes - at, VAULT_PIECE_BYTES);

    if (read (in, row, n) != (gssize) n)
      bench_fail ("cannot read the source");
    sqlite3_bind_int64 (insert, 1, (sqlite3_int64) (1 + at / VAULT_PIECE_BYTES));
    sqlite3_bind_blob (insert, 2, row, (int) n, SQLITE_STATIC);
    if (sqlite3_step (insert) != SQLITE_DONE)
      bench_fail ("SQLite: %s", sqlite3_errmsg (db));
    sqlite3_reset (insert);

    n_uncommitted += n;
    if (n_uncommitted >= VAULT_COMMIT_EVERY_BYTES) {
      run (db, "COMMIT; BEGIN");
      n_uncommitted = 0;
    }
  }

  run (db, "COMMIT");
  sqlite3_finalize (insert);
  sqlite3_close (db);
  close (in);
}

void
plain_check_rows (const char *path, const guint8 *bytes, guint64 n_bytes)
{
  sqlite3 *db = open_database (path);
  sqlite3_stmt *select = NULL;
  guint64 at = 0;

  sqlite3_prepare_v2 (db, "SELECT sealed FROM piece ORDER BY id", -1, &select, NULL);
  while (sqlite3_step (select) == SQLITE_ROW) {
    guint64 n = (guint64) sqlite3_column_bytes (select, 0);

    if (at + n > n_bytes
        || memcmp (sqlite3_column_blob (select, 0), bytes + at, n) != 0)
      bench_fail ("a row is another");
    at += n;
  }
  if (at != n_bytes)
    bench_fail ("rows are missing");
  sqlite3_finalize (select);
  sqlite3_close (db);
}
