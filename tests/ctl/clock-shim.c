/* clock-shim.c - preloaded into a program, it moves that program's wall clock
 *
 * NIGHTSTAND_TEST_AHEAD_S: how many seconds the wall clock is ahead of the real one; may
 * be negative.  NIGHTSTAND_TEST_SYNCHRONISED: "1" if the kernel is to vouch for it.
 *
 * NIGHTSTAND_TEST_CLOCK: a file with that number instead, which may change while the program
 * runs, and beside it, with ".set" behind its name, a FIFO.  Eight bytes written into that are
 * to the program what a timerfd tells when somebody sets the clock: so a deadline comes when a
 * test says so.
 *
 * NIGHTSTAND_TEST_BOOT: a file with how many seconds more went by since the computer started,
 * awake or asleep.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

/* What the file at @path says; @text if there is none. */
static long
read_ahead_s (const char *path, const char *text)
{
  char said[32] = "";
  int fd = path == NULL
               ? -1
               : (int) syscall (SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);

  if (fd >= 0) {
    if (read (fd, said, sizeof said - 1) > 0)
      text = said;
    close (fd);
  }
  return text == NULL ? 0 : strtol (text, NULL, 10);
}

static long
ahead_s (void)
{
  return read_ahead_s (getenv ("NIGHTSTAND_TEST_CLOCK"),
                       getenv ("NIGHTSTAND_TEST_AHEAD_S"));
}

/* Only what is there to notice that the clock was set counts the wall clock. */
int
timerfd_create (int clock, int flags)
{
  const char *path = getenv ("NIGHTSTAND_TEST_CLOCK");
  char fifo[4096];

  if (clock != CLOCK_REALTIME || path == NULL)
    return (int) syscall (SYS_timerfd_create, clock, flags);

  snprintf (fifo, sizeof fifo, "%s.set", path);
  return open (fifo, O_RDWR | O_NONBLOCK | O_CLOEXEC);
}

int
clock_gettime (clockid_t id, struct timespec *out)
{
  int status = (int) syscall (SYS_clock_gettime, id, out);

  if (status == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
    out->tv_sec += ahead_s ();
  if (status == 0 && id == CLOCK_BOOTTIME)
    out->tv_sec += read_ahead_s (getenv ("NIGHTSTAND_TEST_BOOT"), NULL);
  return status;
}

int
gettimeofday (struct timeval *restrict out, void *restrict zone)
{
  struct timespec now;

  (void) zone;
  if (clock_gettime (CLOCK_REALTIME, &now) != 0)
    return -1;
  out->tv_sec = now.tv_sec;
  out->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t
time (time_t *out)
{
  struct timespec now;

  if (clock_gettime (CLOCK_REALTIME, &now) != 0)
    return (time_t) -1;
  if (out != NULL)
    *out = now.tv_sec;
  return now.tv_sec;
}

int
adjtimex (struct timex *out)
{
  const char *text = getenv ("NIGHTSTAND_TEST_SYNCHRONISED");

  memset (out, 0, sizeof *out);
  if (text != NULL && strcmp (text, "1") == 0)
    return TIME_OK;
  out->status = STA_UNSYNC;
  return TIME_ERROR;
}
