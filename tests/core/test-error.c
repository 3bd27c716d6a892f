/* test-error.c - the closed list of errors and its nicknames
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <vault/vault-error.h>

static void
test_domain (void)
{
  g_assert_cmpstr (g_quark_to_string (VAULT_ERROR), ==, "vault-error-quark");
}

/* Lower case and hyphens, each its own: scripts and logs go by them. */
static void
test_nicks (void)
{
  for (guint code = 0; code < VAULT_N_ERRORS; code++) {
    const char *nick = vault_error_get_nick ((VaultError) code);

    g_assert_cmpuint (strlen (nick), >, 0);
    g_assert_cmpstr (nick, !=, "unknown");
    g_assert_cmpuint (strspn (nick, "abcdefghijklmnopqrstuvwxyz-"), ==, strlen (nick));
    for (guint other = 0; other < code; other++)
      g_assert_cmpstr (nick, !=, vault_error_get_nick ((VaultError) other));
  }

  g_assert_cmpstr (vault_error_get_nick (VAULT_ERROR_WRONG_PASSPHRASE), ==,
                   "wrong-passphrase");
  g_assert_cmpstr (vault_error_get_nick (VAULT_ERROR_CLOCK_DOUBTFUL), ==,
                   "clock-doubtful");
}

static void
test_outside_the_list (void)
{
  g_assert_cmpstr (vault_error_get_nick (VAULT_N_ERRORS), ==, "unknown");
  g_assert_cmpstr (vault_error_get_nick ((VaultError) 10000), ==, "unknown");
  g_assert_cmpstr (vault_error_get_nick ((VaultError) -1), ==, "unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/domain", test_domain);
  g_test_add_func ("/error/nicks", test_nicks);
  g_test_add_func ("/error/outside-the-list", test_outside_the_list);
  return g_test_run ();
}
