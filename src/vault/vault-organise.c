/* vault-organise.c - what a person says of items: the facade's side
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include <string.h>

gboolean
vault_tag_is_good (const char *tag)
{
  return vault_entry_tag_is_good (tag);
}

gboolean
vault_note_is_good (const char *note)
{
  return vault_entry_note_is_good (note);
}

gboolean
vault_item_name_is_good (const char *name)
{
  return vault_entry_name_is_good (name);
}

static void
change (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  gboolean ok = !g_cancellable_set_error_if_cancelled (job->cancellable, &error)
                && vault_session_change (job->session, (const char *const *) job->ids,
                                         g_strv_length (job->ids), job->change, &error);

  vault_job_answer (task, ok, error);
}

/* After a failure as well: a first part may have been changed. */
static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  Vault *self = VAULT_VAULT (source);
  VaultJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  vault_show_changed (self, job);
  if (self->session == job->session
      && (job->change->verb == VAULT_CHANGE_GROUPS
          || job->change->verb == VAULT_CHANGE_VIEWS))
    vault_groups_count (self);

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (outer, TRUE);
  else
    g_task_return_error (outer, error);
}

void
vault_start_change (Vault *self,
                    GPtrArray *items,
                    VaultChange *what,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  VaultJob *job;
  GTask *task;

  if (self->session == NULL) {
    vault_change_free (what);
    g_task_return_new_error (outer, VAULT_ERROR, VAULT_ERROR_LOCKED, "not open");
    g_object_unref (outer);
    return;
  }

  task = vault_job_new (self, cancellable, changed_cb, outer, vault_start_change, &job);
  job->ids = vault_all_ids_of (items);
  job->change = what;
  vault_job_run (task, change);
}

gboolean
vault_organise_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
vault_set_favourite_async (Vault *self,
                           GPtrArray *items,
                           gboolean favourite,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  VaultChange *what = vault_change_new (VAULT_CHANGE_FAVOURITE);

  what->number = favourite ? 1 : 0;
  vault_start_change (self, items, what, cancellable, callback, user_data);
}

void
vault_change_tags_async (Vault *self,
                         GPtrArray *items,
                         const char *const *add,
                         const char *const *remove,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  VaultChange *what = vault_change_new (VAULT_CHANGE_TAGS);

  what->add_tags = g_strdupv ((char **) add);
  what->remove_tags = g_strdupv ((char **) remove);
  vault_start_change (self, items, what, cancellable, callback, user_data);
}

GArray *
vault_numbers_of_groups (GPtrArray *groups)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; groups != NULL && i < groups->len; i++) {
    guint64 number =
        vault_card_number_of_text (vault_group_get_id (VAULT_GROUP (groups->pdata[i])));
    guint place = 0;

    /* In the order of a record, each once. */
    while (place < numbers->len && g_array_index (numbers, guint64, place) < number)
      place++;
    if (place == numbers->len || g_array_index (numbers, guint64, place) != number)
      g_array_insert_val (numbers, place, number);
  }

  return numbers;
}

void
vault_change_groups_async (Vault *self,
                           GPtrArray *items,
                           GPtrArray *add,
                           GPtrArray *remove,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  VaultChange *what = vault_change_new (VAULT_CHANGE_GROUPS);

  what->add_groups = vault_numbers_of_groups (add);
  what->remove_groups = vault_numbers_of_groups (remove);
  vault_start_change (self, items, what, cancellable, callback, user_data);
}

void
vault_set_note_async (Vault *self,
                      GPtrArray *items,
                      const char *note,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  VaultChange *what = vault_change_new (VAULT_CHANGE_NOTE);

  what->text = g_strdup (note);
  vault_start_change (self, items, what, cancellable, callback, user_data);
}

void
vault_rename_async (Vault *self,
                    VaultItem *item,
                    const char *name,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  VaultChange *what = vault_change_new (VAULT_CHANGE_NAME);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  g_ptr_array_add (items, item);
  what->text = g_strdup (name);
  vault_start_change (self, items, what, cancellable, callback, user_data);
}

static int
compare_tags (gconstpointer a, gconstpointer b)
{
  const char *x = *(const char *const *) a;
  const char *y = *(const char *const *) b;
  int by_language = g_utf8_collate (x, y);

  return by_language != 0 ? by_language : strcmp (x, y);
}

char **
vault_dup_all_tags (Vault *self)
{
  g_autoptr (GHashTable) all =
                 g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *items = G_LIST_MODEL (self->items);
  char **tags;
  guint n_tags;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (VaultItem) item = g_list_model_get_item (items, i);
    g_auto (GStrv) its = vault_item_dup_tags (item);

    for (guint k = 0; its[k] != NULL; k++)
      g_hash_table_add (all, g_strdup (its[k]));
  }

  tags = (char **) g_hash_table_get_keys_as_array (all, &n_tags);
  g_hash_table_steal_all (all);
  qsort (tags, n_tags, sizeof *tags, compare_tags);
  return tags;
}
