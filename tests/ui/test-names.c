/* test-names.c - a library of so many items that a thread puts their names in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "library/night-shelf.h"
#include "vault/item-list.h"

typedef struct {
  VaultItemList *list;
  NightShelf *shelf;
  GPtrArray *seen; /* what a view knows from the signals alone */
} Box;

static void
on_changed (GListModel *model, guint position, guint n_removed, guint n_added, Box *box)
{
  if (n_removed > 0)
    g_ptr_array_remove_range (box->seen, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_insert (box->seen, (int) (position + i),
                        g_list_model_get_item (model, position + i));
}

static void
set_true (gboolean *flag)
{
  *flag = TRUE;
}

/* Items @first to @first + @n - 1, whose names are in another order than they were added. */
static void
add_many (Box *box, guint first, guint n)
{
  g_autoptr (GPtrArray) entries =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);

  for (guint i = first; i < first + n; i++) {
    VaultEntry *entry = vault_entry_new ();

    g_snprintf (entry->id, sizeof entry->id, "%08x", i);
    entry->name = g_strdup_printf ("DSC%u.jpg", i * 7919 % 10007);
    entry->content_type = g_strdup ("image/jpeg");
    entry->kind = VAULT_MEDIA_IMAGE;
    entry->added = i;
    g_ptr_array_add (entries, entry);
  }
  vault_item_list_add (box->list, entries);
}

static int
compare_names (VaultItem *a, VaultItem *b)
{
  g_autofree char *x = g_utf8_collate_key_for_filename (vault_item_get_name (a), -1);
  g_autofree char *y = g_utf8_collate_key_for_filename (vault_item_get_name (b), -1);

  return strcmp (x, y);
}

/* Turn the main loop until the shelf tells of a change, unless it has all of them in order. */
static void
wait_for_names (Box *box)
{
  gboolean is_changed = FALSE;
  gulong id = g_signal_connect_swapped (box->shelf, "items-changed",
                                        G_CALLBACK (set_true), &is_changed);

  while (!is_changed)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (box->shelf, id);
}

/* All of the list, nothing twice; and by name, if @is_sorted. */
static void
assert_names (Box *box, gboolean is_sorted)
{
  const GPtrArray *shown = night_shelf_get_shown (box->shelf);
  g_autoptr (GHashTable) all = g_hash_table_new (NULL, NULL);

  g_assert_cmpuint (shown->len, ==,
                    g_list_model_get_n_items (G_LIST_MODEL (box->list)));
  for (guint i = 0; i < shown->len; i++) {
    g_assert_true (g_hash_table_add (all, shown->pdata[i]));
    g_assert_false (vault_item_is_gone (shown->pdata[i]));
    if (is_sorted && i > 0)
      g_assert_cmpint (compare_names (shown->pdata[i - 1], shown->pdata[i]), <=, 0);
  }
  g_assert_cmpuint (box->seen->len, ==, shown->len);
  for (guint i = 0; i < shown->len; i++)
    g_assert_true (box->seen->pdata[i] == shown->pdata[i]);
}

static void
box_init (Box *box)
{
  box->list = vault_item_list_new ();
  box->shelf = night_shelf_new (G_LIST_MODEL (box->list));
  box->seen = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (box->shelf, "items-changed", G_CALLBACK (on_changed), box);
  add_many (box, 0, 2 * NIGHT_SHELF_MANY);
  night_shelf_set_order (box->shelf, NIGHT_ORDER_NAME, NIGHT_DIRECTION_ASCENDING);
  assert_names (box, FALSE);
}

static void
box_clear (Box *box)
{
  g_object_unref (box->shelf);
  g_object_unref (box->list);
  g_ptr_array_unref (box->seen);
}

static void
test_sorted (void)
{
  Box box;

  box_init (&box);
  wait_for_names (&box);
  assert_names (&box, TRUE);
  box_clear (&box);
}

/* While a thread sorts, one goes, many come, and many go, far from each other. */
static void
test_meanwhile (void)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Box box;

  box_init (&box);
  for (guint i = 1; i < 2 * NIGHT_SHELF_MANY; i += 9)
    g_ptr_array_add (ids, g_strdup_printf ("%08x", i));
  g_ptr_array_add (ids, NULL);

  vault_item_list_remove (box.list, ids->pdata[3]);
  assert_names (&box, FALSE);
  add_many (&box, 2 * NIGHT_SHELF_MANY, NIGHT_SHELF_MANY);
  assert_names (&box, FALSE);
  vault_item_list_remove_all_of (box.list, (const char *const *) ids->pdata);
  assert_names (&box, FALSE);
  wait_for_names (&box);
  assert_names (&box, TRUE);

  /* What has been sorted stays so while it is done again. */
  night_shelf_refresh (box.shelf);
  assert_names (&box, TRUE);
  vault_item_list_remove (box.list, "00000002");
  assert_names (&box, TRUE);
  box_clear (&box);
}

static void
test_one_goes (void)
{
  Box box;

  box_init (&box);
  vault_item_list_remove (box.list, "00000002");
  wait_for_names (&box);
  assert_names (&box, TRUE);
  box_clear (&box);
}

/* Another order does not wait, and what the thread brings then comes too late. */
static void
test_late (void)
{
  g_autoptr (VaultItem) newest = NULL;
  const GPtrArray *shown;
  Box box;

  box_init (&box);
  night_shelf_set_order (box.shelf, NIGHT_ORDER_ADDED, NIGHT_DIRECTION_DESCENDING);
  newest = g_list_model_get_item (G_LIST_MODEL (box.list), 0);
  g_assert_true (night_shelf_get_shown (box.shelf)->pdata[0] == newest);
  night_shelf_set_order (box.shelf, NIGHT_ORDER_NAME, NIGHT_DIRECTION_DESCENDING);
  g_assert_true (night_shelf_get_shown (box.shelf)->pdata[0] == newest);
  wait_for_names (&box);
  shown = night_shelf_get_shown (box.shelf);
  g_assert_cmpint (compare_names (shown->pdata[0], shown->pdata[shown->len - 1]), >, 0);
  vault_item_list_clear (box.list);
  assert_names (&box, TRUE);
  box_clear (&box);
}

static void
count (guint *n)
{
  (*n)++;
}

/* Ten thousand that go in one moment, all over the library: whoever shows it is told once. */
static void
test_many_go (void)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  guint n_signals = 0;
  Box box;

  box_init (&box);
  wait_for_names (&box);
  add_many (&box, 2 * NIGHT_SHELF_MANY, 20000);
  wait_for_names (&box);
  for (guint i = 0; i < 20000; i += 2)
    g_ptr_array_add (ids, g_strdup_printf ("%08x", i));
  g_ptr_array_add (ids, NULL);

  g_signal_connect_swapped (box.shelf, "items-changed", G_CALLBACK (count), &n_signals);
  vault_item_list_remove_all_of (box.list, (const char *const *) ids->pdata);
  g_assert_cmpuint (n_signals, ==, 1);
  /* Those that stay still stand by name, so that the thread brings nothing new. */
  assert_names (&box, TRUE);
  box_clear (&box);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/names/late", test_late);
  g_test_add_func ("/names/meanwhile", test_meanwhile);
  g_test_add_func ("/names/many-go", test_many_go);
  g_test_add_func ("/names/one-goes", test_one_goes);
  g_test_add_func ("/names/sorted", test_sorted);
  return g_test_run ();
}
