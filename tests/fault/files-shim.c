/* files-shim.c - preloaded into a program, it lets it run out of descriptors
 *
 * It counts, over all threads, the calls that make a descriptor; the one that it is told,
 * or that one and all later, are answered with EMFILE.  Not those from which GLib makes its
 * own wake-ups, eventfd() and pipe2(): there GLib ends the program.
 *
 * NIGHTSTAND_FILES_LOG: a file that gets the name of each call, before it is made.
 * NIGHTSTAND_FILES_AT:  the number of the call, from 1; 0 for none; with a plus behind it,
 *                       all later ones too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#undef _FILE_OFFSET_BITS

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pid_t process;
static long at;
static int and_later;
static long n_calls;
static int log_fd = -1;

__attribute__ ((constructor)) static void
start (void)
{
  const char *number = getenv ("NIGHTSTAND_FILES_AT");
  const char *path = getenv ("NIGHTSTAND_FILES_LOG");
  char *end = NULL;

  process = getpid ();
  at = number == NULL ? 0 : strtol (number, &end, 10);
  and_later = end != NULL && *end == '+';
  if (path != NULL)
    log_fd = (int) syscall (SYS_openat, AT_FDCWD, path,
                            O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* Whether the call may be made; else errno is EMFILE.  Only the program itself is meant,
 * not what it becomes on its way to another. */
static int
may (const char *name)
{
  int fails;

  if (log_fd < 0 || getpid () != process)
    return 1;

  pthread_mutex_lock (&mutex);
  n_calls++;
  fails = at > 0 && (n_calls == at || (and_later && n_calls > at));
  (void) !syscall (SYS_write, log_fd, name, strlen (name));
  (void) !syscall (SYS_write, log_fd, "\n", 1);
  pthread_mutex_unlock (&mutex);

  if (fails)
    errno = EMFILE;
  return !fails;
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
    return may (#function) ? (int) syscall (SYS_openat, dir_fd, path, flags, mode)     \
                           : -1;                                                       \
  }

DEFINE_OPEN (open, (const char *path, int flags, ...), AT_FDCWD)
DEFINE_OPEN (open64, (const char *path, int flags, ...), AT_FDCWD)
DEFINE_OPEN (openat, (int dir_fd, const char *path, int flags, ...), dir_fd)
DEFINE_OPEN (openat64, (int dir_fd, const char *path, int flags, ...), dir_fd)

int
socket (int domain, int type, int protocol)
{
  return may ("socket") ? (int) syscall (SYS_socket, domain, type, protocol) : -1;
}

int
socketpair (int domain, int type, int protocol, int fds[2])
{
  return may ("socketpair")
             ? (int) syscall (SYS_socketpair, domain, type, protocol, fds)
             : -1;
}

int
memfd_create (const char *name, unsigned int flags)
{
  return may ("memfd_create") ? (int) syscall (SYS_memfd_create, name, flags) : -1;
}

int
timerfd_create (clockid_t clock, int flags)
{
  return may ("timerfd_create") ? (int) syscall (SYS_timerfd_create, clock, flags) : -1;
}

int
dup (int fd)
{
  return may ("dup") ? (int) syscall (SYS_dup, fd) : -1;
}

/* Only what makes a descriptor is counted. */
static int
control (int fd, int command, void *argument)
{
  int makes_one = command == F_DUPFD || command == F_DUPFD_CLOEXEC;

  return !makes_one || may ("fcntl") ? (int) syscall (SYS_fcntl, fd, command, argument)
                                     : -1;
}

#define DEFINE_FCNTL(function)                                                         \
  int function (int fd, int command, ...)                                              \
  {                                                                                    \
    void *argument;                                                                    \
    va_list rest;                                                                      \
                                                                                       \
    va_start (rest, command);                                                          \
    argument = va_arg (rest, void *);                                                  \
    va_end (rest);                                                                     \
    return control (fd, command, argument);                                            \
  }

DEFINE_FCNTL (fcntl)
DEFINE_FCNTL (fcntl64)
