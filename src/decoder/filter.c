/* filter.c - the system calls that decoding takes
 *
 * A keep-list.  What is not on it fails with EPERM rather than killing: codec libraries
 * ask for a great many harmless things and do without the answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Newer than some headers. */
#define SET_VMA_NAME 0x53564d41
#define THREAD_FLAGS (CLONE_VM | CLONE_SIGHAND | CLONE_THREAD)
/* What is left of a socket's type without SOCK_CLOEXEC and SOCK_NONBLOCK. */
#define SOCKET_TYPE 0xf

static const char *const always_allowed[] = {
  /* talking, over descriptors that are open already */
  "read",
  "readv",
  "write",
  "writev",
  "recvmsg",
  "sendmsg",
  "close",
  "lseek",
  "poll",
  "ppoll",
  /* memory; executable memory is refused below */
  "brk",
  "munmap",
  "mremap",
  "madvise",
  "ftruncate",
  /* threads and signals */
  "futex",
  "set_robust_list",
  "rseq",
  "exit",
  "exit_group",
  "rt_sigaction",
  "rt_sigprocmask",
  "rt_sigreturn",
  "sigaltstack",
  "restart_syscall",
  "sched_yield",
  "sched_getaffinity",
  "membarrier",
  "getpid",
  "gettid",
  /* time and chance */
  "clock_gettime",
  "clock_getres",
  "gettimeofday",
  "time",
  "nanosleep",
  "clock_nanosleep",
  "getrandom",
  /* facts about the machine and itself */
  "getcpu",
  "getrusage",
  "sysinfo",
  "uname",
  "getppid",
  "getuid",
  "geteuid",
  "getgid",
  "getegid",
};

static const char *const allowed_for_film[] = {
  "epoll_create1", "epoll_ctl", "epoll_wait",     "epoll_pwait",
  "eventfd2",      "pipe2",     "sched_getparam", "sched_getscheduler",
};

/* Libraries take "no permission" for an answer and fall back; "not permitted", which they
 * have never seen from these, has made some give up. */
static const char *const refused_softly[] = {
  "open",  "openat",     "openat2", "access",   "faccessat",  "faccessat2", "stat",
  "lstat", "newfstatat", "statx",   "readlink", "readlinkat", "getcwd",
};

static gboolean
add_names (scmp_filter_ctx filter, guint32 action, const char *const *names, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    int number = seccomp_syscall_resolve_name (names[i]);

    /* Negative: this architecture has no such call. */
    if (number >= 0 && seccomp_rule_add (filter, action, number, 0) != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
allow_if (scmp_filter_ctx filter, int number, struct scmp_arg_cmp condition)
{
  return seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, number, 1, &condition) == 0;
}

static gboolean
add_memory_rules (scmp_filter_ctx filter)
{
  const struct scmp_arg_cmp not_executable = SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);

  /* Reading a memfd of huge pages can kill the app with SIGBUS. */
  return allow_if (filter, SCMP_SYS (mmap), not_executable)
         && allow_if (filter, SCMP_SYS (mprotect), not_executable)
         && allow_if (filter, SCMP_SYS (memfd_create),
                      SCMP_A1 (SCMP_CMP_MASKED_EQ, MFD_HUGETLB, 0));
}

static gboolean
add_thread_rules (scmp_filter_ctx filter)
{
  /* A filter cannot look into clone3()'s struct, but libc falls back to clone(). */
  return allow_if (filter, SCMP_SYS (clone),
                   SCMP_A0 (SCMP_CMP_MASKED_EQ, THREAD_FLAGS, THREAD_FLAGS))
         && seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0)
                == 0
         && allow_if (filter, SCMP_SYS (prctl), SCMP_A0 (SCMP_CMP_EQ, PR_SET_NAME))
         && allow_if (filter, SCMP_SYS (prctl), SCMP_A0 (SCMP_CMP_EQ, SET_VMA_NAME))
         && allow_if (filter, SCMP_SYS (tgkill),
                      SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()))
         /* reading a limit, never setting one */
         && allow_if (filter, SCMP_SYS (prlimit64), SCMP_A2 (SCMP_CMP_EQ, 0));
}

static gboolean
add_descriptor_rules (scmp_filter_ctx filter)
{
  static const int commands[] = { F_GETFD, F_SETFD,     F_GETFL,
                                  F_SETFL, F_ADD_SEALS, F_GET_SEALS };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (!allow_if (filter, SCMP_SYS (fcntl),
                   SCMP_A1 (SCMP_CMP_EQ, (scmp_datum_t) commands[i])))
      return FALSE;
  return TRUE;
}

static gboolean
add_film_rules (scmp_filter_ctx filter)
{
  /* Not of datagrams: although they are a pair, each of them can be sent to any socket that
   * has a name, and the system's journal listens on one. */
  const struct scmp_arg_cmp pair[] = { SCMP_A0 (SCMP_CMP_EQ, AF_UNIX),
                                       SCMP_A1 (SCMP_CMP_MASKED_EQ, SOCKET_TYPE,
                                                SOCK_STREAM) };

  return add_names (filter, SCMP_ACT_ALLOW, allowed_for_film,
                    G_N_ELEMENTS (allowed_for_film))
         && seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, SCMP_SYS (socketpair),
                                    G_N_ELEMENTS (pair), pair)
                == 0;
}

gboolean
filter_load (SandboxKind kind)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  gboolean is_loaded;

  if (filter == NULL)
    return FALSE;
  is_loaded = seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0
              && add_names (filter, SCMP_ACT_ALLOW, always_allowed,
                            G_N_ELEMENTS (always_allowed))
              && add_names (filter, SCMP_ACT_ERRNO (EACCES), refused_softly,
                            G_N_ELEMENTS (refused_softly))
              && add_memory_rules (filter) && add_thread_rules (filter)
              && add_descriptor_rules (filter)
              && (kind != SANDBOX_FILM || add_film_rules (filter))
              && seccomp_load (filter) == 0;
  seccomp_release (filter);
  return is_loaded;
}
