/* test-vault-salvage.c - everything out of a vault, whatever is wrong with its database
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/salvage-box.h"

#include <glib/gstdio.h>
#include <string.h>

#include "support/store-box.h"

#define NEVER VAULT_EXPIRES_NEVER

static void
assert_all_of_many (VaultBox *box)
{
  g_auto (Salvaged) salvaged = salvage (box);
  g_autoptr (GBytes) film = bytes_noise (100, FILM_BYTES);

  assert_salvaged (&salvaged, N_SMALL + 1, 0, 0, 0);
  assert_salvaged_file (&salvaged, "film.mp4", film);
  for (guint i = 0; i < N_SMALL; i++) {
    g_autofree char *name = g_strdup_printf ("%u.bin", i);
    g_autoptr (GBytes) bytes = bytes_noise (i, SMALL_BYTES);

    assert_salvaged_file (&salvaged, name, bytes);
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
  g_autoptr (VaultBox) box = salvage_box_of_many ();
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
  g_autoptr (VaultBox) box = salvage_box_of_many ();

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
  g_autoptr (VaultBox) box = salvage_box_of_few ();
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
  g_autoptr (VaultBox) box = salvage_box_of_few ();
  g_autoptr (GBytes) good = file_get (box->database);

  sql_run (box->database, "DELETE FROM piece WHERE id = 5");
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_salvaged (&salvaged, 2, 1, 0, 0);
    g_assert_cmpuint (salvaged.report.n_bytes_bad, ==, CHUNK_BYTES);
    g_assert_cmpuint (salvaged.report.n_bytes, ==,
                      2 * SMALL_BYTES + FILM_BYTES - CHUNK_BYTES);
  }
  file_put (box->database, good);

  sql_run (box->database, "UPDATE record SET sealed = zeroblob (1008) WHERE id = 1");
  {
    g_auto (Salvaged) salvaged = salvage (box);

    assert_salvaged (&salvaged, 2, 0, 0, 1);
  }
  file_put (box->database, good);

  sql_run (box->database, "UPDATE piece SET sealed = zeroblob (67546)");
  {
    g_auto (Salvaged) salvaged = salvage (box);
    const VaultDamagedItem *item;

    assert_salvaged (&salvaged, 0, 0, 3, 0);
    item = salvaged.damaged->pdata[0];
    g_assert_error (item->error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM);
    g_assert_cmpuint (item->n_bytes, ==, item->n_bytes_bad);
  }
}

/* The older database beside the newer keyring: what was deleted since does not come back. */
static void
test_older_database (void)
{
  g_autoptr (VaultBox) box = salvage_box_of_few ();
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
    assert_salvaged_file (&salvaged, "one.bin", small);
    assert_salvaged_file (&salvaged, "due.bin", small);
  }
}

static void
test_foreign_and_missing (void)
{
  g_autoptr (VaultBox) box = salvage_box_of_few ();
  g_autoptr (VaultBox) other = salvage_box_of_few ();

  file_copy (other->database, box->database);
  {
    g_auto (Salvaged) salvaged = salvage (box);

    g_assert_true (salvaged.ok);
    g_assert_cmpuint (salvaged.report.n_whole + salvaged.report.n_partial, ==, 0);
    /* Nobody can tell that one of them is the log's. */
    g_assert_cmpuint (salvaged.report.n_nameless, ==, 4);
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
  return g_test_run ();
}
