/* cmd-reap.c - nightstandctl reap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "command.h"

CtlExit
ctl_run_reap (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint n_overwritten;

  vault_reap_async (session->vault, session->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_reap_finish (session->vault, result, &n_overwritten, &error))
    return ctl_fail (error);

  /* Of the keys whose time has passed; how many items they belonged to, if any, cannot be
   * seen without the passphrase. */
  g_print ("Expiry keys overwritten: %u\n", n_overwritten);
  return CTL_EXIT_OK;
}
