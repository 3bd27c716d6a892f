/* wipe-shim.c - preloaded into a program, it lets one chosen call of an emergency wipe go wrong
 *
 * It counts every call that the wipe's own thread makes on the vault's folder or a file in it,
 * whether it changes something or only looks, and does what it is told at one of them.  An
 * unlocking that wipes does it on the thread it is on, and every thread's calls count there.
 *
 * NIGHTSTAND_WIPE_FOLDER: the folder.
 * NIGHTSTAND_WIPE_LOG:    a file that gets a line for each call, "name offset bytes file
 *                         outcome", where outcome is "ok" or "failed", after the call.
 * NIGHTSTAND_WIPE_ANY:    set if every thread's calls count.
 * NIGHTSTAND_WIPE_AT:     the number of the call, from 1; 0 for none.
 * NIGHTSTAND_WIPE_DO:     "kill", or the number of an errno; with a plus behind it, for every
 *                         later call of the same name too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Both names of each function are defined here, so none may be an alias of the other. */
#undef _FILE_OFFSET_BITS

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *folder = "";
static const char *what = "";
static long at;
static long n_calls;
static int any;
static int log_fd = -1;
static char failing[32];

__attribute__ ((constructor)) static void
start (void)
{
  const char *number = getenv ("NIGHTSTAND_WIPE_AT");
  const char *path = getenv ("NIGHTSTAND_WIPE_LOG");

  if (getenv ("NIGHTSTAND_WIPE_FOLDER") == NULL || path == NULL)
    return;

  folder = getenv ("NIGHTSTAND_WIPE_FOLDER");
  what = getenv ("NIGHTSTAND_WIPE_DO") != NULL ? getenv ("NIGHTSTAND_WIPE_DO") : "";
  at = number == NULL ? 0 : strtol (number, NULL, 10);
  any = getenv ("NIGHTSTAND_WIPE_ANY") != NULL;
  log_fd = (int) syscall (SYS_openat, AT_FDCWD, path,
                          O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  setvbuf (stdout, NULL, _IOLBF, 0);
}

static int
is_wiping (void)
{
  char name[16] = "";

  return log_fd >= 0
         && (any
             || (syscall (SYS_prctl, PR_GET_NAME, name, 0, 0, 0) == 0
                 && strcmp (name, "wipe") == 0));
}

/* The part of the path below the folder, "." for itself, or NULL if it is elsewhere. */
static const char *
find (int fd, const char *name, char path[PATH_MAX])
{
  char link[64];
  ssize_t n = 0;
  size_t n_folder = strlen (folder);

  if (name != NULL && *name == '/') {
    snprintf (path, PATH_MAX, "%s", name);
  } else {
    snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
    n = syscall (SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    n = n < 0 ? 0 : n;
    path[n] = '\0';
    if (name != NULL && *name != '\0')
      snprintf (path + n, (size_t) (PATH_MAX - n), "/%s", name);
  }

  if (n_folder == 0 || strncmp (path, folder, n_folder) != 0)
    return NULL;
  if (path[n_folder] == '\0')
    return ".";
  return path[n_folder] == '/' ? path + n_folder + 1 : NULL;
}

/* 0 to make the call, or the errno it is to fail with. */
static int
arrive (const char *call)
{
  n_calls++;
  if (n_calls == at && strcmp (what, "kill") == 0) {
    syscall (SYS_kill, getpid (), SIGKILL);
    for (;;)
      pause ();
  }
  if (n_calls == at) {
    snprintf (failing, sizeof failing, "%s", call);
    return (int) strtol (what, NULL, 10);
  }
  if (n_calls > at && strchr (what, '+') != NULL && strcmp (failing, call) == 0)
    return (int) strtol (what, NULL, 10);
  return 0;
}

static long
tell (const char *call,
      const char *file,
      long offset,
      size_t n,
      int failure,
      long result)
{
  char line[PATH_MAX + 96];
  int saved = failure != 0 ? failure : errno;
  int length = snprintf (line, sizeof line, "%s %ld %zu %s %s\n", call, offset, n, file,
                         result < 0 ? "failed" : "ok");

  if (length > 0)
    (void) !syscall (SYS_write, log_fd, line, (size_t) length);
  errno = saved;
  return result;
}

/* Make the call unless this is the one; with the arguments after @n. */
#define PASS(call, fd, name, offset, n, ...)                                           \
  char path[PATH_MAX];                                                                 \
  const char *file = is_wiping () ? find (fd, name, path) : NULL;                      \
  int failure;                                                                         \
                                                                                       \
  if (file == NULL)                                                                    \
    return syscall (__VA_ARGS__);                                                      \
  failure = arrive (call);                                                             \
  return tell (call, file, (long) (offset), n, failure,                                \
               failure != 0 ? -1 : syscall (__VA_ARGS__))

static long
do_open (int dir_fd, const char *name, int flags, mode_t mode)
{
  PASS ("open", dir_fd, name, 0, 0, SYS_openat, dir_fd, name, flags, mode);
}

static long
do_write (int fd, const void *bytes, size_t n, long offset)
{
  PASS ("pwrite", fd, NULL, offset, n, SYS_pwrite64, fd, bytes, n, offset);
}

static long
do_read (int fd, void *bytes, size_t n, long offset)
{
  PASS ("pread", fd, NULL, offset, n, SYS_pread64, fd, bytes, n, offset);
}

static long
do_datasync (int fd)
{
  PASS ("fdatasync", fd, NULL, 0, 0, SYS_fdatasync, fd);
}

static long
do_sync (int fd)
{
  PASS ("fsync", fd, NULL, 0, 0, SYS_fsync, fd);
}

static long
do_truncate (int fd, long n)
{
  PASS ("ftruncate", fd, NULL, n, 0, SYS_ftruncate, fd, n);
}

static long
do_unlink (int dir_fd, const char *name, int flags)
{
  PASS ("unlink", dir_fd, name, 0, 0, SYS_unlinkat, dir_fd, name, flags);
}

static long
do_stat (int dir_fd, const char *name, struct stat *out, int flags)
{
  PASS ("stat", dir_fd, *name == '\0' ? NULL : name, 0, 0, SYS_newfstatat, dir_fd, name,
        out, flags);
}

static long
do_ioctl (int fd, unsigned long request, void *argument)
{
  PASS ("ioctl", fd, NULL, request, 0, SYS_ioctl, fd, request, argument);
}

static long
do_fcntl (int fd, int command, void *argument)
{
  PASS ("fcntl", fd, NULL, command, 0, SYS_fcntl, fd, command, argument);
}

static long
do_advise (int fd, long offset, long n, int advice)
{
  PASS ("fadvise", fd, NULL, offset, (size_t) n, SYS_fadvise64, fd, offset, n, advice);
}

static long
do_chmod (int fd, mode_t mode)
{
  PASS ("fchmod", fd, NULL, 0, 0, SYS_fchmod, fd, mode);
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
    return (int) do_open (dir_fd, name, flags, mode);                                  \
  }

DEFINE_OPEN (open, (const char *name, int flags, ...), AT_FDCWD)
DEFINE_OPEN (open64, (const char *name, int flags, ...), AT_FDCWD)
DEFINE_OPEN (openat, (int dir_fd, const char *name, int flags, ...), dir_fd)
DEFINE_OPEN (openat64, (int dir_fd, const char *name, int flags, ...), dir_fd)

#define DEFINE(type, function, parameters, call)                                       \
  type function parameters { return (type) call; }

DEFINE (ssize_t,
        pwrite,
        (int fd, const void *b, size_t n, off_t o),
        do_write (fd, b, n, o))
DEFINE (ssize_t,
        pwrite64,
        (int fd, const void *b, size_t n, off64_t o),
        do_write (fd, b, n, o))
DEFINE (ssize_t, pread, (int fd, void *b, size_t n, off_t o), do_read (fd, b, n, o))
DEFINE (ssize_t, pread64, (int fd, void *b, size_t n, off64_t o), do_read (fd, b, n, o))
DEFINE (int, fdatasync, (int fd), do_datasync (fd))
DEFINE (int, fsync, (int fd), do_sync (fd))
DEFINE (int, ftruncate, (int fd, off_t n), do_truncate (fd, n))
DEFINE (int, ftruncate64, (int fd, off64_t n), do_truncate (fd, n))
DEFINE (int,
        unlinkat,
        (int fd, const char *name, int flags),
        do_unlink (fd, name, flags))
DEFINE (int, unlink, (const char *name), do_unlink (AT_FDCWD, name, 0))
DEFINE (int, fstat, (int fd, struct stat *out), do_stat (fd, "", out, AT_EMPTY_PATH))
DEFINE (int,
        fstat64,
        (int fd, struct stat64 *out),
        do_stat (fd, "", (struct stat *) out, AT_EMPTY_PATH))
DEFINE (int,
        fstatat,
        (int fd, const char *name, struct stat *out, int flags),
        do_stat (fd, name, out, flags))
DEFINE (int,
        fstatat64,
        (int fd, const char *name, struct stat64 *out, int flags),
        do_stat (fd, name, (struct stat *) out, flags))
DEFINE (int,
        posix_fadvise,
        (int fd, off_t o, off_t n, int advice),
        do_advise (fd, o, n, advice) < 0 ? errno : 0)
DEFINE (int,
        posix_fadvise64,
        (int fd, off64_t o, off64_t n, int advice),
        do_advise (fd, o, n, advice) < 0 ? errno : 0)
DEFINE (int, fchmod, (int fd, mode_t mode), do_chmod (fd, mode))

#define DEFINE_VARIADIC(function, type, call)                                          \
  int function (int fd, type number, ...)                                              \
  {                                                                                    \
    void *argument;                                                                    \
    va_list rest;                                                                      \
                                                                                       \
    va_start (rest, number);                                                           \
    argument = va_arg (rest, void *);                                                  \
    va_end (rest);                                                                     \
    return (int) call (fd, number, argument);                                          \
  }

DEFINE_VARIADIC (ioctl, unsigned long, do_ioctl)
DEFINE_VARIADIC (fcntl, int, do_fcntl)
DEFINE_VARIADIC (fcntl64, int, do_fcntl)
