/* vault-limit.c - items that are destroyed after a number of views: the facade's side
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

struct _VaultView {
  VaultSession *session;
  char *id; /* NULL: of an item without a limit */
};

static void
view_free (VaultView *self)
{
  g_clear_pointer (&self->session, vault_session_unref);
  g_free (self->id);
  g_free (self);
}

void
vault_set_view_limit_async (Vault *self,
                            GPtrArray *items,
                            guint n_views,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  VaultChange *what = vault_change_new (VAULT_CHANGE_VIEWS);

  what->number = n_views;
  vault_start_change (self, items, what, cancellable, callback, user_data);
}

gboolean
vault_set_view_limit_finish (Vault *self, GAsyncResult *result, GError **error)
{
  return vault_organise_finish (self, result, error);
}

static void
begin (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  gboolean ok =
      !g_cancellable_set_error_if_cancelled (job->cancellable, &error)
      && vault_session_begin_view (job->session, job->ids[0], &job->is_counted, &error);

  vault_job_answer (task, ok, error);
}

/* The number on the tile, before the caller hears of it.  A vault that was locked meanwhile has
 * no view to end. */
static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  VaultJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  VaultView *view;

  vault_show_changed (VAULT_VAULT (source), job);
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (outer, error);
    return;
  }

  view = g_new0 (VaultView, 1);
  view->session = vault_session_ref (job->session);
  if (job->is_counted)
    view->id = g_strdup (job->ids[0]);
  g_task_return_pointer (outer, view, NULL);
}

void
vault_begin_view_async (Vault *self,
                        VaultItem *item,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  VaultJob *job;
  GTask *task;

  if (self->session == NULL) {
    g_task_return_new_error (outer, VAULT_ERROR, VAULT_ERROR_LOCKED, "not open");
    g_object_unref (outer);
    return;
  }

  task =
      vault_job_new (self, cancellable, begun_cb, outer, vault_begin_view_async, &job);
  job->ids = g_new0 (char *, 2);
  job->ids[0] = g_strdup (vault_item_get_id (item));
  vault_job_run (task, begin);
}

VaultView *
vault_begin_view_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* If the disk fails here, the item is out of sight but its record remains; the next unlocking
 * finds that its last view has begun and tries again. */
static void
end (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;

  if (!job->is_counted)
    vault_session_close_unviewed (job->session, job->ids[0]);
  else if (vault_session_destroy (job->session, (const char *const *) job->ids, 1,
                                  VAULT_ERROR_NO_ITEM, NULL))
    vault_session_note_activity (job->session, VAULT_ACTIVITY_VIEWED_OUT, 1);
  g_task_return_boolean (task, TRUE);
}

void
vault_end_view (Vault *self, VaultView *view)
{
  VaultJob *job;
  GTask *task;

  if (view == NULL)
    return;
  if (view->id != NULL && view->session == self->session) {
    task = vault_job_new (self, NULL, NULL, NULL, vault_end_view, &job);
    job->ids = g_new0 (char *, 2);
    job->ids[0] = g_strdup (view->id);
    job->is_counted = vault_session_end_view (view->session, view->id);
    if (job->is_counted)
      vault_item_list_remove (self->items, view->id);
    vault_job_run (task, end);
  }
  view_free (view);
}
