/* plain.h - the same bytes made durable without a vault: copied, or as rows that are not
 * sealed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Copy as cp does where it cannot clone, then flush. */
void plain_copy (const char *from, const char *to);

void plain_flush (const char *path);

/* Fail unless the file holds these bytes. */
void plain_check_copy (const char *path, const guint8 *bytes, guint64 n_bytes);

/* Put the file into rows as long as a vault's pieces, in a database with a vault's
 * settings, committed as often as a vault's. */
void plain_insert_rows (const char *from, const char *to, guint64 n_bytes);

/* Fail unless the rows hold these bytes. */
void plain_check_rows (const char *path, const guint8 *bytes, guint64 n_bytes);

G_END_DECLS
