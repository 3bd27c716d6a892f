/* problems.c - what to say, and to exit with, when some of many files failed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "problems.h"

#include "text.h"

static void
tell (const VaultImportProblem *problem)
{
  g_autofree char *name = ctl_text_safe (problem->name);

  g_printerr ("%s: %s%s\n", name, problem->kept ? "kept, but: " : "",
              ctl_sentence_of_error (problem->error));
}

CtlExit
ctl_problems_report (GPtrArray *problems, guint n_done, const GError *error)
{
  guint n_problems = problems == NULL ? 0 : problems->len;
  CtlExit common = CTL_EXIT_OK;

  for (guint i = 0; i < n_problems; i++) {
    const VaultImportProblem *problem = g_ptr_array_index (problems, i);
    CtlExit exit = ctl_exit_of_error (problem->error);

    tell (problem);
    if (problem->kept)
      continue;
    if (common == CTL_EXIT_OK)
      common = exit;
    else if (common != exit)
      common = CTL_EXIT_SOME_FAILED;
  }

  if (error != NULL)
    return ctl_fail (error);
  return common != CTL_EXIT_OK && n_done > 0 ? CTL_EXIT_SOME_FAILED : common;
}
