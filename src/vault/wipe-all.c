/* wipe-all.c - the emergency wipe of every vault that is known
 *
 * Those that were named begin at once; the timer's list is read on a thread meanwhile, and what
 * is only there follows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-timer.h>
#include <vault/vault-wipe-all.h>

typedef struct {
  GPtrArray *wiped; /* VaultWiped */
  char *except;
  guint n_running;
} Round;

typedef struct {
  GTask *task;
  VaultWiped *wiped; /* in the round */
} Turn;

VaultWiped *
vault_wiped_new (const char *folder)
{
  VaultWiped *self = g_new0 (VaultWiped, 1);

  self->folder = g_strdup (folder);
  self->problem = VAULT_N_ERRORS;
  return self;
}

void
vault_wiped_free (VaultWiped *self)
{
  if (self == NULL)
    return;

  g_free (self->folder);
  g_free (self);
}

gboolean
vault_wiped_is_destroyed (const VaultWiped *self)
{
  return self->problem == VAULT_N_ERRORS && vault_receipt_is_destroyed (&self->receipt);
}

static void
round_free (gpointer data)
{
  Round *round = data;

  g_clear_pointer (&round->wiped, g_ptr_array_unref);
  g_free (round->except);
  g_free (round);
}

static void
drop_if_never_there (GPtrArray *all)
{
  g_autofree char *usual = vault_dup_default_folder ();

  for (guint i = all->len; i > 0; i--) {
    const VaultWiped *wiped = all->pdata[i - 1];

    if (wiped->problem == VAULT_ERROR_NO_VAULT && g_str_equal (wiped->folder, usual))
      g_ptr_array_remove_index (all, i - 1);
  }
}

static void
end_one (GTask *task)
{
  Round *round = g_task_get_task_data (task);

  if (--round->n_running > 0)
    return;

  drop_if_never_there (round->wiped);
  g_task_return_pointer (task, g_steal_pointer (&round->wiped),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
wiped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Turn *turn = user_data;
  g_autoptr (GTask) task = turn->task;
  g_autoptr (GError) error = NULL;

  if (!vault_wipe_finish (VAULT_VAULT (source), result, &turn->wiped->receipt, &error))
    turn->wiped->problem =
        error->domain == VAULT_ERROR ? (VaultError) error->code : VAULT_ERROR_IO;
  end_one (task);
}

static gboolean
is_of (gconstpointer wiped, gconstpointer folder)
{
  return g_str_equal (((const VaultWiped *) wiped)->folder, folder);
}

static void
wipe_one (GTask *task, const char *folder)
{
  Round *round = g_task_get_task_data (task);
  g_autofree char *path = g_canonicalize_filename (folder, NULL);
  g_autoptr (Vault) vault = NULL;
  Turn *turn;

  if (g_strcmp0 (path, round->except) == 0
      || g_ptr_array_find_with_equal_func (round->wiped, path, is_of, NULL))
    return;

  turn = g_new (Turn, 1);
  turn->task = g_object_ref (task);
  turn->wiped = vault_wiped_new (path);
  g_ptr_array_add (round->wiped, turn->wiped);
  round->n_running++;
  vault = vault_new (path);
  vault_wipe_async (vault, wiped_cb, turn);
}

static void
wipe_each (GTask *task, const char *const *folders)
{
  for (gsize i = 0; folders[i] != NULL; i++)
    wipe_one (task, folders[i]);
}

static void
read_list (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task, vault_timer_dup_folders (), (GDestroyNotify) g_strfreev);
}

static void
list_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_auto (GStrv) folders = g_task_propagate_pointer (G_TASK (result), NULL);

  if (folders != NULL)
    wipe_each (task, (const char *const *) folders);
  end_one (task);
}

void
vault_wipe_all_async (const char *const *folders,
                      const char *except,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GTask) list = NULL;
  Round *round = g_new0 (Round, 1);

  round->wiped = g_ptr_array_new_with_free_func ((GDestroyNotify) vault_wiped_free);
  round->except = except == NULL ? NULL : g_canonicalize_filename (except, NULL);
  round->n_running = 1;
  g_task_set_source_tag (task, vault_wipe_all_async);
  g_task_set_task_data (task, round, round_free);

  wipe_each (task, folders);
  list = g_task_new (NULL, NULL, list_read_cb, g_object_ref (task));
  g_task_run_in_thread (list, read_list);
}

GPtrArray *
vault_wipe_all_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
