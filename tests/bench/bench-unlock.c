/* bench-unlock.c - how long unlocking takes beyond the derivation of the key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "crypto/kdf.h"
#include "crypto/passphrase.h"
#include "keyring/keyring.h"
#include "store/store.h"

#define N_RUNS 5

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

static double
time_kdf (VaultSecret *passphrase, double *out_cpu_s)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSecret) normalised = vault_passphrase_normalise (passphrase, &error);
  g_autoptr (VaultSecret) key = NULL;
  VaultKdfParams kdf;
  double start_cpu_s;
  double start_s;
  double took_s;

  bench_check (error, "passphrase");
  vault_kdf_params_init_quick (&kdf);
  start_cpu_s = bench_cpu_s ();
  start_s = bench_now_s ();
  key = vault_kdf_derive (&kdf, normalised, &error);
  took_s = bench_now_s () - start_s;
  *out_cpu_s = bench_cpu_s () - start_cpu_s;
  bench_check (error, "derive");
  return took_s;
}

static double
time_open (const char *folder,
           guint n_items,
           VaultSecret *passphrase,
           double *out_cpu_s)
{
  g_autoptr (GError) error = NULL;
  double start_cpu_s = bench_cpu_s ();
  double start_s = bench_now_s ();
  g_autoptr (VaultSession) session =
                 vault_session_open (folder, passphrase, NULL, &error);
  double took_s = bench_now_s () - start_s;
  g_autoptr (GPtrArray) entries = NULL;

  *out_cpu_s = bench_cpu_s () - start_cpu_s;
  bench_check (error, "open");
  entries = vault_session_dup_entries (session);
  if (entries->len != n_items)
    bench_fail ("%u of %u items are there", entries->len, n_items);
  vault_session_close (session);
  return took_s;
}

static void
measure (const char *folder, guint n_items, gboolean cold)
{
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (GArray) beyond = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) beyond_cpu = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < N_RUNS; i++) {
    double kdf_cpu_s;
    double cpu_s;
    double s;

    s = -time_kdf (passphrase, &kdf_cpu_s);
    if (cold) {
      forget (folder, VAULT_KEYRING_NAME);
      forget (folder, VAULT_STORE_NAME);
    }
    s += time_open (folder, n_items, passphrase, &cpu_s);
    cpu_s -= kdf_cpu_s;
    g_array_append_val (beyond, s);
    g_array_append_val (beyond_cpu, cpu_s);
  }

  printf ("Unlock of %6u items, %s: %.3f s beyond the derivation (%.3f s of CPU)\n",
          n_items, cold ? "from the disk" : "from memory  ", bench_median (beyond),
          bench_median (beyond_cpu));
}

void
bench_unlock (const char *folder, guint n_items)
{
  measure (folder, n_items, FALSE);
  measure (folder, n_items, TRUE);
}
