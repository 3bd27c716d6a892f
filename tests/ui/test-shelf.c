/* test-shelf.c - the library in order, filtered, by months, and what of it is selected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "library/night-filter.h"
#include "library/night-picks.h"
#include "library/night-rows.h"
#include "shelf-item.h"

/* 2024-03-10, at noon. */
#define MARCH ((gint64) 1710072000)
#define DAY_S ((gint64) 24 * 60 * 60)

typedef struct {
  Vault *vault; /* locked: it has no albums to look for */
  VaultItemList *list;
  NightShelf *shelf;
  NightRows *rows;
  NightPicks *picks;
  GPtrArray *seen; /* what a view knows from the signals alone */
} Box;

static void
on_changed (GListModel *model, guint position, guint n_removed, guint n_added, Box *box)
{
  g_assert_cmpuint (position + n_removed, <=, box->seen->len);
  if (n_removed > 0)
    g_ptr_array_remove_range (box->seen, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_insert (box->seen, (int) (position + i),
                        g_list_model_get_item (model, position + i));
}

static void
box_init (Box *box)
{
  box->vault = vault_new ("/nonexistent");
  box->list = vault_item_list_new ();
  box->shelf = night_shelf_new (G_LIST_MODEL (box->list));
  box->rows = night_rows_new (box->shelf);
  box->picks = night_picks_new (G_LIST_MODEL (box->rows));
  box->seen = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (box->picks, "items-changed", G_CALLBACK (on_changed), box);
}

static void
box_clear (Box *box)
{
  g_object_unref (box->picks);
  g_object_unref (box->rows);
  g_object_unref (box->shelf);
  g_object_unref (box->list);
  g_object_unref (box->vault);
  g_ptr_array_unref (box->seen);
}

static void
append (GString *text, gpointer object)
{
  const char *title;

  if (VAULT_IS_ITEM (object)) {
    g_string_append_c (text, vault_item_get_id (object)[0]);
    return;
  }

  title = night_heading_get_title (object);
  g_string_append (text, title == NULL ? "." : "#");
}

/* What the rows hold, a letter each: an id, "#" for a title, "." for a filler. */
static void
assert_rows (Box *box, const char *expected)
{
  g_autoptr (GString) held = g_string_new (NULL);
  g_autoptr (GString) seen = g_string_new (NULL);
  guint n;

  night_rows_update (box->rows);
  n = g_list_model_get_n_items (G_LIST_MODEL (box->picks));
  for (guint i = 0; i < n; i++) {
    g_autoptr (GObject) object = g_list_model_get_item (G_LIST_MODEL (box->picks), i);

    append (held, object);
  }
  for (guint i = 0; i < box->seen->len; i++)
    append (seen, box->seen->pdata[i]);
  g_assert_cmpstr (held->str, ==, expected);
  g_assert_cmpstr (seen->str, ==, expected);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (box->picks), n));
}

static void
sort (Box *box, NightOrder order, NightDirection direction)
{
  night_shelf_set_order (box->shelf, order, direction);
}

static void
test_order (void)
{
  Box box;

  box_init (&box);
  shelf_item_add (box.list, "3 c", 100, 900, 0);
  shelf_item_add (box.list, "2 b", 300, 0, 800);
  shelf_item_add (box.list, "1 a", 200, 500, 700);
  assert_rows (&box, "bac");

  sort (&box, NIGHT_ORDER_ADDED, NIGHT_DIRECTION_ASCENDING);
  assert_rows (&box, "cab");
  sort (&box, NIGHT_ORDER_NAME, NIGHT_DIRECTION_ASCENDING);
  assert_rows (&box, "abc");
  sort (&box, NIGHT_ORDER_NAME, NIGHT_DIRECTION_DESCENDING);
  assert_rows (&box, "cba");
  sort (&box, NIGHT_ORDER_SIZE, NIGHT_DIRECTION_DESCENDING);
  assert_rows (&box, "cba");
  /* Where it is not known when it was taken, when it was added. */
  sort (&box, NIGHT_ORDER_TAKEN, NIGHT_DIRECTION_DESCENDING);
  assert_rows (&box, "cab");
  /* What has no deadline is last either way. */
  sort (&box, NIGHT_ORDER_TIME_LEFT, NIGHT_DIRECTION_ASCENDING);
  assert_rows (&box, "abc");
  sort (&box, NIGHT_ORDER_TIME_LEFT, NIGHT_DIRECTION_DESCENDING);
  assert_rows (&box, "bac");
  box_clear (&box);
}

/* As people count. */
static void
test_names (void)
{
  Box box;

  box_init (&box);
  shelf_item_add (box.list, "X c", 1, 0, 0);
  shelf_item_add (box.list, "DSC10 b", 1, 0, 0);
  shelf_item_add (box.list, "DSC9 a", 1, 0, 0);
  sort (&box, NIGHT_ORDER_NAME, NIGHT_DIRECTION_ASCENDING);
  assert_rows (&box, "abc");
  box_clear (&box);
}

/* The order is kept while things come and go. */
static void
test_follows (void)
{
  Box box;

  box_init (&box);
  sort (&box, NIGHT_ORDER_NAME, NIGHT_DIRECTION_ASCENDING);
  shelf_item_add (box.list, "b", 1, 0, 0);
  shelf_item_add (box.list, "d", 2, 0, 0);
  assert_rows (&box, "bd");
  shelf_item_add (box.list, "c", 9, 0, 0);
  shelf_item_add (box.list, "a", 3, 0, 0);
  assert_rows (&box, "abcd");
  vault_item_list_remove (box.list, "c");
  g_assert_cmpuint (night_shelf_get_n_all (box.shelf), ==, 3);
  assert_rows (&box, "abd");
  vault_item_list_clear (box.list);
  assert_rows (&box, "");
  box_clear (&box);
}

static gboolean
matches (VaultItem *item, gpointer user_data)
{
  return night_filter_matches (user_data, item);
}

static void
test_filter (void)
{
  g_autoptr (NightFilter) filter = night_filter_new ();
  Box box;

  box_init (&box);
  shelf_item_add (box.list, "Sea a", 3, 0, 0);
  shelf_item_add (box.list, "v sea and Sand b", 2, 0, 0);
  shelf_item_add (box.list, "v c", 1, 0, 0);
  g_assert_true (night_filter_is_empty (filter));

  night_filter_set_text (filter, box.vault, " SEA ");
  g_assert_false (night_filter_is_empty (filter));
  night_shelf_set_filter (box.shelf, matches, filter);
  assert_rows (&box, "ab");
  g_assert_cmpuint (night_shelf_get_n_all (box.shelf), ==, 3);
  night_filter_set_kind (filter, VAULT_MEDIA_VIDEO, TRUE);
  night_shelf_set_filter (box.shelf, matches, filter);
  assert_rows (&box, "b");
  night_filter_set_text (filter, box.vault, "");
  night_shelf_set_filter (box.shelf, matches, filter);
  assert_rows (&box, "bc");

  /* What comes in meanwhile is looked at, too; what goes was perhaps not shown. */
  shelf_item_add (box.list, "v d", 9, 0, 0);
  shelf_item_add (box.list, "e", 8, 0, 0);
  assert_rows (&box, "dbc");
  vault_item_list_remove (box.list, "e");
  vault_item_list_remove (box.list, "b");
  assert_rows (&box, "dc");
  night_shelf_set_filter (box.shelf, NULL, NULL);
  assert_rows (&box, "dac");
  box_clear (&box);
}

static void
add_months (Box *box)
{
  shelf_item_add (box->list, "a", MARCH, 0, 0);
  shelf_item_add (box->list, "b", MARCH - 1, 0, 0);
  shelf_item_add (box->list, "c", MARCH - 2, 0, 0);
  shelf_item_add (box->list, "d", MARCH - 3, 0, 0);
  shelf_item_add (box->list, "e", MARCH - 31 * DAY_S, 0, 0);
  shelf_item_add (box->list, "f", MARCH - 62 * DAY_S, 0, 0);
  shelf_item_add (box->list, "g", MARCH - 62 * DAY_S - 1, 0, 0);
}

static void
test_months (void)
{
  g_autoptr (VaultItem) first = NULL;
  Box box;

  box_init (&box);
  add_months (&box);
  assert_rows (&box, "abcdefg");
  night_rows_set_columns (box.rows, 3);
  assert_rows (&box, "#..abcd..#..e..#..fg");
  night_rows_set_columns (box.rows, 2);
  assert_rows (&box, "#.abcd#.e.#.fg");
  first = g_list_model_get_item (G_LIST_MODEL (box.shelf), 0);
  g_assert_cmpstr (night_rows_get_title (box.rows, first), ==, "March 2024");
  g_assert_cmpuint (night_rows_find (box.rows, first), ==, 2);

  vault_item_list_remove (box.list, "e");
  assert_rows (&box, "#.abcd#.fg");
  /* Names have no months. */
  sort (&box, NIGHT_ORDER_NAME, NIGHT_DIRECTION_ASCENDING);
  assert_rows (&box, "abcdfg");
  g_assert_null (night_rows_get_title (box.rows, first));
  sort (&box, NIGHT_ORDER_ADDED, NIGHT_DIRECTION_ASCENDING);
  assert_rows (&box, "#.gf#.dcba");
  box_clear (&box);
}

/* Nothing in the grid may be there twice: it would take one for the other. */
static void
test_different (void)
{
  g_autoptr (GHashTable) all = g_hash_table_new (NULL, NULL);
  Box box;

  box_init (&box);
  add_months (&box);
  night_rows_set_columns (box.rows, 5);
  night_rows_update (box.rows);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (box.rows)); i++) {
    g_autoptr (GObject) object = g_list_model_get_item (G_LIST_MODEL (box.rows), i);

    g_assert_true (g_hash_table_add (all, object));
  }
  box_clear (&box);
}

static void
assert_step (Box *box, NightStep step, const char *from, const char *to)
{
  for (guint i = 0; from[i] != '\0'; i++) {
    guint at = G_MAXUINT;

    for (guint j = 0; j < box->seen->len && at == G_MAXUINT; j++)
      if (VAULT_IS_ITEM (box->seen->pdata[j])
          && vault_item_get_id (box->seen->pdata[j])[0] == from[i])
        at = night_rows_step (box->rows, j, step);

    g_assert_cmpuint (at, <, box->seen->len);
    g_assert_true (VAULT_IS_ITEM (box->seen->pdata[at]));
    g_assert_cmpint (vault_item_get_id (box->seen->pdata[at])[0], ==, to[i]);
  }
}

static void
test_steps (void)
{
  Box box;

  box_init (&box);
  add_months (&box);
  night_rows_set_columns (box.rows, 3);
  assert_rows (&box, "#..abcd..#..e..#..fg");
  assert_step (&box, NIGHT_STEP_AFTER, "abcdefg", "bcdefgg");
  assert_step (&box, NIGHT_STEP_BEFORE, "abcdefg", "aabcdef");
  assert_step (&box, NIGHT_STEP_BELOW, "abcdefg", "dddeffg");
  assert_step (&box, NIGHT_STEP_ABOVE, "abcdefg", "abcadee");
  assert_step (&box, NIGHT_STEP_FIRST, "aeg", "aaa");
  assert_step (&box, NIGHT_STEP_LAST, "aeg", "ggg");
  box_clear (&box);
}

static char *
dup_picked (Box *box)
{
  g_autoptr (GPtrArray) items = night_picks_dup_selected (box->picks);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_cmpuint (items->len, ==, night_picks_get_n_selected (box->picks));
  for (guint i = 0; i < items->len; i++)
    append (text, items->pdata[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_picked (Box *box, const char *expected)
{
  g_autofree char *picked = dup_picked (box);

  g_assert_cmpstr (picked, ==, expected);
}

static void
test_picks (void)
{
  GtkSelectionModel *model;
  g_autoptr (NightFilter) filter = night_filter_new ();
  g_autoptr (GtkBitset) set = NULL;
  Box box;

  box_init (&box);
  add_months (&box);
  night_rows_set_columns (box.rows, 3);
  night_rows_update (box.rows);
  model = GTK_SELECTION_MODEL (box.picks);

  gtk_selection_model_select_all (model);
  assert_picked (&box, "abcdefg");
  set = gtk_selection_model_get_selection (model);
  g_assert_cmpuint (gtk_bitset_get_size (set), ==, 7);
  gtk_selection_model_select_item (model, 3, TRUE);
  assert_picked (&box, "a");
  gtk_selection_model_select_range (model, 5, 10, FALSE);
  assert_picked (&box, "acde");
  gtk_selection_model_unselect_item (model, 3);
  assert_picked (&box, "cde");
  /* A title cannot be picked. */
  gtk_selection_model_select_item (model, 0, TRUE);
  assert_picked (&box, "");

  /* What moves stays picked; what is out of sight does not. */
  gtk_selection_model_select_all (model);
  sort (&box, NIGHT_ORDER_ADDED, NIGHT_DIRECTION_ASCENDING);
  night_rows_update (box.rows);
  assert_picked (&box, "gfedcba");
  vault_item_list_remove (box.list, "f");
  night_rows_update (box.rows);
  assert_picked (&box, "gedcba");
  night_filter_set_text (filter, box.vault, "e");
  night_shelf_set_filter (box.shelf, matches, filter);
  night_rows_update (box.rows);
  assert_picked (&box, "e");
  night_shelf_set_filter (box.shelf, NULL, NULL);
  night_rows_update (box.rows);
  assert_picked (&box, "e");
  box_clear (&box);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shelf/order", test_order);
  g_test_add_func ("/shelf/names", test_names);
  g_test_add_func ("/shelf/follows", test_follows);
  g_test_add_func ("/shelf/filter", test_filter);
  g_test_add_func ("/rows/months", test_months);
  g_test_add_func ("/rows/different", test_different);
  g_test_add_func ("/rows/steps", test_steps);
  g_test_add_func ("/picks/picked", test_picks);
  return g_test_run ();
}
