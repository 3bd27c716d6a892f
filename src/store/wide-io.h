/* wide-io.h - SQLite's pages, written and read many at a time
 *
 * SQLite hands its pages to the system one by one.  For a film that is sixty thousand calls a
 * gigabyte, each of which costs more than the copying it does, and a jump into one waits for
 * the disk page after page.  This lies between SQLite and its own way of using files: pages
 * that are written are gathered into longer stretches, and whoever says which pieces will be
 * wanted has the disk told of them beforehand.
 *
 * What is gathered is written before SQLite flushes, cuts or measures the file, gives up its
 * lock or closes it, and is read from here as long as it is not.  So the file is at every
 * flush what it would be without this; in between SQLite promises nothing about it either.
 * A write that fails is told by the call that found out, with SQLite's own result.
 *
 * Threads:  as the connection: one at a time.
 * Blocks:   waits for the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

#include "store/read-hint.h"

G_BEGIN_DECLS

typedef struct _VaultWideFile VaultWideFile;

/* The name to open a database with, made known to SQLite.  NULL where SQLite has no way of
 * using files that this could rest on: then it is opened without. */
const char *vault_wide_io_get_name (void);

/* Returns: (transfer none): the main file of a connection, good as long as that is; NULL if it
 * was opened without. */
VaultWideFile *vault_wide_io_get_file (sqlite3 *db);

/* What the disk is told of beforehand, through a descriptor that is to be set there.  NULL for
 * NULL. */
VaultReadHint *vault_wide_io_get_hint (VaultWideFile *self);

G_END_DECLS
