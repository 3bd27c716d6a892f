/* bench-import.c - a large file into a vault, beside a copy and beside plain SQLite
 *
 * Four ways to make the same bytes durable, in turns, and then reading them back.
 *
 * NIGHTSTAND_BENCH_MIB: how large; 1024 if not set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "plain.h"

#define N_ROUNDS 5
#define READ_BYTES BENCH_MIB
/* Sealed chunks for the bare cipher: more than any cache holds. */
#define N_BARE_CHUNKS 1024

typedef enum {
  LOOP,
  CP,
  PLAIN,
  IMPORT,
  READ,
  BARE,
  N_WAYS,
} Way;

/* What comes first in a round finds the disk in another state than what comes last, so
 * these change places from round to round. */
#define N_WRITING (IMPORT + 1)

typedef struct {
  char *path;
  const guint8 *bytes;
  guint64 n_bytes;
  GArray *seconds[N_WAYS];
  GArray *cpu_seconds[N_WAYS];
  guint64 growth_kib;
} Bench;

typedef struct {
  double start_s;
  double start_cpu_s;
  double s;
  double cpu_s;
} Watch;

static void
watch_start (Watch *self)
{
  self->start_s = bench_now_s ();
  self->start_cpu_s = bench_cpu_s ();
}

static void
watch_stop (Watch *self)
{
  self->s += bench_now_s () - self->start_s;
  self->cpu_s += bench_cpu_s () - self->start_cpu_s;
}

static void
add (Bench *self, Way way, const Watch *watch)
{
  g_array_append_val (self->seconds[way], watch->s);
  g_array_append_val (self->cpu_seconds[way], watch->cpu_s);
}

/* In memory where there is room, so that only writing is measured. */
static char *
choose_source_path (guint64 n_bytes)
{
  struct statvfs info;

  if (statvfs ("/dev/shm", &info) == 0
      && (guint64) info.f_bavail * info.f_frsize > 2 * n_bytes)
    return g_strdup_printf ("/dev/shm/nightstand-bench-%d", (int) getpid ());

  return bench_path ("source");
}

static void
make_source (Bench *self)
{
  g_autofree guint8 *noise = g_malloc (BENCH_MIB);
  int fd = open (self->path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  for (guint64 at = 0; at < self->n_bytes; at += BENCH_MIB) {
    randombytes_buf (noise, BENCH_MIB);
    if (at == 0)
      memcpy (noise, "\xff\x00", 2); /* the beginning of nothing that is known */
    if (pwrite (fd, noise, BENCH_MIB, (off_t) at) != (gssize) BENCH_MIB)
      bench_fail ("no room for the source");
  }

  self->bytes = mmap (NULL, self->n_bytes, PROT_READ, MAP_SHARED, fd, 0);
  if (self->bytes == MAP_FAILED)
    bench_fail ("cannot map the source");
  close (fd);
}

static void
run_loop (Bench *self)
{
  g_autofree char *path = bench_path ("copy");
  Watch watch = { 0 };

  watch_start (&watch);
  plain_copy (self->path, path);
  watch_stop (&watch);
  add (self, LOOP, &watch);
  plain_check_copy (path, self->bytes, self->n_bytes);
  bench_remove (path);
}

static void
run_cp (Bench *self)
{
  g_autofree char *path = bench_path ("copy");
  const char *arguments[] = { "cp", self->path, path, NULL };
  g_autoptr (GError) error = NULL;
  Watch watch = { 0 };
  int status = -1;

  watch_start (&watch);
  if (!g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                     NULL, NULL, &status, &error)
      || status != 0)
    bench_fail ("cp failed");
  plain_flush (path);
  watch_stop (&watch);
  add (self, CP, &watch);
  plain_check_copy (path, self->bytes, self->n_bytes);
  bench_remove (path);
}

static void
run_plain (Bench *self)
{
  g_autofree char *path = bench_path ("plain.db");
  Watch watch = { 0 };

  watch_start (&watch);
  plain_insert_rows (self->path, path, self->n_bytes);
  watch_stop (&watch);
  add (self, PLAIN, &watch);
  plain_check_rows (path, self->bytes, self->n_bytes);
  bench_remove (path);
}

/* The number behind @label in /proc/self/status. */
static guint64
read_status_kib (const char *label)
{
  g_autofree char *text = NULL;
  const char *found;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  found = strstr (text, label);
  return found == NULL ? 0 : g_ascii_strtoull (found + strlen (label), NULL, 10);
}

static void
reset_peak (void)
{
  int fd = open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);

  if (fd >= 0) {
    (void) !write (fd, "5", 1);
    close (fd);
  }
}

static VaultSource *
open_item (VaultSession *session)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (session);
  g_autoptr (GError) error = NULL;
  VaultSource *source;

  if (entries->len != 1)
    bench_fail ("%u items instead of one", entries->len);
  source = vault_session_open_source (session, entries->pdata[0], VAULT_STREAM_MEDIA,
                                      &error);
  bench_check (error, "open the item");
  return source;
}

static void
read_back (Bench *self, VaultSession *session)
{
  g_autoptr (VaultSource) source = open_item (session);
  g_autoptr (GInputStream) stream = vault_source_stream_new (source);
  g_autofree guint8 *buffer = g_malloc (READ_BYTES);
  g_autoptr (GError) error = NULL;
  guint64 at = 0;
  Watch watch = { 0 };

  for (;;) {
    gssize n;

    watch_start (&watch);
    n = g_input_stream_read (stream, buffer, READ_BYTES, NULL, &error);
    watch_stop (&watch);
    bench_check (error, "read");
    if (n <= 0)
      break;
    if (memcmp (buffer, self->bytes + at, (gsize) n) != 0)
      bench_fail ("what was read is not what was imported");
    at += (guint64) n;
  }
  if (at != self->n_bytes)
    bench_fail ("%" G_GUINT64_FORMAT " bytes came back", at);
  add (self, READ, &watch);
}

static void
run_import (Bench *self)
{
  g_autofree char *folder = bench_path ("vault");
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSession) session = vault_session_create (
      folder, passphrase, VAULT_KDF_QUICK, NULL, &error);
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  const VaultImportSource source = { .file = file };
  const VaultWork work = { 0 };
  guint n_imported = 0;
  guint64 before_kib;
  Watch watch = { 0 };

  bench_check (error, "create");
  bench_settle ();
  reset_peak ();
  before_kib = read_status_kib ("VmRSS:");

  watch_start (&watch);
  (void) !vault_session_import (session, &source, 1, VAULT_EXPIRES_NEVER, &work,
                                problems, &n_imported, &error);
  watch_stop (&watch);
  add (self, IMPORT, &watch);
  bench_check (error, "import");
  if (n_imported != 1)
    bench_fail ("nothing was imported");

  self->growth_kib = MAX (self->growth_kib, read_status_kib ("VmHWM:") - before_kib);
  read_back (self, session);
  vault_session_close (session);
  bench_remove (folder);
}

/* The cipher alone, over as many chunks as the item has, on one core. */
static void
run_bare (Bench *self)
{
  static const guint8 key[VAULT_KEY_BYTES] = { 1 };
  static const guint8 vault_id[VAULT_ID_BYTES] = { 2 };
  const VaultChunkPlace place = { key, vault_id, { 3 }, VAULT_STREAM_MEDIA };
  guint64 n_chunks = vault_chunk_count (self->n_bytes);
  guint64 n_sealed = MIN (n_chunks, N_BARE_CHUNKS);
  g_autofree guint8 *sealed = g_malloc (n_sealed * VAULT_PIECE_BYTES);
  g_autofree guint8 *plain = g_malloc (VAULT_CHUNK_BYTES);
  Watch watch = { 0 };

  for (guint64 i = 0; i < n_sealed; i++)
    vault_chunk_seal (&place, i, VAULT_CHUNK_INNER,
                      self->bytes + i * VAULT_CHUNK_BYTES / 2,
                      sealed + i * VAULT_PIECE_BYTES);

  watch_start (&watch);
  for (guint64 i = 0; i < n_chunks; i++) {
    if (!vault_chunk_open (&place, i % n_sealed, VAULT_CHUNK_INNER,
                           sealed + i % n_sealed * VAULT_PIECE_BYTES, plain))
      bench_fail ("a chunk does not open");
  }
  watch_stop (&watch);
  add (self, BARE, &watch);
}

/* Of each round its own ratio: what slows one way down slows down its neighbours. */
static double
get_ratio (GArray *of, GArray *to)
{
  g_autoptr (GArray) ratios = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < of->len; i++) {
    double ratio = g_array_index (of, double, i) / g_array_index (to, double, i);

    g_array_append_val (ratios, ratio);
  }

  return bench_median (ratios);
}

static void
print_row (Bench *self, const char *what, Way way, Way of)
{
  double median = bench_median (self->seconds[way]);
  double n_mib = (double) self->n_bytes / (double) BENCH_MIB;

  printf ("%-32s %7.2f %6.0f  %6.2f to %5.2f %7.2f %9.2f %9.2f\n", what, median,
          n_mib / median, bench_percentile (self->seconds[way], 0),
          bench_percentile (self->seconds[way], 100),
          bench_median (self->cpu_seconds[way]),
          get_ratio (self->seconds[of], self->seconds[way]),
          get_ratio (self->cpu_seconds[of], self->cpu_seconds[way]));
}

static void
print_table (Bench *self)
{
  printf ("%-32s %7s %6s  %15s %7s %9s %9s\n", "", "s", "MiB/s", "s, all rounds",
          "CPU s", "import /", "CPU");
  print_row (self, "copy by a loop of 128 KiB, fsync", LOOP, IMPORT);
  print_row (self, "cp, fsync", CP, IMPORT);
  print_row (self, "plain rows in SQLite", PLAIN, IMPORT);
  print_row (self, "import into a vault", IMPORT, IMPORT);
  printf ("%-32s %7s %6s  %15s %7s %9s %9s\n", "", "", "", "", "", "read /", "CPU");
  print_row (self, "the cipher alone, one core", BARE, READ);
  print_row (self, "read through the vault's stream", READ, READ);
  printf ("\nMemory the import took at its peak: %.1f MiB\n",
          (double) self->growth_kib / 1024);
}

int
main (int argc, char **argv)
{
  static void (*const ways[N_WRITING]) (Bench *) = { run_loop, run_cp, run_plain,
                                                     run_import };
  Bench self = { 0 };

  bench_start (argc, argv, "import");
  self.n_bytes = bench_get_number ("NIGHTSTAND_BENCH_MIB", 1024) * BENCH_MIB;
  self.path = choose_source_path (self.n_bytes);
  bench_remove_at_exit (self.path);
  make_source (&self);
  for (guint i = 0; i < N_WAYS; i++) {
    self.seconds[i] = g_array_new (FALSE, FALSE, sizeof (double));
    self.cpu_seconds[i] = g_array_new (FALSE, FALSE, sizeof (double));
  }

  for (guint round = 0; round < N_ROUNDS; round++) {
    for (guint i = 0; i < N_WRITING; i++) {
      bench_settle ();
      ways[(i + round) % N_WRITING](&self);
    }
    run_bare (&self);
  }

  printf ("%" G_GUINT64_FORMAT " MiB of noise, %d rounds in turns, medians\n\n",
          self.n_bytes / BENCH_MIB, N_ROUNDS);
  print_table (&self);
  return 0;
}
