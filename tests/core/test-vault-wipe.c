/* test-vault-wipe.c - the emergency wipe through the facade, and what its receipt says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "support/store-box.h"

#define NEVER VAULT_EXPIRES_NEVER

static VaultBox *
used_box (void)
{
  VaultBox *box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 500000);

  g_object_unref (box_import (box, "one", bytes, NEVER));
  g_object_unref (box_import (box, "two", bytes, FAKE_NOW + FAKE_DAY));
  return box;
}

static void
wipe (VaultBox *box, VaultReceipt *receipt)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (run_wipe (box->vault, receipt, &error));
  g_assert_no_error (error);
}

static void
assert_receipt (const VaultReceipt *receipt,
                VaultWipeOutcome memory,
                VaultWipeOutcome keyring,
                VaultWipeOutcome database)
{
  const VaultWipeOutcome expected[VAULT_WIPE_N_PARTS] = {
    [VAULT_WIPE_MEMORY] = memory,
    [VAULT_WIPE_HEADER] = keyring,
    [VAULT_WIPE_EPOCHS] = keyring,
    [VAULT_WIPE_CELLS] = keyring,
    [VAULT_WIPE_DATABASE] = database,
    [VAULT_WIPE_OTHERS] = VAULT_WIPE_NOTHING,
    [VAULT_WIPE_COPIES] = VAULT_WIPE_UNKNOWN,
  };

  for (guint i = 0; i < VAULT_WIPE_N_PARTS; i++) {
    g_assert_cmpint (receipt->steps[i].part, ==, i);
    g_assert_cmpint (receipt->steps[i].outcome, ==, expected[i]);
    g_assert_cmpint (receipt->steps[i].elapsed_us, >=, 0);
  }
}

static void
assert_destroyed (VaultBox *box)
{
  vault_box_restart (box);
  g_assert_cmpint (run_probe (box->vault), ==, VAULT_PRESENCE_DESTROYED);
  box_assert_unlock_fails (box, VAULT_ERROR_DESTROYED);
  g_assert_false (file_exists (box->database));
}

static void
test_open (void)
{
  g_autoptr (VaultBox) box = used_box ();
  g_autoptr (VaultItem) item = box_find (box, "one");
  g_autoptr (GInputStream) stream = vault_open_stream (box->vault, item, NULL);
  g_autoptr (GError) error = NULL;
  VaultReceipt receipt;
  guint8 byte;

  wipe (box, &receipt);
  assert_receipt (&receipt, VAULT_WIPE_DESTROYED, VAULT_WIPE_DESTROYED,
                  VAULT_WIPE_REMOVED);
  g_assert_true (vault_receipt_is_destroyed (&receipt));
  g_assert_cmpint (vault_get_state (box->vault), ==, VAULT_STATE_WIPED);
  g_assert_true (vault_item_is_gone (item));
  g_assert_cmpuint (box_count (box), ==, 0);
  g_assert_cmpint (g_input_stream_read (stream, &byte, 1, NULL, &error), ==, -1);
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  assert_destroyed (box);
}

/* The content is off the screen before anything else happens. */
static void
test_at_once (void)
{
  g_autoptr (VaultBox) box = used_box ();

  vault_wipe_async (box->vault, NULL, NULL);
  g_assert_cmpuint (box_count (box), ==, 0);
  g_assert_cmpint (vault_get_state (box->vault), !=, VAULT_STATE_OPEN);
  wait_for_state (box->vault, VAULT_STATE_WIPED);
  assert_destroyed (box);
}

static void
test_locked (void)
{
  g_autoptr (VaultBox) box = used_box ();
  VaultReceipt receipt;

  vault_box_restart (box);
  wipe (box, &receipt);
  assert_receipt (&receipt, VAULT_WIPE_NOTHING, VAULT_WIPE_DESTROYED,
                  VAULT_WIPE_REMOVED);
  assert_destroyed (box);
}

static void
test_twice (void)
{
  g_autoptr (VaultBox) box = used_box ();
  VaultReceipt receipt;

  wipe (box, &receipt);
  vault_box_restart (box);
  wipe (box, &receipt);
  assert_receipt (&receipt, VAULT_WIPE_NOTHING, VAULT_WIPE_DESTROYED,
                  VAULT_WIPE_NOTHING);
  assert_destroyed (box);
}

static void
test_nothing_there (void)
{
  g_autoptr (VaultBox) box = vault_box_new ();
  g_autoptr (GError) error = NULL;
  VaultReceipt receipt;

  g_assert_false (run_wipe (box->vault, &receipt, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT);
  g_clear_error (&error);
  g_assert_cmpint (g_mkdir (box->folder, 0700), ==, 0);
  g_assert_false (run_wipe (box->vault, &receipt, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT);
  g_assert_cmpint (vault_get_state (box->vault), ==, VAULT_STATE_LOCKED);
}

/* Another process wipes it: who has it open notices, and shows nothing any more. */
static void
test_by_another (void)
{
  g_autoptr (VaultBox) box = used_box ();
  g_autoptr (VaultItem) item = box_find (box, "one");
  g_autoptr (Vault) other = vault_new (box->folder);
  VaultReceipt receipt;

  g_assert_true (run_wipe (other, &receipt, NULL));
  g_assert_true (vault_receipt_is_destroyed (&receipt));
  g_assert_cmpint (receipt.steps[VAULT_WIPE_OTHERS].outcome, ==, VAULT_WIPE_DESTROYED);
  g_assert_cmpint (vault_receipt_say_part (&receipt, VAULT_WIPE_OTHERS), ==,
                   VAULT_SAYS_OTHERS_LET_GO);
  wait_for_state (box->vault, VAULT_STATE_WIPED);
  g_assert_true (vault_item_is_gone (item));
  assert_destroyed (box);
}

/* One that hangs, or that has been stopped, keeps its keys, and nobody says otherwise. */
static void
test_another_holds_on (void)
{
  g_autoptr (VaultBox) box = used_box ();
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  VaultReceipt receipt;
  int fd;

  vault_box_restart (box);
  fd = g_open (box->keyring, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fcntl (fd, F_OFD_SETLK, &lock), ==, 0);
  wipe (box, &receipt);
  g_assert_cmpint (receipt.steps[VAULT_WIPE_OTHERS].outcome, ==, VAULT_WIPE_UNKNOWN);
  g_assert_cmpint (vault_receipt_say_part (&receipt, VAULT_WIPE_OTHERS), ==,
                   VAULT_SAYS_OTHERS_UNKNOWN);
  g_assert_cmpint (receipt.steps[VAULT_WIPE_HEADER].outcome, ==, VAULT_WIPE_DESTROYED);
  g_assert_cmpint (fcntl (fd, F_OFD_GETLK, &lock), ==, 0);
  close (fd);
  assert_destroyed (box);
}

/* What was made ready outlives the lock, and needs no name and no new descriptor. */
static void
test_prepared (void)
{
  g_autoptr (VaultBox) box = used_box ();
  g_autofree char *held = g_build_filename (box->home, "held", NULL);
  VaultReceipt receipt;
  char start[11] = { 0 };

  vault_wipe_prepare (box->vault);
  run_lock (box->vault);
  g_assert_cmpint (g_rename (box->keyring, held), ==, 0);
  wipe (box, &receipt);
  g_assert_true (vault_receipt_is_destroyed (&receipt));
  file_read (held, 0, start, 10);
  g_assert_cmpstr (start, ==, "nightstand");
  box->damaged = TRUE;
}

static void
test_prepared_and_cancelled (void)
{
  g_autoptr (VaultBox) box = used_box ();

  vault_wipe_prepare (box->vault);
  run_lock (box->vault);
  vault_wipe_unprepare (box->vault);
  vault_wipe_prepare (box->vault);
  vault_wipe_unprepare (box->vault);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  g_assert_cmpuint (box_count (box), ==, 2);
}

/* Not one descriptor is left: neither for the wipe of an open vault, nor for anything else. */
static void
test_without_descriptors (void)
{
  g_autoptr (VaultBox) box = used_box ();
  struct rlimit before;
  struct rlimit none;
  VaultReceipt receipt;
  int lowest = dup (0);

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  close (lowest);
  none = (struct rlimit){ (rlim_t) lowest, before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  wipe (box, &receipt);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  assert_receipt (&receipt, VAULT_WIPE_DESTROYED, VAULT_WIPE_DESTROYED,
                  VAULT_WIPE_REMOVED);
  assert_destroyed (box);
}

/* All names of the file name what was overwritten. */
static void
test_hard_linked (void)
{
  g_autoptr (VaultBox) box = used_box ();
  g_autofree char *other = g_build_filename (box->home, "other", NULL);
  VaultReceipt receipt;
  char start[11] = { 0 };

  vault_box_restart (box);
  g_assert_cmpint (link (box->keyring, other), ==, 0);
  wipe (box, &receipt);
  assert_receipt (&receipt, VAULT_WIPE_NOTHING, VAULT_WIPE_DESTROYED,
                  VAULT_WIPE_REMOVED);
  file_read (other, 0, start, 10);
  g_assert_cmpstr (start, ==, "nightstand");
}

/* Somebody took the right to write away, and it is the owner's to give back. */
static void
test_not_writable (void)
{
  g_autoptr (VaultBox) box = used_box ();
  VaultReceipt receipt;

  vault_box_restart (box);
  g_assert_cmpint (g_chmod (box->keyring, 0), ==, 0);
  wipe (box, &receipt);
  assert_receipt (&receipt, VAULT_WIPE_NOTHING, VAULT_WIPE_DESTROYED,
                  VAULT_WIPE_REMOVED);
  assert_destroyed (box);
}

/* Damaged, cut short, empty: what there is goes, and no more is said. */
static void
test_damaged (void)
{
  g_autoptr (VaultBox) box = used_box ();
  VaultReceipt receipt;

  vault_box_restart (box);
  file_flip (box->keyring, 100, 1);
  file_flip (box->keyring, 589824 + 100, 1);
  wipe (box, &receipt);
  assert_receipt (&receipt, VAULT_WIPE_NOTHING, VAULT_WIPE_DESTROYED,
                  VAULT_WIPE_REMOVED);
  assert_destroyed (box);
}

static void
test_empty_keyring (void)
{
  g_autoptr (VaultBox) box = used_box ();
  VaultReceipt receipt;

  vault_box_restart (box);
  file_truncate (box->keyring, 0);
  wipe (box, &receipt);
  assert_receipt (&receipt, VAULT_WIPE_NOTHING, VAULT_WIPE_NOTHING, VAULT_WIPE_REMOVED);
  g_assert_false (vault_receipt_is_destroyed (&receipt));
  g_assert_cmpint (vault_get_state (box->vault), ==, VAULT_STATE_LOCKED);
}

static void
test_database_alone (void)
{
  g_autoptr (VaultBox) box = used_box ();
  VaultReceipt receipt;

  vault_box_restart (box);
  g_assert_cmpint (g_unlink (box->keyring), ==, 0);
  wipe (box, &receipt);
  assert_receipt (&receipt, VAULT_WIPE_NOTHING, VAULT_WIPE_NOTHING, VAULT_WIPE_REMOVED);
  g_assert_false (vault_receipt_is_destroyed (&receipt));
  g_assert_false (file_exists (box->database));
}

/* Not a file that can be overwritten: it failed, and says so. */
static void
test_not_a_file (void)
{
  g_autoptr (VaultBox) box = used_box ();
  VaultReceipt receipt;

  vault_box_restart (box);
  g_assert_cmpint (g_unlink (box->keyring), ==, 0);
  g_assert_cmpint (g_mkdir (box->keyring, 0700), ==, 0);
  wipe (box, &receipt);
  assert_receipt (&receipt, VAULT_WIPE_NOTHING, VAULT_WIPE_FAILED, VAULT_WIPE_REMOVED);
  g_assert_cmpint (receipt.steps[VAULT_WIPE_HEADER].error, ==, VAULT_ERROR_IO);
  g_assert_false (vault_receipt_is_destroyed (&receipt));
}

/* A synchronisation tool put another file in its place: the one that is held and the one
 * that stands there both go. */
static void
test_replaced_while_open (void)
{
  g_autoptr (VaultBox) box = used_box ();
  g_autofree char *copy = g_build_filename (box->home, "copy", NULL);
  g_autofree char *held = g_build_filename (box->home, "held", NULL);
  g_autoptr (GBytes) before = file_get (box->keyring);
  VaultReceipt receipt;
  char start[11] = { 0 };

  file_put (copy, before);
  g_assert_cmpint (g_rename (box->keyring, held), ==, 0);
  g_assert_cmpint (g_rename (copy, box->keyring), ==, 0);
  wipe (box, &receipt);
  assert_receipt (&receipt, VAULT_WIPE_DESTROYED, VAULT_WIPE_DESTROYED,
                  VAULT_WIPE_REMOVED);
  file_read (held, 0, start, 10);
  g_assert_cmpstr (start, ==, "nightstand");
  file_read (box->keyring, 0, start, 10);
  g_assert_cmpstr (start, ==, "nightstand");
  assert_destroyed (box);
}

/* What is held is wiped also when its name is gone. */
static void
test_unlinked_while_open (void)
{
  g_autoptr (VaultBox) box = used_box ();
  g_autofree char *held = g_build_filename (box->home, "held", NULL);
  VaultReceipt receipt;
  char start[11] = { 0 };

  g_assert_cmpint (g_rename (box->keyring, held), ==, 0);
  wipe (box, &receipt);
  g_assert_true (vault_receipt_is_destroyed (&receipt));
  file_read (held, 0, start, 10);
  g_assert_cmpstr (start, ==, "nightstand");
}

static void
test_create_again (void)
{
  g_autoptr (VaultBox) box = used_box ();
  g_autoptr (GBytes) bytes = bytes_noise (2, 100);
  g_autoptr (GError) error = NULL;
  VaultReceipt receipt;

  wipe (box, &receipt);
  vault_box_restart (box);
  g_assert_true (run_create (box->vault, BOX_PASSPHRASE, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (box_count (box), ==, 0);
  g_object_unref (box_import (box, "fresh", bytes, NEVER));
  vault_box_reopen (box);
  box_assert_holds (box, "fresh", bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-wipe/open", test_open);
  g_test_add_func ("/vault-wipe/at-once", test_at_once);
  g_test_add_func ("/vault-wipe/locked", test_locked);
  g_test_add_func ("/vault-wipe/twice", test_twice);
  g_test_add_func ("/vault-wipe/nothing-there", test_nothing_there);
  g_test_add_func ("/vault-wipe/by-another", test_by_another);
  g_test_add_func ("/vault-wipe/another-holds-on", test_another_holds_on);
  g_test_add_func ("/vault-wipe/prepared", test_prepared);
  g_test_add_func ("/vault-wipe/prepared-and-cancelled", test_prepared_and_cancelled);
  g_test_add_func ("/vault-wipe/without-descriptors", test_without_descriptors);
  g_test_add_func ("/vault-wipe/hard-linked", test_hard_linked);
  g_test_add_func ("/vault-wipe/not-writable", test_not_writable);
  g_test_add_func ("/vault-wipe/damaged", test_damaged);
  g_test_add_func ("/vault-wipe/empty-keyring", test_empty_keyring);
  g_test_add_func ("/vault-wipe/database-alone", test_database_alone);
  g_test_add_func ("/vault-wipe/not-a-file", test_not_a_file);
  g_test_add_func ("/vault-wipe/replaced-while-open", test_replaced_while_open);
  g_test_add_func ("/vault-wipe/unlinked-while-open", test_unlinked_while_open);
  g_test_add_func ("/vault-wipe/create-again", test_create_again);
  return g_test_run ();
}
