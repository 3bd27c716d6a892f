/* test-word-list.c - a passphrase out of six words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/words.h"

#include <string.h>

#include "crypto/passphrase.h"

static void
test_list (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < VAULT_N_WORDS; i++) {
    const char *word = vault_words_get (i);

    g_assert_true (g_hash_table_add (seen, (gpointer) word));
    g_assert_cmpuint (strlen (word), >=, 3);
    g_assert_null (strchr (word, ' '));
  }
}

/* Six words, all of the list, never the same six, and over many draws from all parts of it. */
static void
test_generate (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) seen =
                 g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean part[36] = { FALSE };

  for (guint i = 0; i < VAULT_N_WORDS; i++)
    g_hash_table_insert (words, (gpointer) vault_words_get (i), GUINT_TO_POINTER (i));

  for (guint i = 0; i < 200; i++) {
    g_autoptr (VaultSecret) made = vault_words_generate (6, NULL);
    g_autoptr (VaultSecret) normalised = vault_passphrase_normalise (made, NULL);
    const char *text = (const char *) vault_secret_get (made);
    g_auto (GStrv) parts = g_strsplit (text, " ", -1);

    g_assert_cmpuint (strlen (text), ==, vault_secret_get_n_bytes (made));
    g_assert_cmpuint (g_strv_length (parts), ==, 6);
    g_assert_nonnull (normalised);
    g_assert_true (g_hash_table_add (seen, g_strdup (text)));
    for (guint k = 0; k < 6; k++) {
      gpointer index;

      g_assert_true (g_hash_table_lookup_extended (words, parts[k], NULL, &index));
      part[GPOINTER_TO_UINT (index) / (VAULT_N_WORDS / 36)] = TRUE;
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (part); i++)
    g_assert_true (part[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/word-list/list", test_list);
  g_test_add_func ("/word-list/generate", test_generate);
  return g_test_run ();
}
