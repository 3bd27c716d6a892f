/* random.h - 1 MiB here and there, of an item and of a plain file of the same length
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bench.h"

G_BEGIN_DECLS

#define RANDOM_READS 64

typedef enum {
  RANDOM_FROM_DISK,
  RANDOM_FROM_MEMORY,
  N_RANDOM,
} RandomWhere;

/* Read the item and the file at the same places, in turns, and compare with @bytes.
 * @database is the file the item is in. */
void random_read (VaultSource *item,
                  const char *database,
                  const char *plain,
                  const guint8 *bytes,
                  guint64 n_bytes,
                  RandomWhere where,
                  BenchWatch *of_item,
                  BenchWatch *of_plain);

G_END_DECLS
