/* test-vault-salvage-keyring.c - a salvage by what is left of a keyring, and what it must not do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/salvage-box.h"

#include "keyring/epoch.h"
#include "keyring/layout.h"
#include "support/store-box.h"

#define NEVER VAULT_EXPIRES_NEVER

/* ---- The keyring ------------------------------------------------------------------ */

static void
flip_heads (VaultBox *box, guint64 at, gboolean a, gboolean b)
{
  if (a)
    file_flip (box->keyring, vault_head_offset (VAULT_COPY_A) + at, 0x40);
  if (b)
    file_flip (box->keyring, vault_head_offset (VAULT_COPY_B) + at, 0x40);
}

/* Each of these alone, and what has two copies with both of them bad. */
static void
test_keyring (void)
{
  g_autoptr (VaultBox) box = salvage_box_of_few ();
  g_autoptr (GBytes) good = file_get (box->keyring);

  for (guint i = 0; i < 7; i++) {
    g_test_message ("%u", i);
    if (i == 0)
      flip_heads (box, 1000, TRUE, FALSE);
    if (i == 1)
      flip_heads (box, VAULT_HEADER_AT, FALSE, TRUE);
    if (i == 2)
      flip_heads (box, VAULT_STATE_AT + 40, TRUE, TRUE);
    if (i == 3)
      flip_heads (box, VAULT_CLOCK_AT + 9, TRUE, TRUE);
    if (i == 4) {
      flip_heads (box, VAULT_STATE_AT + 40, TRUE, TRUE);
      flip_heads (box, VAULT_CLOCK_AT + 9, TRUE, TRUE);
    }
    for (guint32 cell = 1; i == 5 && cell <= 3; cell++)
      file_flip (box->keyring, vault_cell_offset (cell, VAULT_COPY_A), 1);
    /* Cut off behind copy A of the cells. */
    if (i == 6)
      file_truncate (box->keyring, vault_head_offset (VAULT_COPY_B));
    {
      g_auto (Salvaged) salvaged = salvage (box);

      assert_salvaged (&salvaged, 3, 0, 0, 0);
    }
    file_put (box->keyring, good);
  }

  flip_heads (box, 1000, TRUE, TRUE);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    g_assert_error (salvaged.error, VAULT_ERROR, VAULT_ERROR_DAMAGED_KEYRING);
  }
}

/* Both copies of a cell, or of the key of its epoch: there is an item, and no telling what. */
static void
test_lost_keys (void)
{
  g_autoptr (VaultBox) box = salvage_box_of_few ();
  g_autoptr (GBytes) good = file_get (box->keyring);

  file_flip (box->keyring, vault_cell_offset (1, VAULT_COPY_A), 1);
  file_flip (box->keyring, vault_cell_offset (1, VAULT_COPY_B), 1);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_salvaged (&salvaged, 2, 0, 0, 1);
  }
  file_put (box->keyring, good);
  for (guint key = 0; key < VAULT_N_EPOCH_KEYS; key++)
    flip_heads (box, VAULT_EPOCHS_AT + 32 * key, TRUE, TRUE);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_salvaged (&salvaged, 2, 0, 0, 1);
  }
}

/* ---- Promises --------------------------------------------------------------------- */

/* The deadline counts, to the second, though nobody has opened or reaped the vault since; and
 * so does its epoch, if an older record promises more. */
static void
test_expired (void)
{
  g_autoptr (VaultBox) box = salvage_box_of_few ();

  fake_clock_pass (FAKE_DAY - 1);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_salvaged (&salvaged, 3, 0, 0, 0);
  }
  fake_clock_pass (1);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_salvaged (&salvaged, 2, 0, 0, 0);
    g_assert_cmpuint (salvaged.report.n_expired, ==, 1);
  }
  /* Turning the clock back gains nothing: the state block knows. */
  vault_box_reopen (box);
  run_lock (box->vault);
  fake_clock_set_wall (FAKE_NOW);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_salvaged (&salvaged, 2, 0, 0, 0);
  }
}

static void
test_older_record_of_expiring (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) small = bytes_noise (1, SMALL_BYTES);
  g_autoptr (VaultItem) item = box_import (box, "due.bin", small, NEVER);
  g_autoptr (GBytes) older = NULL;

  run_lock (box->vault);
  older = file_get (box->database);
  vault_box_reopen (box);
  g_clear_object (&item);
  item = box_find (box, "due.bin");
  g_assert_true (run_set_expiry (box->vault, item, FAKE_NOW + FAKE_HOUR, NULL));
  run_lock (box->vault);
  file_put (box->database, older);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_salvaged (&salvaged, 1, 0, 0, 0);
  }
  fake_clock_pass (2 * FAKE_HOUR);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_salvaged (&salvaged, 0, 0, 0, 0);
    g_assert_cmpuint (salvaged.report.n_expired, ==, 1);
  }
}

static void
test_nothing_is_replaced (void)
{
  g_autoptr (VaultBox) box = salvage_box_of_few ();
  g_autoptr (Folder) out = folder_new ();
  g_autoptr (GBytes) film = bytes_noise (100, FILM_BYTES);
  g_autofree char *mine = folder_put_text (out, "film.mp4", "mine");
  g_autofree char *second = folder_path (out, "film (2).mp4");
  g_autofree char *damaged = folder_put_text (out, "film (damaged).mp4", "mine too");
  g_autofree char *third = folder_path (out, "film (damaged) (2).mp4");
  g_autoptr (GPtrArray) first_list = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GBytes) bytes = NULL;
  VaultSalvageReport report;

  g_assert_true (
      run_salvage (box->vault, BOX_PASSPHRASE, out, &report, &first_list, NULL));
  bytes = file_get (second);
  assert_same_bytes (bytes, film);
  sql_run (box->database, "DELETE FROM piece WHERE id = 5");
  g_assert_true (run_salvage (box->vault, BOX_PASSPHRASE, out, &report, &list, NULL));
  g_assert_true (file_exists (third));
  g_assert_cmpuint (file_size (mine), ==, 4);
  g_assert_cmpuint (file_size (damaged), ==, 8);
}

static void
test_refused (void)
{
  g_autoptr (VaultBox) box = salvage_box_of_few ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (Folder) out = folder_new ();
  VaultSalvageReport report;
  VaultReceipt receipt;

  g_assert_false (
      run_salvage (box->vault, "another passphrase", out, &report, &list, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  g_clear_pointer (&list, g_ptr_array_unref);

  g_assert_false (
      run_salvage (box->vault, BOX_PASSPHRASE, "/proc/none", &report, &list, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_TARGET_FAILED);
  g_clear_error (&error);
  g_clear_pointer (&list, g_ptr_array_unref);

  vault_box_reopen (box);
  g_assert_false (
      run_salvage (box->vault, BOX_PASSPHRASE, out, &report, &list, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BUSY);
  run_lock (box->vault);

  g_assert_true (run_wipe (box->vault, &receipt, NULL));
  {
    g_auto (Salvaged) salvaged = salvage (box);

    g_assert_error (salvaged.error, VAULT_ERROR, VAULT_ERROR_DESTROYED);
  }
  g_assert_cmpuint (folder_count (out), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-salvage-keyring/keyring", test_keyring);
  g_test_add_func ("/vault-salvage-keyring/lost-keys", test_lost_keys);
  g_test_add_func ("/vault-salvage-keyring/expired", test_expired);
  g_test_add_func ("/vault-salvage-keyring/older-record-of-expiring",
                   test_older_record_of_expiring);
  g_test_add_func ("/vault-salvage-keyring/nothing-is-replaced",
                   test_nothing_is_replaced);
  g_test_add_func ("/vault-salvage-keyring/refused", test_refused);
  return g_test_run ();
}
