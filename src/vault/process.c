/* process.c - keeping others out of this process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-process.h>

#include <errno.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

gboolean
vault_process_refuse_cores (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CORE, &limit) != 0)
    return FALSE;

  /* Not 0, which means no file but is not looked at where cores go to a program.  1 is too
   * short for a file, and the kernel takes it to mean that no program gets one. */
  limit.rlim_cur = MIN (limit.rlim_max, 1);
  limit.rlim_max = limit.rlim_cur;
  return setrlimit (RLIMIT_CORE, &limit) == 0;
}

gboolean
vault_process_refuse_tracers (void)
{
  return prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

gboolean
vault_process_refuse_network (void)
{
  static const int makers[] = { SCMP_SYS (socket), SCMP_SYS (socketpair) };
  /* Whatever comes after this version of the kernel is refused, too. */
  const struct scmp_arg_cmp not_local = SCMP_A0 (SCMP_CMP_NE, AF_UNIX);
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);
  gboolean is_loaded;

  if (filter == NULL)
    return FALSE;

  is_loaded = seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0
              /* It makes sockets without being asked by a call that a filter sees. */
              && seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS),
                                   SCMP_SYS (io_uring_setup), 0)
                     == 0;
  for (gsize i = 0; i < G_N_ELEMENTS (makers); i++)
    is_loaded = is_loaded
                && seccomp_rule_add_array (filter, SCMP_ACT_ERRNO (EAFNOSUPPORT),
                                           makers[i], 1, &not_local)
                       == 0;
  is_loaded = is_loaded && seccomp_load (filter) == 0;
  seccomp_release (filter);
  return is_loaded;
}
