/* plain.h - the same bytes made durable without a vault: copied, or as rows that are not
 * sealed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bench.h"

G_BEGIN_DECLS

/* Copy as cp does where it cannot clone, then flush. */
void plain_copy (const char *from, const char *to);

void plain_flush (const char *path);

/* Read @fd to its end, which takes its time on @watch, and fail unless these bytes come. */
void plain_read (int fd, const guint8 *bytes, guint64 n_bytes, BenchWatch *watch);
void plain_read_file (const char *path,
                      const guint8 *bytes,
                      guint64 n_bytes,
                      BenchWatch *watch);

/* Put the file into rows as long as a vault's pieces, in a database with a vault's
 * settings, committed as often as a vault's.  If it is SQLCipher that this is linked to,
 * they are sealed. */
void plain_insert_rows (const char *from, const char *to, guint64 n_bytes);

/* SQLCipher's version, NULL if it is plain SQLite that this is linked to. */
char *plain_dup_cipher_version (void);

/* Fail unless the rows hold these bytes. */
void plain_check_rows (const char *path, const guint8 *bytes, guint64 n_bytes);

G_END_DECLS
