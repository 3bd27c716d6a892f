/* disk-shim.c - preloaded into a program, it lets it come to the end of a small disk
 *
 * NIGHTSTAND_TEST_DISK:       a folder; writes elsewhere go on as ever.
 * NIGHTSTAND_TEST_DISK_BYTES: how long a file there can become.
 * NIGHTSTAND_TEST_DISK_GATE:  a named pipe: a write beyond that length does not fail but
 *                             waits until somebody has opened it for writing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Both names of the function are defined here, so none may be an alias of the other. */
#undef _FILE_OFFSET_BITS

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
is_there (int fd)
{
  const char *folder = getenv ("NIGHTSTAND_TEST_DISK");
  char link[64];
  char path[PATH_MAX];
  ssize_t n;

  if (folder == NULL)
    return 0;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = readlink (link, path, sizeof path - 1);
  if (n <= 0)
    return 0;
  path[n] = '\0';
  return strncmp (path, folder, strlen (folder)) == 0 && path[strlen (folder)] == '/';
}

static void
wait_at (const char *gate)
{
  int fd = open (gate, O_RDONLY | O_CLOEXEC);

  if (fd >= 0)
    close (fd);
}

static ssize_t
write_at (int fd, const void *bytes, size_t n_bytes, off64_t offset)
{
  const char *most = getenv ("NIGHTSTAND_TEST_DISK_BYTES");
  const char *gate = getenv ("NIGHTSTAND_TEST_DISK_GATE");

  if (most != NULL && offset + (off64_t) n_bytes > strtoll (most, NULL, 10)
      && is_there (fd)) {
    if (gate == NULL) {
      errno = ENOSPC;
      return -1;
    }
    wait_at (gate);
  }
  return syscall (SYS_pwrite64, fd, bytes, n_bytes, offset);
}

ssize_t
pwrite (int fd, const void *bytes, size_t n_bytes, off_t offset)
{
  return write_at (fd, bytes, n_bytes, offset);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t n_bytes, off64_t offset)
{
  return write_at (fd, bytes, n_bytes, offset);
}
