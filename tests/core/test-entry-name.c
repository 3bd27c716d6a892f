/* test-entry-name.c - which names an item may have
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/entry.h"

static void
test_names (void)
{
  g_autofree char *longest = g_strnfill (255, 'x');
  g_autofree char *too_long = g_strnfill (256, 'x');
  static const char *const good[] = { "a",   "...",  ".hidden",         " ",
                                      "a b", "-rf",  "caf\xc3\xa9",     "con",
                                      "*?",  "a\\b", "\xf0\x9f\x8c\x99" };
  static const char *const bad[] = {
    "",
    ".",
    "..",
    "a/b",
    "/",
    "a\nb",
    "a\rb",
    "a\tb",
    "\x1b[2J",
    "\x7f",
    "c1 \xc2\x85",
    "bidi \xe2\x80\xae txt",
    "bidi \xe2\x80\xaa",
    "bidi \xe2\x81\xa6",
    "bidi \xe2\x81\xa9",
    "mark \xe2\x80\x8e",
    "mark \xe2\x80\x8f",
    "arabic \xd8\x9c",
    "line \xe2\x80\xa8",
    "paragraph \xe2\x80\xa9",
    "latin-1 \xe9",
    "cut \xe2\x80",
    "overlong \xc0\xaf",
    "surrogate \xed\xa0\x80",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (vault_entry_name_is_good (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (vault_entry_name_is_good (bad[i]));
  g_assert_true (vault_entry_name_is_good (longest));
  g_assert_false (vault_entry_name_is_good (too_long));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entry/names", test_names);
  return g_test_run ();
}
