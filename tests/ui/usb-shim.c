/* usb-shim.c - preloaded into a program, it shows that program USB devices that a test makes
 *
 * NIGHTSTAND_TEST_USB: a folder; "devices" in it takes the place of /sys/bus/usb/devices, and
 * "nodes" that of /dev/bus/usb.  When a folder of nodes is watched, a file "watched" appears
 * beside them, so that a test knows from when on pulling one out is noticed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Otherwise the headers would call open() open64(), and both have to be here. */
#undef _FILE_OFFSET_BITS

#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_PATH_BYTES 4096

static const struct {
  const char *real;
  const char *shown;
} places[] = {
  { "/sys/bus/usb/devices", "devices" },
  { "/dev/bus/usb", "nodes" },
};

/* Returns: @path, or what stands for it, in @room. */
static const char *
show (const char *path, char room[MAX_PATH_BYTES])
{
  const char *folder = getenv ("NIGHTSTAND_TEST_USB");

  for (size_t i = 0; folder != NULL && i < sizeof places / sizeof *places; i++) {
    size_t n = strlen (places[i].real);

    if (strncmp (path, places[i].real, n) == 0) {
      snprintf (room, MAX_PATH_BYTES, "%s/%s%s", folder, places[i].shown, path + n);
      return room;
    }
  }

  return path;
}

static int
open_shown (const char *path, int flags, int mode)
{
  char room[MAX_PATH_BYTES];

  return (int) syscall (SYS_openat, AT_FDCWD, show (path, room), flags, mode);
}

int
open (const char *path, int flags, ...)
{
  va_list more;
  int mode;

  va_start (more, flags);
  mode = va_arg (more, int);
  va_end (more);
  return open_shown (path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  va_list more;
  int mode;

  va_start (more, flags);
  mode = va_arg (more, int);
  va_end (more);
  return open_shown (path, flags, mode);
}

int
access (const char *path, int mode)
{
  char room[MAX_PATH_BYTES];

  return (int) syscall (SYS_faccessat, AT_FDCWD, show (path, room), mode);
}

DIR *
opendir (const char *path)
{
  char room[MAX_PATH_BYTES];
  int fd = (int) syscall (SYS_openat, AT_FDCWD, show (path, room),
                          O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  DIR *dir = fd < 0 ? NULL : fdopendir (fd);

  if (fd >= 0 && dir == NULL)
    close (fd);
  return dir;
}

int
inotify_add_watch (int fd, const char *path, uint32_t mask)
{
  char room[MAX_PATH_BYTES];
  const char *shown = show (path, room);
  int watch = (int) syscall (SYS_inotify_add_watch, fd, shown, mask);

  if (watch >= 0 && shown == room) {
    char marker[MAX_PATH_BYTES];
    int marked;

    snprintf (marker, sizeof marker, "%.4000s/watched", getenv ("NIGHTSTAND_TEST_USB"));
    marked = (int) syscall (SYS_openat, AT_FDCWD, marker,
                            O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (marked >= 0)
      close (marked);
  }
  return watch;
}
