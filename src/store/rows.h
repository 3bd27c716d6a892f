/* rows.h - the rows of a database that SQLite may refuse, found by looking at every page
 *
 * The file is only read, and never by SQLite: no journal is rolled back, no schema believed,
 * no statement run.  A row that the tables still lead to comes first; after it come those
 * found on pages that nothing leads to any more, which may be older ones of the same number.
 * Who asks takes the first whose seal opens.
 *
 * Owns:     a descriptor and an index of rows.
 * Threads:  one at a time.
 * Blocks:   waits for the disk; opening reads the whole file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/store.h"

G_BEGIN_DECLS

typedef struct _VaultRows VaultRows;

/* Called now and then while the file is read; FALSE ends it. */
typedef gboolean (*VaultRowsFunc) (guint64 n_bytes_read,
                                   guint64 n_bytes_total,
                                   gpointer user_data);

/* Errors: VAULT_ERROR_MISSING_DATABASE (none, or empty), VAULT_ERROR_PERMISSION,
 * VAULT_ERROR_IO, G_IO_ERROR_CANCELLED if @func ended it. */
VaultRows *vault_rows_open (int dir_fd,
                            VaultRowsFunc func,
                            gpointer user_data,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @self may be NULL. */
void vault_rows_free (VaultRows *self);

/* The numbers of the records to which the table still leads, each once, ascending; without
 * those of the stamps.  Returns: (transfer full) (element-type guint64). */
GArray *vault_rows_dup_records (VaultRows *self);

/* The @nth row of this number, from 0.  FALSE if there are no more.  @out is zero where it
 * cannot be read.  @out_is_stale: no table leads to it. */
gboolean vault_rows_get_record (VaultRows *self,
                                guint64 row,
                                guint nth,
                                guint8 out[VAULT_RECORD_BYTES],
                                gboolean *out_is_stale);
gboolean vault_rows_get_piece (VaultRows *self,
                               guint64 id,
                               guint nth,
                               guint8 out[VAULT_PIECE_BYTES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultRows, vault_rows_free)

G_END_DECLS
