/* store-box.h - a folder with a database in it, streams written into it, rows tampered with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/store.h"
#include "store/stream-reader.h"
#include "store/stream-writer.h"
#include "support/folder.h"

#include <vault/vault-error.h>

typedef struct {
  Folder *folder;
  char *path;        /* of the database */
  VaultStore *store; /* NULL while closed */
} StoreBox;

/* With an open, empty database. */
StoreBox *store_box_new (void);
void store_box_free (StoreBox *self);

void store_box_close (StoreBox *self);
void store_box_reopen (StoreBox *self);

/* Open it and expect this. */
void store_box_assert_refuses (StoreBox *self, VaultError code);

/* Run SQL on the closed file with a connection of our own.  Returns: whether it worked. */
gboolean sql_try (const char *path, const char *sql);
void sql_run (const char *path, const char *sql);
/* The same with one blob bound to ?1. */
void sql_run_blob (const char *path, const char *sql, const void *bytes, gsize n_bytes);
GBytes *sql_get_blob (const char *path, const char *sql);
gint64 sql_get_number (const char *path, const char *sql);

/* A key and a place for stream @number; the same for the same number. */
VaultSecret *stream_key (guint number);
VaultChunkPlace stream_place (guint number);

/* Write a whole stream into pieces from @first on, flush and commit. */
void stream_write (VaultStore *store, guint number, GBytes *bytes, guint64 first);

/* A reader of it in one run; the layout goes with stream_close(). */
typedef struct {
  VaultRun run;
  VaultStreamLayout layout;
  VaultStreamReader *reader;
} Stream;

Stream *stream_open (VaultStore *store, guint number, guint64 n_bytes, guint64 first);
void stream_close (Stream *self);
gboolean stream_read (Stream *self, guint64 offset, gsize n_bytes, GError **error);
void stream_assert (Stream *self, GBytes *expected, guint64 offset, gsize n_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreBox, store_box_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stream, stream_close)
