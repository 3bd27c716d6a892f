/* test-passphrase.c - one byte string for each passphrase, however it was typed
 *
 * tests/vectors has more of what is refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/passphrase.h"

#include <string.h>

#include <vault/vault-error.h>

static VaultSecret *
normalise (const char *typed, gsize n_bytes, GError **error)
{
  g_autoptr (VaultSecret) secret = vault_secret_new_from (typed, n_bytes, NULL);

  return vault_passphrase_normalise (secret, error);
}

static void
assert_becomes (const char *typed, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSecret) result = normalise (typed, strlen (typed), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (vault_secret_get_n_bytes (result), ==, strlen (expected));
  g_assert_cmpstr ((const char *) vault_secret_get (result), ==, expected);
}

static void
assert_refused (const char *typed, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSecret) result = normalise (typed, n_bytes, &error);

  g_assert_null (result);
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_PASSPHRASE);
}

static void
test_same_however_typed (void)
{
  /* An accent as one character or as two. */
  assert_becomes ("caf\xc3\xa9 noir", "caf\xc3\xa9 noir");
  assert_becomes ("cafe\xcc\x81 noir", "caf\xc3\xa9 noir");
  /* A no-break space, as some keyboards make it with AltGr. */
  assert_becomes ("two\xc2\xa0words", "two words");
  /* Full-width letters and digits. */
  assert_becomes ("\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\xa3 12345", "ABC 12345");
  /* Ligatures. */
  assert_becomes ("\xef\xac\x81shing trip", "fishing trip");
}

static void
test_kept_as_typed (void)
{
  assert_becomes ("12345678", "12345678");
  assert_becomes ("  spaces  count  ", "  spaces  count  ");
  assert_becomes ("UPPER is not upper", "UPPER is not upper");
  assert_becomes ("\xf0\x9f\x94\x91\xf0\x9f\x94\x91",
                  "\xf0\x9f\x94\x91\xf0\x9f\x94\x91");
}

static void
test_lengths (void)
{
  g_autofree char *long_one = g_strnfill (1025, 'x');

  assert_refused ("", 0);
  assert_refused ("1234567", 7);
  assert_refused (long_one, 1025);
  long_one[1024] = '\0';
  assert_becomes (long_one, long_one);
  /* Nine bytes as typed are three digits. */
  assert_refused ("\xef\xbc\x91\xef\xbc\x92\xef\xbc\x93", 9);
}

/* U+FDFA is one character of 3 bytes and becomes 18 of 33. */
static void
test_grows_too_long (void)
{
  g_autoptr (GString) typed = g_string_new (NULL);

  for (guint i = 0; i < 340; i++)
    g_string_append (typed, "\xef\xb7\xba");
  g_assert_cmpuint (typed->len, <=, VAULT_PASSPHRASE_MAX_BYTES);
  assert_refused (typed->str, typed->len);
}

static void
test_refused (void)
{
  static const char *const bad[] = {
    "a tab\tis no",
    "a line\nbreak is no",
    "an escape\x1b[2J",
    "delete\x7f is no",
    "c1 \xc2\x85 is no",
    "unassigned \xcd\xb8",
    "noncharacter \xef\xbf\xbf",
    "cut short \xc3",
    "surrogate \xed\xa0\x80",
    "overlong \xc0\xaf",
    "latin-1 caf\xe9 noir",
    "beyond \xf4\x90\x80\x80",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bad[i], strlen (bad[i]));
  assert_refused ("nul\0 inside", 11);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/passphrase/same-however-typed", test_same_however_typed);
  g_test_add_func ("/passphrase/kept-as-typed", test_kept_as_typed);
  g_test_add_func ("/passphrase/lengths", test_lengths);
  g_test_add_func ("/passphrase/grows-too-long", test_grows_too_long);
  g_test_add_func ("/passphrase/refused", test_refused);
  return g_test_run ();
}
