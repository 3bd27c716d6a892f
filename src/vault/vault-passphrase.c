/* vault-passphrase.c - the ways into a vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include "crypto/recovery-key.h"
#include "crypto/words.h"

guint
vault_list_passphrases (Vault *self, VaultPassphraseInfo out[VAULT_MAX_PASSPHRASES])
{
  g_return_val_if_fail (VAULT_IS_VAULT (self), 0);

  return self->session == NULL ? 0
                               : vault_session_list_passphrases (self->session, out);
}

void
vault_get_failed_attempts (Vault *self, VaultFailedAttempts *out)
{
  g_return_if_fail (VAULT_IS_VAULT (self));

  *out = (VaultFailedAttempts){ 0 };
  if (self->session != NULL)
    vault_session_get_failed_attempts (self->session, out);
}

gboolean
vault_has_panicked (Vault *self)
{
  g_return_val_if_fail (VAULT_IS_VAULT (self), FALSE);

  return self->panicked;
}

static void
note (VaultJob *job)
{
  static const VaultActivityKind kinds[] = {
    [VAULT_PASSPHRASE_ADD] = VAULT_ACTIVITY_ADDED_WAY,
    [VAULT_PASSPHRASE_REPLACE] = VAULT_ACTIVITY_CHANGED_WAY,
    [VAULT_PASSPHRASE_REMOVE] = VAULT_ACTIVITY_REMOVED_WAY,
  };

  vault_session_note_activity (job->session, kinds[job->verb], 0);
}

static void
change (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  gboolean ok = vault_session_change_passphrases (
      job->session, job->verb, job->passphrase, job->added, job->kind, job->number,
      job->cancellable, &error);

  if (ok)
    note (job);
  vault_job_answer (task, ok, error);
}

static void
start (Vault *self,
       VaultPassphraseVerb verb,
       VaultSecret *current,
       VaultSecret *added,
       VaultPassphraseKind kind,
       guint number,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data,
       gpointer tag)
{
  VaultJob *job;
  GTask *task = vault_job_new_open (self, cancellable, callback, user_data, tag, &job);

  if (task == NULL)
    return;

  job->verb = verb;
  job->passphrase = vault_secret_ref (current);
  job->added = added == NULL ? NULL : vault_secret_ref (added);
  job->kind = kind;
  job->number = number;
  vault_job_run (task, change);
}

void
vault_change_passphrase_async (Vault *self,
                               VaultSecret *current,
                               guint number,
                               VaultSecret *replacement,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  start (self, VAULT_PASSPHRASE_REPLACE, current, replacement, VAULT_PASSPHRASE_CHOSEN,
         number, cancellable, callback, user_data, vault_change_passphrase_async);
}

gboolean
vault_change_passphrase_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
vault_add_passphrase_async (Vault *self,
                            VaultSecret *current,
                            VaultSecret *added,
                            VaultPassphraseKind kind,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  start (self, VAULT_PASSPHRASE_ADD, current, added, kind, 0, cancellable, callback,
         user_data, vault_add_passphrase_async);
}

gboolean
vault_add_passphrase_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
vault_remove_passphrase_async (Vault *self,
                               VaultSecret *current,
                               guint number,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  start (self, VAULT_PASSPHRASE_REMOVE, current, NULL, VAULT_PASSPHRASE_CHOSEN, number,
         cancellable, callback, user_data, vault_remove_passphrase_async);
}

gboolean
vault_remove_passphrase_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

VaultSecret *
vault_passphrase_generate (GError **error)
{
  return vault_words_generate (VAULT_PASSPHRASE_WORDS, error);
}

VaultSecret *
vault_recovery_key_new (GError **error)
{
  return vault_recovery_key_generate (error);
}

VaultRecoveryKeyForm
vault_recovery_key_look (const VaultSecret *typed)
{
  switch (vault_recovery_key_parse ((const char *) vault_secret_get (typed),
                                    vault_secret_get_n_bytes (typed), NULL)) {
  case VAULT_RECOVERY_TEXT_GOOD:
    return VAULT_RECOVERY_KEY_GOOD;
  case VAULT_RECOVERY_TEXT_MISTYPED:
    return VAULT_RECOVERY_KEY_MISTYPED;
  case VAULT_RECOVERY_TEXT_OTHER:
  default:
    return VAULT_RECOVERY_KEY_NOT_ONE;
  }
}
