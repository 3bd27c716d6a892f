/* sandbox.c - giving up everything that is not needed for decoding
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox.h"

#include "media/protocol.h"

#include <dirent.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MEMORY_BYTES ((rlim_t) 2 << 30)
#define STILLS_DESCRIPTORS 16
#define FILM_DESCRIPTORS 128
/* Each further arena reserves address space, which the memory limit counts. */
#define MAX_ARENAS 2

/* The kernel's struct, as far as it has grown; older kernels are told a shorter size, and
 * older headers do not know all of it. */
typedef struct {
  guint64 handled_access_fs;
  guint64 handled_access_net;
  guint64 scoped;
} LandlockRules;

#define LANDLOCK_VERSION_QUERY (1u << 0)

void
sandbox_prepare (void)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  clearenv ();
  setenv ("LC_ALL", "C.UTF-8", 1);
  close_range (DECODER_SOCKET_FD + 1, ~0u, 0);
  mallopt (M_ARENA_MAX, MAX_ARENAS);
}

static gboolean
limit (int resource, rlim_t most)
{
  const struct rlimit value = { most, most };

  return setrlimit (resource, &value) == 0;
}

static gboolean
limit_all (SandboxKind kind)
{
  /* Even a memfd counts as a file here: as large as the largest picture, no more. */
  const rlim_t picture_bytes = (rlim_t) DECODER_MAX_PIXELS * DECODER_PIXEL_BYTES;

  return limit (RLIMIT_CORE, 0) && limit (RLIMIT_AS, MEMORY_BYTES)
         && limit (RLIMIT_FSIZE, picture_bytes) && limit (RLIMIT_MSGQUEUE, 0)
         && limit (RLIMIT_NOFILE,
                   kind == SANDBOX_FILM ? FILM_DESCRIPTORS : STILLS_DESCRIPTORS);
}

/* What each version of Landlock knows; everything known is refused, as no rule follows. */
static gsize
landlock_rules (int version, LandlockRules *out)
{
  *out = (LandlockRules){ .handled_access_fs = (1u << 13) - 1 };
  if (version >= 2)
    out->handled_access_fs |= 1u << 13; /* refer */
  if (version >= 3)
    out->handled_access_fs |= 1u << 14; /* truncate */
  if (version >= 5)
    out->handled_access_fs |= 1u << 15; /* ioctl on devices */
  if (version < 4)
    return sizeof out->handled_access_fs;

  out->handled_access_net = 3; /* bind and connect TCP */
  if (version < 6)
    return G_STRUCT_OFFSET (LandlockRules, scoped);
  out->scoped = 3; /* abstract sockets and signals outside */
  return sizeof *out;
}

/* A kernel without Landlock is no reason to refuse work: the filter stands alone. */
static void
enter_landlock (void)
{
  LandlockRules rules;
  gsize n_bytes;
  long version, fd;

  version = syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION_QUERY);
  if (version < 1)
    return;
  n_bytes = landlock_rules ((int) version, &rules);
  fd = syscall (SYS_landlock_create_ruleset, &rules, n_bytes, 0);
  if (fd < 0)
    return;
  (void) syscall (SYS_landlock_restrict_self, (int) fd, 0);
  close ((int) fd);
}

/* Landlock binds the calling thread alone.  A thread that some library left running would
 * stay outside it. */
static gboolean
is_single_threaded (void)
{
  DIR *tasks = opendir ("/proc/self/task");
  guint n_entries = 0;

  if (tasks == NULL)
    return FALSE;
  while (readdir (tasks) != NULL)
    n_entries++;
  closedir (tasks);
  return n_entries == 3; /* ".", ".." and this one */
}

gboolean
sandbox_enter (SandboxKind kind)
{
  if (!is_single_threaded ())
    return FALSE;
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
      || prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || !limit_all (kind))
    return FALSE;
  enter_landlock ();
  return filter_load (kind);
}
