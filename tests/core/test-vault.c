/* test-vault.c - the life of a vault: create, keep, look at, lock, unlock, delete
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <string.h>

#include "support/store-box.h"

#define NEVER VAULT_EXPIRES_NEVER
#define TINY_PNG                                                                       \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"       \
  "awAAAABJRU5ErkJggg=="

static GBytes *
tiny_png (void)
{
  gsize n_bytes;
  guchar *bytes = g_base64_decode (TINY_PNG, &n_bytes);

  return g_bytes_new_take (bytes, n_bytes);
}

/* A tenth of a second of silence. */
static GBytes *
tiny_wav (void)
{
  static const guint8 head[44] = "RIFF\x64\x03\0\0WAVEfmt \x10\0\0\0\1\0\1\0"
                                 "\x40\x1f\0\0\x40\x1f\0\0\1\0\x08\0data\x40\x03\0";
  guint8 *bytes = g_malloc (sizeof head + 832);

  memcpy (bytes, head, sizeof head);
  memset (bytes + sizeof head, 0x80, 832);
  return g_bytes_new_take (bytes, sizeof head + 832);
}

static void
test_states (void)
{
  g_autoptr (VaultBox) box = vault_box_new ();
  g_autoptr (GError) error = NULL;
  guint state = 99;

  g_assert_cmpint (vault_get_state (box->vault), ==, VAULT_STATE_LOCKED);
  g_assert_cmpint (run_probe (box->vault), ==, VAULT_PRESENCE_NONE);
  box_assert_unlock_fails (box, VAULT_ERROR_NO_VAULT);

  g_assert_true (run_create (box->vault, BOX_PASSPHRASE, &error));
  g_assert_no_error (error);
  g_object_get (box->vault, "state", &state, NULL);
  g_assert_cmpuint (state, ==, VAULT_STATE_OPEN);
  g_assert_cmpint (run_probe (box->vault), ==, VAULT_PRESENCE_VAULT);
  g_assert_false (run_create (box->vault, BOX_PASSPHRASE, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BUSY);
  g_clear_error (&error);

  run_lock (box->vault);
  run_lock (box->vault);
  g_assert_cmpint (vault_get_state (box->vault), ==, VAULT_STATE_LOCKED);
  g_assert_false (run_create (box->vault, BOX_PASSPHRASE, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_VAULT_EXISTS);
  g_clear_error (&error);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, &error));
  g_assert_no_error (error);
}

static void
test_passphrases (void)
{
  g_autoptr (VaultBox) box = vault_box_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (run_create (box->vault, "short", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_PASSPHRASE);
  g_clear_error (&error);
  g_assert_cmpuint (folder_count (box->folder), ==, 0);
  g_assert_true (run_create (box->vault, BOX_PASSPHRASE, NULL));
  run_lock (box->vault);
  g_assert_false (run_unlock (box->vault, "wrong horse battery", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  g_assert_false (run_unlock (box->vault, "short", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_PASSPHRASE);
  g_assert_cmpint (vault_get_state (box->vault), ==, VAULT_STATE_LOCKED);
}

static void
test_keeps (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) png = tiny_png ();
  g_autoptr (GBytes) wav = tiny_wav ();
  g_autoptr (GBytes) text = g_bytes_new_static ("a letter\n", 9);
  g_autoptr (GBytes) film = bytes_noise (1, 3 << 20);
  g_autoptr (VaultItem) item = box_import (box, "photo.png", png, NEVER);
  g_autofree char *id = g_strdup (vault_item_get_id (item));

  g_assert_cmpint (vault_item_get_kind (item), ==, VAULT_MEDIA_IMAGE);
  g_assert_cmpstr (vault_item_get_content_type (item), ==, "image/png");
  g_assert_cmpuint (vault_item_get_n_bytes (item), ==, g_bytes_get_size (png));
  g_assert_cmpint (vault_item_get_added (item), ==, FAKE_NOW);
  g_assert_cmpint (vault_item_get_expires (item), ==, NEVER);
  g_assert_cmpuint (vault_item_get_width (item), ==, 1);
  g_assert_true (vault_item_has_thumbnail (item));
  g_clear_object (&item);
  g_object_unref (box_import (box, "sound.wav", wav, NEVER));
  g_object_unref (box_import (box, "letter.txt", text, NEVER));
  g_object_unref (box_import (box, "film.bin", film, NEVER));

  for (guint i = 0; i < 2; i++) {
    g_assert_cmpuint (box_count (box), ==, 4);
    box_assert_holds (box, "photo.png", png);
    box_assert_holds (box, "sound.wav", wav);
    box_assert_holds (box, "letter.txt", text);
    box_assert_holds (box, "film.bin", film);
    item = vault_dup_item (box->vault, id);
    g_assert_nonnull (item);
    g_assert_cmpstr (vault_item_get_name (item), ==, "photo.png");
    g_assert_true (vault_item_has_thumbnail (item));
    g_clear_object (&item);
    vault_box_reopen (box);
  }
}

static void
test_kinds (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) wav = tiny_wav ();
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.4\n%...", 13);
  g_autoptr (GBytes) text = g_bytes_new_static ("plain", 5);
  g_autoptr (VaultItem) sound = box_import (box, "picture.png", wav, NEVER);
  g_autoptr (VaultItem) document = box_import (box, "d", pdf, NEVER);
  g_autoptr (VaultItem) other = box_import (box, "other.jpg", text, NEVER);

  /* By the first bytes and not by the name. */
  g_assert_cmpint (vault_item_get_kind (sound), ==, VAULT_MEDIA_AUDIO);
  g_assert_cmpint (vault_item_get_kind (document), ==, VAULT_MEDIA_DOCUMENT);
  g_assert_cmpint (vault_item_get_kind (other), ==, VAULT_MEDIA_OTHER);
  g_assert_false (vault_item_has_thumbnail (other));
}

static void
test_seek (void)
{
  const gsize n_bytes = 500000;
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (2, n_bytes);
  g_autoptr (VaultItem) item = box_import (box, "film", bytes, NEVER);
  g_autoptr (GInputStream) stream = vault_open_stream (box->vault, item, NULL);
  GSeekable *seekable = G_SEEKABLE (stream);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  const guint8 *expected = g_bytes_get_data (bytes, NULL);
  static guint8 room[100000];
  gsize n_read;

  g_assert_true (g_seekable_can_seek (seekable));
  g_assert_false (g_seekable_can_truncate (seekable));
  for (guint i = 0; i < 200; i++) {
    gsize offset = (gsize) g_rand_int_range (rand, 0, (gint32) n_bytes);
    gsize n_expected = MIN (n_bytes - offset, sizeof room);

    g_assert_true (
        g_seekable_seek (seekable, (goffset) offset, G_SEEK_SET, NULL, NULL));
    g_assert_true (
        g_input_stream_read_all (stream, room, sizeof room, &n_read, NULL, NULL));
    g_assert_cmpuint (n_read, ==, n_expected);
    g_assert_cmpint (memcmp (room, expected + offset, n_read), ==, 0);
    g_assert_cmpint (g_seekable_tell (seekable), ==, offset + n_read);
  }
  g_assert_true (g_seekable_seek (seekable, -1, G_SEEK_END, NULL, NULL));
  g_assert_cmpint (g_input_stream_read (stream, room, 10, NULL, NULL), ==, 1);
  g_assert_cmpuint (room[0], ==, expected[n_bytes - 1]);
  g_assert_cmpint (g_input_stream_read (stream, room, 10, NULL, NULL), ==, 0);
  g_assert_true (g_seekable_seek (seekable, -10, G_SEEK_CUR, NULL, NULL));
  g_assert_false (g_seekable_seek (seekable, 1, G_SEEK_END, NULL, NULL));
  g_assert_false (g_seekable_seek (seekable, -1, G_SEEK_SET, NULL, NULL));
  g_assert_false (g_seekable_seek (seekable, G_MAXINT64, G_SEEK_CUR, NULL, NULL));
  g_assert_cmpint (g_seekable_tell (seekable), ==, n_bytes - 10);
}

static void
assert_cut_off (GInputStream *stream, VaultError code)
{
  g_autoptr (GError) error = NULL;
  guint8 byte;

  g_assert_cmpint (g_input_stream_read (stream, &byte, 1, NULL, &error), ==, -1);
  g_assert_error (error, VAULT_ERROR, (int) code);
}

static void
test_delete (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (4, 200000);
  g_autoptr (VaultItem) kept = box_import (box, "kept", bytes, NEVER);
  g_autoptr (VaultItem) item = box_import (box, "deleted", bytes, NEVER);
  g_autofree char *id = g_strdup (vault_item_get_id (item));
  g_autoptr (GInputStream) stream = vault_open_stream (box->vault, item, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (run_delete (box->vault, item, &error));
  g_assert_no_error (error);
  g_assert_true (vault_item_is_gone (item));
  g_assert_null (vault_dup_item (box->vault, id));
  g_assert_cmpuint (box_count (box), ==, 1);
  assert_cut_off (stream, VAULT_ERROR_NO_ITEM);
  g_assert_null (vault_open_stream (box->vault, item, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM);
  /* Once more is no error. */
  g_assert_true (run_delete (box->vault, item, NULL));

  wait_for_reclaimer (box->vault);
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 1);
  box_assert_holds (box, "kept", bytes);
  run_lock (box->vault);
  g_assert_cmpint (sql_get_number (box->database, "SELECT count(*) FROM piece"), ==, 3);
  g_assert_cmpint (
      sql_get_number (box->database,
                      "SELECT count(*) FROM record WHERE id BETWEEN 1 AND 4294967295"
                      " AND id <> " G_STRINGIFY (BOX_LOG_CELL)),
      ==, 1);
}

static void
test_lock_cuts_off (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (5, 300000);
  g_autoptr (VaultItem) item = box_import (box, "film", bytes, NEVER);
  g_autoptr (GInputStream) stream = vault_open_stream (box->vault, item, NULL);
  g_autoptr (GError) error = NULL;
  guint8 byte;

  g_assert_cmpint (g_input_stream_read (stream, &byte, 1, NULL, NULL), ==, 1);
  run_lock (box->vault);
  assert_cut_off (stream, VAULT_ERROR_LOCKED);
  g_assert_true (vault_item_is_gone (item));
  g_assert_cmpstr (vault_item_get_name (item), ==, "");
  g_assert_null (vault_open_stream (box->vault, item, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
}

static void
test_locked_refuses (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (5, 10);
  g_autoptr (VaultItem) item = box_import (box, "x", bytes, NEVER);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  VaultVerifyReport report;
  VaultUnlockSummary summary;
  guint n;

  run_lock (box->vault);
  g_assert_false (run_delete (box->vault, item, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (run_set_expiry (box->vault, item, NEVER, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (run_verify (box->vault, &report, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (run_import (box->vault, none, NEVER, NULL, &n, &problems, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  g_assert_cmpuint (problems->len, ==, 0);
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_damaged + summary.n_expired + summary.n_interrupted, ==,
                    0);
}

/* Another process, which here is another descriptor. */
static void
test_second_instance (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (Vault) other = vault_new (box->folder);
  g_autoptr (GError) error = NULL;
  guint n;

  g_assert_false (run_unlock (other, BOX_PASSPHRASE, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (run_reap (other, &n, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (run_create (other, BOX_PASSPHRASE, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_VAULT_EXISTS);
  g_clear_error (&error);

  run_lock (box->vault);
  g_assert_true (run_unlock (other, BOX_PASSPHRASE, &error));
  g_assert_no_error (error);
  run_lock (other);
}

static void
test_info (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (5, 1000);
  VaultInfo info;

  g_object_unref (box_import (box, "x", bytes, NEVER));
  g_assert_true (run_info (box->vault, &info, NULL));
  g_assert_cmpuint (info.format_version, ==, 1);
  g_assert_cmpuint (info.kdf_memory_bytes, ==, 64 << 20);
  g_assert_cmpuint (info.kdf_passes, ==, 3);
  g_assert_cmpuint (info.keyring_bytes, ==, file_size (box->keyring));
  g_assert_cmpuint (info.n_items, ==, 1);
  g_assert_cmpuint (info.n_item_bytes, ==, 1000);
  run_lock (box->vault);
  g_assert_true (run_info (box->vault, &info, NULL));
  g_assert_cmpuint (info.database_bytes, ==, file_size (box->database));
  g_assert_cmpuint (info.n_items, ==, 0);
}

/* Fifty times the same film in and out: pieces and numbers are used again. */
static void
test_space_is_used_again (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (6, 1 << 20);
  guint64 n_bytes = 0;

  for (guint i = 0; i < 50; i++) {
    g_autoptr (VaultItem) item = box_import (box, "film", bytes, NEVER);

    g_assert_true (run_delete (box->vault, item, NULL));
    wait_for_reclaimer (box->vault);
    if (i == 1)
      n_bytes = file_size (box->database);
  }
  /* The log fills its record, and after that has a piece of its own, or two in a change. */
  g_assert_cmpuint (file_size (box->database), <=, n_bytes + 2 * 5 * 16384);
  g_object_unref (box_import (box, "film", bytes, NEVER));
  run_lock (box->vault);
  g_assert_cmpint (sql_get_number (box->database, "SELECT max(id) FROM piece"), <=, 18);
  g_assert_cmpint (sql_get_number (box->database,
                                   "SELECT max(id) FROM record WHERE id < 4294967296"
                                   " AND id <> " G_STRINGIFY (BOX_LOG_CELL)),
                   ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault/states", test_states);
  g_test_add_func ("/vault/passphrases", test_passphrases);
  g_test_add_func ("/vault/keeps", test_keeps);
  g_test_add_func ("/vault/kinds", test_kinds);
  g_test_add_func ("/vault/seek", test_seek);
  g_test_add_func ("/vault/delete", test_delete);
  g_test_add_func ("/vault/lock-cuts-off", test_lock_cuts_off);
  g_test_add_func ("/vault/locked-refuses", test_locked_refuses);
  g_test_add_func ("/vault/second-instance", test_second_instance);
  g_test_add_func ("/vault/info", test_info);
  g_test_add_func ("/vault/space-is-used-again", test_space_is_used_again);
  return g_test_run ();
}
