/* test-recovery-key.c - a key to be written on paper
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/recovery-key.h"

#include <string.h>

#include "crypto/passphrase.h"

#define CANONICAL "0123456789ABCDEFGHJKMNPQRS9"

static VaultRecoveryText
parse (const char *text)
{
  return vault_recovery_key_parse (text, strlen (text), NULL);
}

static void
test_forms (void)
{
  static const char *const good[] = {
    CANONICAL,
    "0123-4567-89AB-CDEF-GHJK-MNPQ-RS9",
    "0123 4567 89ab cdef ghjk mnpq rs9",
    " 0123456789abcdefghjkmnpqrs-9 ",
    "oi23456789ABCDEFGHJKMNPQRS9",
    "OL23456789ABCDEFGHJKMNPQRS9",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    guint8 out[VAULT_RECOVERY_KEY_BYTES];

    g_assert_cmpint (vault_recovery_key_parse (good[i], strlen (good[i]), out), ==,
                     VAULT_RECOVERY_TEXT_GOOD);
    g_assert_cmpmem (out, sizeof out, CANONICAL, VAULT_RECOVERY_KEY_BYTES);
  }
}

static void
test_not_one (void)
{
  static const char *const other[] = {
    "",
    "correct horse battery staple",
    "0123456789ABCDEFGHJKMNPQRS",    /* no check symbol */
    "0123456789ABCDEFGHJKMNPQRS99",  /* one too many */
    "U123456789ABCDEFGHJKMNPQRS9",   /* U is a check symbol only */
    "0123456789ABCDEFGHJKMNPQRS\t9", /* a tab is no separator */
    "0123456789ABCDEFGHJKMNPQRSO",   /* O is no check symbol */
  };

  for (guint i = 0; i < G_N_ELEMENTS (other); i++)
    g_assert_cmpint (parse (other[i]), ==, VAULT_RECOVERY_TEXT_OTHER);
}

/* One wrong symbol, and two neighbours in the wrong order: what the check is for. */
static void
test_mistyped (void)
{
  g_autofree char *text = g_strdup (CANONICAL);

  for (guint i = 0; i < VAULT_RECOVERY_KEY_SYMBOLS; i++) {
    char right = text[i];

    text[i] = right == 'X' ? 'Y' : 'X';
    g_assert_cmpint (parse (text), ==, VAULT_RECOVERY_TEXT_MISTYPED);
    text[i] = right;
    if (i + 1 == VAULT_RECOVERY_KEY_SYMBOLS)
      continue;
    text[i] = text[i + 1];
    text[i + 1] = right;
    g_assert_cmpint (parse (text), ==, VAULT_RECOVERY_TEXT_MISTYPED);
    text[i + 1] = text[i];
    text[i] = right;
  }
  g_assert_cmpint (parse (text), ==, VAULT_RECOVERY_TEXT_GOOD);
}

static void
test_generate (void)
{
  g_autoptr (GHashTable) seen =
                 g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean symbols[256] = { FALSE };

  for (guint i = 0; i < 200; i++) {
    g_autoptr (VaultSecret) key = vault_recovery_key_generate (NULL);
    const char *text = (const char *) vault_secret_get (key);

    g_assert_cmpuint (strlen (text), ==, vault_secret_get_n_bytes (key));
    g_assert_cmpuint (strlen (text), ==, strlen ("0123-4567-89AB-CDEF-GHJK-MNPQ-RS9"));
    g_assert_cmpint (parse (text), ==, VAULT_RECOVERY_TEXT_GOOD);
    g_assert_true (g_hash_table_add (seen, g_strdup (text)));
    for (guint at = 0; at < 31; at++)
      symbols[(guchar) text[at]] = TRUE;
  }
  for (const char *at = "0123456789ABCDEFGHJKMNPQRSTVWXYZ-"; *at != '\0'; at++)
    g_assert_true (symbols[(guchar) *at]);
}

/* Every way of typing it must give the same bytes to the KDF. */
static void
test_normalised (void)
{
  g_autoptr (VaultSecret) typed =
                 vault_secret_new_from ("oi23 4567 89ab cdef ghjk mnpq rs9", 33, NULL);
  g_autoptr (VaultSecret) normalised = vault_passphrase_normalise (typed, NULL);

  g_assert_cmpmem (vault_secret_get (normalised),
                   (int) vault_secret_get_n_bytes (normalised), CANONICAL,
                   VAULT_RECOVERY_KEY_BYTES);
}

/* Five check symbols are hard to find on some keyboards, and hard to read on paper; one in
 * seven keys would end in one of them. */
static void
test_can_be_typed (void)
{
  for (guint i = 0; i < 200; i++) {
    g_autoptr (VaultSecret) key = vault_recovery_key_generate (NULL);
    const char *text = (const char *) vault_secret_get (key);
    gsize n_bytes = vault_secret_get_n_bytes (key);

    g_assert_cmpint (vault_recovery_key_parse (text, n_bytes, NULL), ==,
                     VAULT_RECOVERY_TEXT_GOOD);
    g_assert_nonnull (strchr ("0123456789ABCDEFGHJKMNPQRSTVWXYZ", text[n_bytes - 1]));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recovery-key/forms", test_forms);
  g_test_add_func ("/recovery-key/not-one", test_not_one);
  g_test_add_func ("/recovery-key/mistyped", test_mistyped);
  g_test_add_func ("/recovery-key/generate", test_generate);
  g_test_add_func ("/recovery-key/normalised", test_normalised);
  g_test_add_func ("/recovery-key/can-be-typed", test_can_be_typed);
  return g_test_run ();
}
