/* test-keyring.c - making, opening and refusing to open a keyring
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/keyring-box.h"

#include "crypto/bytes.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vault/vault-error.h>

static VaultKeyring *
create (KeyringBox *box, const char *text, GError **error)
{
  g_autoptr (VaultSecret) passphrase = passphrase_new (text);
  VaultKdfParams kdf;

  vault_kdf_params_init_quick (&kdf);
  return vault_keyring_create (box->dir_fd, passphrase, &kdf, error);
}

static void
test_opens (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  gboolean doubtful;

  g_assert_cmpuint (vault_keyring_get_n_cells (keyring), ==, VAULT_SEGMENT_CELLS);
  g_assert_cmpint (vault_keyring_get_time (keyring, &doubtful), ==, FAKE_NOW);
  g_assert_false (doubtful);
  for (guint32 cell = 0; cell < VAULT_SEGMENT_CELLS; cell++)
    g_assert_false (vault_keyring_is_live (keyring, cell));
  box_assert_cell (keyring, 1, VAULT_CELL_CLOSED, 0);
  box_assert_cell (keyring, G_MAXUINT32, VAULT_CELL_CLOSED, 0);
}

static void
test_wrong_passphrase (void)
{
  static const char *const wrong[] = { "correct horse battery stapl",
                                       "correct horse battery staple ",
                                       "Correct horse battery staple" };
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (GBytes) before = file_get (box->path);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (VaultKeyring) keyring = NULL;
  guint8 clock[2][VAULT_BLOCK_BYTES];
  gint64 last_s;

  for (guint i = 0; i < 2; i++)
    file_read (box->path, box_clock_at (i), clock[i], VAULT_BLOCK_BYTES);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (keyring_box_try (box, wrong[i], &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_WRONG_PASSPHRASE);
  }

  keyring = keyring_box_open (box);
  g_assert_cmpuint (vault_keyring_get_failed (keyring, &last_s), ==,
                    G_N_ELEMENTS (wrong));
  g_assert_cmpint (last_s, ==, FAKE_NOW);
  g_clear_pointer (&keyring, vault_keyring_free);
  keyring = keyring_box_open (box);
  g_assert_cmpuint (vault_keyring_get_failed (keyring, &last_s), ==, 0);
  g_assert_cmpint (last_s, ==, 0);

  /* Nothing but the clock block was touched. */
  for (guint i = 0; i < 2; i++)
    file_write (box->path, box_clock_at (i), clock[i], VAULT_BLOCK_BYTES);
  after = file_get (box->path);
  assert_same_bytes (before, after);
}

static void
test_bad_passphrase (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (keyring_box_try (box, "short", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_PASSPHRASE);
  g_clear_error (&error);
  g_assert_null (create (box, "with a\ttab", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_PASSPHRASE);
  g_assert_cmpuint (folder_count (box->folder), ==, 1);
}

/* Made on a keyboard that composes, opened on one that does not. */
static void
test_normalised (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = NULL;

  g_assert_cmpint (g_unlink (box->path), ==, 0);
  keyring = create (box, "caf\xc3\xa9 \xef\xac\x81ne", NULL);
  g_assert_true (vault_keyring_publish (keyring, box->dir_fd, NULL));
  g_clear_pointer (&keyring, vault_keyring_free);
  keyring = keyring_box_try (box, "cafe\xcc\x81 fine", NULL);
  g_assert_nonnull (keyring);
}

static void
test_held_is_busy (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);

  keyring_box_assert_refuses (box, VAULT_ERROR_BUSY);
  vault_keyring_free (keyring);
  keyring = keyring_box_open (box);
  vault_keyring_free (keyring);
}

static void
test_not_there (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  guint n_overwritten;

  g_assert_cmpint (g_unlink (box->path), ==, 0);
  keyring_box_assert_refuses (box, VAULT_ERROR_NO_VAULT);
  g_assert_cmpint (symlink ("elsewhere", box->path), ==, 0);
  keyring_box_assert_refuses (box, VAULT_ERROR_IO);
  g_assert_cmpint (g_unlink (box->path), ==, 0);
  g_assert_cmpint (mkfifo (box->path, 0600), ==, 0);
  keyring_box_assert_refuses (box, VAULT_ERROR_IO);
  g_assert_false (vault_keyring_reap_locked (box->dir_fd, &n_overwritten, NULL));
  g_assert_cmpint (g_unlink (box->path), ==, 0);
  g_assert_cmpint (g_mkdir (box->path, 0700), ==, 0);
  keyring_box_assert_refuses (box, VAULT_ERROR_IO);
}

static void
test_cancelled (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultSecret) passphrase = passphrase_new (BOX_PASSPHRASE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (vault_keyring_open (box->dir_fd, passphrase, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The file gets its name last. */
static void
test_unpublished (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = NULL;
  g_autofree char *unpublished = folder_path (box->folder, "keyring.new");
  VaultKeyringPeek peek;
  struct stat info;

  g_assert_cmpint (g_unlink (box->path), ==, 0);
  keyring = create (box, BOX_PASSPHRASE, NULL);
  g_assert_false (vault_keyring_was_unpublished (keyring));
  g_assert_cmpint (g_stat (unpublished, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (info.st_size, ==, VAULT_KEYRING_MIN_BYTES);
  g_assert_true (vault_keyring_peek (box->dir_fd, &peek, NULL));
  g_assert_false (peek.exists);

  vault_keyring_remove_unpublished (box->dir_fd);
  g_assert_cmpuint (folder_count (box->folder), ==, 0);
}

static void
test_publish_replaces_nothing (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (GBytes) before = file_get (box->path);
  g_autoptr (VaultKeyring) keyring = create (box, "another passphrase", NULL);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (vault_keyring_publish (keyring, box->dir_fd, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_VAULT_EXISTS);
  after = file_get (box->path);
  assert_same_bytes (before, after);

  /* Not over a damaged one either: it may be mended. */
  box_flip_both (box, 100, 1);
  g_clear_error (&error);
  g_assert_false (vault_keyring_publish (keyring, box->dir_fd, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_VAULT_EXISTS);
}

/* What is not used cannot be told from what is: all noise, no block of it twice, but for
 * the epoch table, of which there are two copies. */
static void
test_noise (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (GBytes) bytes = file_get (box->path);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (
      g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  g_autoptr (GBytes) epochs = box_dup_epochs (box);

  for (guint32 cell = 0; cell < VAULT_SEGMENT_CELLS; cell++) {
    for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
      GBytes *block =
          g_bytes_new_from_bytes (bytes, vault_cell_offset (cell, copy), 16);

      g_assert_true (g_hash_table_add (seen, block));
    }
  }
  for (guint i = 0; i < VAULT_N_EPOCH_KEYS; i++)
    g_assert_true (
        g_hash_table_add (seen, g_bytes_new_from_bytes (epochs, i * 32, 32)));
  for (guint i = 0; i < VAULT_N_SLOTS; i++)
    g_assert_true (
        g_hash_table_add (seen, g_bytes_new_from_bytes (bytes, 512 + i * 128, 16)));
}

static void
test_counters (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  VaultKeyring *keyring = keyring_box_open (box);
  guint64 generation = vault_keyring_get_generation (keyring);

  g_assert_cmpuint (vault_keyring_get_n_commits (keyring), ==, 0);
  g_assert_true (vault_keyring_set_n_commits (keyring, 7, NULL));
  g_assert_true (vault_keyring_set_n_commits (keyring, 5, NULL));
  box_add_cell (keyring, 1, VAULT_EXPIRES_NEVER);
  box_destroy_cell (keyring, box_add_cell (keyring, 2, VAULT_EXPIRES_NEVER));
  g_assert_cmpuint (vault_keyring_get_generation (keyring), ==, generation + 3);
  vault_keyring_free (keyring);

  keyring = keyring_box_open (box);
  g_assert_cmpuint (vault_keyring_get_n_commits (keyring), ==, 7);
  g_assert_cmpuint (vault_keyring_get_generation (keyring), ==, generation + 3);
  vault_keyring_free (keyring);
}

static void
assert_peeks (KeyringBox *box, VaultHeaderStatus status)
{
  VaultKeyringPeek peek;

  g_assert_true (vault_keyring_peek (box->dir_fd, &peek, NULL));
  g_assert_true (peek.exists);
  g_assert_cmpint (peek.status, ==, status);
  if (status == VAULT_HEADER_OK)
    g_assert_cmpuint (peek.kdf.memory_bytes, ==, VAULT_KDF_MEMORY_MIN_BYTES);
  g_assert_cmpuint (peek.n_file_bytes, ==, file_size (box->path));
}

static void
test_peek (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = NULL;
  const guint8 version_two[2] = { 2, 0 };
  VaultKeyringPeek peek;

  assert_peeks (box, VAULT_HEADER_OK);
  keyring = keyring_box_open (box);
  assert_peeks (box, VAULT_HEADER_OK);
  g_clear_pointer (&keyring, vault_keyring_free);
  box_patch_headers (box, 8, version_two, sizeof version_two);
  assert_peeks (box, VAULT_HEADER_NEWER);
  box_flip_both (box, 8, 2);
  assert_peeks (box, VAULT_HEADER_DAMAGED);
  file_write (box->path, vault_head_offset (VAULT_COPY_B), VAULT_DESTROYED_MARKER, 32);
  assert_peeks (box, VAULT_HEADER_DESTROYED);
  file_truncate (box->path, 0);
  assert_peeks (box, VAULT_HEADER_DAMAGED);
  g_assert_cmpint (g_unlink (box->path), ==, 0);
  g_assert_true (vault_keyring_peek (box->dir_fd, &peek, NULL));
  g_assert_false (peek.exists);
}

/* Who writes the file can name any cost, and must not make us pay it. */
static void
test_kdf_refused (gconstpointer data)
{
  const guint64 *cost = data;
  g_autoptr (KeyringBox) box = keyring_box_new ();
  guint8 bytes[16];

  vault_store_u64_le (bytes, cost[0]);
  vault_store_u64_le (bytes + 8, cost[1]);
  box_patch_headers (box, 16, bytes, sizeof bytes);
  keyring_box_assert_refuses (box, VAULT_ERROR_KDF_REFUSED);
}

static void
test_kdf_alg_refused (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();

  box_patch_headers (box, 11, "\2", 1);
  keyring_box_assert_refuses (box, VAULT_ERROR_KDF_REFUSED);
}

/* Another cost, salt or vault id within the bounds: no slot opens any more. */
static void
test_bound_to_parameters (void)
{
  static const struct {
    gsize at;
    guint8 byte;
  } patches[] = { { 24, 4 }, { 17, 4 }, { 32, 0x55 }, { 48, 0x55 } };

  for (guint i = 0; i < G_N_ELEMENTS (patches); i++) {
    g_autoptr (KeyringBox) box = keyring_box_new ();
    guint8 byte;

    file_read (box->path, patches[i].at, &byte, 1);
    byte ^= patches[i].byte;
    box_patch_headers (box, patches[i].at, &byte, 1);
    keyring_box_assert_refuses (box, VAULT_ERROR_WRONG_PASSPHRASE);
  }
}

/* What the slots are not bound to, the MAC is over: the ring generation, another slot. */
static void
test_altered_without_key (void)
{
  static const gsize at[] = { 64, 512 + 3 * 128, 4032 };

  for (guint i = 0; i < G_N_ELEMENTS (at); i++) {
    g_autoptr (KeyringBox) box = keyring_box_new ();
    g_autoptr (GBytes) before = NULL;
    g_autoptr (GBytes) after = NULL;

    box_patch_headers (box, at[i], "\xa5\x5a", 2);
    before = file_get (box->path);
    keyring_box_assert_refuses (box, VAULT_ERROR_DAMAGED_KEYRING);
    after = file_get (box->path);
    assert_same_bytes (before, after);
  }
}

static void
test_newer (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  guint n_overwritten;
  g_autoptr (GError) error = NULL;

  box_patch_headers (box, 8, "\2", 1);
  keyring_box_assert_refuses (box, VAULT_ERROR_NEWER_FORMAT);
  g_assert_false (vault_keyring_reap_locked (box->dir_fd, &n_overwritten, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NEWER_FORMAT);
}

/* However often it is opened, written to and closed, the vault's time is the computer's. */
static void
test_time_does_not_run_ahead (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();

  for (guint i = 0; i < 5; i++) {
    g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

    g_assert_cmpint (vault_keyring_get_time (keyring, NULL), ==,
                     fake_clock_get_wall ());
    (void) box_add_cell (keyring, (guint8) i, VAULT_EXPIRES_NEVER);
    fake_clock_pass (100);
    g_assert_cmpint (vault_keyring_get_time (keyring, NULL), ==,
                     fake_clock_get_wall ());
    (void) box_add_cell (keyring, (guint8) i, VAULT_EXPIRES_NEVER);
    fake_clock_pass (100);
  }
}

int
main (int argc, char **argv)
{
  static const guint64 costs[][2] = {
    { 8192, 3 },
    { (guint64) 1 << 40, 3 },
    { (guint64) 64 << 20, 1 },
    { (guint64) 64 << 20, G_MAXUINT32 },
    { G_MAXUINT64, G_MAXUINT64 },
    { 0, 0 },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring/opens", test_opens);
  g_test_add_func ("/keyring/time", test_time_does_not_run_ahead);
  g_test_add_func ("/keyring/wrong-passphrase", test_wrong_passphrase);
  g_test_add_func ("/keyring/bad-passphrase", test_bad_passphrase);
  g_test_add_func ("/keyring/normalised", test_normalised);
  g_test_add_func ("/keyring/held-is-busy", test_held_is_busy);
  g_test_add_func ("/keyring/not-there", test_not_there);
  g_test_add_func ("/keyring/cancelled", test_cancelled);
  g_test_add_func ("/keyring/unpublished", test_unpublished);
  g_test_add_func ("/keyring/publish-replaces-nothing", test_publish_replaces_nothing);
  g_test_add_func ("/keyring/noise", test_noise);
  g_test_add_func ("/keyring/counters", test_counters);
  g_test_add_func ("/keyring/peek", test_peek);
  for (guint i = 0; i < G_N_ELEMENTS (costs); i++) {
    g_autofree char *path = g_strdup_printf ("/keyring/kdf-refused/%u", i);

    g_test_add_data_func (path, costs[i], test_kdf_refused);
  }
  g_test_add_func ("/keyring/kdf-refused/alg", test_kdf_alg_refused);
  g_test_add_func ("/keyring/bound-to-parameters", test_bound_to_parameters);
  g_test_add_func ("/keyring/altered-without-key", test_altered_without_key);
  g_test_add_func ("/keyring/newer", test_newer);
  return g_test_run ();
}
