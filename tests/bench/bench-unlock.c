/* bench-unlock.c - how long unlocking takes beyond the derivation of the key
 *
 * Beside it, on one core and with nothing else done: the same rows read by SQLite and each
 * passed once through the cipher.
 *
 * NIGHTSTAND_BENCH_ITEMS: one number of items; 10,000, 30,000 and 100,000 if not set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <fcntl.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "crypto/kdf.h"
#include "crypto/passphrase.h"
#include "keyring/keyring.h"
#include "store/store.h"
#include "support/catalog.h"
#include "vault/item-list.h"

#define N_RUNS 5

typedef struct {
  double s;
  double cpu_s;
} Taken;

static Taken
start (void)
{
  return (Taken){ bench_now_s (), bench_cpu_s () };
}

static Taken
since (Taken begun)
{
  return (Taken){ bench_now_s () - begun.s, bench_cpu_s () - begun.cpu_s };
}

/* Only once its pages are out of memory is a file read from the disk again. */
static void
forget (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    bench_fail ("cannot open %s", name);
  (void) fdatasync (fd);
  (void) posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  close (fd);
}

static Taken
time_kdf (VaultSecret *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSecret) normalised = vault_passphrase_normalise (passphrase, &error);
  g_autoptr (VaultSecret) key = NULL;
  VaultKdfParams kdf;
  Taken begun;

  bench_check (error, "passphrase");
  vault_kdf_params_init_quick (&kdf);
  begun = start ();
  key = vault_kdf_derive (&kdf, normalised, &error);
  bench_check (error, "derive");
  return since (begun);
}

/* What the opening thread does then, and what is left for the main context. */
static void
time_list (GPtrArray *entries, double *out_list_s, double *out_adopt_s)
{
  g_autoptr (VaultItemList) list = vault_item_list_new ();
  g_autoptr (VaultItemList) shown = vault_item_list_new ();
  double start_s = bench_now_s ();
  double listed_s;

  vault_item_list_add (list, entries);
  listed_s = bench_now_s ();
  vault_item_list_take_all (shown, list);
  *out_list_s = listed_s - start_s;
  *out_adopt_s = bench_now_s () - listed_s;
  if (g_list_model_get_n_items (G_LIST_MODEL (shown)) != entries->len)
    bench_fail ("items are missing from the list");
}

static Taken
time_open (const char *folder,
           guint n_items,
           VaultSecret *passphrase,
           double *out_list_s,
           double *out_adopt_s)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  Taken begun = start ();
  g_autoptr (VaultSession) session =
                 vault_session_open (folder, passphrase, NULL, &error);
  Taken taken = since (begun);

  bench_check (error, "open");
  entries = vault_session_dup_entries (session);
  if (entries->len != n_items)
    bench_fail ("%u of %u items are there", entries->len, n_items);
  time_list (entries, out_list_s, out_adopt_s);
  vault_session_close (session);
  return taken;
}

static double
time_plain (const char *folder, guint n_items)
{
  g_autofree char *path = g_build_filename (folder, VAULT_STORE_NAME, NULL);
  guint8 key[VAULT_KEY_BYTES] = { 1 };
  guint8 out[VAULT_RECORD_BYTES + VAULT_TAG_BYTES];
  sqlite3_stmt *statement;
  sqlite3 *db;
  guint n_rows = 0;
  double start_s = bench_now_s ();

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK
      || sqlite3_prepare_v2 (db,
                             "SELECT id, sealed FROM record "
                             "WHERE id > 0 AND id < 4294967296 ORDER BY id",
                             -1, &statement, NULL)
             != SQLITE_OK)
    bench_fail ("plain: %s", sqlite3_errmsg (db));

  while (sqlite3_step (statement) == SQLITE_ROW) {
    const guint8 *row = sqlite3_column_blob (statement, 1);

    /* Sealing costs what opening does, and needs no right key. */
    crypto_aead_xchacha20poly1305_ietf_encrypt (out, NULL, row + VAULT_NONCE_BYTES,
                                                VAULT_RECORD_PLAIN_BYTES, NULL, 0, NULL,
                                                row, key);
    n_rows++;
  }
  sqlite3_finalize (statement);
  sqlite3_close (db);

  if (n_rows != n_items)
    bench_fail ("plain: %u of %u rows", n_rows, n_items);
  return bench_now_s () - start_s;
}

static void
measure (const char *folder, guint n_items, gboolean cold)
{
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (GArray) beyond = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) beyond_cpu = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) plain = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) adopt = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < N_RUNS; i++) {
    Taken kdf;
    Taken whole;
    double list_s;
    double adopt_s;
    double s;

    if (cold)
      forget (folder, VAULT_STORE_NAME);
    s = time_plain (folder, n_items);
    g_array_append_val (plain, s);

    kdf = time_kdf (passphrase);
    if (cold) {
      forget (folder, VAULT_KEYRING_NAME);
      forget (folder, VAULT_STORE_NAME);
    }
    whole = time_open (folder, n_items, passphrase, &list_s, &adopt_s);
    whole.s -= kdf.s;
    whole.cpu_s -= kdf.cpu_s;
    g_array_append_val (beyond, whole.s);
    g_array_append_val (beyond_cpu, whole.cpu_s);
    g_array_append_val (list, list_s);
    g_array_append_val (adopt, adopt_s);
  }

  printf ("%8u  %-11s %10.1f %8.1f %10.2f %9.1f %6.2f %9.1f %9.3f\n", n_items,
          cold ? "from disk" : "from memory", bench_median (beyond) * 1e3,
          bench_median (beyond_cpu) * 1e3, bench_median (beyond) * 1e6 / n_items,
          bench_median (plain) * 1e3, bench_median (beyond) / bench_median (plain),
          bench_median (list) * 1e3, bench_median (adopt) * 1e3);
}

static void
make_vault (const char *folder, guint n_items)
{
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSession) session = vault_session_create (
      folder, passphrase, VAULT_KDF_QUICK, NULL, &error);

  bench_check (error, "create");
  catalog_add (session, n_items);
  vault_session_close (session);
}

static void
measure_size (guint n_items)
{
  g_autofree char *name = g_strdup_printf ("unlock-%u", n_items);
  g_autofree char *folder = bench_path (name);

  make_vault (folder, n_items);
  bench_settle ();
  measure (folder, n_items, FALSE);
  measure (folder, n_items, TRUE);
  bench_remove (folder);
}

int
main (int argc, char **argv)
{
  static const guint sizes[] = { 10000, 30000, 100000 };
  guint n_items = (guint) bench_get_number ("NIGHTSTAND_BENCH_ITEMS", 0);

  bench_start (argc, argv, "unlock");
  printf (
      "Unlock beyond the derivation of the key, medians of %u; beside it the rows read "
      "by plain\nSQLite and passed once through the cipher, on one core.\n\n",
      N_RUNS);
  printf (
      "   items  files        unlock ms     CPU ms  us an item   plain ms   ratio\n");
  if (n_items > 0)
    measure_size (n_items);
  for (guint i = 0; n_items == 0 && i < G_N_ELEMENTS (sizes); i++)
    measure_size (sizes[i]);
  return 0;
}
