/* bench-film.c - a film too large for memory: what its import takes, and its end
 *
 * NIGHTSTAND_BENCH_FILM_MIB: how large; 4096 if not set.
 * NIGHTSTAND_BENCH_MEMORY_MIB: how much is imported to see what memory it takes; 8192 if
 * not set.
 * NIGHTSTAND_BENCH_ROUNDS: how often a film is destroyed; 5 if not set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/store.h"
#include "vault/session-private.h"

#define LOOK_EVERY_US 10000

/* One long hole: reading it costs nothing, and sealed it is noise like any other. */
static char *
make_film (guint64 n_mib)
{
  char *path = bench_path ("film");
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  if (fd < 0 || ftruncate (fd, (off_t) (n_mib * BENCH_MIB)) != 0)
    bench_fail ("cannot make the film");
  close (fd);
  return path;
}

static VaultSession *
create (const char *folder)
{
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (GError) error = NULL;
  VaultSession *session =
      vault_session_create (folder, passphrase, VAULT_KDF_QUICK, NULL, &error);

  bench_check (error, "create");
  return session;
}

static double
get_database_mib (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, VAULT_STORE_NAME, NULL);
  struct stat info;

  if (stat (path, &info) != 0)
    bench_fail ("no database");
  return (double) info.st_size / (double) BENCH_MIB;
}

static void
measure_memory (guint64 n_mib)
{
  g_autofree char *folder = bench_path ("vault");
  g_autofree char *film = make_film (n_mib);
  g_autoptr (VaultSession) session = create (folder);
  guint64 idle_kib;
  double start_s;

  bench_reset_peak ();
  idle_kib = bench_get_resident_kib ();
  start_s = bench_now_s ();
  bench_import (session, film);
  printf ("Import of %" G_GUINT64_FORMAT " MiB: %.1f s, %.1f MiB of memory over idle\n",
          n_mib, bench_now_s () - start_s,
          (double) (bench_get_peak_kib () - idle_kib) / 1024);

  vault_session_close (session);
  bench_remove (folder);
}

static double
destroy (VaultSession *session)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (session);
  g_autoptr (GError) error = NULL;
  const char *id = ((VaultEntry *) entries->pdata[0])->id;
  double start_s = bench_now_s ();
  double took_s;

  (void) !vault_session_destroy (session, &id, 1, VAULT_ERROR_NO_ITEM, &error);
  took_s = bench_now_s () - start_s;
  bench_check (error, "destroy");
  return took_s;
}

/* Until no piece number is in use any more. */
static double
wait_for_space (VaultSession *session)
{
  double start_s = bench_now_s ();

  for (;;) {
    guint64 end;

    g_mutex_lock (&session->mutex);
    end = vault_runs_get_end (session->runs);
    g_mutex_unlock (&session->mutex);
    if (end == 1)
      return bench_now_s () - start_s;
    g_usleep (LOOK_EVERY_US);
  }
}

static void
measure_end (guint64 n_mib, guint n_rounds)
{
  g_autofree char *folder = bench_path ("vault");
  g_autofree char *film = make_film (n_mib);
  g_autoptr (VaultSession) session = create (folder);
  g_autoptr (GArray) imported = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) destroyed = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) reclaimed = g_array_new (FALSE, FALSE, sizeof (double));
  double first_mib = 0;

  for (guint round = 0; round < n_rounds; round++) {
    double s = -bench_now_s ();

    bench_import (session, film);
    s += bench_now_s ();
    g_array_append_val (imported, s);
    if (round == 0)
      first_mib = get_database_mib (folder);

    s = destroy (session);
    g_array_append_val (destroyed, s);
    s = wait_for_space (session);
    g_array_append_val (reclaimed, s);
  }

  printf (
      "A film of %" G_GUINT64_FORMAT " MiB is destroyed in %.1f ms (%.1f to %.1f);\n"
      "its space is free %.1f s later.\n",
      n_mib, bench_median (destroyed) * 1000, bench_percentile (destroyed, 0) * 1000,
      bench_percentile (destroyed, 100) * 1000, bench_median (reclaimed));
  printf ("Import into a new database: %.1f s; into space that was freed: %.1f s\n",
          g_array_index (imported, double, 0), bench_percentile (imported, 50));
  printf ("The database after the first film: %.0f MiB; after %u films, each destroyed "
          "before the next: %.0f MiB\n",
          first_mib, n_rounds, get_database_mib (folder));
  vault_session_close (session);
}

int
main (int argc, char **argv)
{
  bench_start (argc, argv, "film");
  measure_memory (bench_get_number ("NIGHTSTAND_BENCH_MEMORY_MIB", 8192));
  measure_end (bench_get_number ("NIGHTSTAND_BENCH_FILM_MIB", 4096),
               (guint) bench_get_number ("NIGHTSTAND_BENCH_ROUNDS", 5));
  return 0;
}
