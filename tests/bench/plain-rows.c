/* plain-rows.c - rows that are not sealed, in a process of their own
 *
 *   plain-rows cipher           prints SQLCipher's version; exit status 1 if this is SQLite
 *   plain-rows write FILE DATABASE
 *   plain-rows check FILE DATABASE
 *
 * SQLCipher is SQLite with another pager: run with its library preloaded, the same program
 * measures that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "plain.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

static void
check (const char *from, const char *database, guint64 n_bytes)
{
  int fd = open (from, O_RDONLY | O_CLOEXEC);
  const guint8 *bytes = mmap (NULL, n_bytes, PROT_READ, MAP_SHARED, fd, 0);

  if (bytes == MAP_FAILED)
    bench_fail ("cannot map the source");
  plain_check_rows (database, bytes, n_bytes);
}

int
main (int argc, char **argv)
{
  g_autofree char *version = plain_dup_cipher_version ();
  struct stat info;

  if (argc == 2 && strcmp (argv[1], "cipher") == 0) {
    if (version != NULL)
      printf ("%s", version);
    return version == NULL;
  }
  if (argc != 4 || stat (argv[2], &info) != 0)
    bench_fail ("plain-rows cipher, or write or check FILE DATABASE");

  if (strcmp (argv[1], "write") == 0)
    plain_insert_rows (argv[2], argv[3], (guint64) info.st_size);
  else
    check (argv[2], argv[3], (guint64) info.st_size);
  return 0;
}
