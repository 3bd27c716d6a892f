/* process.c - keeping others out of this process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-process.h>

#include <sys/prctl.h>
#include <sys/resource.h>

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
