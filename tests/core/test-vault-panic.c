/* test-vault-panic.c - a passphrase that destroys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <vault/vault-passphrase.h>

#define PANIC "there is nothing to see here"
#define FRESH "a new one, of some length"
#define NEVER VAULT_EXPIRES_NEVER

typedef struct {
  gboolean done;
  gboolean ok;
  GError *error;
} Wait;

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->ok = vault_add_passphrase_finish (VAULT_VAULT (source), result, &wait->error);
  wait->done = TRUE;
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->ok =
      vault_change_passphrase_finish (VAULT_VAULT (source), result, &wait->error);
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
add_panic (VaultBox *box, const char *current, const char *added, GError **error)
{
  g_autoptr (VaultSecret) old = secret (current);
  g_autoptr (VaultSecret) new = secret (added);
  Wait wait = { 0 };

  vault_add_passphrase_async (box->vault, old, new, VAULT_PASSPHRASE_PANIC, NULL,
                              added_cb, &wait);
  return settle (&wait, error);
}

static VaultBox *
box_with_panic (void)
{
  VaultBox *box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 300000);
  g_autoptr (GError) error = NULL;

  g_object_unref (box_import (box, "one", bytes, NEVER));
  g_object_unref (box_import (box, "two", bytes, FAKE_NOW + FAKE_DAY));
  g_assert_true (add_panic (box, BOX_PASSPHRASE, PANIC, &error));
  g_assert_no_error (error);
  return box;
}

static void
unlock_ok (VaultBox *box, const char *passphrase)
{
  g_autoptr (GError) error = NULL;

  vault_box_restart (box);
  g_assert_true (run_unlock (box->vault, passphrase, &error));
  g_assert_no_error (error);
}

static void
unlock_fails (VaultBox *box, const char *passphrase, VaultError code)
{
  g_autoptr (GError) error = NULL;

  vault_box_restart (box);
  g_assert_false (run_unlock (box->vault, passphrase, &error));
  g_assert_error (error, VAULT_ERROR, (int) code);
}

/* An empty vault that works, as anybody's first one. */
static void
assert_fresh (VaultBox *box)
{
  g_autoptr (GBytes) bytes = bytes_noise (7, 1000);
  VaultPassphraseInfo infos[VAULT_MAX_PASSPHRASES];
  VaultUnlockSummary summary;

  g_assert_cmpint (vault_get_state (box->vault), ==, VAULT_STATE_OPEN);
  g_assert_cmpuint (box_count (box), ==, 0);
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_damaged + summary.n_interrupted + summary.n_expired, ==,
                    0);
  g_assert_cmpuint (vault_list_passphrases (box->vault, infos), ==, 1);
  g_assert_cmpint (infos[0].kind, ==, VAULT_PASSPHRASE_CHOSEN);
  g_assert_true (infos[0].current);
  g_object_unref (box_import (box, "fresh", bytes, NEVER));
}

/* Not sixteen bytes of what there was stand in the files that are there now. */
static void
assert_nothing_of (GBytes *before, const char *path)
{
  g_autoptr (GBytes) after = file_get (path);
  gsize n = MIN (g_bytes_get_size (before), g_bytes_get_size (after));
  const guint8 *old = g_bytes_get_data (before, NULL);
  const guint8 *new = g_bytes_get_data (after, NULL);

  for (gsize at = 4096; at + 16 <= n; at += 16) {
    /* Header and clock block are plain, and mostly zero, in both heads. */
    if (at % 589824 < 4096 || (at % 589824 >= 8192 && at % 589824 < 12288))
      continue;
    g_assert_cmpint (memcmp (old + at, new + at, 16), !=, 0);
  }
}

static void
test_destroys (void)
{
  g_autoptr (VaultBox) box = box_with_panic ();
  g_autofree char *held = g_build_filename (box->home, "held", NULL);
  g_autoptr (GBytes) before = file_get (box->keyring);
  char start[11] = { 0 };

  /* Another name for the file there was, to look at what became of it. */
  g_assert_cmpint (link (box->keyring, held), ==, 0);
  unlock_ok (box, PANIC);
  g_assert_true (vault_has_panicked (box->vault));
  assert_fresh (box);
  file_read (held, 0, start, 10);
  g_assert_cmpstr (start, ==, "nightstand");
  assert_nothing_of (before, box->keyring);
  assert_nothing_of (before, held);

  unlock_fails (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  unlock_ok (box, PANIC);
  g_assert_false (vault_has_panicked (box->vault));
  g_assert_cmpuint (box_count (box), ==, 1);
}

/* The others open the vault as before, and say which it is. */
static void
test_listed (void)
{
  g_autoptr (VaultBox) box = box_with_panic ();
  VaultPassphraseInfo infos[VAULT_MAX_PASSPHRASES];

  unlock_ok (box, BOX_PASSPHRASE);
  g_assert_false (vault_has_panicked (box->vault));
  g_assert_cmpuint (box_count (box), ==, 2);
  g_assert_cmpuint (vault_list_passphrases (box->vault, infos), ==, 2);
  g_assert_cmpint (infos[1].kind, ==, VAULT_PASSPHRASE_PANIC);
  g_assert_false (infos[1].current);
}

/* A new master key is not sealed for it, but it goes on destroying. */
static void
test_outlives_a_change (void)
{
  g_autoptr (VaultBox) box = box_with_panic ();
  g_autoptr (VaultSecret) old = secret (BOX_PASSPHRASE);
  g_autoptr (VaultSecret) new = secret (FRESH);
  Wait wait = { 0 };

  vault_change_passphrase_async (box->vault, old, VAULT_PASSPHRASE_OF_CURRENT, new,
                                 NULL, changed_cb, &wait);
  g_assert_true (settle (&wait, NULL));
  unlock_ok (box, FRESH);
  g_assert_cmpuint (box_count (box), ==, 2);
  unlock_ok (box, PANIC);
  assert_fresh (box);
}

static void
test_removed (void)
{
  g_autoptr (VaultBox) box = box_with_panic ();
  g_autoptr (VaultSecret) current = secret (BOX_PASSPHRASE);
  Wait wait = { 0 };

  vault_remove_passphrase_async (box->vault, current, 1, NULL, removed_cb, &wait);
  g_assert_true (settle (&wait, NULL));
  unlock_fails (box, PANIC, VAULT_ERROR_WRONG_PASSPHRASE);
  unlock_ok (box, BOX_PASSPHRASE);
  g_assert_cmpuint (box_count (box), ==, 2);
}

/* It is no way in: it cannot make or take away others, nor get anything out, nor be what is
 * left when all passphrases are gone. */
static void
test_is_no_way_in (void)
{
  g_autoptr (VaultBox) box = box_with_panic ();
  g_autoptr (VaultSecret) current = secret (BOX_PASSPHRASE);
  g_autofree char *out = g_build_filename (box->home, "out", NULL);
  g_autoptr (GPtrArray) damaged = NULL;
  g_autoptr (GError) error = NULL;
  VaultSalvageReport report;
  Wait wait = { 0 };

  g_assert_false (add_panic (box, PANIC, FRESH, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  g_assert_false (add_panic (box, BOX_PASSPHRASE, PANIC, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_PASSPHRASE_IN_USE);
  g_clear_error (&error);
  vault_remove_passphrase_async (box->vault, current, 0, NULL, removed_cb, &wait);
  g_assert_false (settle (&wait, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LAST_PASSPHRASE);
  g_clear_error (&error);

  vault_box_restart (box);
  g_assert_false (run_salvage (box->vault, PANIC, out, &report, &damaged, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_WRONG_PASSPHRASE);
  unlock_ok (box, BOX_PASSPHRASE);
  g_assert_cmpuint (box_count (box), ==, 2);
}

/* However often somebody guesses: nothing but the panic passphrase itself destroys. */
static void
test_wrong_attempts_destroy_nothing (void)
{
  g_autoptr (VaultBox) box = box_with_panic ();

  for (guint i = 0; i < 5; i++)
    unlock_fails (box, "not the passphrase", VAULT_ERROR_WRONG_PASSPHRASE);
  g_assert_false (vault_has_panicked (box->vault));
  unlock_ok (box, BOX_PASSPHRASE);
  g_assert_cmpuint (box_count (box), ==, 2);
}

/* Also of a vault that nothing else opens any more. */
static void
test_damaged (void)
{
  g_autoptr (VaultBox) box = box_with_panic ();

  vault_box_restart (box);
  g_assert_cmpint (remove (box->database), ==, 0);
  unlock_fails (box, BOX_PASSPHRASE, VAULT_ERROR_MISSING_DATABASE);
  unlock_ok (box, PANIC);
  assert_fresh (box);
}

/* Somebody has the vault open elsewhere, which keeps every other passphrase out, with the same
 * answer for right and wrong ones: that one notices and shows nothing any more, and this one comes to an empty vault. */
static void
test_beside_another (void)
{
  g_autoptr (VaultBox) box = box_with_panic ();
  g_autoptr (VaultItem) item = box_find (box, "one");
  g_autoptr (Vault) other = vault_new (box->folder);
  g_autoptr (GBytes) before = file_get (box->keyring);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (run_unlock (other, BOX_PASSPHRASE, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (run_unlock (other, "not the passphrase", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_cmpint (vault_get_state (box->vault), ==, VAULT_STATE_OPEN);
  after = file_get (box->keyring);
  assert_same_bytes (before, after);

  g_assert_true (run_unlock (other, PANIC, &error));
  g_assert_no_error (error);
  g_assert_true (vault_has_panicked (other));
  wait_for_state (box->vault, VAULT_STATE_WIPED);
  g_assert_true (vault_item_is_gone (item));
  run_lock (other);
  unlock_fails (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  unlock_ok (box, PANIC);
  assert_fresh (box);
}

/* One that has been stopped notices nothing: it is not waited for for ever. */
static void
test_beside_one_that_hangs (void)
{
  g_autoptr (VaultBox) box = box_with_panic ();
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  char start[11] = { 0 };
  int fd;

  vault_box_restart (box);
  fd = g_open (box->keyring, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fcntl (fd, F_OFD_SETLK, &lock), ==, 0);
  unlock_ok (box, PANIC);
  assert_fresh (box);
  g_assert_cmpint (pread (fd, start, 10, 0), ==, 10);
  g_assert_cmpstr (start, ==, "nightstand");
  close (fd);
}

/* ---- how long it takes is how often a key is derived ---- */

static gint n_derived; /* atomic */

/* In the place of the library's. */
int
crypto_pwhash (unsigned char *const out,
               unsigned long long n_out,
               const char *const passphrase,
               unsigned long long n_passphrase,
               const unsigned char *const salt,
               unsigned long long passes,
               size_t n_memory,
               int algorithm)
{
  __typeof__ (crypto_pwhash) *derive = dlsym (RTLD_NEXT, "crypto_pwhash");

  g_atomic_int_inc (&n_derived);
  return derive (out, n_out, passphrase, n_passphrase, salt, passes, n_memory,
                 algorithm);
}

static void
test_derives_once (void)
{
  g_autoptr (VaultBox) box = box_with_panic ();
  const char *const passphrases[] = { BOX_PASSPHRASE, PANIC, PANIC };

  for (guint i = 0; i < G_N_ELEMENTS (passphrases); i++) {
    g_atomic_int_set (&n_derived, 0);
    unlock_ok (box, passphrases[i]);
    g_assert_cmpint (g_atomic_int_get (&n_derived), ==, 1);
  }
}

/* ---- a disk that takes no writes where a header lies ---- */

static ino_t refusing;        /* 0: none */
static guint64 refuses_until; /* of each copy */

/* In the place of the C library's. */
ssize_t
pwrite64 (int fd, const void *bytes, size_t n_bytes, off64_t at)
{
  struct stat info;

  if (refusing != 0 && fstat (fd, &info) == 0 && info.st_ino == refusing
      && (guint64) at % 589824 < refuses_until) {
    errno = EIO;
    return -1;
  }

  return syscall (SYS_pwrite64, fd, bytes, n_bytes, at);
}

static void
refuse (VaultBox *box, guint64 n_bytes)
{
  struct stat info;

  g_assert_cmpint (stat (box->keyring, &info), ==, 0);
  refuses_until = n_bytes;
  refusing = info.st_ino;
}

/* The rest goes, and nothing opens without it: the empty vault is there all the same. */
static void
test_header_refuses (void)
{
  g_autoptr (VaultBox) box = box_with_panic ();

  vault_box_restart (box);
  refuse (box, 4096);
  unlock_ok (box, PANIC);
  refusing = 0;
  assert_fresh (box);
  unlock_fails (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
}

/* Nothing could be destroyed: it says what an opening says that meets such a disk. */
static void
test_all_refuses (void)
{
  g_autoptr (VaultBox) box = box_with_panic ();

  vault_box_restart (box);
  refuse (box, G_MAXUINT64);
  unlock_fails (box, PANIC, VAULT_ERROR_IO);
  g_assert_true (vault_has_panicked (box->vault));
  refusing = 0;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-panic/destroys", test_destroys);
  g_test_add_func ("/vault-panic/listed", test_listed);
  g_test_add_func ("/vault-panic/outlives-a-change", test_outlives_a_change);
  g_test_add_func ("/vault-panic/removed", test_removed);
  g_test_add_func ("/vault-panic/is-no-way-in", test_is_no_way_in);
  g_test_add_func ("/vault-panic/wrong-attempts-destroy-nothing",
                   test_wrong_attempts_destroy_nothing);
  g_test_add_func ("/vault-panic/damaged", test_damaged);
  g_test_add_func ("/vault-panic/beside-another", test_beside_another);
  g_test_add_func ("/vault-panic/beside-one-that-hangs", test_beside_one_that_hangs);
  g_test_add_func ("/vault-panic/derives-once", test_derives_once);
  g_test_add_func ("/vault-panic/header-refuses", test_header_refuses);
  g_test_add_func ("/vault-panic/all-refuses", test_all_refuses);
  return g_test_run ();
}
