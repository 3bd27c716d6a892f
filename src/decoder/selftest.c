/* selftest.c - trying to break out
 *
 * What a decoder taken over by a hostile file would try.  A probe counts as denied only
 * if the answer is a refusal; any other error means that the kernel went as far as looking
 * at the arguments.  Descriptor 0 stands in where one is needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

/* Replaced by the parent's process number. */
#define PARENT G_MINLONG
#define PAGE_BYTES 4096
#define TERMINAL_INJECT 0x5412 /* TIOCSTI */
#define ADDRESS(object) ((long) (object))

typedef struct {
  const char *name;
  long number;
  long arguments[6];
} Probe;

static char parent_memory[64];
static char scratch[PAGE_BYTES] __attribute__ ((aligned (PAGE_BYTES)));
static char *const no_strings[] = { NULL };
static guint64 how_to_open[3] = { O_RDONLY };
static guint64 how_to_clone[8] = { [4] = SIGCHLD };
static const struct rlimit no_limit = { RLIM_INFINITY, RLIM_INFINITY };
static guint32 idle[12] = { sizeof idle, SCHED_IDLE };
static const struct iovec here = { scratch, 8 }, there = { (void *) 0x400000, 8 };
static const struct sockaddr_in internet = { .sin_family = AF_INET, .sin_port = 256 };
static const struct sockaddr_un abstract = { AF_UNIX, "\0nightstand-selftest" };
static const char users[] = "/etc/passwd", program[] = "/bin/true",
                  fresh[] = "/tmp/.n-s";

/* clang-format off */
static const Probe probes[] = {
  /* files */
#ifdef SYS_open
  { "open", SYS_open, { ADDRESS (users), O_RDONLY } },
  { "stat", SYS_stat, { ADDRESS (users), ADDRESS (scratch) } },
  { "readlink", SYS_readlink, { ADDRESS ("/proc/self/exe"), ADDRESS (scratch), 64 } },
  { "unlink", SYS_unlink, { ADDRESS (fresh) } },
  { "mkdir", SYS_mkdir, { ADDRESS (fresh), 0700 } },
  { "fork", SYS_fork, { 0 } },
#endif
  { "openat", SYS_openat, { AT_FDCWD, ADDRESS (users), O_RDONLY } },
  { "openat2", SYS_openat2, { AT_FDCWD, ADDRESS (users), ADDRESS (how_to_open), 24 } },
  { "openat-create", SYS_openat, { AT_FDCWD, ADDRESS (fresh), O_CREAT | O_RDWR, 0600 } },
  { "openat-nameless", SYS_openat, { AT_FDCWD, ADDRESS ("/tmp"), O_TMPFILE | O_RDWR } },
  { "openat-own-maps", SYS_openat, { AT_FDCWD, ADDRESS ("/proc/self/maps"), O_RDONLY } },
  { "openat-parent-memory", SYS_openat, { AT_FDCWD, ADDRESS (parent_memory), O_RDWR } },
  { "newfstatat", SYS_newfstatat, { AT_FDCWD, ADDRESS (users), ADDRESS (scratch) } },
  { "newfstatat-empty", SYS_newfstatat,
    { AT_FDCWD, ADDRESS (users), ADDRESS (scratch), AT_EMPTY_PATH } },
  { "statx", SYS_statx, { AT_FDCWD, ADDRESS (users), 0, STATX_SIZE, ADDRESS (scratch) } },
  { "readlinkat", SYS_readlinkat,
    { AT_FDCWD, ADDRESS ("/proc/self/exe"), ADDRESS (scratch), 64 } },
  { "unlinkat", SYS_unlinkat, { AT_FDCWD, ADDRESS (fresh) } },
  { "mkdirat", SYS_mkdirat, { AT_FDCWD, ADDRESS (fresh), 0700 } },
  { "symlinkat", SYS_symlinkat, { ADDRESS (users), AT_FDCWD, ADDRESS (fresh) } },
  { "renameat2", SYS_renameat2, { AT_FDCWD, ADDRESS (fresh), AT_FDCWD, ADDRESS (fresh) } },
  { "fchmodat", SYS_fchmodat, { AT_FDCWD, ADDRESS (fresh), 0600 } },
  { "chdir", SYS_chdir, { ADDRESS ("/") } },
  { "mount", SYS_mount, { ADDRESS ("none"), ADDRESS (fresh), ADDRESS ("tmpfs") } },
  { "inotify_init1", SYS_inotify_init1, { 0 } },

  /* the network and other programs' sockets */
  { "socket-internet", SYS_socket, { AF_INET, SOCK_STREAM } },
  { "socket-datagram", SYS_socket, { AF_INET6, SOCK_DGRAM } },
  { "socket-local", SYS_socket, { AF_UNIX, SOCK_STREAM } },
  { "socket-netlink", SYS_socket, { AF_NETLINK, SOCK_RAW } },
  /* which may be sent to the name of another */
  { "socketpair-datagram", SYS_socketpair, { AF_UNIX, SOCK_DGRAM, 0, ADDRESS (scratch) } },
  { "socketpair-quick-datagram", SYS_socketpair,
    { AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ADDRESS (scratch) } },
  { "connect-internet", SYS_connect, { 0, ADDRESS (&internet), sizeof internet } },
  { "connect-abstract", SYS_connect, { 0, ADDRESS (&abstract), sizeof abstract } },
  { "bind", SYS_bind, { 0, ADDRESS (&abstract), sizeof abstract } },
  { "listen", SYS_listen, { 0, 1 } },
  { "sendto", SYS_sendto, { 0, ADDRESS (scratch), 1, MSG_NOSIGNAL } },

  /* the process that has the keys */
  { "ptrace-parent", SYS_ptrace, { PTRACE_SEIZE, PARENT } },
  { "process_vm_readv-parent", SYS_process_vm_readv,
    { PARENT, ADDRESS (&here), 1, ADDRESS (&there), 1 } },
  { "process_vm_writev-parent", SYS_process_vm_writev,
    { PARENT, ADDRESS (&here), 1, ADDRESS (&there), 1 } },
  { "kill-parent", SYS_kill, { PARENT, 0 } },
  { "tgkill-parent", SYS_tgkill, { PARENT, PARENT, 0 } },
  { "pidfd_open-parent", SYS_pidfd_open, { PARENT } },
  { "pidfd_getfd", SYS_pidfd_getfd, { 0, 0 } },
  { "prlimit64-parent", SYS_prlimit64, { PARENT, RLIMIT_CORE, ADDRESS (&no_limit) } },
  { "kcmp-parent", SYS_kcmp, { PARENT, PARENT } },
  { "sched_setattr-parent", SYS_sched_setattr, { PARENT, ADDRESS (idle), 0 } },
  { "sched_setaffinity-parent", SYS_sched_setaffinity, { PARENT, 8, ADDRESS (scratch) } },
  { "setpriority-parent", SYS_setpriority, { 0 /* of a process */, PARENT, 19 } },

  /* other programs */
  { "execve", SYS_execve, { ADDRESS (program), ADDRESS (no_strings) } },
  { "execveat", SYS_execveat,
    { 0, ADDRESS (""), ADDRESS (no_strings), 0, AT_EMPTY_PATH } },
  { "clone-process", SYS_clone, { SIGCHLD } },
  { "clone3-process", SYS_clone3, { ADDRESS (how_to_clone), sizeof how_to_clone } },

  /* namespaces: the way to rights it does not have */
  { "unshare-user", SYS_unshare, { CLONE_NEWUSER } },
  { "setns", SYS_setns, { 0, CLONE_NEWNET } },
  { "chroot", SYS_chroot, { ADDRESS ("/") } },

  /* code of its own */
  { "mmap-executable", SYS_mmap,
    { 0, PAGE_BYTES, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1 } },
  { "mprotect-executable", SYS_mprotect,
    { ADDRESS (scratch), PAGE_BYTES, PROT_READ | PROT_EXEC } },
  { "pkey_mprotect", SYS_pkey_mprotect,
    { ADDRESS (scratch), PAGE_BYTES, PROT_READ | PROT_EXEC, -1 } },
  { "personality", SYS_personality, { 0x0400000 /* READ_IMPLIES_EXEC */ } },

  /* the lockdown itself */
  { "prctl-dumpable", SYS_prctl, { PR_SET_DUMPABLE, 1 } },
  { "prctl-outlive", SYS_prctl, { PR_SET_PDEATHSIG, 0 } },
  { "prctl-seccomp", SYS_prctl, { PR_SET_SECCOMP, 0 } },
  { "setrlimit", SYS_setrlimit, { RLIMIT_AS, ADDRESS (&no_limit) } },
  { "prlimit64-own", SYS_prlimit64, { 0, RLIMIT_AS, ADDRESS (&no_limit) } },
  { "setuid", SYS_setuid, { 0 } },

  /* where the kernel has been broken before, and what outlives a process */
  { "memfd_create-huge", SYS_memfd_create, { ADDRESS ("x"), MFD_HUGETLB } },
  { "io_uring_setup", SYS_io_uring_setup, { 1, ADDRESS (scratch) } },
  { "bpf", SYS_bpf, { 0 } },
  { "userfaultfd", SYS_userfaultfd, { 0 } },
  { "perf_event_open", SYS_perf_event_open, { 0, 0, -1, -1 } },
  { "keyctl", SYS_keyctl, { 0, -3 } },
  { "add_key", SYS_add_key, { ADDRESS ("user"), ADDRESS ("x"), ADDRESS ("x"), 1, -3 } },
  { "shmget", SYS_shmget, { 0, PAGE_BYTES, 0600 | 01000 } },
  { "mq_open", SYS_mq_open, { ADDRESS ("x"), O_CREAT | O_RDWR, 0600 } },
  { "ioctl-terminal", SYS_ioctl, { 0, TERMINAL_INJECT, ADDRESS ("x") } },
};
/* clang-format on */

static gboolean
is_denied (const Probe *probe)
{
  const pid_t self = getpid ();
  long a[6], result;

  for (int i = 0; i < 6; i++)
    a[i] = probe->arguments[i] == PARENT ? getppid () : probe->arguments[i];
  errno = 0;
  result = syscall (probe->number, a[0], a[1], a[2], a[3], a[4], a[5]);
  if (getpid () != self)
    _exit (0);
  return result < 0 && (errno == EPERM || errno == EACCES || errno == ENOSYS);
}

int
selftest_run (void)
{
  int status = 0;

  g_snprintf (parent_memory, sizeof parent_memory, "/proc/%d/mem", getppid ());
  for (gsize i = 0; i < G_N_ELEMENTS (probes); i++) {
    gboolean denied = is_denied (&probes[i]);
    char line[96];
    int n = g_snprintf (line, sizeof line, "%s %s\n", denied ? "denied" : "ALLOWED",
                        probes[i].name);

    if (write (STDOUT_FILENO, line, (gsize) n) != n || !denied)
      status = 1;
  }
  return status;
}
