/* store-box.c - a folder with a database in it, streams written into it, rows tampered with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/store-box.h"

#include <sqlite3.h>
#include <string.h>

static const guint8 vault_id[VAULT_ID_BYTES] = { 0x55, 0xaa };

StoreBox *
store_box_new (void)
{
  StoreBox *self = g_new0 (StoreBox, 1);
  g_autoptr (GError) error = NULL;

  self->folder = folder_new ();
  self->path = folder_path (self->folder, VAULT_STORE_NAME);
  self->store = vault_store_create (self->folder, &error);
  g_assert_no_error (error);
  return self;
}

void
store_box_free (StoreBox *self)
{
  if (self == NULL)
    return;

  store_box_close (self);
  folder_free (self->folder);
  g_free (self->path);
  g_free (self);
}

void
store_box_close (StoreBox *self)
{
  g_clear_pointer (&self->store, vault_store_free);
}

void
store_box_reopen (StoreBox *self)
{
  g_autoptr (GError) error = NULL;

  store_box_close (self);
  self->store = vault_store_open (self->folder, &error);
  g_assert_no_error (error);
}

void
store_box_assert_refuses (StoreBox *self, VaultError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultStore) store = vault_store_open (self->folder, &error);

  g_assert_null (store);
  g_assert_error (error, VAULT_ERROR, (int) code);
}

static sqlite3 *
connect_raw (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  return db;
}

gboolean
sql_try (const char *path, const char *sql)
{
  sqlite3 *db = connect_raw (path);
  int result = sqlite3_exec (db, sql, NULL, NULL, NULL);

  sqlite3_close (db);
  return result == SQLITE_OK;
}

void
sql_run (const char *path, const char *sql)
{
  g_assert_true (sql_try (path, sql));
}

void
sql_run_blob (const char *path, const char *sql, const void *bytes, gsize n_bytes)
{
  sqlite3 *db = connect_raw (path);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  sqlite3_bind_blob (statement, 1, bytes, (int) n_bytes, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
  sqlite3_finalize (statement);
  sqlite3_close (db);
}

GBytes *
sql_get_blob (const char *path, const char *sql)
{
  sqlite3 *db = connect_raw (path);
  sqlite3_stmt *statement = NULL;
  GBytes *bytes;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  bytes = g_bytes_new (sqlite3_column_blob (statement, 0),
                       (gsize) sqlite3_column_bytes (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return bytes;
}

gint64
sql_get_number (const char *path, const char *sql)
{
  sqlite3 *db = connect_raw (path);
  sqlite3_stmt *statement = NULL;
  gint64 number;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return number;
}

VaultSecret *
stream_key (guint number)
{
  guint8 key[VAULT_KEY_BYTES];

  memset (key, (int) number + 1, sizeof key);
  return vault_secret_new_from (key, sizeof key, NULL);
}

VaultChunkPlace
stream_place (guint number)
{
  /* Behind the streams of an item, two of which are sealed in a way of their own. */
  VaultChunkPlace place = {
    NULL, vault_id, { (guint8) number }, VAULT_NOTE_STREAM + 1 + number
  };

  return place;
}

void
stream_write (VaultStore *store, guint number, GBytes *bytes, guint64 first)
{
  g_autoptr (VaultStreamWriter) writer = vault_stream_writer_new (store);
  g_autoptr (VaultSecret) key = stream_key (number);
  g_autoptr (GError) error = NULL;
  VaultChunkPlace place = stream_place (number);
  gsize n_left;
  const guint8 *from = g_bytes_get_data (bytes, &n_left);

  vault_stream_writer_begin (writer, key, &place, n_left, first);
  while (n_left > 0) {
    gsize n_room;
    guint8 *room = vault_stream_writer_get_room (writer, &n_room);

    g_assert_cmpuint (n_room, >, 0);
    n_room = MIN (n_room, n_left);
    memcpy (room, from, n_room);
    vault_stream_writer_advance (writer, n_room);
    from += n_room;
    n_left -= n_room;
  }
  g_assert_true (vault_stream_writer_flush (writer, &error));
  g_assert_no_error (error);
  g_assert_true (vault_store_commit (store, NULL));
}

Stream *
stream_open (VaultStore *store, guint number, guint64 n_bytes, guint64 first)
{
  Stream *self = g_new0 (Stream, 1);
  g_autoptr (VaultSecret) key = stream_key (number);
  VaultChunkPlace place = stream_place (number);

  self->run = (VaultRun){ first, vault_chunk_count (n_bytes) };
  self->layout = (VaultStreamLayout){ n_bytes, 1, &self->run };
  self->reader = vault_stream_reader_new (store, key, &place, &self->layout);
  return self;
}

void
stream_close (Stream *self)
{
  if (self == NULL)
    return;

  vault_stream_reader_free (self->reader);
  g_free (self);
}

gboolean
stream_read (Stream *self, guint64 offset, gsize n_bytes, GError **error)
{
  g_autofree guint8 *room = g_malloc (n_bytes + 1);

  return vault_stream_reader_read (self->reader, offset, room, n_bytes, error);
}

void
stream_assert (Stream *self, GBytes *expected, guint64 offset, gsize n_bytes)
{
  g_autofree guint8 *room = g_malloc (n_bytes + 1);
  g_autoptr (GError) error = NULL;
  const guint8 *from = g_bytes_get_data (expected, NULL);

  g_assert_true (
      vault_stream_reader_read (self->reader, offset, room, n_bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpint (memcmp (room, from + offset, n_bytes), ==, 0);
}
