/* cmd-items.c - nightstandctl expire and delete
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "command.h"
#include "text.h"

static const char *
get_when (const CtlRequest *request)
{
  return request->words[request->n_words - 1];
}

gboolean
ctl_check_expire (const CtlRequest *request, GError **error)
{
  gint64 expires;

  /* See ctl_check_import(). */
  return vault_when_parse (get_when (request), 0, &expires, error);
}

CtlExit
ctl_run_expire (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 expires;

  if (!vault_when_parse (get_when (request), vault_get_time (session->vault), &expires,
                         &error))
    return ctl_fail (error);
  items = ctl_session_dup_items (session, request->words, request->n_words - 1, &error);
  if (items == NULL)
    return ctl_fail (error);

  vault_set_expiry_async (session->vault, items, expires, session->cancellable,
                          ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_set_expiry_finish (session->vault, result, &error))
    return ctl_fail (error);

  text = expires == VAULT_EXPIRES_NEVER ? g_strdup ("never") : ctl_text_utc (expires);
  g_print ("Items: %u, expire: %s\n", items->len, text);
  return CTL_EXIT_OK;
}

CtlExit
ctl_run_delete (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  items = ctl_session_dup_items (session, request->words, request->n_words, &error);
  if (items == NULL)
    return ctl_fail (error);

  vault_delete_async (session->vault, items, session->cancellable, ctl_done_cb,
                      &result);
  ctl_wait (&result);
  if (!vault_delete_finish (session->vault, result, &error))
    return ctl_fail (error);

  g_print ("Destroyed: %u\n", items->len);
  return CTL_EXIT_OK;
}
