/* others.h - what other programs take to seal the same bytes: gocryptfs, age, SQLCipher
 *
 * As Debian has them.  Each makes a file durable in sealed form, and reads it back; what
 * comes back is compared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bench.h"

G_BEGIN_DECLS

typedef enum {
  OTHER_GOCRYPTFS,
  OTHER_AGE,
  OTHER_SQLCIPHER,
  N_OTHERS,
} Other;

/* @rows: the program plain-rows. */
void others_start (const char *rows);

/* What the way does, for the table. */
const char *other_get_name (Other self);

/* Why it cannot be measured here, or NULL. */
const char *other_get_obstacle (Other self);

/* The file at @path holds @bytes.  FALSE if it turned out that it cannot be measured: then
 * there is an obstacle. */
gboolean other_run (Other self,
                    const char *path,
                    const guint8 *bytes,
                    guint64 n_bytes,
                    BenchWatch *writing,
                    BenchWatch *reading);

G_END_DECLS
