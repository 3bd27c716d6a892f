/* organise-box.c - what a person says of items, made to wait
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/organise-box.h"

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

gboolean
run_favourite (Vault *vault, GPtrArray *items, gboolean favourite, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_set_favourite_async (vault, items, favourite, NULL, on_done_cb, &result);
  return vault_organise_finish (vault, wait_for (&result), error);
}

gboolean
run_tags (Vault *vault,
          GPtrArray *items,
          const char *add,
          const char *remove,
          GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (GStrv) added = add == NULL ? NULL : g_strsplit (add, ",", -1);
  g_auto (GStrv) removed = remove == NULL ? NULL : g_strsplit (remove, ",", -1);

  vault_change_tags_async (vault, items, (const char *const *) added,
                           (const char *const *) removed, NULL, on_done_cb, &result);
  return vault_organise_finish (vault, wait_for (&result), error);
}

gboolean
run_groups (Vault *vault,
            GPtrArray *items,
            VaultGroup *add,
            VaultGroup *remove,
            GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) added = g_ptr_array_new ();
  g_autoptr (GPtrArray) removed = g_ptr_array_new ();

  if (add != NULL)
    g_ptr_array_add (added, add);
  if (remove != NULL)
    g_ptr_array_add (removed, remove);
  vault_change_groups_async (vault, items, added, removed, NULL, on_done_cb, &result);
  return vault_organise_finish (vault, wait_for (&result), error);
}

gboolean
run_note (Vault *vault, GPtrArray *items, const char *note, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_set_note_async (vault, items, note, NULL, on_done_cb, &result);
  return vault_organise_finish (vault, wait_for (&result), error);
}

gboolean
run_rename (Vault *vault, VaultItem *item, const char *name, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_rename_async (vault, item, name, NULL, on_done_cb, &result);
  return vault_organise_finish (vault, wait_for (&result), error);
}

gboolean
run_view_limit (Vault *vault, GPtrArray *items, guint n_views, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_set_view_limit_async (vault, items, n_views, NULL, on_done_cb, &result);
  return vault_set_view_limit_finish (vault, wait_for (&result), error);
}

VaultView *
run_begin_view (Vault *vault, VaultItem *item, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_begin_view_async (vault, item, NULL, on_done_cb, &result);
  return vault_begin_view_finish (vault, wait_for (&result), error);
}

VaultGroup *
run_create_group (Vault *vault, VaultGroupKind kind, const char *name, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_create_group_async (vault, kind, name, NULL, on_done_cb, &result);
  return vault_create_group_finish (vault, wait_for (&result), error);
}

gboolean
run_rename_group (Vault *vault, VaultGroup *group, const char *name, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_rename_group_async (vault, group, name, NULL, on_done_cb, &result);
  return vault_change_group_finish (vault, wait_for (&result), error);
}

gboolean
run_group_expiry (Vault *vault, VaultGroup *group, gint64 seconds, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_set_group_expiry_async (vault, group, seconds, NULL, on_done_cb, &result);
  return vault_change_group_finish (vault, wait_for (&result), error);
}

gboolean
run_absence (Vault *vault,
             guint n_days,
             gboolean everything,
             GPtrArray *albums,
             GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_set_absence_async (vault, n_days, everything, albums, on_done_cb, &result);
  return vault_set_absence_finish (vault, wait_for (&result), error);
}

gboolean
run_remove_group (Vault *vault, VaultGroup *group, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_remove_group_async (vault, group, NULL, on_done_cb, &result);
  return vault_change_group_finish (vault, wait_for (&result), error);
}

gboolean
run_settings (Vault *vault, const char *values, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_settings_set_async (
      vault, g_variant_parse (G_VARIANT_TYPE_VARDICT, values, NULL, NULL, NULL), NULL,
      on_done_cb, &result);
  return vault_settings_set_finish (vault, wait_for (&result), error);
}

gboolean
run_clear_activity (Vault *vault, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_clear_activity_async (vault, NULL, on_done_cb, &result);
  return vault_clear_activity_finish (vault, wait_for (&result), error);
}

GPtrArray *
just (VaultItem *item)
{
  GPtrArray *items = g_ptr_array_new ();

  g_ptr_array_add (items, item);
  return items;
}

GPtrArray *
everything (Vault *vault)
{
  GListModel *model = vault_get_items (vault);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));
  return items;
}

char *
describe_activity (Vault *vault)
{
  g_autoptr (GArray) all = vault_dup_activity (vault);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < all->len; i++) {
    const VaultActivity *activity = &g_array_index (all, VaultActivity, i);

    g_string_append_printf (text, "%u:%u ", activity->kind, activity->count);
  }
  return g_string_free (text, FALSE);
}
