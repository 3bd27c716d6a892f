/* vault-wipe.c - the emergency wipe of a vault, as the facade goes through it
 *
 *   the wiper is woken                        (main context, before anything else)
 *   content off the screen, new uses refused  (main context, at once)
 *   headers, epochs, cells, and the rest      (wiper.c, on its thread)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

void
vault_wipe_prepare (Vault *self)
{
  g_return_if_fail (VAULT_IS_VAULT (self));

  if (self->wiper != NULL)
    return;
  if (self->session != NULL)
    self->wiper = vault_session_steal_wiper (self->session);
  if (self->wiper == NULL)
    self->wiper = vault_wiper_new (self->folder);
}

void
vault_wipe_unprepare (Vault *self)
{
  g_return_if_fail (VAULT_IS_VAULT (self));

  g_clear_pointer (&self->wiper, vault_wiper_free);
}

/* On the wiper's thread. */
static void
answer (const VaultReceipt *receipt, const GError *error, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_pointer (task, g_memdup2 (receipt, sizeof *receipt), g_free);
}

static void
wiped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  Vault *self = VAULT_VAULT (source);
  g_autofree VaultReceipt *receipt = NULL;
  GError *error = NULL;

  receipt = g_task_propagate_pointer (G_TASK (result), &error);
  if (receipt == NULL) {
    g_task_return_error (outer, error);
    return;
  }

  vault_set_state (self, vault_receipt_is_destroyed (receipt) ? VAULT_STATE_WIPED
                                                              : VAULT_STATE_LOCKED);
  g_task_return_pointer (outer, g_steal_pointer (&receipt), g_free);
}

void
vault_wipe_async (Vault *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  GTask *task = g_task_new (self, NULL, wiped_cb, outer);
  VaultWiper *wiper;

  vault_wipe_prepare (self);
  wiper = g_steal_pointer (&self->wiper);
  g_task_set_source_tag (task, vault_wipe_async);
  /* Freed on the main context, when the thread has answered and has nothing left to do. */
  g_task_set_task_data (outer, wiper, (GDestroyNotify) vault_wiper_free);
  vault_wiper_start (wiper,
                     self->session == NULL ? NULL : vault_session_ref (self->session),
                     answer, task);

  /* The wiper has the last word on when it is closed. */
  vault_session_unref (vault_let_go (self));
  vault_set_state (self, VAULT_STATE_LOCKED);
}

gboolean
vault_wipe_finish (Vault *self,
                   GAsyncResult *result,
                   VaultReceipt *out_receipt,
                   GError **error)
{
  g_autofree VaultReceipt *receipt = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *out_receipt = (VaultReceipt){ 0 };
  receipt = g_task_propagate_pointer (G_TASK (result), error);
  if (receipt == NULL)
    return FALSE;

  *out_receipt = *receipt;
  return TRUE;
}
