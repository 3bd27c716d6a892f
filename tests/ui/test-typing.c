/* test-typing.c - a search that goes on letter by letter finds what one from scratch does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "library/night-filter.h"
#include "library/night-shelf.h"
#include "shelf-item.h"

/* 2024-03-10, at noon. */
#define MARCH ((gint64) 1710072000)

typedef struct {
  Vault *vault;
  VaultItemList *list;
  NightShelf *shelf;
} Box;

typedef struct {
  NightFilter *filter;
  guint n_asked;
} Asked;

static gboolean
count_and_match (VaultItem *item, gpointer user_data)
{
  Asked *asked = user_data;

  asked->n_asked++;
  return night_filter_matches (asked->filter, item);
}

/* As the library does it.  Returns: how many items were asked. */
static guint
type (Box *box, Asked *asked, const char *text)
{
  asked->n_asked = 0;
  night_filter_set_text (asked->filter, box->vault, text);
  if (night_filter_take_narrower (asked->filter))
    night_shelf_narrow (box->shelf, count_and_match, asked);
  else
    night_shelf_set_filter (box->shelf, count_and_match, asked);
  return asked->n_asked;
}

/* Whatever came before, shown is what a search finds that begins with everything. */
static void
assert_as_if_new (Box *box, const char *text)
{
  g_autoptr (NightFilter) filter = night_filter_new ();
  const GPtrArray *shown = night_shelf_get_shown (box->shelf);
  guint n = 0;

  night_filter_set_text (filter, box->vault, text);
  for (guint i = 0; i < shown->len; i++)
    g_assert_true (night_filter_matches (filter, shown->pdata[i]));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (box->list)); i++) {
    g_autoptr (VaultItem) item = g_list_model_get_item (G_LIST_MODEL (box->list), i);

    n += night_filter_matches (filter, item) ? 1 : 0;
  }
  g_assert_cmpuint (shown->len, ==, n);
}

/* A longer text looks at what the shorter one left; but "march" is what no "marc" is. */
static void
test_typing (void)
{
  static const char *const texts[] = { "march 1970", "video", "sea sand", "2024-03-01",
                                       "\"sea and",  "s s s", "1 march" };
  Asked asked = { night_filter_new (), 0 };
  Box box = { vault_new ("/nonexistent"), vault_item_list_new (), NULL };

  box.shelf = night_shelf_new (G_LIST_MODEL (box.list));
  shelf_item_add (box.list, "sea a", MARCH, 0, 0);
  shelf_item_add (box.list, "v sea and sand b", MARCH - 1, 0, 0);
  shelf_item_add (box.list, "marc, photo c", 1, 0, 0);
  shelf_item_add (box.list, "video of 1 march d", 2, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    guint n_letters = (guint) strlen (texts[i]);

    for (guint k = 0; k <= 2 * n_letters; k++) {
      g_autofree char *typed =
          g_strndup (texts[i], k <= n_letters ? k : 2 * n_letters - k);

      type (&box, &asked, typed);
      assert_as_if_new (&box, typed);
    }
  }

  g_assert_cmpuint (type (&box, &asked, "se"), ==, 4);
  g_assert_cmpuint (type (&box, &asked, "sea"), ==, 2);
  g_assert_cmpuint (type (&box, &asked, "sea s"), ==, 2);
  g_assert_cmpuint (type (&box, &asked, "sea sa"), ==, 2);
  g_assert_cmpuint (type (&box, &asked, "sea san"), ==, 1);
  g_assert_cmpuint (type (&box, &asked, "sea s"), ==, 4);
  night_filter_set_kind (asked.filter, VAULT_MEDIA_VIDEO, TRUE);
  g_assert_cmpuint (type (&box, &asked, "sea sa"), ==, 4);
  g_assert_cmpuint (type (&box, &asked, "sea san"), ==, 1);
  g_object_unref (box.shelf);
  g_object_unref (box.list);
  g_object_unref (box.vault);
  night_filter_free (asked.filter);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/typing/letter-by-letter", test_typing);
  return g_test_run ();
}
