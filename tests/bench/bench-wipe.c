/* bench-wipe.c - how long the emergency wipe takes until nothing opens any more
 *
 * The time from the call to the flushed header, as the receipt has it, and to the last flushed
 * cell, over copies of vaults of 10, 10,000 and 100,000 items: locked, open, and beside a program
 * that writes 3 GB over and over.
 *
 * NIGHTSTAND_BENCH_WIPES: how many of each; 200 if not set.
 * NIGHTSTAND_BENCH_SECONDS: after how many no further one is begun, for each line; 120 if not
 *                          set.  What is printed says how many there were.
 * NIGHTSTAND_BENCH_ITEMS: one number of items instead of the three.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

#include <vault/vault-wipe.h>

#include "keyring/keyring.h"
#include "store/store.h"
#include "support/catalog.h"

#define BUSY_MIB 3072
#define GOAL_MS 100.0

typedef enum {
  LOCKED,
  OPEN,
  BUSY_DISK,
} Situation;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static void
await (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The keyring is copied; the database, which is only unlinked, gets a second name. */
static char *
copy_vault (const char *folder)
{
  char *copy = bench_path ("copy");
  g_autofree char *old_keyring = g_build_filename (folder, VAULT_KEYRING_NAME, NULL);
  g_autofree char *old_store = g_build_filename (folder, VAULT_STORE_NAME, NULL);
  g_autofree char *keyring = g_build_filename (copy, VAULT_KEYRING_NAME, NULL);
  g_autofree char *store = g_build_filename (copy, VAULT_STORE_NAME, NULL);
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  int fd;

  bench_remove (copy);
  if (g_mkdir_with_parents (copy, 0700) != 0
      || !g_file_get_contents (old_keyring, &bytes, &n_bytes, NULL)
      || link (old_store, store) != 0)
    bench_fail ("cannot copy the vault");

  fd = open (keyring, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 || write (fd, bytes, n_bytes) != (gssize) n_bytes || fsync (fd) != 0)
    bench_fail ("cannot copy the keyring");
  close (fd);
  return copy;
}

static void
unlock (Vault *vault)
{
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  vault_unlock_async (vault, passphrase, NULL, done_cb, &result);
  await (&result);
  (void) !vault_unlock_finish (vault, result, &error);
  bench_check (error, "unlock");
}

static void
require_destroyed (const char *folder)
{
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSession) session =
                 vault_session_open (folder, passphrase, NULL, &error);

  if (session != NULL || !g_error_matches (error, VAULT_ERROR, VAULT_ERROR_DESTROYED))
    bench_fail ("the wiped vault is not destroyed");
}

static VaultReceipt
take_wipe (const char *folder, Situation situation)
{
  g_autofree char *copy = copy_vault (folder);
  g_autoptr (Vault) vault = vault_new (copy);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  VaultReceipt receipt;

  if (situation == OPEN)
    unlock (vault);

  vault_wipe_async (vault, done_cb, &result);
  await (&result);
  (void) !vault_wipe_finish (vault, result, &receipt, &error);
  bench_check (error, "wipe");

  if (receipt.steps[VAULT_WIPE_HEADER].outcome != VAULT_WIPE_DESTROYED
      || receipt.steps[VAULT_WIPE_CELLS].outcome != VAULT_WIPE_DESTROYED)
    bench_fail ("the receipt does not say destroyed");
  require_destroyed (copy);
  return receipt;
}

/* Write and flush without end, like a large copy. */
static gpointer
keep_busy (gpointer user_data)
{
  gint *stop = user_data;
  g_autofree char *path = bench_path ("busy");
  g_autofree guint8 *noise = g_malloc (BENCH_MIB);
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  if (fd < 0)
    bench_fail ("cannot make a busy file");
  randombytes_buf (noise, BENCH_MIB);
  for (guint64 i = 0; !g_atomic_int_get (stop); i++) {
    if (pwrite (fd, noise, BENCH_MIB, (off_t) (i % BUSY_MIB * BENCH_MIB)) < 0)
      bench_fail ("cannot keep the disk busy");
    if (i % 64 == 63)
      (void) fsync (fd);
  }
  close (fd);
  bench_remove (path);
  return NULL;
}

static void
measure (const char *folder, guint n_items, Situation situation)
{
  static const char *const names[] = { "locked", "open", "locked, disk busy" };
  const guint n_wipes = (guint) bench_get_number ("NIGHTSTAND_BENCH_WIPES", 200);
  const double end_s =
      bench_now_s () + (double) bench_get_number ("NIGHTSTAND_BENCH_SECONDS", 120);
  g_autoptr (GArray) ms = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) all_ms = g_array_new (FALSE, FALSE, sizeof (double));
  GThread *busy = NULL;
  gint stop = 0;

  if (situation == BUSY_DISK)
    busy = g_thread_new ("busy", keep_busy, &stop);
  for (guint i = 0; i < n_wipes && (i == 0 || bench_now_s () < end_s); i++) {
    VaultReceipt receipt = take_wipe (folder, situation);
    double header_ms = (double) receipt.steps[VAULT_WIPE_HEADER].elapsed_us / 1000;
    double cells_ms = (double) receipt.steps[VAULT_WIPE_CELLS].elapsed_us / 1000;

    g_array_append_val (ms, header_ms);
    g_array_append_val (all_ms, cells_ms);
  }
  g_atomic_int_set (&stop, 1);
  if (busy != NULL)
    g_thread_join (busy);

  printf (
      "Wipe of %6u items, %-17s: header flushed after p50 %.2f, p99 %.2f, max %.2f "
      "ms; all keys after p50 %.1f, p99 %.1f, max %.1f ms (%u wipes); the goal, p99 "
      "of the header under %.0f ms: %s\n",
      n_items, names[situation], bench_percentile (ms, 50), bench_percentile (ms, 99),
      bench_percentile (ms, 100), bench_percentile (all_ms, 50),
      bench_percentile (all_ms, 99), bench_percentile (all_ms, 100), ms->len, GOAL_MS,
      bench_percentile (ms, 99) < GOAL_MS ? "met" : "MISSED");
  fflush (stdout);
}

static void
bench_size (guint n_items)
{
  g_autofree char *folder = bench_path ("vault");
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (VaultSession) session = NULL;
  g_autoptr (GError) error = NULL;

  bench_remove (folder);
  session = vault_session_create (folder, passphrase, VAULT_KDF_QUICK, NULL, &error);
  bench_check (error, "create");
  catalog_add (session, n_items);
  vault_session_close (session);

  bench_settle ();
  measure (folder, n_items, LOCKED);
  measure (folder, n_items, OPEN);
  measure (folder, n_items, BUSY_DISK);
  bench_settle ();
}

int
main (int argc, char **argv)
{
  static const guint sizes[] = { 10, 10000, 100000 };
  guint one = (guint) bench_get_number ("NIGHTSTAND_BENCH_ITEMS", 0);

  bench_start (argc, argv, "wipe");
  for (guint i = 0; one == 0 && i < G_N_ELEMENTS (sizes); i++)
    bench_size (sizes[i]);
  if (one > 0)
    bench_size (one);
  return 0;
}
