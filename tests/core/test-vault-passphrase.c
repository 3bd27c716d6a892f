/* test-vault-passphrase.c - changing the ways into an open vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <string.h>

#include <vault/vault-passphrase.h>

#define NEW_PASSPHRASE "a new one, of some length"
#define SECOND_PASSPHRASE "somebody else's passphrase"

typedef struct {
  gboolean done;
  gboolean ok;
  GError *error;
} Wait;

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->ok =
      vault_change_passphrase_finish (VAULT_VAULT (source), result, &wait->error);
  wait->done = TRUE;
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->ok = vault_add_passphrase_finish (VAULT_VAULT (source), result, &wait->error);
  wait->done = TRUE;
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->ok =
      vault_remove_passphrase_finish (VAULT_VAULT (source), result, &wait->error);
  wait->done = TRUE;
}

static VaultSecret *
secret (const char *text)
{
  return vault_secret_new_from (text, strlen (text), NULL);
}

static gboolean
settle (Wait *wait, GError **error)
{
  while (!wait->done)
    g_main_context_iteration (NULL, TRUE);
  if (wait->error != NULL)
    g_propagate_error (error, wait->error);

  return wait->ok;
}

static gboolean
run_change (Vault *vault,
            const char *current,
            guint number,
            const char *replacement,
            GError **error)
{
  g_autoptr (VaultSecret) old = secret (current);
  g_autoptr (VaultSecret) new = secret (replacement);
  Wait wait = { 0 };

  vault_change_passphrase_async (vault, old, number, new, NULL, changed_cb, &wait);
  return settle (&wait, error);
}

static gboolean
run_add (Vault *vault,
         const char *current,
         VaultSecret *added,
         VaultPassphraseKind kind,
         GError **error)
{
  g_autoptr (VaultSecret) old = secret (current);
  Wait wait = { 0 };

  vault_add_passphrase_async (vault, old, added, kind, NULL, added_cb, &wait);
  return settle (&wait, error);
}

static gboolean
run_remove (Vault *vault, const char *current, guint number, GError **error)
{
  g_autoptr (VaultSecret) old = secret (current);
  Wait wait = { 0 };

  vault_remove_passphrase_async (vault, old, number, NULL, removed_cb, &wait);
  return settle (&wait, error);
}

static void
unlock_ok (VaultBox *box, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = run_unlock (box->vault, passphrase, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static void
assert_wrong (VaultBox *box, const char *passphrase, VaultError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (run_unlock (box->vault, passphrase, &error));
  g_assert_error (error, VAULT_ERROR, (int) code);
}

/* Everything in the vault is there under the new passphrase, and the vault goes on taking
 * things in the same session in which it was changed. */
static void
test_change (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 300000);
  g_autoptr (GBytes) later = bytes_noise (2, 3000);
  g_autoptr (VaultItem) first = box_import (box, "before", bytes, FAKE_NOW + 5000);
  g_autoptr (VaultItem) second = NULL;
  g_autoptr (GError) error = NULL;
  VaultUnlockSummary summary;

  g_assert_true (run_change (box->vault, BOX_PASSPHRASE, VAULT_PASSPHRASE_OF_CURRENT,
                             NEW_PASSPHRASE, &error));
  g_assert_no_error (error);
  box_assert_holds (box, "before", bytes);
  second = box_import (box, "after", later, 0);

  vault_box_restart (box);
  assert_wrong (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  unlock_ok (box, NEW_PASSPHRASE);
  g_assert_cmpuint (box_count (box), ==, 2);
  box_assert_holds (box, "before", bytes);
  box_assert_holds (box, "after", later);
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_damaged + summary.n_interrupted + summary.n_expired, ==,
                    0);
}

/* An ex who knew the old passphrase and kept both files, or only the keyring. */
static void
test_old_keyring_put_back (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 3000);
  g_autoptr (VaultItem) item = box_import (box, "one", bytes, 0);
  g_autoptr (GBytes) old_keyring = NULL;
  g_autoptr (GBytes) new_keyring = NULL;

  vault_box_reopen (box);
  old_keyring = file_get (box->keyring);
  g_assert_true (run_change (box->vault, BOX_PASSPHRASE, VAULT_PASSPHRASE_OF_CURRENT,
                             NEW_PASSPHRASE, NULL));
  vault_box_restart (box);
  new_keyring = file_get (box->keyring);

  /* Not a single item was changed since, and it is refused all the same. */
  file_put (box->keyring, old_keyring);
  assert_wrong (box, BOX_PASSPHRASE, VAULT_ERROR_OLDER_KEYRING);
  file_put (box->keyring, new_keyring);
  unlock_ok (box, NEW_PASSPHRASE);
  box_assert_holds (box, "one", bytes);
}

static void
test_list (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultSecret) key = vault_recovery_key_new (NULL);
  g_autoptr (VaultSecret) second = secret (SECOND_PASSPHRASE);
  VaultPassphraseInfo infos[VAULT_MAX_PASSPHRASES];
  const char *text = (const char *) vault_secret_get (key);

  g_assert_true (
      run_add (box->vault, BOX_PASSPHRASE, key, VAULT_PASSPHRASE_RECOVERY, NULL));
  g_assert_true (
      run_add (box->vault, BOX_PASSPHRASE, second, VAULT_PASSPHRASE_CHOSEN, NULL));
  vault_box_restart (box);
  g_assert_cmpuint (vault_list_passphrases (box->vault, infos), ==, 0);
  unlock_ok (box, text);
  g_assert_cmpuint (vault_list_passphrases (box->vault, infos), ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpuint (infos[i].number, ==, i);
    g_assert_cmpint (infos[i].kind, ==,
                     i == 1 ? VAULT_PASSPHRASE_RECOVERY : VAULT_PASSPHRASE_CHOSEN);
    g_assert_cmpint (infos[i].current, ==, i == 1);
    g_assert_cmpint (infos[i].added_s, ==, FAKE_NOW);
  }

  g_assert_true (run_remove (box->vault, text, 0, NULL));
  g_assert_cmpuint (vault_list_passphrases (box->vault, infos), ==, 2);
  g_assert_cmpuint (infos[0].number, ==, 1);
  vault_box_restart (box);
  assert_wrong (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  unlock_ok (box, SECOND_PASSPHRASE);
}

static void
test_refused (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GError) error = NULL;

  g_assert_false (run_change (box->vault, NEW_PASSPHRASE, VAULT_PASSPHRASE_OF_CURRENT,
                              SECOND_PASSPHRASE, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  g_assert_false (run_remove (box->vault, BOX_PASSPHRASE, 0, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LAST_PASSPHRASE);
  g_clear_error (&error);

  vault_box_restart (box);
  g_assert_false (run_remove (box->vault, BOX_PASSPHRASE, 0, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  unlock_ok (box, BOX_PASSPHRASE);
}

static void
test_failed_attempts (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  VaultFailedAttempts failed;

  vault_get_failed_attempts (box->vault, &failed);
  g_assert_cmpuint (failed.n_attempts, ==, 0);
  vault_box_restart (box);
  assert_wrong (box, NEW_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  fake_clock_pass (60);
  assert_wrong (box, NEW_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  assert_wrong (box, "bad", VAULT_ERROR_BAD_PASSPHRASE);
  vault_get_failed_attempts (box->vault, &failed);
  g_assert_cmpuint (failed.n_attempts, ==, 0);

  unlock_ok (box, BOX_PASSPHRASE);
  vault_get_failed_attempts (box->vault, &failed);
  g_assert_cmpuint (failed.n_attempts, ==, 2);
  g_assert_cmpint (failed.last_s, ==, FAKE_NOW + 60);
  vault_box_reopen (box);
  vault_get_failed_attempts (box->vault, &failed);
  g_assert_cmpuint (failed.n_attempts, ==, 0);
}

/* Locking while the keys are derived leaves everything as it was, and does not wait. */
static void
test_locked_meanwhile (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultSecret) old = secret (BOX_PASSPHRASE);
  g_autoptr (VaultSecret) new = secret (NEW_PASSPHRASE);
  Wait wait = { 0 };
  g_autoptr (GError) error = NULL;

  vault_change_passphrase_async (box->vault, old, VAULT_PASSPHRASE_OF_CURRENT, new,
                                 NULL, changed_cb, &wait);
  run_lock (box->vault);
  g_assert_false (settle (&wait, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  unlock_ok (box, BOX_PASSPHRASE);
}

static void
test_texts (void)
{
  g_autoptr (VaultSecret) words = vault_passphrase_generate (NULL);
  g_autoptr (VaultSecret) key = vault_recovery_key_new (NULL);
  g_autoptr (VaultSecret) typo = secret ((const char *) vault_secret_get (key));
  guint8 *bytes = vault_secret_get_writable (typo);

  g_assert_cmpint (vault_recovery_key_look (words), ==, VAULT_RECOVERY_KEY_NOT_ONE);
  g_assert_cmpint (vault_recovery_key_look (key), ==, VAULT_RECOVERY_KEY_GOOD);
  bytes[0] = bytes[0] == 'X' ? 'Y' : 'X';
  g_assert_cmpint (vault_recovery_key_look (typo), ==, VAULT_RECOVERY_KEY_MISTYPED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-passphrase/change", test_change);
  g_test_add_func ("/vault-passphrase/old-keyring-put-back", test_old_keyring_put_back);
  g_test_add_func ("/vault-passphrase/list", test_list);
  g_test_add_func ("/vault-passphrase/refused", test_refused);
  g_test_add_func ("/vault-passphrase/failed-attempts", test_failed_attempts);
  g_test_add_func ("/vault-passphrase/locked-meanwhile", test_locked_meanwhile);
  g_test_add_func ("/vault-passphrase/texts", test_texts);
  return g_test_run ();
}
