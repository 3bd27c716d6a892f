/* test-store-open.c - whatever stands where the database should be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/store-box.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 16384

/* Closed, with some rows in it. */
static StoreBox *
filled_box (void)
{
  StoreBox *box = store_box_new ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 10 * VAULT_CHUNK_BYTES);
  guint8 record[VAULT_RECORD_BYTES] = { 0 };
  const VaultRecordChange put = { 1, record };

  stream_write (box->store, 0, bytes, 1);
  g_assert_true (vault_store_change_records (box->store, &put, 1, NULL, NULL));
  store_box_close (box);
  return box;
}

/* Refused, and left as it was. */
static void
assert_refused (StoreBox *box, VaultError code)
{
  g_autoptr (GBytes) before = file_get (box->path);
  g_autoptr (GBytes) after = NULL;

  store_box_assert_refuses (box, code);
  after = file_get (box->path);
  assert_same_bytes (before, after);
}

static void
test_create (void)
{
  g_autoptr (StoreBox) box = store_box_new ();
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_cmpint (g_stat (box->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_null (vault_store_create (box->folder, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_VAULT_EXISTS);
  store_box_reopen (box);
}

/* From the first write on it is ours alone. */
static void
test_second_connection (void)
{
  g_autoptr (StoreBox) box = filled_box ();
  const VaultRecordChange removal = { 1, NULL };

  store_box_reopen (box);
  g_assert_true (vault_store_change_records (box->store, &removal, 1, NULL, NULL));
  store_box_assert_refuses (box, VAULT_ERROR_BUSY);
}

static void
test_missing (void)
{
  g_autoptr (StoreBox) box = filled_box ();
  g_autofree char *elsewhere = folder_path (box->folder, "elsewhere.db");

  g_assert_cmpint (g_rename (box->path, elsewhere), ==, 0);
  store_box_assert_refuses (box, VAULT_ERROR_MISSING_DATABASE);
  g_assert_false (file_exists (box->path));
  g_assert_cmpint (symlink ("elsewhere.db", box->path), ==, 0);
  store_box_assert_refuses (box, VAULT_ERROR_MISSING_DATABASE);
  g_assert_cmpint (g_unlink (box->path), ==, 0);
  g_assert_cmpint (g_mkdir (box->path, 0700), ==, 0);
  store_box_assert_refuses (box, VAULT_ERROR_MISSING_DATABASE);
  g_assert_cmpint (g_rmdir (box->path), ==, 0);
  g_assert_cmpint (mkfifo (box->path, 0600), ==, 0);
  store_box_assert_refuses (box, VAULT_ERROR_MISSING_DATABASE);
}

static void
test_empty (void)
{
  g_autoptr (StoreBox) box = filled_box ();

  file_truncate (box->path, 0);
  assert_refused (box, VAULT_ERROR_MISSING_DATABASE);
}

static void
test_no_database (void)
{
  static const char text[] = "This is a letter and no database at all.\n";
  g_autoptr (GBytes) noise = bytes_noise (5, 100000);
  g_autoptr (GBytes) letter = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GBytes) zeros = g_bytes_new_take (g_malloc0 (40000), 40000);
  GBytes *const contents[] = { noise, letter, zeros };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++) {
    g_autoptr (StoreBox) box = filled_box ();

    file_put (box->path, contents[i]);
    assert_refused (box, VAULT_ERROR_DAMAGED_DATABASE);
  }
}

/* Cut at the edges of pages and inside them. */
static void
test_cut (void)
{
  g_autoptr (StoreBox) box = filled_box ();
  g_autoptr (GBytes) whole = file_get (box->path);
  const guint64 n_bytes = g_bytes_get_size (whole);
  const guint64 cuts[] = {
    1,
    15,
    16,
    18,
    99,
    100,
    511,
    512,
    1000,
    PAGE - 1,
    PAGE,
    PAGE + 1,
    2 * PAGE,
    3 * PAGE - 1,
    5 * PAGE,
    9 * PAGE,
    n_bytes / 2,
    n_bytes - PAGE - 1,
    n_bytes - PAGE,
    n_bytes - 512,
    n_bytes - 1,
  };

  g_assert_cmpuint (n_bytes % PAGE, ==, 0);
  g_assert_cmpuint (n_bytes, >, 20 * PAGE);
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++) {
    file_put (box->path, whole);
    file_truncate (box->path, cuts[i]);
    assert_refused (box, VAULT_ERROR_DAMAGED_DATABASE);
  }
  file_put (box->path, whole);
  store_box_reopen (box);
}

/* Each is our own database with one thing added or changed. */
static const struct {
  const char *name;
  const char *sql;
  VaultError code;
} changes[] = {
  { "application-id", "PRAGMA application_id = 1", VAULT_ERROR_FOREIGN_DATABASE },
  { "no-application-id", "PRAGMA application_id = 0", VAULT_ERROR_FOREIGN_DATABASE },
  { "version-two", "PRAGMA user_version = 2", VAULT_ERROR_NEWER_FORMAT },
  { "version-most", "PRAGMA user_version = 2147483647", VAULT_ERROR_NEWER_FORMAT },
  { "version-zero", "PRAGMA user_version = 0", VAULT_ERROR_FOREIGN_DATABASE },
  { "version-negative", "PRAGMA user_version = -1", VAULT_ERROR_FOREIGN_DATABASE },
  { "page-size", "PRAGMA page_size = 4096; VACUUM", VAULT_ERROR_FOREIGN_DATABASE },
  { "trigger", "CREATE TRIGGER t AFTER INSERT ON record BEGIN DELETE FROM piece; END",
    VAULT_ERROR_FOREIGN_DATABASE },
  { "view", "CREATE VIEW v AS SELECT * FROM record", VAULT_ERROR_FOREIGN_DATABASE },
  { "table", "CREATE TABLE extra (x)", VAULT_ERROR_FOREIGN_DATABASE },
  { "index", "CREATE INDEX i ON record (sealed)", VAULT_ERROR_FOREIGN_DATABASE },
  { "statistics", "ANALYZE", VAULT_ERROR_FOREIGN_DATABASE },
  { "no-record", "DROP TABLE record", VAULT_ERROR_FOREIGN_DATABASE },
  { "no-piece", "DROP TABLE piece", VAULT_ERROR_FOREIGN_DATABASE },
  { "no-table", "DROP TABLE piece; DROP TABLE record", VAULT_ERROR_FOREIGN_DATABASE },
  { "column", "ALTER TABLE record ADD COLUMN more", VAULT_ERROR_FOREIGN_DATABASE },
  { "generated", "ALTER TABLE piece ADD COLUMN g AS (length (sealed)) VIRTUAL",
    VAULT_ERROR_FOREIGN_DATABASE },
  { "view-for-table",
    "DROP TABLE piece; CREATE VIEW piece AS SELECT id, sealed FROM record",
    VAULT_ERROR_FOREIGN_DATABASE },
  { "virtual-table",
    "DROP TABLE piece; CREATE VIRTUAL TABLE piece USING fts5(id, sealed)",
    VAULT_ERROR_FOREIGN_DATABASE },
  { "other-text",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace (sql, 'BLOB',"
    " 'blob')",
    VAULT_ERROR_FOREIGN_DATABASE },
  { "collation",
    "DROP TABLE piece; CREATE TABLE piece (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL"
    " CHECK (length (sealed) > 0))",
    VAULT_ERROR_FOREIGN_DATABASE },
  { "broken-text",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE'",
    VAULT_ERROR_DAMAGED_DATABASE },
  { "broken-root",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 100000",
    VAULT_ERROR_DAMAGED_DATABASE },
};

static void
test_changed (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (StoreBox) box = filled_box ();

  sql_run (box->path, changes[i].sql);
  assert_refused (box, changes[i].code);
}

static void
test_another_application (void)
{
  g_autoptr (StoreBox) box = filled_box ();

  g_assert_cmpint (g_unlink (box->path), ==, 0);
  sql_run (box->path, "CREATE TABLE contacts (name, number);"
                      "INSERT INTO contacts VALUES ('Ada', 1815)");
  assert_refused (box, VAULT_ERROR_FOREIGN_DATABASE);
  g_assert_cmpuint (folder_count (box->folder), ==, 1);
}

/* Somebody else's database in WAL mode is none of our business either. */
static void
test_another_application_wal (void)
{
  g_autoptr (StoreBox) box = filled_box ();

  g_assert_cmpint (g_unlink (box->path), ==, 0);
  sql_run (box->path, "PRAGMA journal_mode = WAL; CREATE TABLE contacts (name, number);"
                      "INSERT INTO contacts VALUES ('Ada', 1815)");
  assert_refused (box, VAULT_ERROR_FOREIGN_DATABASE);
}

/* Our own in WAL mode opens, and has a rollback journal again. */
static void
test_own_wal (void)
{
  g_autoptr (StoreBox) box = filled_box ();
  guint8 versions[2];

  sql_run (box->path, "PRAGMA journal_mode = WAL");
  file_read (box->path, 18, versions, 2);
  g_assert_cmpmem (versions, 2, "\2\2", 2);
  store_box_reopen (box);
  store_box_close (box);
  file_read (box->path, 18, versions, 2);
  g_assert_cmpmem (versions, 2, "\1\1", 2);
  g_assert_cmpint (sql_get_number (box->path, "SELECT count(*) FROM piece"), ==, 10);
}

/* A journal of noise beside it is none. */
static void
test_noisy_journal (void)
{
  g_autoptr (StoreBox) box = filled_box ();
  g_autoptr (GBytes) noise = bytes_noise (9, 30000);
  g_autofree char *journal = folder_path (box->folder, VAULT_STORE_JOURNAL_NAME);

  file_put (journal, noise);
  store_box_reopen (box);
  store_box_close (box);
  g_assert_cmpint (sql_get_number (box->path, "SELECT count(*) FROM piece"), ==, 10);
}

/* A journal that names a further file would have SQLite remove that one. */
static void
test_planted_journal (void)
{
  static const guint8 magic[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
  g_autoptr (StoreBox) box = filled_box ();
  g_autofree char *journal = folder_path (box->folder, VAULT_STORE_JOURNAL_NAME);
  g_autofree char *victim = folder_put_text (box->folder, "victim", "precious");
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GBytes) planted = NULL;

  g_byte_array_set_size (bytes, 1024);
  memset (bytes->data, 0, 1024);
  g_byte_array_append (bytes, magic, sizeof magic);
  planted = g_bytes_new (bytes->data, bytes->len);
  file_put (journal, planted);
  assert_refused (box, VAULT_ERROR_FOREIGN_DATABASE);
  g_assert_true (file_exists (victim));
  g_assert_true (file_exists (journal));

  g_assert_cmpint (g_unlink (journal), ==, 0);
  g_assert_cmpint (symlink ("victim", journal), ==, 0);
  store_box_assert_refuses (box, VAULT_ERROR_IO);
  g_assert_cmpint (g_unlink (journal), ==, 0);
  store_box_reopen (box);
}

/* Damage to the first page is told, or does not matter; it never crashes, and the two
 * tables are what they were or nothing is opened. */
static void
test_first_page_flips (void)
{
  g_autoptr (StoreBox) box = filled_box ();
  g_autoptr (GBytes) whole = file_get (box->path);

  for (guint64 at = 0; at < 108; at++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VaultStore) store = NULL;

    file_put (box->path, whole);
    file_flip (box->path, at, 0x11);
    store = vault_store_open (box->folder, &error);
    if (store == NULL)
      g_assert_cmpuint (error->domain, ==, VAULT_ERROR);
    if (at < 16)
      g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_DATABASE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-open/create", test_create);
  g_test_add_func ("/store-open/second-connection", test_second_connection);
  g_test_add_func ("/store-open/missing", test_missing);
  g_test_add_func ("/store-open/empty", test_empty);
  g_test_add_func ("/store-open/no-database", test_no_database);
  g_test_add_func ("/store-open/cut", test_cut);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *path = g_strdup_printf ("/store-open/changed/%s", changes[i].name);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_changed);
  }
  g_test_add_func ("/store-open/another-application", test_another_application);
  g_test_add_func ("/store-open/another-application-wal", test_another_application_wal);
  g_test_add_func ("/store-open/own-wal", test_own_wal);
  g_test_add_func ("/store-open/noisy-journal", test_noisy_journal);
  g_test_add_func ("/store-open/planted-journal", test_planted_journal);
  g_test_add_func ("/store-open/first-page-flips", test_first_page_flips);
  return g_test_run ();
}
