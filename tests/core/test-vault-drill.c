/* test-vault-drill.c - the fire drill wipes a dummy, and leaves the vault alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define NEVER VAULT_EXPIRES_NEVER

typedef struct {
  gboolean done;
  gboolean ok;
  VaultDrill drill;
  GError *error;
} Wait;

static void
drilled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->ok =
      vault_drill_finish (VAULT_VAULT (source), result, &wait->drill, &wait->error);
  wait->done = TRUE;
}

static gboolean
run_drill (Vault *vault, GCancellable *cancellable, VaultDrill *out, GError **error)
{
  Wait wait = { 0 };

  vault_drill_async (vault, cancellable, drilled_cb, &wait);
  while (!wait.done)
    g_main_context_iteration (NULL, TRUE);
  *out = wait.drill;
  if (wait.error != NULL)
    g_propagate_error (error, wait.error);
  return wait.ok;
}

static void
assert_no_dummy (VaultBox *box)
{
  g_autofree char *dummy = g_build_filename (box->folder, "drill", NULL);

  g_assert_false (g_file_test (dummy, G_FILE_TEST_EXISTS));
}

static void
assert_drill (const VaultDrill *drill)
{
  g_assert_true (drill->opened_before);
  g_assert_false (drill->opens_after);
  g_assert_true (vault_receipt_is_destroyed (&drill->receipt));
  g_assert_cmpint (drill->receipt.steps[VAULT_WIPE_MEMORY].outcome, ==,
                   VAULT_WIPE_DESTROYED);
  g_assert_cmpint (drill->receipt.steps[VAULT_WIPE_DATABASE].outcome, ==,
                   VAULT_WIPE_REMOVED);
}

static void
test_open_and_locked (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 700000);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;
  VaultDrill drill;

  g_object_unref (box_import (box, "one", bytes, NEVER));
  before = file_get (box->keyring);
  g_assert_true (run_drill (box->vault, NULL, &drill, &error));
  g_assert_no_error (error);
  assert_drill (&drill);
  g_assert_cmpuint (drill.keyring_bytes, ==, g_bytes_get_size (before));
  after = file_get (box->keyring);
  assert_same_bytes (before, after);
  assert_no_dummy (box);

  vault_box_restart (box);
  g_assert_true (run_drill (box->vault, NULL, &drill, &error));
  assert_drill (&drill);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  box_assert_holds (box, "one", bytes);
}

static void
test_nothing_there (void)
{
  g_autoptr (VaultBox) box = vault_box_new ();
  g_autoptr (GError) error = NULL;
  VaultDrill drill;

  g_assert_false (run_drill (box->vault, NULL, &drill, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT);
}

static void
test_cancelled (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  VaultDrill drill;

  g_cancellable_cancel (cancellable);
  g_assert_false (run_drill (box->vault, cancellable, &drill, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_no_dummy (box);
}

/* What a drill that was cut off has left is taken away; one that goes on is left alone. */
static void
test_another (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autofree char *dummy = g_build_filename (box->folder, "drill", NULL);
  g_autofree char *keyring = g_build_filename (dummy, "keyring", NULL);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  g_autoptr (GError) error = NULL;
  VaultDrill drill;
  int fd;

  g_assert_cmpint (g_mkdir (dummy, 0700), ==, 0);
  g_assert_true (g_file_set_contents (keyring, "x", 1, NULL));
  fd = g_open (keyring, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fcntl (fd, F_OFD_SETLK, &lock), ==, 0);
  g_assert_false (run_drill (box->vault, NULL, &drill, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BUSY);
  g_assert_true (file_exists (keyring));
  close (fd);
  g_assert_true (run_drill (box->vault, NULL, &drill, NULL));
  assert_drill (&drill);
  assert_no_dummy (box);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-drill/open-and-locked", test_open_and_locked);
  g_test_add_func ("/vault-drill/nothing-there", test_nothing_there);
  g_test_add_func ("/vault-drill/cancelled", test_cancelled);
  g_test_add_func ("/vault-drill/another", test_another);
  return g_test_run ();
}
