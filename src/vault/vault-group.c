/* vault-group.c - albums and persons: showing, making, changing, removing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/reminders.h"
#include "vault/vault-private.h"

GListModel *
vault_get_groups (Vault *self, VaultGroupKind kind)
{
  g_return_val_if_fail (kind < VAULT_N_GROUP_KINDS, NULL);

  return G_LIST_MODEL (self->groups[kind]);
}

static VaultGroup *
find_group (Vault *self, guint64 number)
{
  VaultGroup *group = NULL;

  for (guint kind = 0; group == NULL && kind < VAULT_N_GROUP_KINDS; kind++)
    group = vault_group_list_get (self->groups[kind], number);
  return group;
}

VaultGroup *
vault_dup_group (Vault *self, const char *id)
{
  VaultGroup *group = find_group (self, vault_card_number_of_text (id));

  return group == NULL ? NULL : g_object_ref (group);
}

VaultGroup *
vault_dup_group_by_name (Vault *self, VaultGroupKind kind, const char *name)
{
  GListModel *groups = vault_get_groups (self, kind);

  for (guint i = 0; i < g_list_model_get_n_items (groups); i++) {
    g_autoptr (VaultGroup) group = g_list_model_get_item (groups, i);

    if (g_str_equal (vault_group_get_name (group), name))
      return g_steal_pointer (&group);
  }

  return NULL;
}

GPtrArray *
vault_dup_groups_of (Vault *self, VaultItem *item, VaultGroupKind kind)
{
  GListModel *groups = vault_get_groups (self, kind);
  const VaultEntry *entry = vault_item_peek_entry (item);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0;
       entry != NULL && entry->n_groups > 0 && i < g_list_model_get_n_items (groups);
       i++) {
    g_autoptr (VaultGroup) group = g_list_model_get_item (groups, i);

    if (vault_entry_is_in_group (entry, vault_group_peek_card (group)->number))
      g_ptr_array_add (found, g_steal_pointer (&group));
  }

  return found;
}

typedef struct {
  VaultGroup *group;
  guint n_items;
  VaultItem *cover;
} Contents;

static GHashTable *
list_contents (Vault *self)
{
  GHashTable *all = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);

  for (guint kind = 0; kind < VAULT_N_GROUP_KINDS; kind++) {
    GListModel *groups = G_LIST_MODEL (self->groups[kind]);

    for (guint i = 0; i < g_list_model_get_n_items (groups); i++) {
      g_autoptr (VaultGroup) group = g_list_model_get_item (groups, i);
      Contents *contents = g_new0 (Contents, 1);

      contents->group = group;
      g_hash_table_insert (all, &vault_group_peek_card (group)->number, contents);
    }
  }

  return all;
}

/* In the library's order, which begins with what was added last. */
static void
count_item (GHashTable *all, VaultItem *item)
{
  const VaultEntry *entry = vault_item_peek_entry (item);

  for (guint i = 0; entry != NULL && i < entry->n_groups; i++) {
    Contents *contents = g_hash_table_lookup (all, &entry->groups[i]);

    if (contents == NULL)
      continue;
    contents->n_items++;
    if (contents->cover == NULL && !entry->limited)
      contents->cover = item;
  }
}

void
vault_groups_count (Vault *self)
{
  g_autoptr (GHashTable) all = list_contents (self);
  GListModel *items = G_LIST_MODEL (self->items);
  GHashTableIter iter;
  gpointer value;

  g_clear_handle_id (&self->count_source, g_source_remove);
  if (g_hash_table_size (all) == 0)
    return;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (VaultItem) item = g_list_model_get_item (items, i);

    count_item (all, item);
  }

  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Contents *contents = value;

    vault_group_set_contents (contents->group, contents->n_items, contents->cover);
  }
}

static gboolean
count_cb (gpointer user_data)
{
  Vault *self = user_data;

  self->count_source = 0;
  vault_groups_count (self);
  return G_SOURCE_REMOVE;
}

/* An import adds thousands of items in many steps: they are counted in between. */
static void
on_items_changed_cb (Vault *self)
{
  if (self->session != NULL && self->count_source == 0)
    self->count_source = g_idle_add (count_cb, self);
}

void
vault_groups_init (Vault *self)
{
  for (guint kind = 0; kind < VAULT_N_GROUP_KINDS; kind++)
    self->groups[kind] = vault_group_list_new ((VaultGroupKind) kind);
  g_signal_connect_object (self->items, "items-changed",
                           G_CALLBACK (on_items_changed_cb), self, G_CONNECT_SWAPPED);
}

void
vault_groups_finalize (Vault *self)
{
  g_clear_handle_id (&self->count_source, g_source_remove);
  for (guint kind = 0; kind < VAULT_N_GROUP_KINDS; kind++)
    g_object_unref (self->groups[kind]);
}

void
vault_groups_show (Vault *self)
{
  g_autoptr (GPtrArray) cards = self->session == NULL
                                    ? g_ptr_array_new ()
                                    : vault_session_dup_groups (self->session);

  for (guint kind = 0; kind < VAULT_N_GROUP_KINDS; kind++)
    vault_group_list_show (self->groups[kind], cards);
  vault_groups_count (self);
}

static void
write_group (GTask *task,
             gpointer source,
             gpointer task_data,
             GCancellable *cancellable)
{
  VaultJob *job = task_data;
  g_autoptr (VaultCard) before = g_steal_pointer (&job->card);
  GError *error = NULL;
  gboolean ok = !g_cancellable_set_error_if_cancelled (job->cancellable, &error)
                && vault_session_write_group (job->session, before, &job->card, &error);

  vault_job_answer (task, ok, error);
}

static void
remove_group (GTask *task,
              gpointer source,
              gpointer task_data,
              GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  gboolean ok = !g_cancellable_set_error_if_cancelled (job->cancellable, &error)
                && vault_session_remove_group (job->session, job->card->number, &error);

  /* The absence rule may be about nothing now. */
  if (ok && job->card->absence) {
    VaultAbsence rule;

    if (vault_session_get_absence (job->session, &rule))
      vault_reminders_update (VAULT_VAULT (source)->folder, &rule);
  }
  vault_job_answer (task, ok, error);
}

/* Also after a failure: what is shown is what there is. */
static void
group_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  Vault *self = VAULT_VAULT (source);
  VaultJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  VaultGroup *group;

  if (self->session == job->session)
    vault_groups_show (self);
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (outer, error);
    return;
  }

  group = find_group (self, job->card->number);
  g_task_return_pointer (outer, group == NULL ? NULL : g_object_ref (group),
                         g_object_unref);
}

/* Takes @outer and @card. */
static void
start (GTask *outer,
       VaultCard *card,
       GCancellable *cancellable,
       GTaskThreadFunc func,
       gpointer tag)
{
  Vault *self = VAULT_VAULT (g_task_get_source_object (outer));
  VaultJob *job;
  GTask *task;

  if (self->session == NULL || card == NULL) {
    vault_card_unref (card);
    g_task_return_new_error (
        outer, VAULT_ERROR,
        self->session == NULL ? VAULT_ERROR_LOCKED : VAULT_ERROR_NO_GROUP, "not there");
    g_object_unref (outer);
    return;
  }

  task = vault_job_new (self, cancellable, group_written_cb, outer, tag, &job);
  job->card = card;
  vault_job_run (task, func);
}

/* Returns: (transfer full) (nullable). */
static VaultCard *
copy_card (VaultGroup *group)
{
  VaultCard *card = vault_group_peek_card (group);

  return card == NULL ? NULL : vault_card_copy (card);
}

void
vault_create_group_async (Vault *self,
                          VaultGroupKind kind,
                          const char *name,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  VaultCard *card = vault_card_new (VAULT_CARD_GROUP);

  card->group_kind = kind;
  vault_entry_take_text (&card->name, g_strdup (name));
  start (g_task_new (self, NULL, callback, user_data), card, cancellable, write_group,
         vault_create_group_async);
}

VaultGroup *
vault_create_group_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
vault_rename_group_async (Vault *self,
                          VaultGroup *group,
                          const char *name,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  VaultCard *card = copy_card (group);

  if (card != NULL)
    vault_entry_take_text (&card->name, g_strdup (name));
  start (g_task_new (self, NULL, callback, user_data), card, cancellable, write_group,
         vault_rename_group_async);
}

void
vault_set_group_expiry_async (Vault *self,
                              VaultGroup *group,
                              gint64 seconds,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  VaultCard *card = copy_card (group);

  if (card != NULL)
    card->default_expiry = seconds;
  start (g_task_new (self, NULL, callback, user_data), card, cancellable, write_group,
         vault_set_group_expiry_async);
}

void
vault_remove_group_async (Vault *self,
                          VaultGroup *group,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  VaultCard *card = copy_card (group);

  if (card == NULL && self->session != NULL) {
    g_task_return_pointer (outer, NULL, NULL);
    g_object_unref (outer);
    return;
  }
  start (outer, card, cancellable, remove_group, vault_remove_group_async);
}

gboolean
vault_change_group_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (VaultGroup) group = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  group = g_task_propagate_pointer (G_TASK (result), &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
