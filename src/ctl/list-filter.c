/* list-filter.c - which items list prints, and in which order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "list-filter.h"

#include <vault/vault-search.h>

static const struct {
  const char *name;
  VaultSort sort;
} sorts[] = {
  { "captured", VAULT_SORT_CAPTURED }, { "added", VAULT_SORT_ADDED },
  { "name", VAULT_SORT_NAME },         { "size", VAULT_SORT_SIZE },
  { "left", VAULT_SORT_TIME_LEFT },
};

static gboolean
parse_sort (const char *text, VaultSort *out_sort)
{
  *out_sort = VAULT_SORT_ADDED;
  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (sorts); i++) {
    if (g_str_equal (sorts[i].name, text)) {
      *out_sort = sorts[i].sort;
      return TRUE;
    }
  }

  return text == NULL;
}

gboolean
ctl_check_list (const CtlRequest *request, GError **error)
{
  VaultSort sort;

  if (parse_sort (request->sort, &sort))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               "--sort takes captured, added, name, size or left.");
  return FALSE;
}

GPtrArray *
ctl_session_dup_groups (CtlSession *self, const CtlRequest *request, GError **error)
{
  g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);
  char **names[] = { request->albums, request->people };

  for (guint kind = 0; kind < G_N_ELEMENTS (names); kind++) {
    for (char **name = names[kind]; name != NULL && *name != NULL; name++) {
      VaultGroup *group =
          ctl_session_dup_group (self, (VaultGroupKind) kind, *name, error);

      if (group == NULL)
        return NULL;
      g_ptr_array_add (groups, group);
    }
  }
  return g_steal_pointer (&groups);
}

static gboolean
is_wanted (const CtlRequest *request,
           GPtrArray *groups,
           const VaultSearch *search,
           VaultItem *item)
{
  if (request->favourites && !vault_item_is_favourite (item))
    return FALSE;
  for (guint i = 0; i < groups->len; i++) {
    if (!vault_item_is_in_group (item, vault_group_get_id (groups->pdata[i])))
      return FALSE;
  }
  for (char **tag = request->tags; tag != NULL && *tag != NULL; tag++) {
    if (!vault_item_has_tag (item, *tag))
      return FALSE;
  }

  return vault_search_matches (search, item);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer sort)
{
  return vault_sort_compare (*(gconstpointer *) a, *(gconstpointer *) b, sort);
}

GPtrArray *
ctl_list_items (CtlSession *session, const CtlRequest *request, GError **error)
{
  GListModel *all = vault_get_items (session->vault);
  g_autoptr(GPtrArray) groups = ctl_session_dup_groups (session, request, error);
  g_autoptr(VaultSearch) search = vault_search_new (
      session->vault, request->search == NULL ? "" : request->search,
      vault_get_time (session->vault));
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  VaultSort sort;

  if (groups == NULL)
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr(VaultItem) item = g_list_model_get_item (all, i);

    if (is_wanted (request, groups, search, item))
      g_ptr_array_add (items, g_steal_pointer (&item));
  }
  if (request->sort != NULL && parse_sort (request->sort, &sort))
    g_ptr_array_sort_with_data (items, compare, GUINT_TO_POINTER (sort));
  return g_steal_pointer (&items);
}
