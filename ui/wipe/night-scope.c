/* night-scope.c - what an emergency wipe destroys beside the vault of the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-scope.h"

#include "night-settings.h"

typedef struct {
  GPtrArray *others;
  guint n_running;
} Round;

static void
other_free (gpointer data)
{
  NightOther *other = data;

  g_free (other->folder);
  g_free (other);
}

static void
round_free (gpointer data)
{
  Round *round = data;

  g_clear_pointer (&round->others, g_ptr_array_unref);
  g_free (round);
}

static void
end_one (GTask *task)
{
  Round *round = g_task_get_task_data (task);

  if (--round->n_running == 0)
    g_task_return_pointer (task, g_steal_pointer (&round->others),
                           (GDestroyNotify) g_ptr_array_unref);
}

static void
wiped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Round *round = g_task_get_task_data (task);
  const char *folder = vault_get_folder (VAULT_VAULT (source));
  VaultReceipt receipt;

  if (vault_wipe_finish (VAULT_VAULT (source), result, &receipt, NULL)) {
    NightOther *other = g_new0 (NightOther, 1);

    other->folder = g_strdup (folder);
    other->receipt = receipt;
    g_ptr_array_add (round->others, other);
  }
  if (vault_get_state (VAULT_VAULT (source)) == VAULT_STATE_WIPED)
    night_settings_forget_vault (folder);
  end_one (task);
}

static void
wipe_one (GTask *task, const char *folder)
{
  Round *round = g_task_get_task_data (task);
  g_autoptr (Vault) vault = vault_new (folder);

  round->n_running++;
  vault_wipe_async (vault, wiped_cb, g_object_ref (task));
}

void
night_scope_wipe_async (const char *except,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_auto (GStrv) folders = night_settings_dup_known_folders ();
  Round *round = g_new0 (Round, 1);

  round->others = g_ptr_array_new_with_free_func (other_free);
  round->n_running = 1;
  g_task_set_source_tag (task, night_scope_wipe_async);
  g_task_set_task_data (task, round, round_free);

  for (gsize i = 0; folders[i] != NULL; i++)
    if (!g_str_equal (folders[i], except))
      wipe_one (task, folders[i]);
  end_one (task);
}

GPtrArray *
night_scope_wipe_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
