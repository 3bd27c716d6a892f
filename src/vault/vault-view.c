/* vault-view.c - how an item was looked at: turned, and where it was left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

static void
set_view (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  gboolean ok = !g_cancellable_set_error_if_cancelled (job->cancellable, &error)
                && vault_session_set_view (job->session, job->ids[0], job->fact,
                                           job->value, &error);

  vault_job_answer (task, ok, error);
}

/* The first of the queue is under way.  If two were, either could be the last. */
static void
start_next (Vault *self)
{
  if (!g_queue_is_empty (&self->views))
    vault_job_run (g_queue_peek_head (&self->views), set_view);
}

static void
view_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  VaultJob *job = g_task_get_task_data (G_TASK (result));
  Vault *self = VAULT_VAULT (source);
  GError *error = NULL;

  g_queue_pop_head (&self->views);
  start_next (self);
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (outer, error);
    return;
  }

  vault_show_changed (self, job);
  g_task_return_boolean (outer, TRUE);
}

/* Takes @outer. */
static void
change_view (GTask *outer,
             VaultItem *item,
             VaultViewFact fact,
             guint64 value,
             GCancellable *cancellable)
{
  Vault *self = VAULT_VAULT (g_task_get_source_object (outer));
  VaultJob *job;
  GTask *task;

  if (self->session == NULL) {
    g_task_return_new_error (outer, VAULT_ERROR, VAULT_ERROR_LOCKED, "not open");
    g_object_unref (outer);
    return;
  }

  task = vault_job_new (self, cancellable, view_set_cb, outer, change_view, &job);
  job->ids = g_new0 (char *, 2);
  job->ids[0] = g_strdup (vault_item_get_id (item));
  job->fact = fact;
  job->value = value;
  g_queue_push_tail (&self->views, task);
  if (g_queue_get_length (&self->views) == 1)
    start_next (self);
}

void
vault_set_rotation_async (Vault *self,
                          VaultItem *item,
                          guint quarter_turns,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  change_view (g_task_new (self, NULL, callback, user_data), item, VAULT_VIEW_ROTATION,
               quarter_turns, cancellable);
}

gboolean
vault_set_rotation_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
vault_set_position_async (Vault *self,
                          VaultItem *item,
                          guint64 position_ms,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  change_view (g_task_new (self, NULL, callback, user_data), item, VAULT_VIEW_POSITION,
               position_ms, cancellable);
}

gboolean
vault_set_position_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
