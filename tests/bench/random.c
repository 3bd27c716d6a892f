/* random.c - 1 MiB here and there, of an item and of a plain file of the same length
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "random.h"

#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

static void
read_item (VaultSource *item, guint64 offset, guint8 *buffer, BenchWatch *watch)
{
  g_autoptr (GError) error = NULL;

  bench_watch_start (watch);
  (void) !vault_source_read (item, offset, buffer, BENCH_MIB, &error);
  bench_watch_stop (watch);
  bench_check (error, "read the item");
}

static void
read_plain (int fd, guint64 offset, guint8 *buffer, BenchWatch *watch)
{
  gssize n;

  bench_watch_start (watch);
  n = pread (fd, buffer, BENCH_MIB, (off_t) offset);
  bench_watch_stop (watch);
  if (n != (gssize) BENCH_MIB)
    bench_fail ("cannot read the plain file");
}

void
random_read (VaultSource *item,
             const char *database,
             const char *plain,
             const guint8 *bytes,
             guint64 n_bytes,
             RandomWhere where,
             BenchWatch *of_item,
             BenchWatch *of_plain)
{
  guint8 *buffer = g_aligned_alloc (1, BENCH_MIB, 4096);
  int fd = open (plain, O_RDONLY | O_CLOEXEC);

  for (guint i = 0; i < RANDOM_READS; i++) {
    guint64 offset = randombytes_uniform ((guint32) (n_bytes - BENCH_MIB));

    /* The first time in memory does not count. */
    for (RandomWhere turn = RANDOM_FROM_DISK; turn <= where; turn++) {
      BenchWatch unused = { 0 };

      if (turn == RANDOM_FROM_DISK) {
        bench_forget (database);
        bench_forget (plain);
      }
      read_plain (fd, offset, buffer, turn == where ? of_plain : &unused);
      if (memcmp (buffer, bytes + offset, BENCH_MIB) != 0)
        bench_fail ("the plain file is another");
      read_item (item, offset, buffer, turn == where ? of_item : &unused);
      if (memcmp (buffer, bytes + offset, BENCH_MIB) != 0)
        bench_fail ("the item is another");
    }
  }

  close (fd);
  g_aligned_free (buffer);
}
