/* bench-search.c - searching and sorting a library in memory
 *
 * NIGHTSTAND_BENCH_ITEMS: how many items; 100,000 if not set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <stdio.h>
#include <vault/vault-search.h>

#include "vault/item-list.h"

/* One in so many has a name that is not ASCII, one has tags, and one a note. */
#define NOT_ASCII 10
#define TAGGED 3
#define NOTED 20

static VaultEntry *
make_entry (guint i)
{
  VaultEntry *entry = vault_entry_new ();

  entry->name = g_strdup_printf (
      i % NOT_ASCII == 0 ? "\xc3\x89t\xc3\xa9 %06u.jpg" : "IMG_2024_%06u.jpg", i);
  entry->content_type = g_strdup ("image/jpeg");
  entry->kind = VAULT_MEDIA_IMAGE;
  entry->added = 1700000000 + i;
  if (i % TAGGED == 0)
    vault_entry_take_text (&entry->tags, g_strdup ("beach\nholiday\nsummer"));
  if (i % NOTED == 0)
    vault_entry_take_text (&entry->note, g_strnfill (140, 'n'));
  g_snprintf (entry->id, sizeof entry->id, "%016x", i);
  return entry;
}

static VaultItemList *
make_list (guint n_items)
{
  g_autoptr (GPtrArray) entries =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
  VaultItemList *list = vault_item_list_new ();

  for (guint i = 0; i < n_items; i++)
    g_ptr_array_add (entries, make_entry (i));
  vault_item_list_add (list, entries);
  return list;
}

static void
time_search (Vault *vault, GListModel *list, const char *text)
{
  double start_s = bench_now_s ();
  g_autoptr (VaultSearch) search = vault_search_new (vault, text, 1700000000);
  guint n_found = 0;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (VaultItem) item = g_list_model_get_item (list, i);

    n_found += vault_search_matches (search, item);
  }
  printf ("  %-28s %6u found  %6.1f ms\n", text, n_found,
          1000 * (bench_now_s () - start_s));
}

int
main (int argc, char **argv)
{
  static const char *const texts[] = { "x",      "i",     "img",   "img_2024_0999",
                                       "beach",  "ete 1", "march", "holiday 2023",
                                       "photo 7" };
  guint n_items = (guint) bench_get_number ("NIGHTSTAND_BENCH_ITEMS", 100000);
  g_autofree char *folder = NULL;
  g_autoptr (VaultItemList) list = NULL;
  g_autoptr (Vault) vault = NULL;

  bench_start (argc, argv, "search");
  folder = bench_path ("none");
  vault = vault_new (folder);
  list = make_list (n_items);
  printf ("Search through %u items; the first one folds their texts, which are kept\n",
          n_items);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    time_search (vault, G_LIST_MODEL (list), texts[i]);
  return 0;
}
