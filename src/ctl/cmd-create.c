/* cmd-create.c - nightstandctl create
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "new-passphrase.h"

static const struct {
  const char *name;
  VaultKdfCost cost;
} costs[] = {
  { "quick", VAULT_KDF_QUICK },
  { "calibrated", VAULT_KDF_CALIBRATED },
};

static gboolean
parse_cost (const char *name, VaultKdfCost *out_cost)
{
  *out_cost = VAULT_KDF_CALIBRATED;
  if (name == NULL)
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (costs); i++) {
    if (g_str_equal (name, costs[i].name)) {
      *out_cost = costs[i].cost;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
ctl_check_create (const CtlRequest *request, GError **error)
{
  VaultKdfCost cost;

  if (request->generate && request->passphrase_fd >= 0) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--generate and --passphrase-fd exclude each other.");
    return FALSE;
  }
  if (parse_cost (request->kdf, &cost))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--kdf takes quick or calibrated.");
  return FALSE;
}

CtlExit
ctl_run_create (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  VaultKdfCost cost;

  if (!parse_cost (request->kdf, &cost))
    g_assert_not_reached ();

  vault_set_allow_synced (session->vault, request->synced_folder);
  vault_create_async (session->vault, passphrase, cost, session->cancellable,
                      ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_create_finish (session->vault, result, &error))
    return ctl_fail_new (error, request->generate);

  return ctl_done_new (
      "Vault created.  A forgotten passphrase cannot be replaced by anybody.",
      request->generate);
}
