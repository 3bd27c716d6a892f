/* new-passphrase.c - a passphrase that is to open a vault from now on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "new-passphrase.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include <vault/vault-strength.h>

#include "ask.h"

static gboolean
write_all (const guint8 *bytes, gsize n_bytes)
{
  while (n_bytes > 0) {
    ssize_t n_written = write (STDOUT_FILENO, bytes, n_bytes);

    if (n_written < 0 && errno == EINTR)
      continue;
    if (n_written <= 0)
      return FALSE;
    bytes += n_written;
    n_bytes -= (gsize) n_written;
  }
  return TRUE;
}

/* Takes @secret.  Returns: (transfer full): the same, or NULL. */
static VaultSecret *
print_taking (VaultSecret *secret, GError **error)
{
  if (secret == NULL)
    return NULL;
  /* Not with printf: its buffer is ordinary memory, which nobody wipes. */
  if (fflush (stdout) == 0
      && write_all (vault_secret_get (secret), vault_secret_get_n_bytes (secret))
      && write_all ((const guint8 *) "\n", 1))
    return secret;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_IO, "stdout: errno %d", errno);
  vault_secret_unref (secret);
  return NULL;
}

VaultSecret *
ctl_new_passphrase (CtlSession *session,
                    const CtlRequest *request,
                    int fd,
                    GError **error)
{
  g_autoptr(VaultSecret) chosen = NULL;

  if (request->generate)
    return print_taking (vault_passphrase_generate (error), error);

  chosen = fd >= 0 ? ctl_ask_fd (fd, session->cancellable, error)
                   : ctl_ask_terminal (CTL_ASK_TWICE,
                                       request->command->needs == CTL_NEEDS_NEW_VAULT
                                           ? "--passphrase-fd"
                                           : "--new-passphrase-fd",
                                       session->cancellable, error);
  if (chosen == NULL || request->weak || vault_strength_check (chosen, error))
    return g_steal_pointer (&chosen);

  return NULL;
}

VaultSecret *
ctl_new_recovery_key (GError **error)
{
  return print_taking (vault_recovery_key_new (error), error);
}

CtlExit
ctl_fail_new (const GError *error, gboolean printed)
{
  CtlExit status = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT)
                       ? ctl_refuse (error)
                       : ctl_fail (error);

  /* After a change that stopped half-way it may open the vault after all. */
  if (printed && !g_error_matches (error, VAULT_ERROR, VAULT_ERROR_HALF_CHANGED))
    g_printerr ("What was printed opens nothing.\n");
  return status;
}

CtlExit
ctl_done_new (const char *sentence, gboolean printed)
{
  if (printed)
    g_printerr ("%s\n", sentence);
  else
    g_print ("%s\n", sentence);
  return CTL_EXIT_OK;
}
