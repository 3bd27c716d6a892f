/* test-keyring-wipe.c - the emergency wipe of a keyring, and what it says it did
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/keyring-box.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <vault/vault-error.h>
#include <vault/vault-item.h>

static guint
wipe_fd (int fd, VaultWipeStep *steps)
{
  g_autofree VaultWipeRoom *room = g_new0 (VaultWipeRoom, 1);
  VaultWipeFile file = { 0 };

  vault_keyring_wipe (fd, room, g_get_monotonic_time (), &file);
  memcpy (steps, file.steps, sizeof file.steps);
  return file.facts;
}

static void
wipe (KeyringBox *box, VaultWipeStep *steps)
{
  int fd = open (box->path, O_RDWR | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  wipe_fd (fd, steps);
  close (fd);
}

static void
assert_outcomes (const VaultWipeStep *steps,
                 VaultWipeOutcome header,
                 VaultWipeOutcome epochs,
                 VaultWipeOutcome cells)
{
  for (VaultWipePart part = VAULT_WIPE_HEADER; part <= VAULT_WIPE_CELLS; part++)
    g_assert_cmpint (steps[part].part, ==, part);
  g_assert_cmpint (steps[VAULT_WIPE_HEADER].outcome, ==, header);
  g_assert_cmpint (steps[VAULT_WIPE_EPOCHS].outcome, ==, epochs);
  g_assert_cmpint (steps[VAULT_WIPE_CELLS].outcome, ==, cells);
}

static gboolean
has_marker (KeyringBox *box, VaultCopy copy)
{
  guint8 start[VAULT_MARKER_BYTES];

  file_read (box->path, vault_head_offset (copy), start, sizeof start);
  return memcmp (start, VAULT_DESTROYED_MARKER, sizeof start) == 0;
}

/* No sixteen bytes stand where they stood, or anywhere else. */
static void
assert_nothing_left (GBytes *before, GBytes *after)
{
  g_autoptr (GHashTable) old = g_hash_table_new_full (
      g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  gsize n_bytes = g_bytes_get_size (before);

  g_assert_cmpuint (g_bytes_get_size (after), ==,
                    n_bytes == 0 ? 0 : MAX (n_bytes, VAULT_MARKER_BYTES));
  for (gsize at = 0; at + 16 <= n_bytes; at += 16)
    g_hash_table_add (old, g_bytes_new_from_bytes (before, at, 16));
  for (gsize at = 0; at + 16 <= n_bytes; at += 16) {
    g_autoptr (GBytes) block = g_bytes_new_from_bytes (after, at, 16);

    g_assert_false (g_hash_table_contains (old, block));
  }
}

static KeyringBox *
used_box (void)
{
  KeyringBox *box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  for (guint8 i = 0; i < 10; i++)
    box_add_cell (keyring, i, i % 2 == 0 ? VAULT_EXPIRES_NEVER : FAKE_NOW + FAKE_DAY);
  return box;
}

static void
test_everything (void)
{
  g_autoptr (KeyringBox) box = used_box ();
  g_autoptr (GBytes) before = file_get (box->path);
  g_autoptr (GBytes) after = NULL;
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];
  VaultKeyringPeek peek;
  guint n_overwritten;

  wipe (box, steps);
  assert_outcomes (steps, VAULT_WIPE_DESTROYED, VAULT_WIPE_DESTROYED,
                   VAULT_WIPE_DESTROYED);
  g_assert_cmpint (steps[VAULT_WIPE_HEADER].elapsed_us, >=, 0);
  g_assert_cmpint (steps[VAULT_WIPE_EPOCHS].elapsed_us, >=,
                   steps[VAULT_WIPE_HEADER].elapsed_us);
  g_assert_cmpint (steps[VAULT_WIPE_CELLS].elapsed_us, >=,
                   steps[VAULT_WIPE_EPOCHS].elapsed_us);
  after = file_get (box->path);
  assert_nothing_left (before, after);
  g_assert_true (has_marker (box, VAULT_COPY_A));
  g_assert_true (has_marker (box, VAULT_COPY_B));

  keyring_box_assert_refuses (box, VAULT_ERROR_DESTROYED);
  g_assert_true (vault_keyring_peek (box->dir_fd, &peek, NULL));
  g_assert_cmpint (peek.status, ==, VAULT_HEADER_DESTROYED);
  g_assert_false (vault_keyring_reap_locked (box->dir_fd, &n_overwritten, NULL));
}

static void
test_every_segment (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];
  guint32 cell = 0;

  while (cell < 2 * VAULT_SEGMENT_CELLS)
    g_assert_true (vault_keyring_reserve_cell (keyring, &cell, NULL));
  box_write_cell (keyring, cell, 1, VAULT_EXPIRES_NEVER);
  before = file_get (box->path);
  wipe_fd (vault_keyring_get_fd (keyring), steps);
  after = file_get (box->path);
  assert_outcomes (steps, VAULT_WIPE_DESTROYED, VAULT_WIPE_DESTROYED,
                   VAULT_WIPE_DESTROYED);
  assert_nothing_left (before, after);
}

/* Who has it open learns it at the next step, and does not write it back. */
static void
test_under_an_open_keyring (void)
{
  g_autoptr (KeyringBox) box = used_box ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (GBytes) wiped = NULL;
  g_autoptr (GBytes) after = NULL;
  const guint8 root[VAULT_KEY_BYTES] = { 0 };
  const VaultCellWrite write = { .cell = 20, .root = root };
  const guint32 cell = 1;
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];
  guint n;
  GError *error = NULL;

  wipe (box, steps);
  wiped = file_get (box->path);
  fake_clock_pass (FAKE_DAY);
  g_assert_false (vault_keyring_write_cells (keyring, &write, 1, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DESTROYED);
  g_clear_error (&error);
  g_assert_false (vault_keyring_destroy_cells (keyring, &cell, 1, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DESTROYED);
  g_clear_error (&error);
  g_assert_false (vault_keyring_set_n_commits (keyring, 9, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DESTROYED);
  g_clear_error (&error);
  g_assert_false (vault_keyring_reap (keyring, &n, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DESTROYED);
  g_clear_error (&error);
  after = file_get (box->path);
  assert_same_bytes (wiped, after);
}

/* Power failed when one header was gone: the other does not bring it back, and whoever
 * opens the file finishes what was begun. */
static void
test_interrupted (gconstpointer data)
{
  VaultCopy copy = (VaultCopy) GPOINTER_TO_UINT (data);
  g_autoptr (KeyringBox) box = used_box ();
  g_autoptr (GBytes) before = file_get (box->path);
  g_autoptr (GBytes) after = NULL;

  file_write (box->path, vault_head_offset (copy), VAULT_DESTROYED_MARKER,
              VAULT_MARKER_BYTES);
  keyring_box_assert_refuses (box, VAULT_ERROR_DESTROYED);
  after = file_get (box->path);
  g_assert_true (has_marker (box, VAULT_COPY_A));
  g_assert_true (has_marker (box, VAULT_COPY_B));
  assert_nothing_left (before, after);
}

/* A file cut short: every part that is there goes, and of what is not, nothing is said. */
static void
test_cut (void)
{
  static const struct {
    guint64 n_bytes;
    VaultWipeOutcome header;
    VaultWipeOutcome epochs;
    VaultWipeOutcome cells;
  } cases[] = {
    { 0, VAULT_WIPE_NOTHING, VAULT_WIPE_NOTHING, VAULT_WIPE_NOTHING },
    { 10, VAULT_WIPE_DESTROYED, VAULT_WIPE_NOTHING, VAULT_WIPE_NOTHING },
    { 4096, VAULT_WIPE_DESTROYED, VAULT_WIPE_NOTHING, VAULT_WIPE_NOTHING },
    { 4097, VAULT_WIPE_DESTROYED, VAULT_WIPE_DESTROYED, VAULT_WIPE_NOTHING },
    { 65536, VAULT_WIPE_DESTROYED, VAULT_WIPE_DESTROYED, VAULT_WIPE_NOTHING },
    { 70001, VAULT_WIPE_DESTROYED, VAULT_WIPE_DESTROYED, VAULT_WIPE_DESTROYED },
    { 590000, VAULT_WIPE_DESTROYED, VAULT_WIPE_DESTROYED, VAULT_WIPE_DESTROYED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (KeyringBox) box = keyring_box_new ();
    g_autoptr (GBytes) before = NULL;
    g_autoptr (GBytes) after = NULL;
    VaultWipeStep steps[VAULT_WIPE_N_PARTS];

    file_truncate (box->path, cases[i].n_bytes);
    before = file_get (box->path);
    wipe (box, steps);
    assert_outcomes (steps, cases[i].header, cases[i].epochs, cases[i].cells);
    after = file_get (box->path);
    assert_nothing_left (before, after);
    if (cases[i].n_bytes >= 4096)
      keyring_box_assert_refuses (box, VAULT_ERROR_DESTROYED);
  }
}

static void
test_longer_than_known (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (GBytes) tail = bytes_noise (1, 5000);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];

  file_truncate (box->path, VAULT_KEYRING_MIN_BYTES + 5000);
  file_write (box->path, VAULT_KEYRING_MIN_BYTES, g_bytes_get_data (tail, NULL), 5000);
  before = file_get (box->path);
  wipe (box, steps);
  after = file_get (box->path);
  assert_nothing_left (before, after);
}

/* A descriptor that cannot be written: nothing happened, and nothing else is said. */
static void
test_not_writable (void)
{
  g_autoptr (KeyringBox) box = used_box ();
  g_autoptr (GBytes) before = file_get (box->path);
  g_autoptr (GBytes) after = NULL;
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];
  int fd = open (box->path, O_RDONLY | O_CLOEXEC);

  wipe_fd (fd, steps);
  close (fd);
  assert_outcomes (steps, VAULT_WIPE_FAILED, VAULT_WIPE_FAILED, VAULT_WIPE_FAILED);
  g_assert_cmpint (steps[VAULT_WIPE_HEADER].error, ==, VAULT_ERROR_IO);
  after = file_get (box->path);
  assert_same_bytes (before, after);
  vault_keyring_free (keyring_box_open (box));
}

/* What failed at first and worked later has the time of when it worked. */
static void
test_works_later (void)
{
  g_autoptr (KeyringBox) box = used_box ();
  g_autofree VaultWipeRoom *room = g_new0 (VaultWipeRoom, 1);
  const gint64 start_us = g_get_monotonic_time ();
  VaultWipeFile file = { 0 };
  gint64 later_us;
  int refuses = open (box->path, O_RDONLY | O_CLOEXEC);
  int takes = open (box->path, O_RDWR | O_CLOEXEC);

  vault_keyring_wipe (refuses, room, start_us, &file);
  later_us = g_get_monotonic_time ();
  vault_keyring_wipe_again (takes, room, start_us, &file);
  for (VaultWipePart part = VAULT_WIPE_HEADER; part <= VAULT_WIPE_CELLS; part++)
    g_assert_cmpint (file.steps[part].elapsed_us, >=, later_us - start_us);
  close (refuses);
  close (takes);
}

static guint
wipe_copy (KeyringBox *box, GBytes *bytes, gboolean flush)
{
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];
  int fd = open (box->path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  guint facts;

  g_assert_cmpint (write (fd, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)),
                   ==, (gssize) g_bytes_get_size (bytes));
  g_assert_true (!flush || fsync (fd) == 0);
  facts = wipe_fd (fd, steps);
  close (fd);
  return facts;
}

/* A key file that somebody has just put there, and that has no place on the disk yet: the first
 * look does not wait until it has, and what is said of the disk is the same in the end. */
static void
test_without_a_place (void)
{
  g_autoptr (KeyringBox) box = used_box ();
  g_autoptr (GBytes) bytes = file_get (box->path);

  g_assert_cmpuint (wipe_copy (box, bytes, FALSE), ==, wipe_copy (box, bytes, TRUE));
}

static void
test_not_a_file (void)
{
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];

  wipe_fd (-1, steps);
  assert_outcomes (steps, VAULT_WIPE_FAILED, VAULT_WIPE_FAILED, VAULT_WIPE_FAILED);
}

/* Write-only: overwritten and flushed, but it could not be read back. */
static void
test_not_readable (void)
{
  g_autoptr (KeyringBox) box = used_box ();
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];
  int fd = open (box->path, O_WRONLY | O_CLOEXEC);

  wipe_fd (fd, steps);
  close (fd);
  assert_outcomes (steps, VAULT_WIPE_OVERWRITTEN, VAULT_WIPE_OVERWRITTEN,
                   VAULT_WIPE_OVERWRITTEN);
  keyring_box_assert_refuses (box, VAULT_ERROR_DESTROYED);
}

static void
test_replaced_by_a_new_one (void)
{
  g_autoptr (KeyringBox) box = used_box ();
  g_autoptr (VaultSecret) passphrase = passphrase_new (BOX_PASSPHRASE);
  g_autoptr (VaultKeyring) keyring = NULL;
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];
  VaultKdfParams kdf;

  wipe (box, steps);
  vault_kdf_params_init_quick (&kdf);
  keyring = vault_keyring_create (box->dir_fd, passphrase, &kdf, NULL);
  g_assert_true (vault_keyring_publish (keyring, box->dir_fd, NULL));
  g_clear_pointer (&keyring, vault_keyring_free);
  keyring = keyring_box_open (box);
  g_assert_false (vault_keyring_is_live (keyring, 1));
}

static gint opening_is_over; /* atomic */

static gpointer
open_in_thread (gpointer data)
{
  VaultKeyring *keyring = keyring_box_try (data, BOX_PASSPHRASE, NULL);

  g_atomic_int_set (&opening_is_over, 1);
  return keyring;
}

static gboolean
is_locked (int fd)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  g_assert_cmpint (fcntl (fd, F_OFD_GETLK, &lock), ==, 0);
  return lock.l_type != F_UNLCK;
}

/* While somebody unlocks the vault, which takes a second, somebody else wipes it.  Whatever
 * the unlocking read before, it must not put it back. */
static void
test_during_an_opening (void)
{
  g_autoptr (KeyringBox) box = used_box ();
  VaultWipeStep steps[VAULT_WIPE_N_PARTS];
  GThread *thread = g_thread_new ("open", open_in_thread, box);
  int fd = open (box->path, O_RDWR | O_CLOEXEC);
  VaultKeyring *keyring;

  while (!is_locked (fd) && !g_atomic_int_get (&opening_is_over))
    g_thread_yield ();
  wipe_fd (fd, steps);
  close (fd);
  keyring = g_thread_join (thread);
  g_assert_cmpint (steps[VAULT_WIPE_HEADER].outcome, ==, VAULT_WIPE_DESTROYED);
  g_assert_true (has_marker (box, VAULT_COPY_A));
  g_assert_true (has_marker (box, VAULT_COPY_B));
  vault_keyring_free (keyring);
  keyring_box_assert_refuses (box, VAULT_ERROR_DESTROYED);
}

static gpointer
wipe_in_thread (gpointer data)
{
  KeyringBox *box = data;
  VaultWipeStep *steps = g_new0 (VaultWipeStep, VAULT_WIPE_N_PARTS);
  int fd = open (box->path, O_RDWR | O_CLOEXEC);

  wipe_fd (fd, steps);
  close (fd);
  return steps;
}

/* A button in one program and a desktop action in another: each must be able to tell the
 * truth about what it did, however they come between each other. */
static void
test_two_at_once (void)
{
  g_autoptr (KeyringBox) box = used_box ();

  for (guint i = 0; i < 20; i++) {
    GThread *threads[] = { g_thread_new ("one", wipe_in_thread, box),
                           g_thread_new ("two", wipe_in_thread, box) };

    for (guint k = 0; k < G_N_ELEMENTS (threads); k++) {
      g_autofree VaultWipeStep *steps = g_thread_join (threads[k]);

      assert_outcomes (steps, VAULT_WIPE_DESTROYED, VAULT_WIPE_DESTROYED,
                       VAULT_WIPE_DESTROYED);
    }
  }
  keyring_box_assert_refuses (box, VAULT_ERROR_DESTROYED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring-wipe/everything", test_everything);
  g_test_add_func ("/keyring-wipe/every-segment", test_every_segment);
  g_test_add_func ("/keyring-wipe/under-an-open-keyring", test_under_an_open_keyring);
  g_test_add_data_func ("/keyring-wipe/interrupted/copy-a", GUINT_TO_POINTER (0),
                        test_interrupted);
  g_test_add_data_func ("/keyring-wipe/interrupted/copy-b", GUINT_TO_POINTER (1),
                        test_interrupted);
  g_test_add_func ("/keyring-wipe/two-at-once", test_two_at_once);
  g_test_add_func ("/keyring-wipe/cut", test_cut);
  g_test_add_func ("/keyring-wipe/longer-than-known", test_longer_than_known);
  g_test_add_func ("/keyring-wipe/not-writable", test_not_writable);
  g_test_add_func ("/keyring-wipe/works-later", test_works_later);
  g_test_add_func ("/keyring-wipe/without-a-place", test_without_a_place);
  g_test_add_func ("/keyring-wipe/not-a-file", test_not_a_file);
  g_test_add_func ("/keyring-wipe/not-readable", test_not_readable);
  g_test_add_func ("/keyring-wipe/replaced-by-a-new-one", test_replaced_by_a_new_one);
  g_test_add_func ("/keyring-wipe/during-an-opening", test_during_an_opening);
  return g_test_run ();
}
