/* test-item-list.c - the catalog as a list, newest first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/item-list.h"

#include <string.h>

typedef struct {
  VaultItemList *list;
  GPtrArray *shown; /* VaultItem: what a view knows from the signals alone */
  guint n_signals;
  guint n_removed; /* by all signals together */
} View;

static void
on_items_changed_cb (GListModel *model,
                     guint position,
                     guint n_removed,
                     guint n_added,
                     gpointer user_data)
{
  View *view = user_data;

  view->n_signals++;
  view->n_removed += n_removed;
  g_assert_cmpuint (position + n_removed, <=, view->shown->len);
  if (n_removed > 0)
    g_ptr_array_remove_range (view->shown, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_insert (view->shown, (gint) (position + i),
                        g_list_model_get_item (model, position + i));
}

static void
view_init (View *view)
{
  view->list = vault_item_list_new ();
  view->shown = g_ptr_array_new_with_free_func (g_object_unref);
  view->n_signals = 0;
  view->n_removed = 0;
  g_signal_connect (view->list, "items-changed", G_CALLBACK (on_items_changed_cb),
                    view);
}

static void
view_clear (View *view)
{
  g_ptr_array_unref (view->shown);
  g_object_unref (view->list);
}

/* The ids as shown, and the same by asking. */
static void
assert_shows (View *view, const char *expected)
{
  g_autoptr (GString) shown = g_string_new (NULL);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (view->list));

  g_assert_cmpuint (view->shown->len, ==, n_items);
  for (guint i = 0; i < n_items; i++) {
    g_autoptr (VaultItem) item = g_list_model_get_item (G_LIST_MODEL (view->list), i);

    g_assert_true (item == view->shown->pdata[i]);
    g_assert_true (vault_item_list_get (view->list, vault_item_get_id (item)) == item);
    g_string_append (shown, vault_item_get_id (item));
  }
  g_assert_cmpstr (shown->str, ==, expected);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (view->list), n_items));
}

/* Entries from "a5 b3": ids and times added. */
static void
add (View *view, const char *text)
{
  g_autoptr (GPtrArray) entries =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);

  for (const char *at = text; *at != '\0'; at += at[2] == '\0' ? 2 : 3) {
    VaultEntry *entry = vault_entry_new ();

    entry->id[0] = at[0];
    entry->name = g_strdup_printf ("name of %c", at[0]);
    entry->content_type = g_strdup ("image/png");
    entry->added = at[1] - '0';
    g_ptr_array_add (entries, entry);
  }
  vault_item_list_add (view->list, entries);
}

static void
test_order (void)
{
  View view;

  view_init (&view);
  assert_shows (&view, "");
  add (&view, "a5 b7 c6");
  assert_shows (&view, "bca");
  g_assert_cmpuint (view.n_signals, ==, 1);
  /* The id decides within a second. */
  add (&view, "z5 d5 e9");
  assert_shows (&view, "ebcadz");
  add (&view, "");
  add (&view, "f1");
  assert_shows (&view, "ebcadzf");
  view_clear (&view);
}

/* What arrives between others, as a long import does second by second, moves none but those
 * it arrives between. */
static void
test_between (void)
{
  View view;

  view_init (&view);
  add (&view, "a1 b1 c5 e5 g5 x9 y9 z9");
  add (&view, "d5 f5");
  assert_shows (&view, "xyzcdefgab");
  g_assert_cmpuint (view.n_signals, ==, 2);
  g_assert_cmpuint (view.n_removed, ==, 1);
  add (&view, "h5 i2 w9");
  assert_shows (&view, "wxyzcdefghiab");
  g_assert_cmpuint (view.n_removed, ==, 1 + 8);
  view_clear (&view);
}

/* A catalog that was filled elsewhere appears in one signal, and its items are the list's. */
static void
test_take_all (void)
{
  View elsewhere;
  View view;

  view_init (&elsewhere);
  view_init (&view);
  vault_item_list_take_all (view.list, elsewhere.list);
  g_assert_cmpuint (view.n_signals, ==, 0);

  add (&elsewhere, "a5 b7 c6");
  vault_item_list_take_all (view.list, elsewhere.list);
  g_assert_cmpuint (view.n_signals, ==, 1);
  assert_shows (&view, "bca");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (elsewhere.list)), ==, 0);
  g_assert_null (vault_item_list_get (elsewhere.list, "a"));

  add (&view, "d6 e6");
  assert_shows (&view, "bcdea");
  vault_item_list_remove (view.list, "c");
  assert_shows (&view, "bdea");
  view_clear (&view);
  g_ptr_array_set_size (elsewhere.shown, 0);
  view_clear (&elsewhere);
}

/* What arrives at one place arrives in one signal, and the rest stays selected. */
static void
test_one_signal (void)
{
  View view;

  view_init (&view);
  add (&view, "a1 b2");
  view.n_signals = 0;
  add (&view, "c8 d9 e7");
  g_assert_cmpuint (view.n_signals, ==, 1);
  assert_shows (&view, "dceba");
  view_clear (&view);
}

static void
test_remove (void)
{
  View view;
  g_autoptr (VaultItem) item = NULL;

  view_init (&view);
  add (&view, "a1 b2 c3");
  item = g_object_ref (vault_item_list_get (view.list, "b"));
  g_assert_false (vault_item_is_gone (item));
  vault_item_list_remove (view.list, "b");
  assert_shows (&view, "ca");
  g_assert_true (vault_item_is_gone (item));
  g_assert_null (vault_item_list_get (view.list, "b"));
  vault_item_list_remove (view.list, "b");
  vault_item_list_remove (view.list, "nothing");
  assert_shows (&view, "ca");
  view_clear (&view);
}

static void
on_notify_cb (VaultItem *item, GParamSpec *pspec, gpointer user_data)
{
  g_string_append_printf (user_data, "%s ", pspec->name);
}

/* Gone: nothing private is left in it, and whoever shows it hears of it once. */
static void
test_gone (void)
{
  View view;
  g_autoptr (VaultItem) item = NULL;
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autofree char *name = NULL;
  gboolean gone = FALSE;

  view_init (&view);
  add (&view, "a1");
  item = g_object_ref (vault_item_list_get (view.list, "a"));
  g_object_get (item, "name", &name, NULL);
  g_assert_cmpstr (name, ==, "name of a");
  g_signal_connect (item, "notify::gone", G_CALLBACK (on_notify_cb), heard);
  vault_item_list_clear (view.list);
  assert_shows (&view, "");
  g_assert_cmpstr (heard->str, ==, "gone ");
  g_object_get (item, "gone", &gone, NULL);
  g_assert_true (gone);
  g_assert_cmpstr (vault_item_get_name (item), ==, "");
  g_assert_cmpstr (vault_item_get_content_type (item), ==, "");
  g_assert_cmpint (vault_item_get_added (item), ==, 0);
  g_assert_cmpuint (vault_item_get_n_bytes (item), ==, 0);
  g_assert_false (vault_item_has_thumbnail (item));
  g_assert_cmpstr (vault_item_get_id (item), ==, "a");
  g_assert_null (vault_item_dup_entry (item));

  view.n_signals = 0;
  vault_item_list_clear (view.list);
  g_assert_cmpuint (view.n_signals, ==, 0);
  view_clear (&view);
}

static void
set_expires (View *view, const char *id, gint64 expires)
{
  VaultItem *item = vault_item_list_get (view->list, id);
  g_autoptr (VaultEntry) entry = vault_item_dup_entry (item);
  g_autoptr (VaultEntry) changed = vault_entry_copy (entry);

  changed->expires = expires;
  vault_item_set_entry (item, changed);
  g_assert_cmpint (vault_item_get_expires (item), ==, expires);
}

static void
test_due (void)
{
  View view;
  g_autoptr (GPtrArray) due = NULL;
  gint64 next = -1;

  view_init (&view);
  add (&view, "a1 b2 c3 d4");
  due = vault_item_list_find_due (view.list, 100, &next);
  g_assert_cmpuint (due->len, ==, 0);
  g_assert_cmpint (next, ==, 0);
  g_clear_pointer (&due, g_ptr_array_unref);

  set_expires (&view, "a", 100);
  set_expires (&view, "b", 101);
  set_expires (&view, "c", 300);
  due = vault_item_list_find_due (view.list, 100, &next);
  g_assert_cmpuint (due->len, ==, 1);
  g_assert_cmpstr (due->pdata[0], ==, "a");
  g_assert_cmpint (next, ==, 101);
  g_clear_pointer (&due, g_ptr_array_unref);
  due = vault_item_list_find_due (view.list, 400, &next);
  g_assert_cmpuint (due->len, ==, 3);
  g_assert_cmpint (next, ==, 0);
  view_clear (&view);
}

/* Thousands of random steps: the view and the list never disagree. */
/* As it is shown: on its side, width and height change places. */
static void
test_turned (void)
{
  g_autoptr (VaultEntry) entry = vault_entry_new ();
  g_autoptr (VaultItem) item = NULL;

  entry->name = g_strdup ("turned");
  entry->width = 40;
  entry->height = 30;
  item = vault_item_new (entry);
  for (guint rotation = 0; rotation < VAULT_FULL_TURN; rotation++) {
    g_autoptr (VaultEntry) turned = vault_entry_copy (entry);

    turned->rotation = rotation;
    vault_item_set_entry (item, turned);
    g_assert_cmpuint (vault_item_get_rotation (item), ==, rotation);
    g_assert_cmpuint (vault_item_get_width (item), ==, rotation % 2 == 1 ? 30 : 40);
    g_assert_cmpuint (vault_item_get_height (item), ==, rotation % 2 == 1 ? 40 : 30);
  }
  vault_item_set_gone (item);
  g_assert_cmpuint (vault_item_get_rotation (item), ==, 0);
  g_assert_cmpuint (vault_item_get_width (item), ==, 0);
  g_assert_cmpuint (vault_item_get_height (item), ==, 0);
}

static void
test_random (void)
{
  View view;
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  view_init (&view);
  for (guint i = 0; i < 2000; i++) {
    char text[] = { (char) g_rand_int_range (rand, 'a', 'z' + 1),
                    (char) g_rand_int_range (rand, '0', '9' + 1), '\0' };
    char id[] = { text[0], '\0' };
    gint64 last = G_MAXINT64;

    if (vault_item_list_get (view.list, id) == NULL)
      add (&view, text);
    else
      vault_item_list_remove (view.list, id);
    g_assert_cmpuint (view.shown->len, ==,
                      g_list_model_get_n_items (G_LIST_MODEL (view.list)));
    for (guint k = 0; k < view.shown->len; k++) {
      g_autoptr (VaultItem) item = g_list_model_get_item (G_LIST_MODEL (view.list), k);

      g_assert_true (view.shown->pdata[k] == item);
      g_assert_cmpint (vault_item_get_added (item), <=, last);
      last = vault_item_get_added (item);
    }
  }
  view_clear (&view);
}

/* Every third of thousands goes at once: with one signal, and each is gone. */
static void
test_many_go (void)
{
  const guint n_items = 3000;
  g_autoptr (GPtrArray) entries =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) ids = NULL;
  View view;

  view_init (&view);
  for (guint i = 0; i < n_items; i++) {
    VaultEntry *entry = vault_entry_new ();

    g_snprintf (entry->id, sizeof entry->id, "%04u", i);
    entry->name = g_strdup (entry->id);
    entry->content_type = g_strdup ("image/png");
    g_ptr_array_add (entries, entry);
    if (i % 3 == 0)
      g_strv_builder_add (builder, entry->id);
  }
  vault_item_list_add (view.list, entries);
  g_strv_builder_add (builder, "nobody");
  ids = g_strv_builder_end (builder);
  for (guint i = 0; ids[i + 1] != NULL; i++)
    g_ptr_array_add (gone, g_object_ref (vault_item_list_get (view.list, ids[i])));

  view.n_signals = 0;
  vault_item_list_remove_all_of (view.list, (const char *const *) ids);
  g_assert_cmpuint (view.n_signals, ==, 1);
  g_assert_cmpuint (view.shown->len, ==, n_items / 3 * 2);
  for (guint i = 0; i < view.shown->len; i++) {
    VaultItem *item = view.shown->pdata[i];

    g_assert_false (vault_item_is_gone (item));
    g_assert_true (vault_item_list_get (view.list, vault_item_get_id (item)) == item);
  }
  for (guint i = 0; i < gone->len; i++) {
    g_assert_true (vault_item_is_gone (gone->pdata[i]));
    g_assert_null (vault_item_list_get (view.list, vault_item_get_id (gone->pdata[i])));
  }
  view_clear (&view);
}

/* A few stretches go with a signal each, and nothing between them is touched. */
static void
test_stretches_go (void)
{
  static const char *const ids[] = { "f", "b", "c", NULL };
  static const char *const none[] = { "x", NULL };
  View view;

  view_init (&view);
  add (&view, "a9 b8 c7 d6 e5 f4 g3");
  view.n_signals = 0;
  vault_item_list_remove_all_of (view.list, ids);
  g_assert_cmpuint (view.n_signals, ==, 2);
  assert_shows (&view, "adeg");
  vault_item_list_remove_all_of (view.list, none);
  g_assert_cmpuint (view.n_signals, ==, 2);
  view_clear (&view);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/item-list/many-go", test_many_go);
  g_test_add_func ("/item-list/stretches-go", test_stretches_go);
  g_test_add_func ("/item-list/order", test_order);
  g_test_add_func ("/item-list/between", test_between);
  g_test_add_func ("/item-list/take-all", test_take_all);
  g_test_add_func ("/item-list/one-signal", test_one_signal);
  g_test_add_func ("/item-list/remove", test_remove);
  g_test_add_func ("/item-list/gone", test_gone);
  g_test_add_func ("/item-list/due", test_due);
  g_test_add_func ("/item-list/turned", test_turned);
  g_test_add_func ("/item-list/random", test_random);
  return g_test_run ();
}
