/* fault-shim.c - preloaded into a program, it lets one chosen change of a folder go wrong
 *
 * It counts, over all threads, the calls that change the folder or make a change durable,
 * and does what it is told at one of them.  tests/fault/calls.py compares what it sees with
 * what strace sees, so that no call goes by unnoticed.
 *
 * NIGHTSTAND_FAULT_FOLDER: the folder; calls elsewhere do not count.
 * NIGHTSTAND_FAULT_LOG:    a file that gets a line for each call: "name offset bytes path
 *                          [new path]", before the call is made.
 * NIGHTSTAND_FAULT_DATA:   a file that gets the bytes of all writes, in the same order.
 * NIGHTSTAND_FAULT_AT:     the number of the call, from 1; 0 for none.
 * NIGHTSTAND_FAULT_DO:     "kill" before the call, "tear" (write a part, then kill),
 *                          "EIO", "ENOSPC" instead of the call, "EIO+", "ENOSPC+" instead
 *                          of it and every later one.
 * NIGHTSTAND_FAULT_NAMED:  if it is there, the folder is on a file system that knows no files
 *                          without a name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Both names of each function are defined here, so none may be an alias of the other. */
#undef _FILE_OFFSET_BITS

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static const char *folder = "";
static size_t n_folder;
static const char *what = "";
static int named;
static long at;
static long n_calls;
static int log_fd = -1;
static int data_fd = -1;

static int
open_log (const char *variable)
{
  const char *path = getenv (variable);

  if (path == NULL)
    return -1;
  return (int) syscall (SYS_openat, AT_FDCWD, path,
                        O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

__attribute__ ((constructor)) static void
start (void)
{
  const char *number = getenv ("NIGHTSTAND_FAULT_AT");

  if (getenv ("NIGHTSTAND_FAULT_FOLDER") == NULL)
    return;

  folder = getenv ("NIGHTSTAND_FAULT_FOLDER");
  n_folder = strlen (folder);
  what = getenv ("NIGHTSTAND_FAULT_DO") != NULL ? getenv ("NIGHTSTAND_FAULT_DO") : "";
  named = getenv ("NIGHTSTAND_FAULT_NAMED") != NULL;
  at = number == NULL ? 0 : strtol (number, NULL, 10);
  log_fd = open_log ("NIGHTSTAND_FAULT_LOG");
  data_fd = open_log ("NIGHTSTAND_FAULT_DATA");

  /* What the program said it has done must not die in a buffer. */
  setvbuf (stdout, NULL, _IOLBF, 0);
}

/* The path of @name in the folder @fd, or of @fd itself if @name is NULL. */
static void
find_path (int fd, const char *name, char out[PATH_MAX])
{
  char link[64];
  ssize_t n = 0;

  out[0] = '\0';
  if (name != NULL && (name[0] == '/' || fd == AT_FDCWD)) {
    snprintf (out, PATH_MAX, "%s", name);
    return;
  }

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = syscall (SYS_readlinkat, AT_FDCWD, link, out, PATH_MAX - 1);
  n = n < 0 ? 0 : n;
  out[n] = '\0';
  if (name != NULL)
    snprintf (out + n, (size_t) (PATH_MAX - n), "/%s", name);
}

/* The part of @path below the folder, "." for itself, or NULL if it is elsewhere. */
static const char *
is_ours (const char *path)
{
  if (n_folder == 0 || strncmp (path, folder, n_folder) != 0)
    return NULL;
  if (path[n_folder] == '\0')
    return ".";

  return path[n_folder] == '/' ? path + n_folder + 1 : NULL;
}

static void
die (void)
{
  syscall (SYS_kill, getpid (), SIGKILL);
  for (;;)
    pause ();
}

/* How much of a write arrives.  The few cells in use are the first ones of a segment, and
 * one of them is to be cut as well: the third, of 128 bytes each. */
static size_t
torn_bytes (size_t n)
{
  return n > 65536 ? n / 1024 - 37 : n / 2;
}

static void
record (const char *name, const char *paths, const void *bytes, size_t n, off_t offset)
{
  char line[2 * PATH_MAX + 64];
  int length = snprintf (line, sizeof line, "%s %lld %zu %s\n", name,
                         (long long) offset, n, paths);

  if (log_fd >= 0 && length > 0)
    (void) !syscall (SYS_write, log_fd, line, (size_t) length);
  if (data_fd >= 0 && bytes != NULL)
    (void) !syscall (SYS_write, data_fd, bytes, n);
}

/* With the mutex held, before a call: 0 to make it, or the errno it is to fail with. */
static int
arrive (const char *name,
        const char *paths,
        int fd,
        const void *bytes,
        size_t n,
        off_t offset)
{
  n_calls++;
  if (at == 0 || n_calls < at || (n_calls > at && strchr (what, '+') == NULL)) {
    record (name, paths, bytes, n, offset);
    return 0;
  }

  if (strcmp (what, "tear") == 0 && bytes != NULL)
    syscall (SYS_pwrite64, fd, bytes, torn_bytes (n), offset);
  if (strcmp (what, "tear") == 0 || strcmp (what, "kill") == 0)
    die ();

  record (name, paths, NULL, 0, offset);
  return strncmp (what, "ENOSPC", 6) == 0 ? ENOSPC : EIO;
}

/* Count a call on an open file, then make it with the arguments after @number. */
static long
on_file (const char *name,
         long number,
         int fd,
         const void *bytes,
         size_t n,
         off_t offset)
{
  char path[PATH_MAX];
  const char *ours;
  long result;
  int failure;

  find_path (fd, NULL, path);
  ours = is_ours (path);
  if (ours == NULL)
    return bytes != NULL ? syscall (number, fd, bytes, n, offset)
                         : syscall (number, fd, offset);

  pthread_mutex_lock (&mutex);
  failure = arrive (name, ours, fd, bytes, n, offset);
  if (failure != 0) {
    errno = failure;
    result = -1;
  } else {
    result = bytes != NULL ? syscall (number, fd, bytes, n, offset)
                           : syscall (number, fd, offset);
  }
  pthread_mutex_unlock (&mutex);

  return result;
}

ssize_t
pwrite (int fd, const void *bytes, size_t n, off_t offset)
{
  return on_file ("pwrite", SYS_pwrite64, fd, bytes, n, offset);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t n, off64_t offset)
{
  return on_file ("pwrite", SYS_pwrite64, fd, bytes, n, offset);
}

int
ftruncate (int fd, off_t n_bytes)
{
  return (int) on_file ("ftruncate", SYS_ftruncate, fd, NULL, 0, n_bytes);
}

int
ftruncate64 (int fd, off64_t n_bytes)
{
  return (int) on_file ("ftruncate", SYS_ftruncate, fd, NULL, 0, n_bytes);
}

int
fdatasync (int fd)
{
  return (int) on_file ("fdatasync", SYS_fdatasync, fd, NULL, 0, 0);
}

int
fsync (int fd)
{
  return (int) on_file ("fsync", SYS_fsync, fd, NULL, 0, 0);
}

int
unlinkat (int dir_fd, const char *name, int flags)
{
  char path[PATH_MAX];
  const char *ours;
  long result = -1;
  int failure;

  find_path (dir_fd, name, path);
  ours = is_ours (path);
  if (ours == NULL)
    return (int) syscall (SYS_unlinkat, dir_fd, name, flags);

  pthread_mutex_lock (&mutex);
  failure = arrive ("unlink", ours, -1, NULL, 0, 0);
  if (failure == 0)
    result = syscall (SYS_unlinkat, dir_fd, name, flags);
  else
    errno = failure;
  pthread_mutex_unlock (&mutex);

  return (int) result;
}

int
unlink (const char *path)
{
  return unlinkat (AT_FDCWD, path, 0);
}

int
renameat2 (int from_fd, const char *from, int to_fd, const char *to, unsigned int flags)
{
  char from_path[PATH_MAX];
  char to_path[PATH_MAX];
  char both[2 * PATH_MAX];
  const char *ours;
  long result = -1;
  int failure;

  find_path (from_fd, from, from_path);
  find_path (to_fd, to, to_path);
  ours = is_ours (to_path);
  if (ours == NULL || is_ours (from_path) == NULL)
    return (int) syscall (SYS_renameat2, from_fd, from, to_fd, to, flags);

  pthread_mutex_lock (&mutex);
  snprintf (both, sizeof both, "%s %s", is_ours (from_path), ours);
  failure = arrive ("rename", both, -1, NULL, 0, 0);
  if (failure == 0)
    result = syscall (SYS_renameat2, from_fd, from, to_fd, to, flags);
  else
    errno = failure;
  pthread_mutex_unlock (&mutex);

  return (int) result;
}

int
linkat (int from_fd, const char *from, int to_fd, const char *to, int flags)
{
  char path[PATH_MAX];
  const char *ours;
  long result = -1;
  int failure;

  find_path (to_fd, to, path);
  ours = is_ours (path);
  if (ours == NULL)
    return (int) syscall (SYS_linkat, from_fd, from, to_fd, to, flags);

  pthread_mutex_lock (&mutex);
  failure = arrive ("link", ours, -1, NULL, 0, 0);
  if (failure == 0)
    result = syscall (SYS_linkat, from_fd, from, to_fd, to, flags);
  else
    errno = failure;
  pthread_mutex_unlock (&mutex);

  return (int) result;
}

static int
open_nameless (int dir_fd, const char *name, int flags, mode_t mode)
{
  char path[PATH_MAX];

  find_path (dir_fd, name, path);
  if (named && strncmp (path, folder, n_folder) == 0) {
    errno = EOPNOTSUPP;
    return -1;
  }
  return (int) syscall (SYS_openat, dir_fd, name, flags, mode);
}

static int
open_counted (int dir_fd, const char *name, int flags, mode_t mode)
{
  char path[PATH_MAX];
  struct stat info;
  const char *ours;
  long result = -1;
  int failure;

  if (name != NULL && (flags & O_TMPFILE) == O_TMPFILE)
    return open_nameless (dir_fd, name, flags, mode);
  if (name == NULL || (flags & O_CREAT) == 0)
    return (int) syscall (SYS_openat, dir_fd, name, flags, mode);

  find_path (dir_fd, name, path);
  ours = is_ours (path);
  if (ours == NULL || lstat (path, &info) == 0)
    return (int) syscall (SYS_openat, dir_fd, name, flags, mode);

  pthread_mutex_lock (&mutex);
  failure = arrive ("create", ours, -1, NULL, 0, 0);
  if (failure == 0)
    result = syscall (SYS_openat, dir_fd, name, flags, mode);
  else
    errno = failure;
  pthread_mutex_unlock (&mutex);

  return (int) result;
}

#define DEFINE_OPEN(function, parameters, dir_fd)                                      \
  int function parameters                                                              \
  {                                                                                    \
    mode_t mode = 0;                                                                   \
                                                                                       \
    if ((flags & (O_CREAT | O_TMPFILE)) != 0) {                                        \
      va_list rest;                                                                    \
                                                                                       \
      va_start (rest, flags);                                                          \
      mode = va_arg (rest, mode_t);                                                    \
      va_end (rest);                                                                   \
    }                                                                                  \
    return open_counted (dir_fd, path, flags, mode);                                   \
  }

DEFINE_OPEN (open, (const char *path, int flags, ...), AT_FDCWD)
DEFINE_OPEN (open64, (const char *path, int flags, ...), AT_FDCWD)
DEFINE_OPEN (openat, (int dir_fd, const char *path, int flags, ...), dir_fd)
DEFINE_OPEN (openat64, (int dir_fd, const char *path, int flags, ...), dir_fd)
