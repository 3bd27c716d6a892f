/* test-search.c - what is typed into a search field, and what a library is sorted by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-search.h>

#include "support/organise-box.h"
#include "vault/date-word.h"
#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER

static void
test_fold (void)
{
  static const char *const pairs[][2] = {
    { "Photo", "photo" },
    { "\xc3\x89t\xc3\xa9", "ete" },
    { "e\xcc\x81t\xc3\xa9", "ete" },
    { "STRASSE", "strasse" },
    { "Stra\xc3\x9f"
      "e",
      "strasse" },
    { "\xef\xbc\xa1", "a" },
    { "\xff", "\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *folded = vault_search_fold (pairs[i][0]);

    g_assert_cmpstr (folded, ==, pairs[i][1]);
  }
}

/* @words: divided by spaces.  Returns whether @date, "2024-03-17T12", is meant. */
static gboolean
means (const char *words, const char *date, guint n_words)
{
  g_auto (GStrv) all = g_strsplit (words, " ", -1);
  g_autofree char *iso = g_strconcat (date, ":00:00", NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, zone);
  g_autoptr (GDateTime) now = g_date_time_new_local (2024, 3, 18, 1, 0, 0);
  g_autoptr (GArray) spans = NULL;
  guint n_used;

  spans = vault_date_words_parse ((const char *const *) all, g_date_time_to_unix (now),
                                  &n_used);
  g_assert_cmpuint (n_used, ==, n_words);
  return vault_spans_contain (spans, g_date_time_to_unix (time));
}

static void
test_dates (void)
{
  g_assert_true (means ("2024", "2024-12-31T23", 1));
  g_assert_false (means ("2024", "2025-01-01T00", 1));
  g_assert_true (means ("2024-03", "2024-03-31T23", 1));
  g_assert_false (means ("2024-3", "2024-04-01T00", 1));
  g_assert_true (means ("2024-03-17", "2024-03-17T00", 1));
  g_assert_false (means ("2024-03-17", "2024-03-18T00", 1));
  g_assert_false (means ("2024-02-31", "2024-03-02T00", 1));
  g_assert_true (means ("march", "1999-03-05T10", 1));
  g_assert_true (means ("mar 2023", "1999-03-05T10", 1));
  g_assert_false (means ("ma", "1999-03-05T10", 1));
  g_assert_true (means ("17 march", "1999-03-17T10", 2));
  g_assert_true (means ("march 17", "1999-03-17T10", 2));
  g_assert_false (means ("march 17", "1999-03-18T10", 2));
  g_assert_true (means ("yesterday", "2024-03-17T12", 1));
  g_assert_true (means ("today", "2024-03-18T12", 1));
  g_assert_false (means ("today", "2024-03-17T23", 1));
  g_assert_false (means ("17", "2024-03-17T12", 1));
  g_assert_false (means ("99999", "2024-03-17T12", 1));
  g_assert_false (means ("2024-13", "2024-03-17T12", 1));
}

static gboolean
finds (VaultBox *box, const char *text, VaultItem *item)
{
  g_autoptr (VaultSearch) search =
                 vault_search_new (box->vault, text, vault_get_time (box->vault));

  return vault_search_matches (search, item);
}

static void
test_items (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);
  g_autoptr (VaultItem) item = box_import (box, "Caf\xc3\xa9 DSC10", bytes, NEVER);
  g_autoptr (VaultItem) other = box_import (box, "DSC9", bytes, FAKE_NOW + FAKE_DAY);
  g_autoptr (GPtrArray) items = just (item);
  g_autoptr (VaultGroup) album = run_create_group (box->vault, VAULT_GROUP_ALBUM,
                                                   "\xc3\x96rebro", NULL);

  g_assert_true (finds (box, "", item));
  g_assert_true (finds (box, "cafe", item));
  g_assert_true (finds (box, "  CAF\xc3\x89  dsc ", item));
  g_assert_false (finds (box, "cafe dsc9", item));
  g_assert_false (finds (box, "\"cafe  dsc\"", item));
  g_assert_true (finds (box, "\"cafe dsc", item));
  g_assert_false (finds (box, "orebro", item));
  g_assert_true (run_groups (box->vault, items, album, NULL, NULL));
  g_assert_true (finds (box, "orebro", item));
  g_assert_false (finds (box, "orebro", other));
  g_assert_true (run_tags (box->vault, items, "sea", NULL, NULL));
  g_assert_true (run_note (box->vault, items, "at the end\nof June", NULL));
  g_assert_true (finds (box, "sea june", item));
  /* Nothing is found across two texts. */
  g_assert_false (finds (box, "\"sea at\"", item));
  g_assert_true (finds (box, "oth", item));
  g_assert_false (finds (box, "ot", item));
  vault_search_add_type_words (VAULT_MEDIA_OTHER, "Sonst");
  g_assert_true (finds (box, "sonst", item));

  g_assert_cmpint (vault_sort_compare (item, other, GUINT_TO_POINTER (VAULT_SORT_NAME)),
                   <, 0);
  g_assert_cmpint (
      vault_sort_compare (item, other, GUINT_TO_POINTER (VAULT_SORT_TIME_LEFT)), >, 0);
  g_assert_true (run_rename (box->vault, item, "DSC10", NULL));
  g_assert_cmpint (vault_sort_compare (item, other, GUINT_TO_POINTER (VAULT_SORT_NAME)),
                   >, 0);
  g_assert_true (run_delete (box->vault, item, NULL));
  g_assert_false (finds (box, "", item));
}

/* What a longer text is looked for in is what a shorter one left; but an album that has got
 * its name in between is in nothing of that. */
static void
test_narrows (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultSearch) before = vault_search_new (box->vault, "se", FAKE_NOW);
  g_autoptr (VaultGroup) album =
                 run_create_group (box->vault, VAULT_GROUP_ALBUM, "Seaside", NULL);
  g_autoptr (VaultSearch) since = vault_search_new (box->vault, "se", FAKE_NOW);
  g_autoptr (VaultSearch) after = vault_search_new (box->vault, "sea", FAKE_NOW);

  g_assert_nonnull (album);
  g_assert_true (vault_search_narrows (after, since));
  g_assert_false (vault_search_narrows (since, after));
  g_assert_false (vault_search_narrows (after, before));
}

/* A day is as long as it is where we are: of 25 hours, and of 23 without a midnight. */
static void
test_days_of_other_lengths (void)
{
  static const struct {
    const char *zone;
    const char *word;
    gint64 from;
    gint64 n_hours;
  } days[] = { { "Europe/Berlin", "2027-10-31", 1824933600, 25 },
               { "Europe/Berlin", "2027-03-28", 1806188400, 23 },
               { "America/Sao_Paulo", "2018-11-04", 1541300400, 23 } };

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++) {
    const char *words[] = { days[i].word, NULL };
    g_autoptr (GArray) spans = NULL;
    gint64 until = days[i].from + days[i].n_hours * 3600;
    guint n_words;

    g_setenv ("TZ", days[i].zone, TRUE);
    spans = vault_date_words_parse (words, 0, &n_words);
    g_assert_false (vault_spans_contain (spans, days[i].from - 1));
    g_assert_true (vault_spans_contain (spans, days[i].from));
    g_assert_true (vault_spans_contain (spans, until - 1));
    g_assert_false (vault_spans_contain (spans, until));
  }
  g_setenv ("TZ", "UTC", TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/fold", test_fold);
  g_test_add_func ("/search/dates", test_dates);
  g_test_add_func ("/search/days-of-other-lengths", test_days_of_other_lengths);
  g_test_add_func ("/search/items", test_items);
  g_test_add_func ("/search/narrows", test_narrows);
  return g_test_run ();
}
