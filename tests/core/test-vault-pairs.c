/* test-vault-pairs.c - the wrong file beside the right one: told, and nothing swept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <glib/gstdio.h>

#include "support/store-box.h"

#define NEVER VAULT_EXPIRES_NEVER

typedef struct {
  GBytes *keyring;
  GBytes *database;
} Pair;

static void
take (Pair *pair, VaultBox *box)
{
  pair->keyring = file_get (box->keyring);
  pair->database = file_get (box->database);
}

static void
put (VaultBox *box, GBytes *keyring, GBytes *database)
{
  file_put (box->keyring, keyring);
  file_put (box->database, database);
}

static void
pair_clear (Pair *pair)
{
  g_bytes_unref (pair->keyring);
  g_bytes_unref (pair->database);
}

static void
add (VaultBox *box, const char *name)
{
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);

  g_object_unref (box_import (box, name, bytes, NEVER));
}

/* Two pairs of the same vault: before and after "newer" came and "deleted" went. */
static VaultBox *
box_of_two_pairs (Pair *older, Pair *newer)
{
  VaultBox *box = vault_box_new_open ();
  g_autoptr (VaultItem) item = NULL;

  add (box, "kept");
  add (box, "deleted");
  vault_box_restart (box);
  take (older, box);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  add (box, "newer");
  item = box_find (box, "deleted");
  g_assert_true (run_delete (box->vault, item, NULL));
  wait_for_reclaimer (box->vault);
  vault_box_restart (box);
  take (newer, box);
  return box;
}

static GBytes *
get_if_there (const char *path)
{
  return file_exists (path) ? file_get (path) : g_bytes_new (NULL, 0);
}

/* Refused with its own code, with no byte of either file changed: the right ones put back,
 * everything is there. */
static void
assert_refused (VaultBox *box, const Pair *right, VaultError code)
{
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);
  g_autoptr (GBytes) keyring = get_if_there (box->keyring);
  g_autoptr (GBytes) database = get_if_there (box->database);
  g_autoptr (GBytes) keyring_after = NULL;
  g_autoptr (GBytes) database_after = NULL;
  VaultUnlockSummary summary;

  for (guint i = 0; i < 2; i++)
    box_assert_unlock_fails (box, code);
  keyring_after = get_if_there (box->keyring);
  database_after = get_if_there (box->database);
  assert_same_bytes (keyring, keyring_after);
  assert_same_bytes (database, database_after);
  put (box, right->keyring, right->database);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_damaged + summary.n_expired + summary.n_interrupted, ==,
                    0);
  g_assert_cmpuint (box_count (box), ==, 2);
  box_assert_holds (box, "kept", bytes);
}

static void
test_older_database (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);

  put (box, newer.keyring, older.database);
  assert_refused (box, &newer, VAULT_ERROR_OLDER_DATABASE);
  pair_clear (&older);
  pair_clear (&newer);
}

/* The keyring the refusal has seen is kept too: put back only the right database. */
static void
test_right_database_put_back (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);

  put (box, newer.keyring, older.database);
  box_assert_unlock_fails (box, VAULT_ERROR_OLDER_DATABASE);
  file_put (box->database, newer.database);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  g_assert_cmpuint (box_count (box), ==, 2);
  box_assert_holds (box, "newer", bytes);
  pair_clear (&older);
  pair_clear (&newer);
}

static void
test_older_keyring (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);

  put (box, older.keyring, newer.database);
  assert_refused (box, &newer, VAULT_ERROR_OLDER_KEYRING);
  pair_clear (&older);
  pair_clear (&newer);
}

/* Both older: a whole backup.  It opens, as it was. */
static void
test_older_pair (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);

  put (box, older.keyring, older.database);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  g_assert_cmpuint (box_count (box), ==, 2);
  g_object_unref (box_find (box, "deleted"));
  pair_clear (&older);
  pair_clear (&newer);
}

/* What a receipt says cannot be known from here is so: a copy of both files, taken before, opens
 * with the passphrase and has everything. */
static void
test_old_pair_after_a_wipe (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);
  VaultReceipt receipt;

  g_assert_true (run_wipe (box->vault, &receipt, NULL));
  g_assert_cmpint (vault_receipt_say_part (&receipt, VAULT_WIPE_COPIES), ==,
                   VAULT_SAYS_COPIES_UNKNOWN);
  vault_box_restart (box);
  box_assert_unlock_fails (box, VAULT_ERROR_DESTROYED);
  put (box, newer.keyring, newer.database);
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 2);
  pair_clear (&older);
  pair_clear (&newer);
}

static void
test_another_vaults_database (void)
{
  Pair older;
  Pair newer;
  Pair other;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);
  g_autoptr (VaultBox) another = vault_box_new_open ();

  add (another, "other");
  vault_box_restart (another);
  take (&other, another);
  put (box, newer.keyring, other.database);
  assert_refused (box, &newer, VAULT_ERROR_FOREIGN_DATABASE);
  pair_clear (&older);
  pair_clear (&newer);
  pair_clear (&other);
}

static void
test_another_application (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);

  g_assert_cmpint (g_unlink (box->database), ==, 0);
  sql_run (box->database, "CREATE TABLE contacts (name)");
  assert_refused (box, &newer, VAULT_ERROR_FOREIGN_DATABASE);
  pair_clear (&older);
  pair_clear (&newer);
}

/* An empty database of the right form, as one made afresh would be. */
static void
test_fresh_database (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);
  g_autoptr (VaultStore) store = NULL;

  g_assert_cmpint (g_unlink (box->database), ==, 0);
  store = vault_store_create (box->folder, NULL);
  g_assert_nonnull (store);
  g_clear_pointer (&store, vault_store_free);
  assert_refused (box, &newer, VAULT_ERROR_FOREIGN_DATABASE);
  pair_clear (&older);
  pair_clear (&newer);
}

static void
test_missing_database (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);

  g_assert_cmpint (g_unlink (box->database), ==, 0);
  assert_refused (box, &newer, VAULT_ERROR_MISSING_DATABASE);
  pair_clear (&older);
  pair_clear (&newer);
}

static void
test_empty_database (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);

  file_truncate (box->database, 0);
  assert_refused (box, &newer, VAULT_ERROR_MISSING_DATABASE);
  pair_clear (&older);
  pair_clear (&newer);
}

static void
test_cut_database (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);

  file_truncate (box->database, file_size (box->database) - 16384);
  assert_refused (box, &newer, VAULT_ERROR_DAMAGED_DATABASE);
  pair_clear (&older);
  pair_clear (&newer);
}

/* The stamp gone or altered: whose database it is, nobody can say. */
static void
test_stamp (gconstpointer data)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);
  g_autofree char *sql = g_strconcat (data, " IN (0, 4294967296)", NULL);

  sql_run (box->database, sql);
  assert_refused (box, &newer, VAULT_ERROR_FOREIGN_DATABASE);
  pair_clear (&older);
  pair_clear (&newer);
}

/* There are two of them, and one is enough. */
static void
test_stamp_one (gconstpointer data)
{
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);
  static const char *const rows[] = { " = 0", " = 4294967296" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (VaultBox) box = vault_box_new_open ();
    g_autofree char *sql = g_strconcat (data, rows[i], NULL);
    VaultUnlockSummary summary;

    add (box, "kept");
    vault_box_restart (box);
    sql_run (box->database, sql);
    box->damaged = TRUE;
    vault_box_reopen (box);
    vault_get_unlock_summary (box->vault, &summary);
    g_assert_cmpuint (summary.n_damaged + summary.n_interrupted, ==, 0);
    box_assert_holds (box, "kept", bytes);
  }
}

/* A database alone may be somebody's whole library, its keyring about to be put back. */
static void
test_database_without_keyring (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_unlink (box->keyring), ==, 0);
  g_assert_cmpint (run_probe (box->vault), ==, VAULT_PRESENCE_NONE);
  g_assert_false (run_create (box->vault, BOX_PASSPHRASE, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_VAULT_EXISTS);
  assert_refused (box, &newer, VAULT_ERROR_NO_VAULT);
  pair_clear (&older);
  pair_clear (&newer);
}

static void
test_damaged_keyring_is_not_replaced (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);
  g_autoptr (GError) error = NULL;

  file_truncate (box->keyring, 100);
  g_assert_cmpint (run_probe (box->vault), ==, VAULT_PRESENCE_DAMAGED);
  g_assert_false (run_create (box->vault, BOX_PASSPHRASE, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_VAULT_EXISTS);
  assert_refused (box, &newer, VAULT_ERROR_DAMAGED_KEYRING);
  pair_clear (&older);
  pair_clear (&newer);
}

/* Nothing opens with another vault's keyring, whose passphrase is the same by chance. */
static void
test_another_vaults_keyring (void)
{
  Pair older;
  Pair newer;
  Pair other;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);
  g_autoptr (VaultBox) another = vault_box_new_open ();

  add (another, "other");
  vault_box_restart (another);
  take (&other, another);
  put (box, other.keyring, newer.database);
  assert_refused (box, &newer, VAULT_ERROR_FOREIGN_DATABASE);
  pair_clear (&older);
  pair_clear (&newer);
  pair_clear (&other);
}

/* Its first page overwritten, or that of the records: whose it is nobody can say, but it is
 * called damaged and not somebody else's. */
static void
test_bad_pages (void)
{
  Pair older;
  Pair newer;
  g_autoptr (VaultBox) box = box_of_two_pairs (&older, &newer);
  g_autoptr (GBytes) noise = bytes_noise (9, 16384);

  for (guint page = 0; page < 2; page++) {
    file_write (box->database, page * 16384, g_bytes_get_data (noise, NULL), 16384);
    assert_refused (box, &newer, VAULT_ERROR_DAMAGED_DATABASE);
    run_lock (box->vault);
    put (box, newer.keyring, newer.database);
  }
  pair_clear (&older);
  pair_clear (&newer);
}

/* What is left of a keyring that was cut short, once wiped, says so from then on, whoever
 * asks; and a new vault may take its place. */
static void
test_cut_and_wiped (void)
{
  static const guint64 sizes[] = { 1, 31, 32, 4095, 4096, 700000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (VaultBox) box = vault_box_new_open ();
    VaultReceipt receipt;

    vault_box_restart (box);
    file_truncate (box->keyring, sizes[i]);
    g_assert_true (run_wipe (box->vault, &receipt, NULL));
    g_assert_cmpint (receipt.steps[VAULT_WIPE_HEADER].outcome, ==,
                     VAULT_WIPE_DESTROYED);
    vault_box_restart (box);
    g_assert_cmpint (run_probe (box->vault), ==, VAULT_PRESENCE_DESTROYED);
    box_assert_unlock_fails (box, VAULT_ERROR_DESTROYED);
    g_assert_true (run_create (box->vault, BOX_PASSPHRASE, NULL));
  }
}

int
main (int argc, char **argv)
{
  static const char *const stamps[] = {
    "DELETE FROM record WHERE id",
    "UPDATE record SET sealed = randomblob (1008) WHERE id",
    "UPDATE record SET sealed = zeroblob (10) WHERE id",
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-pairs/older-database", test_older_database);
  g_test_add_func ("/vault-pairs/right-database-put-back",
                   test_right_database_put_back);
  g_test_add_func ("/vault-pairs/older-keyring", test_older_keyring);
  g_test_add_func ("/vault-pairs/older-pair", test_older_pair);
  g_test_add_func ("/vault-pairs/old-pair-after-a-wipe", test_old_pair_after_a_wipe);
  g_test_add_func ("/vault-pairs/another-vaults-database",
                   test_another_vaults_database);
  g_test_add_func ("/vault-pairs/another-application", test_another_application);
  g_test_add_func ("/vault-pairs/fresh-database", test_fresh_database);
  g_test_add_func ("/vault-pairs/missing-database", test_missing_database);
  g_test_add_func ("/vault-pairs/empty-database", test_empty_database);
  g_test_add_func ("/vault-pairs/cut-database", test_cut_database);
  g_test_add_func ("/vault-pairs/another-vaults-keyring", test_another_vaults_keyring);
  g_test_add_func ("/vault-pairs/bad-pages", test_bad_pages);
  g_test_add_func ("/vault-pairs/cut-and-wiped", test_cut_and_wiped);
  for (guint i = 0; i < G_N_ELEMENTS (stamps); i++) {
    g_autofree char *both = g_strdup_printf ("/vault-pairs/stamp/both/%u", i);
    g_autofree char *one = g_strdup_printf ("/vault-pairs/stamp/one/%u", i);

    g_test_add_data_func (both, stamps[i], test_stamp);
    g_test_add_data_func (one, stamps[i], test_stamp_one);
  }
  g_test_add_func ("/vault-pairs/database-without-keyring",
                   test_database_without_keyring);
  g_test_add_func ("/vault-pairs/damaged-keyring-is-not-replaced",
                   test_damaged_keyring_is_not_replaced);
  return g_test_run ();
}
