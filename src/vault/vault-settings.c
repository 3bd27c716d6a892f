/* vault-settings.c - what a person set for this vault: the facade's side
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include "vault/settings.h"

GVariant *
vault_settings_get (Vault *self, const char *name)
{
  g_autoptr (GVariant) settings = self->session == NULL
                                      ? NULL
                                      : vault_session_dup_settings (self->session);
  g_autoptr (GVariant) value = settings == NULL
                                   ? NULL
                                   : g_variant_lookup_value (settings, name, NULL);

  /* Another version may have had another idea of what it can be. */
  if (value != NULL && vault_setting_is_good (name, value))
    return g_steal_pointer (&value);

  return vault_setting_dup_default (name);
}

gboolean
vault_settings_get_boolean (Vault *self, const char *name)
{
  g_autoptr (GVariant) value = vault_settings_get (self, name);

  return g_variant_get_boolean (value);
}

gint64
vault_settings_get_int64 (Vault *self, const char *name)
{
  g_autoptr (GVariant) value = vault_settings_get (self, name);

  return g_variant_get_int64 (value);
}

static void
set (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  gboolean ok = !g_cancellable_set_error_if_cancelled (job->cancellable, &error)
                && vault_session_set_settings (job->session, job->settings, &error);

  if (ok)
    vault_session_note_activity (job->session, VAULT_ACTIVITY_SETTINGS,
                                 (guint) g_variant_n_children (job->settings));
  vault_job_answer (task, ok, error);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  Vault *self = VAULT_VAULT (source);
  VaultJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (outer, error);
    return;
  }

  if (self->session == job->session)
    g_object_notify (source, "settings");
  g_task_return_boolean (outer, TRUE);
}

void
vault_settings_set_async (Vault *self,
                          GVariant *values,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GVariant) held = g_variant_ref_sink (values);
  VaultJob *job;
  GTask *task;

  if (self->session == NULL) {
    g_task_return_new_error (outer, VAULT_ERROR, VAULT_ERROR_LOCKED, "not open");
    g_object_unref (outer);
    return;
  }

  task =
      vault_job_new (self, cancellable, set_cb, outer, vault_settings_set_async, &job);
  job->settings = g_steal_pointer (&held);
  vault_job_run (task, set);
}

gboolean
vault_settings_set_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gint64
vault_propose_expiry (Vault *self, GPtrArray *groups, gint64 now)
{
  gint64 proposed = VAULT_GROUP_EXPIRES_AS_VAULT;

  for (guint i = 0; groups != NULL && i < groups->len; i++) {
    gint64 its = vault_group_get_default_expiry (groups->pdata[i]);

    if (its != VAULT_GROUP_EXPIRES_AS_VAULT
        && (proposed <= VAULT_GROUP_EXPIRES_NEVER
            || (its != VAULT_GROUP_EXPIRES_NEVER && its < proposed)))
      proposed = its;
  }
  if (proposed == VAULT_GROUP_EXPIRES_AS_VAULT)
    proposed = vault_settings_get_int64 (self, VAULT_SETTING_DEFAULT_EXPIRY);

  return proposed == VAULT_GROUP_EXPIRES_NEVER ? VAULT_EXPIRES_NEVER : now + proposed;
}
