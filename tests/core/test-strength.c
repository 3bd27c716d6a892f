/* test-strength.c - how hard a passphrase is to guess
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <vault/vault-passphrase.h>
#include <vault/vault-strength.h>

static void
assert_strength (const char *passphrase, VaultStrength expected)
{
  double bits = -1;
  VaultStrength found = vault_strength_judge (passphrase, &bits);

  if (found != expected)
    g_error ("\"%s\": %d with %.1f bits instead of %d", passphrase, found, bits,
             expected);
}

static double
get_bits (const char *passphrase)
{
  double bits = -1;

  vault_strength_judge (passphrase, &bits);
  return bits;
}

static void
test_strength (void)
{
  assert_strength ("", VAULT_STRENGTH_EMPTY);
  assert_strength ("12345678", VAULT_STRENGTH_REFUSED);
  assert_strength ("correct horse", VAULT_STRENGTH_REFUSED);
  assert_strength ("nightstand vault passphrase", VAULT_STRENGTH_REFUSED);
  assert_strength ("violet lantern gravel tuesday orchid", VAULT_STRENGTH_STRONG);
  assert_strength ("\xff\xfe", VAULT_STRENGTH_REFUSED);
}

/* What is only spelt otherwise is as easy to guess. */
static void
test_strength_folds (void)
{
  g_assert_cmpfloat (get_bits ("pässwörd"), <=, get_bits ("passwoerd"));
  assert_strength ("pässwörd", VAULT_STRENGTH_REFUSED);
  assert_strength ("ｐａｓｓｗｏｒｄ", VAULT_STRENGTH_REFUSED);
  assert_strength ("ｐａｓｓｗｏｒｄ１２３４５６７８９", VAULT_STRENGTH_REFUSED);
  g_assert_cmpfloat (get_bits ("violét lantérn gravél"), <=,
                     get_bits ("violet lantern gravel"));
}

/* Nothing is known of these, so nothing is claimed; too short is too short all the same. */
static void
test_strength_cannot_judge (void)
{
  assert_strength ("密码", VAULT_STRENGTH_REFUSED);
  assert_strength ("春眠不覚暁処処聞啼鳥夜来風雨声花落知多少",
                   VAULT_STRENGTH_CANNOT_JUDGE);
  assert_strength ("春眠不覚暁処処聞啼鳥 correct horse", VAULT_STRENGTH_CANNOT_JUDGE);
  g_assert_cmpfloat (get_bits ("春眠不覚暁処処聞啼鳥夜来風雨声花落知多少"), ==, 0);
  g_assert_true (vault_strength_is_accepted (VAULT_STRENGTH_CANNOT_JUDGE));
  /* One letter of another script, and no more. */
  assert_strength ("password12345678\xe2\x99\xa5", VAULT_STRENGTH_REFUSED);
  assert_strength ("iloveyou1234567\xf0\x9f\x98\x80", VAULT_STRENGTH_REFUSED);
  assert_strength ("aaaaaaaaaaaaaaa\xd0\x96", VAULT_STRENGTH_REFUSED);
  assert_strength ("\xc2\xbfpassword password?", VAULT_STRENGTH_REFUSED);
}

/* A very long one is judged by its beginning, and at once. */
static void
test_strength_long (void)
{
  g_autofree char *same = g_strnfill (4000, 'a');
  g_autofree char *padded =
      g_strconcat ("violet lantern gravel tuesday orchid", same, NULL);

  assert_strength (same, VAULT_STRENGTH_REFUSED);
  assert_strength (padded, VAULT_STRENGTH_STRONG);
}

static void
test_generated_is_accepted (void)
{
  for (guint i = 0; i < 50; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VaultSecret) words = vault_passphrase_generate (&error);

    g_assert_no_error (error);
    g_assert_true (vault_strength_is_accepted (
        vault_strength_judge ((const char *) vault_secret_get (words), NULL)));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strength/judges", test_strength);
  g_test_add_func ("/strength/folds", test_strength_folds);
  g_test_add_func ("/strength/cannot-judge", test_strength_cannot_judge);
  g_test_add_func ("/strength/long", test_strength_long);
  g_test_add_func ("/strength/generated", test_generated_is_accepted);

  return g_test_run ();
}
