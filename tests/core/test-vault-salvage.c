/* test-vault-salvage.c - everything out of a vault, whatever is wrong with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <glib/gstdio.h>
#include <string.h>

#include "keyring/epoch.h"
#include "keyring/layout.h"
#include "support/store-box.h"

#define NEVER VAULT_EXPIRES_NEVER
#define PAGE_BYTES 16384
#define CHUNK_BYTES 67530
#define N_SMALL 24
#define SMALL_BYTES 1000
#define FILM_BYTES 1000000

/* "film.mp4" and two dozen small ones, so that either table has inner pages; closed. */
static VaultBox *
box_of_many (void)
{
  VaultBox *box = vault_box_new_open ();
  g_autoptr (GBytes) film = bytes_noise (100, FILM_BYTES);

  g_object_unref (box_import (box, "film.mp4", film, NEVER));
  for (guint i = 0; i < N_SMALL; i++) {
    g_autofree char *name = g_strdup_printf ("%u.bin", i);
    g_autoptr (GBytes) bytes = bytes_noise (i, SMALL_BYTES);

    g_object_unref (box_import (box, name, bytes, NEVER));
  }
  vault_box_restart (box);
  return box;
}

/* A few, quickly made: "one.bin", "film.mp4" and "due.bin" with a deadline in a day. */
static VaultBox *
box_of_few (void)
{
  VaultBox *box = vault_box_new_open ();
  g_autoptr (GBytes) film = bytes_noise (100, FILM_BYTES);
  g_autoptr (GBytes) small = bytes_noise (1, SMALL_BYTES);

  g_object_unref (box_import (box, "one.bin", small, NEVER));
  g_object_unref (box_import (box, "film.mp4", film, NEVER));
  g_object_unref (box_import (box, "due.bin", small, FAKE_NOW + FAKE_DAY));
  vault_box_restart (box);
  return box;
}

typedef struct {
  Folder *out;
  VaultSalvageReport report;
  GPtrArray *damaged;
  GError *error;
  gboolean ok;
} Salvaged;

static void
salvaged_clear (Salvaged *self)
{
  folder_free (self->out);
  g_ptr_array_unref (self->damaged);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Salvaged, salvaged_clear)

static GBytes *
get_if_there (const char *path)
{
  return file_exists (path) ? file_get (path) : g_bytes_new (NULL, 0);
}

/* The vault's files are the same bytes afterwards, and no other file has come. */
static Salvaged
salvage (VaultBox *box)
{
  Salvaged self = { .out = folder_new () };
  guint n_files = folder_count (box->folder);
  g_autoptr (GBytes) keyring = get_if_there (box->keyring);
  g_autoptr (GBytes) database = get_if_there (box->database);
  g_autoptr (GBytes) keyring_after = NULL;
  g_autoptr (GBytes) database_after = NULL;

  self.ok = run_salvage (box->vault, BOX_PASSPHRASE, self.out, &self.report,
                         &self.damaged, &self.error);
  keyring_after = get_if_there (box->keyring);
  database_after = get_if_there (box->database);
  assert_same_bytes (keyring, keyring_after);
  assert_same_bytes (database, database_after);
  g_assert_cmpuint (folder_count (box->folder), ==, n_files);
  return self;
}

static void
assert_file (const Salvaged *self, const char *name, GBytes *expected)
{
  g_autofree char *path = folder_path (self->out, name);
  g_autoptr (GBytes) bytes = file_get (path);

  assert_same_bytes (bytes, expected);
}

static void
assert_numbers (const Salvaged *self,
                guint n_whole,
                guint n_partial,
                guint n_lost,
                guint n_nameless)
{
  g_assert_no_error (self->error);
  g_assert_true (self->ok);
  g_assert_cmpuint (self->report.n_whole, ==, n_whole);
  g_assert_cmpuint (self->report.n_partial, ==, n_partial);
  g_assert_cmpuint (self->report.n_lost, ==, n_lost);
  g_assert_cmpuint (self->report.n_nameless, ==, n_nameless);
  g_assert_cmpuint (self->damaged->len, ==, n_partial + n_lost);
  g_assert_cmpuint (folder_count (self->out), ==, n_whole + n_partial);
}

static void
assert_all_of_many (VaultBox *box)
{
  g_auto (Salvaged) salvaged = salvage (box);
  g_autoptr (GBytes) film = bytes_noise (100, FILM_BYTES);

  assert_numbers (&salvaged, N_SMALL + 1, 0, 0, 0);
  assert_file (&salvaged, "film.mp4", film);
  for (guint i = 0; i < N_SMALL; i++) {
    g_autofree char *name = g_strdup_printf ("%u.bin", i);
    g_autoptr (GBytes) bytes = bytes_noise (i, SMALL_BYTES);

    assert_file (&salvaged, name, bytes);
  }
}

static void
overwrite_page (VaultBox *box, guint32 page, guint8 fill)
{
  g_autofree guint8 *bytes = g_malloc (PAGE_BYTES);

  memset (bytes, fill, PAGE_BYTES);
  file_write (box->database, (guint64) (page - 1) * PAGE_BYTES, bytes, PAGE_BYTES);
}

/* ---- The database ----------------------------------------------------------------- */

/* The page with the schema, or a table's root, is gone: SQLite gets nowhere, and every row is
 * still there. */
static void
test_pages (void)
{
  g_autoptr (VaultBox) box = box_of_many ();
  g_autoptr (GBytes) good = file_get (box->database);

  assert_all_of_many (box);
  for (guint32 page = 1; page <= 3; page++) {
    overwrite_page (box, page, page == 2 ? 0 : 0x5a);
    box_assert_unlock_fails (box, VAULT_ERROR_DAMAGED_DATABASE);
    assert_all_of_many (box);
    file_put (box->database, good);
  }

  for (guint32 page = 1; page <= 3; page++)
    overwrite_page (box, page, 0);
  assert_all_of_many (box);
}

/* Nothing that stands in the schema is run, or even read. */
static void
test_hostile_schema (void)
{
  g_autoptr (VaultBox) box = box_of_many ();

  sql_run (box->database,
           "CREATE TRIGGER gone AFTER INSERT ON record BEGIN DELETE FROM piece; END;"
           "CREATE VIEW mine AS SELECT * FROM record;"
           "DELETE FROM record WHERE id IN (0, 4294967296)");
  box_assert_unlock_fails (box, VAULT_ERROR_FOREIGN_DATABASE);
  assert_all_of_many (box);
}

/* The film, with zeros for whole chunks and for nothing else.  Returns how many. */
static guint64
count_zeroed (const Salvaged *self, const char *name)
{
  g_autoptr (GBytes) film = bytes_noise (100, FILM_BYTES);
  g_autofree char *path = folder_path (self->out, name);
  g_autoptr (GBytes) bytes = file_get (path);
  const guint8 *expected = g_bytes_get_data (film, NULL);
  const guint8 *got = g_bytes_get_data (bytes, NULL);
  guint64 n_zeroed = 0;

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, FILM_BYTES);
  for (gsize at = 0; at < FILM_BYTES; at += CHUNK_BYTES) {
    gsize n = MIN (CHUNK_BYTES, FILM_BYTES - at);

    if (memcmp (got + at, expected + at, n) == 0)
      continue;
    n_zeroed += n;
    for (gsize i = 0; i < n; i++)
      g_assert_cmpuint (got[at + i], ==, 0);
  }

  return n_zeroed;
}

/* Cut at the end, page by page: what is in front comes out whole or in part, with zeros in the
 * place of the chunks that are missing. */
static void
test_cut (void)
{
  g_autoptr (VaultBox) box = box_of_few ();
  guint n_partial = 0;

  for (guint cut = 0; cut < 24; cut++) {
    file_truncate (box->database, file_size (box->database) - PAGE_BYTES);
    if (cut == 0)
      box_assert_unlock_fails (box, VAULT_ERROR_DAMAGED_DATABASE);
    {
      g_auto (Salvaged) salvaged = salvage (box);

      g_assert_true (salvaged.ok);
      g_assert_cmpuint (salvaged.report.n_whole + salvaged.report.n_partial
                            + salvaged.report.n_lost,
                        ==, 3);
      for (guint i = 0; i < salvaged.damaged->len; i++) {
        const VaultDamagedItem *item = salvaged.damaged->pdata[i];

        if (item->error != NULL)
          continue;
        n_partial++;
        g_assert_cmpstr (item->name, ==, "film (damaged).mp4");
        g_assert_cmpuint (item->n_bytes_bad, ==, count_zeroed (&salvaged, item->name));
        g_assert_cmpuint (item->n_bytes_bad, >, 0);
      }
    }
  }
  g_assert_cmpuint (n_partial, >=, 8);
}

/* One chunk, one record, all chunks of one item. */
static void
test_rows (void)
{
  g_autoptr (VaultBox) box = box_of_few ();
  g_autoptr (GBytes) good = file_get (box->database);

  sql_run (box->database, "DELETE FROM piece WHERE id = 5");
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_numbers (&salvaged, 2, 1, 0, 0);
    g_assert_cmpuint (salvaged.report.n_bytes_bad, ==, CHUNK_BYTES);
    g_assert_cmpuint (salvaged.report.n_bytes, ==,
                      2 * SMALL_BYTES + FILM_BYTES - CHUNK_BYTES);
  }
  file_put (box->database, good);

  sql_run (box->database, "UPDATE record SET sealed = zeroblob (1008) WHERE id = 1");
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_numbers (&salvaged, 2, 0, 0, 1);
  }
  file_put (box->database, good);

  sql_run (box->database, "UPDATE piece SET sealed = zeroblob (67546)");
  {
    g_auto (Salvaged) salvaged = salvage (box);
    const VaultDamagedItem *item;

    assert_numbers (&salvaged, 0, 0, 3, 0);
    item = salvaged.damaged->pdata[0];
    g_assert_error (item->error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM);
    g_assert_cmpuint (item->n_bytes, ==, item->n_bytes_bad);
  }
}

/* The older database beside the newer keyring: what was deleted since does not come back. */
static void
test_older_database (void)
{
  g_autoptr (VaultBox) box = box_of_few ();
  g_autoptr (GBytes) older = file_get (box->database);
  g_autoptr (VaultItem) item = NULL;
  g_autoptr (GBytes) small = bytes_noise (1, SMALL_BYTES);

  vault_box_reopen (box);
  item = box_find (box, "film.mp4");
  g_assert_true (run_delete (box->vault, item, NULL));
  g_object_unref (box_import (box, "newer.bin", small, NEVER));
  vault_box_restart (box);
  file_put (box->database, older);
  box_assert_unlock_fails (box, VAULT_ERROR_OLDER_DATABASE);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    g_assert_true (salvaged.ok);
    g_assert_cmpuint (salvaged.report.n_whole, ==, 2);
    g_assert_cmpuint (salvaged.report.n_nameless, >=, 1);
    assert_file (&salvaged, "one.bin", small);
    assert_file (&salvaged, "due.bin", small);
  }
}

static void
test_foreign_and_missing (void)
{
  g_autoptr (VaultBox) box = box_of_few ();
  g_autoptr (VaultBox) other = box_of_few ();

  file_copy (other->database, box->database);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    g_assert_true (salvaged.ok);
    g_assert_cmpuint (salvaged.report.n_whole + salvaged.report.n_partial, ==, 0);
    g_assert_cmpuint (salvaged.report.n_nameless, ==, 3);
  }
  file_truncate (box->database, 0);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    g_assert_error (salvaged.error, VAULT_ERROR, VAULT_ERROR_MISSING_DATABASE);
  }
  g_assert_cmpint (g_unlink (box->database), ==, 0);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    g_assert_error (salvaged.error, VAULT_ERROR, VAULT_ERROR_MISSING_DATABASE);
  }
}

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
  g_autoptr (VaultBox) box = box_of_few ();
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

      assert_numbers (&salvaged, 3, 0, 0, 0);
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
  g_autoptr (VaultBox) box = box_of_few ();
  g_autoptr (GBytes) good = file_get (box->keyring);

  file_flip (box->keyring, vault_cell_offset (1, VAULT_COPY_A), 1);
  file_flip (box->keyring, vault_cell_offset (1, VAULT_COPY_B), 1);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_numbers (&salvaged, 2, 0, 0, 1);
  }
  file_put (box->keyring, good);
  for (guint key = 0; key < VAULT_N_EPOCH_KEYS; key++)
    flip_heads (box, VAULT_EPOCHS_AT + 32 * key, TRUE, TRUE);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_numbers (&salvaged, 2, 0, 0, 1);
  }
}

/* ---- Promises --------------------------------------------------------------------- */

/* The deadline counts, to the second, though nobody has opened or reaped the vault since; and
 * so does its epoch, if an older record promises more. */
static void
test_expired (void)
{
  g_autoptr (VaultBox) box = box_of_few ();

  fake_clock_pass (FAKE_DAY - 1);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_numbers (&salvaged, 3, 0, 0, 0);
  }
  fake_clock_pass (1);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_numbers (&salvaged, 2, 0, 0, 0);
    g_assert_cmpuint (salvaged.report.n_expired, ==, 1);
  }
  /* Turning the clock back gains nothing: the state block knows. */
  vault_box_reopen (box);
  run_lock (box->vault);
  fake_clock_set_wall (FAKE_NOW);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_numbers (&salvaged, 2, 0, 0, 0);
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

    assert_numbers (&salvaged, 1, 0, 0, 0);
  }
  fake_clock_pass (2 * FAKE_HOUR);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_numbers (&salvaged, 0, 0, 0, 0);
    g_assert_cmpuint (salvaged.report.n_expired, ==, 1);
  }
}

static void
test_nothing_is_replaced (void)
{
  g_autoptr (VaultBox) box = box_of_few ();
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
  g_autoptr (VaultBox) box = box_of_few ();
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
  g_test_add_func ("/vault-salvage/pages", test_pages);
  g_test_add_func ("/vault-salvage/hostile-schema", test_hostile_schema);
  g_test_add_func ("/vault-salvage/cut", test_cut);
  g_test_add_func ("/vault-salvage/rows", test_rows);
  g_test_add_func ("/vault-salvage/older-database", test_older_database);
  g_test_add_func ("/vault-salvage/foreign-and-missing", test_foreign_and_missing);
  g_test_add_func ("/vault-salvage/keyring", test_keyring);
  g_test_add_func ("/vault-salvage/lost-keys", test_lost_keys);
  g_test_add_func ("/vault-salvage/expired", test_expired);
  g_test_add_func ("/vault-salvage/older-record-of-expiring",
                   test_older_record_of_expiring);
  g_test_add_func ("/vault-salvage/nothing-is-replaced", test_nothing_is_replaced);
  g_test_add_func ("/vault-salvage/refused", test_refused);
  return g_test_run ();
}
