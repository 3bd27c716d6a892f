/* test-secret.c - guarded bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <vault/vault-error.h>
#include <vault/vault-secret.h>

static void
test_starts_zero (void)
{
  g_autoptr (VaultSecret) secret = vault_secret_new (4097, NULL);

  g_assert_nonnull (secret);
  g_assert_cmpuint (vault_secret_get_n_bytes (secret), ==, 4097);
  for (gsize i = 0; i < 4097; i++)
    g_assert_cmpuint (vault_secret_get (secret)[i], ==, 0);
}

static void
test_from_bytes (void)
{
  char typed[] = "hunter2 hunter2";
  g_autoptr (VaultSecret) secret = vault_secret_new_from (typed, strlen (typed), NULL);

  memset (typed, 'x', sizeof typed - 1);
  g_assert_cmpuint (vault_secret_get_n_bytes (secret), ==, 15);
  g_assert_cmpstr ((const char *) vault_secret_get (secret), ==, "hunter2 hunter2");
}

static void
test_empty (void)
{
  g_autoptr (VaultSecret) secret = vault_secret_new_from ("", 0, NULL);

  g_assert_cmpuint (vault_secret_get_n_bytes (secret), ==, 0);
  g_assert_cmpstr ((const char *) vault_secret_get (secret), ==, "");
}

static void
test_writable (void)
{
  g_autoptr (VaultSecret) secret = vault_secret_new (32, NULL);

  memset (vault_secret_get_writable (secret), 0x5a, 32);
  g_assert_cmpuint (vault_secret_get (secret)[31], ==, 0x5a);
}

/* A structure of keys and numbers is kept in one. */
static void
test_aligned (void)
{
  static const gsize sizes[] = { 8, 32, 64, 72, 4088, 4096, 48000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (VaultSecret) secret = vault_secret_new (sizes[i], NULL);

    g_assert_cmpuint ((guintptr) vault_secret_get (secret) % 8, ==, 0);
    g_assert_cmpuint (vault_secret_get (secret)[sizes[i]], ==, 0);
  }
}

/* What another secret left behind is not found in the next one, of whatever size. */
static void
test_used_again (void)
{
  static const gsize sizes[] = { 32, 64, 1, 33, 65, 32 };
  guint8 filling[65];

  memset (filling, 0x5a, sizeof filling);
  for (guint round = 0; round < 100; round++) {
    VaultSecret *secrets[G_N_ELEMENTS (sizes)];

    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
      const guint8 *bytes;

      secrets[i] = vault_secret_new (sizes[i], NULL);
      bytes = vault_secret_get (secrets[i]);
      for (gsize at = 0; at <= sizes[i]; at++)
        g_assert_cmpuint (bytes[at], ==, 0);
      memcpy (vault_secret_get_writable (secrets[i]), filling, sizes[i]);
    }
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
      g_assert_true (memcmp (vault_secret_get (secrets[i]), filling, sizes[i]) == 0);
      vault_secret_unref (secrets[i]);
    }
  }
}

/* In a process of its own, which must not survive. */
static void
touch (gboolean released)
{
  VaultSecret *secret = vault_secret_new (32, NULL);
  volatile guint8 *bytes = vault_secret_get_writable (secret);

  vault_secret_unref (secret);
  if (released)
    g_test_message ("%u", bytes[0]);

  /* In the region the one before had. */
  secret = vault_secret_new (7, NULL);
  bytes = vault_secret_get_writable (secret);
  bytes[8] = 1;
}

static void
test_stopped (gconstpointer released)
{
  if (g_test_subprocess ()) {
    const struct rlimit no_core = { 0, 0 };

    signal (SIGSEGV, SIG_DFL);
    setrlimit (RLIMIT_CORE, &no_core);
    touch (released != NULL);
    return;
  }

  g_test_trap_subprocess (NULL, 0, 0);
  g_assert_false (g_test_trap_has_passed ());
}

static gpointer
hold_for_a_while (gpointer data)
{
  for (guint i = 0; i < 1000; i++)
    vault_secret_unref (vault_secret_ref (data));
  vault_secret_unref (data);
  return NULL;
}

static void
test_references (void)
{
  VaultSecret *secret = vault_secret_new_from ("shared", 6, NULL);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("hold", hold_for_a_while, vault_secret_ref (secret));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  g_assert_cmpstr ((const char *) vault_secret_get (secret), ==, "shared");
  vault_secret_unref (secret);
  vault_secret_unref (NULL);
}

#ifndef __SANITIZE_ADDRESS__
/* In a process of its own: the limit binds only who is not root. */
static void
ask_beyond_the_lock_limit (void)
{
  const struct rlimit none = { 0, 0 };
  g_autoptr (GError) error = NULL;

  if (geteuid () == 0)
    g_assert_cmpint (setresuid (65534, 65534, 65534), ==, 0);
  /* A leak checker looks at its own process at the end, which the change forbade. */
  g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_MEMLOCK, &none), ==, 0);
  g_assert_null (vault_secret_new (32, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_MEMORY);
}

static void
test_refused_when_unlockable (void)
{
  if (g_test_subprocess ()) {
    ask_beyond_the_lock_limit ();
    return;
  }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}
#endif

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/starts-zero", test_starts_zero);
  g_test_add_func ("/secret/from-bytes", test_from_bytes);
  g_test_add_func ("/secret/empty", test_empty);
  g_test_add_func ("/secret/writable", test_writable);
  g_test_add_func ("/secret/aligned", test_aligned);
  g_test_add_func ("/secret/used-again", test_used_again);
  g_test_add_data_func ("/secret/stopped/after-release", GINT_TO_POINTER (TRUE),
                        test_stopped);
  g_test_add_data_func ("/secret/stopped/beyond-the-end", NULL, test_stopped);
  g_test_add_func ("/secret/references", test_references);
  /* The address sanitizer answers mlock() itself, without asking the kernel. */
#ifndef __SANITIZE_ADDRESS__
  g_test_add_func ("/secret/refused-when-unlockable", test_refused_when_unlockable);
#endif
  return g_test_run ();
}
