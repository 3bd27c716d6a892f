/* main.c - nightstandctl: a vault from the command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <locale.h>
#include <stdio.h>

#include <vault/vault-process.h>

#include "ask.h"
#include "command-line.h"
#include "new-passphrase.h"

static VaultSecret *
get_passphrase (CtlSession *session, const CtlRequest *request, GError **error)
{
  if (request->command->needs == CTL_NEEDS_NEW_VAULT)
    return ctl_new_passphrase (session, request, request->passphrase_fd, error);
  if (request->passphrase_fd >= 0)
    return ctl_ask_fd (request->passphrase_fd, session->cancellable, error);
  return ctl_ask_terminal (CTL_ASK_ONCE, "--passphrase-fd", session->cancellable,
                           error);
}

static CtlExit
fail_unlock (const GError *error, const VaultSecret *passphrase)
{
  CtlExit status = ctl_fail (error);

  if (g_error_matches (error, VAULT_ERROR, VAULT_ERROR_WRONG_PASSPHRASE)
      && vault_recovery_key_look (passphrase) == VAULT_RECOVERY_KEY_MISTYPED)
    g_printerr ("If this was a recovery key, there is a mistake in it.\n");
  return status;
}

static CtlExit
prepare_and_run (CtlSession *session, const CtlRequest *request)
{
  g_autoptr(VaultSecret) passphrase = NULL;
  g_autoptr(GError) error = NULL;
  CtlNeeds needs = request->command->needs;
  gboolean is_new = needs == CTL_NEEDS_NEW_VAULT;

  /* Nobody is asked for the passphrase of a vault that is not there. */
  if (!ctl_session_expect (session, !is_new, &error))
    return ctl_fail (error);

  passphrase = get_passphrase (session, request, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return ctl_refuse (error);
  if (passphrase == NULL)
    return ctl_fail (error);

  if (is_new || needs == CTL_NEEDS_PASSPHRASE)
    return request->command->run (session, request, passphrase);

  if (!ctl_session_unlock (session, passphrase, &error))
    return fail_unlock (error, passphrase);
  if (needs != CTL_NEEDS_BOTH)
    g_clear_pointer (&passphrase, vault_secret_unref);
  return request->command->run (session, request, passphrase);
}

static CtlExit
run (const CtlRequest *request)
{
  g_autoptr(CtlSession) session = NULL;
  g_autofree char *folder = NULL;

  folder = request->folder != NULL ? g_strdup (request->folder)
                                   : vault_dup_default_folder ();
  session = ctl_session_new (folder);

  if (request->command->needs == CTL_NEEDS_NOTHING
      || (request->command->needs == CTL_NEEDS_OPEN_IF_FD
          && request->passphrase_fd < 0))
    return request->command->run (session, request, NULL);
  return prepare_and_run (session, request);
}

int
main (int argc, char **argv)
{
  g_autoptr(CtlRequest) request = NULL;
  g_autoptr(GError) error = NULL;
  CtlExit status;

  /* Whoever may look into this process sees keys and names. */
  if (!vault_process_refuse_cores () || !vault_process_refuse_tracers ())
    g_printerr ("nightstandctl: Other programs may be able to look into this one.\n");
  if (!vault_process_refuse_network ())
    g_printerr (
        "nightstandctl: The system could not be told to refuse it a network.\n");
  /* Files are opened here and not by a service that remembers them. */
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  setlocale (LC_ALL, "");
  g_set_prgname ("nightstandctl");

  request = ctl_request_new (argv, &error);
  if (request == NULL)
    return (int) ctl_refuse (error);

  if (request->want_help) {
    ctl_print_help ();
    return CTL_EXIT_OK;
  }
  if (request->want_version) {
    g_print ("nightstandctl %s\n", NIGHTSTAND_VERSION);
    return CTL_EXIT_OK;
  }
  status = run (request);

  /* A list that did not reach its reader is no success. */
  if (fflush (stdout) != 0 || ferror (stdout)) {
    g_printerr ("nightstandctl: The output could not be written.\n");
    return status == CTL_EXIT_OK ? CTL_EXIT_COMPUTER : (int) status;
  }
  return (int) status;
}
