/* bench-import.c - a large file into a vault and out again, beside other ways
 *
 * Several ways to make the same bytes durable, in turns, and then reading them back.
 *
 * NIGHTSTAND_BENCH_MIB: how large; 1024 if not set.
 * NIGHTSTAND_BENCH_ROUNDS: how often; 5 if not set.
 * NIGHTSTAND_BENCH_WAYS: which of them, as "cp,import"; all if not set.  There are: loop, cp,
 *   rows, import, read and random (after an import), cipher, others.
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

#include "others.h"
#include "plain.h"
#include "random.h"
#include "store/store.h"

#define READ_BYTES BENCH_MIB
/* Sealed chunks for the bare cipher: more than any cache holds. */
#define N_BARE_CHUNKS 1024

/* A row of the table each. */
typedef enum {
  LOOP,
  CP,
  PLAIN,
  IMPORT,
  WRITE_OTHERS,
  READ_PLAIN = WRITE_OTHERS + N_OTHERS,
  READ,
  BARE,
  READ_OTHERS,
  RANDOM_PLAIN = READ_OTHERS + N_OTHERS,
  RANDOM_ITEM = RANDOM_PLAIN + N_RANDOM,
  N_ROWS = RANDOM_ITEM + N_RANDOM,
} Row;

typedef struct {
  char *path;
  const guint8 *bytes;
  guint64 n_bytes;
  GArray *seconds[N_ROWS];
  GArray *cpu_seconds[N_ROWS];
  guint64 growth_kib;
} Bench;

static gboolean
is_wanted (const char *way)
{
  const char *wanted = g_getenv ("NIGHTSTAND_BENCH_WAYS");
  g_auto (GStrv) ways = g_strsplit (wanted != NULL ? wanted : way, ",", -1);

  return g_strv_contains ((const char *const *) ways, way);
}

static void
add (Bench *self, Row row, const BenchWatch *watch)
{
  g_array_append_val (self->seconds[row], watch->s);
  g_array_append_val (self->cpu_seconds[row], watch->cpu_s);
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
  BenchWatch watch = { 0 };
  BenchWatch reading = { 0 };

  bench_watch_start (&watch);
  plain_copy (self->path, path);
  bench_watch_stop (&watch);
  add (self, LOOP, &watch);
  plain_read_file (path, self->bytes, self->n_bytes, &reading);
  add (self, READ_PLAIN, &reading);
  bench_remove (path);
}

static void
run_cp (Bench *self)
{
  g_autofree char *path = bench_path ("copy");
  const char *arguments[] = { "cp", self->path, path, NULL };
  BenchWatch watch = { 0 };
  BenchWatch unused = { 0 };
  int status = -1;

  bench_watch_start (&watch);
  if (!g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                     NULL, NULL, &status, NULL)
      || status != 0)
    bench_fail ("cp failed");
  plain_flush (path);
  bench_watch_stop (&watch);
  add (self, CP, &watch);
  plain_read_file (path, self->bytes, self->n_bytes, &unused);
  bench_remove (path);
}

static void
run_plain (Bench *self)
{
  g_autofree char *path = bench_path ("plain.db");
  BenchWatch watch = { 0 };

  bench_watch_start (&watch);
  plain_insert_rows (self->path, path, self->n_bytes);
  bench_watch_stop (&watch);
  add (self, PLAIN, &watch);
  plain_check_rows (path, self->bytes, self->n_bytes);
  bench_remove (path);
}

static void
read_back (Bench *self, VaultSource *source)
{
  g_autoptr (GInputStream) stream = vault_source_stream_new (source);
  g_autofree guint8 *buffer = g_malloc (READ_BYTES);
  g_autoptr (GError) error = NULL;
  guint64 at = 0;
  BenchWatch watch = { 0 };

  for (;;) {
    gssize n;

    bench_watch_start (&watch);
    n = g_input_stream_read (stream, buffer, READ_BYTES, NULL, &error);
    bench_watch_stop (&watch);
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
read_here_and_there (Bench *self, VaultSource *source, const char *folder)
{
  g_autofree char *database = g_build_filename (folder, VAULT_STORE_NAME, NULL);
  g_autofree char *copy = bench_path ("copy");

  plain_copy (self->path, copy);
  for (RandomWhere where = 0; where < N_RANDOM; where++) {
    BenchWatch of_item = { 0 };
    BenchWatch of_plain = { 0 };

    random_read (source, database, copy, self->bytes, self->n_bytes, where, &of_item,
                 &of_plain);
    add (self, RANDOM_ITEM + where, &of_item);
    add (self, RANDOM_PLAIN + where, &of_plain);
  }
  bench_remove (copy);
}

static void
run_import (Bench *self)
{
  g_autofree char *folder = bench_path ("vault");
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSession) session = vault_session_create (
      folder, passphrase, VAULT_KDF_QUICK, NULL, &error);
  guint64 before_kib;
  BenchWatch watch = { 0 };

  bench_check (error, "create");
  bench_reset_peak ();
  before_kib = bench_get_resident_kib ();

  bench_watch_start (&watch);
  bench_import (session, self->path);
  bench_watch_stop (&watch);
  add (self, IMPORT, &watch);
  self->growth_kib = MAX (self->growth_kib, bench_get_peak_kib () - before_kib);

  if (is_wanted ("read")) {
    g_autoptr (VaultSource) source = bench_open_item (session);

    read_back (self, source);
  }
  if (is_wanted ("random")) {
    g_autoptr (VaultSource) source = bench_open_item (session);

    read_here_and_there (self, source, folder);
  }
  vault_session_close (session);
  bench_remove (folder);
}

static void
run_other (Bench *self, Other other)
{
  BenchWatch writing = { 0 };
  BenchWatch reading = { 0 };

  if (!other_run (other, self->path, self->bytes, self->n_bytes, &writing, &reading))
    return;

  add (self, WRITE_OTHERS + other, &writing);
  add (self, READ_OTHERS + other, &reading);
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
  BenchWatch watch = { 0 };

  for (guint64 i = 0; i < n_sealed; i++)
    vault_chunk_seal (&place, i, VAULT_CHUNK_INNER,
                      self->bytes + i * VAULT_CHUNK_BYTES / 2,
                      sealed + i * VAULT_PIECE_BYTES);

  bench_watch_start (&watch);
  for (guint64 i = 0; i < n_chunks; i++) {
    if (!vault_chunk_open (&place, i % n_sealed, VAULT_CHUNK_INNER,
                           sealed + i % n_sealed * VAULT_PIECE_BYTES, plain))
      bench_fail ("a chunk does not open");
  }
  bench_watch_stop (&watch);
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
print_row (Bench *self, const char *what, Row row, Row of)
{
  double n_mib = (double) self->n_bytes / (double) BENCH_MIB;
  double median;

  if (self->seconds[row]->len == 0)
    return;

  median = bench_median (self->seconds[row]);
  printf ("%-32s %7.2f %6.0f  %6.2f to %5.2f %7.2f", what, median, n_mib / median,
          bench_percentile (self->seconds[row], 0),
          bench_percentile (self->seconds[row], 100),
          bench_median (self->cpu_seconds[row]));
  if (self->seconds[of]->len != 0)
    printf (" %9.2f %9.2f", get_ratio (self->seconds[row], self->seconds[of]),
            get_ratio (self->cpu_seconds[row], self->cpu_seconds[of]));
  printf ("\n");
}

static void
print_others (Bench *self, Row first, Row of)
{
  for (Other other = 0; other < N_OTHERS; other++) {
    if (other_get_obstacle (other) == NULL)
      print_row (self, other_get_name (other), first + other, of);
    else
      printf ("%-32s not measured: %s\n", other_get_name (other),
              other_get_obstacle (other));
  }
}

static void
print_random (Bench *self, const char *what, RandomWhere where)
{
  double of_item, of_plain;

  if (self->seconds[RANDOM_ITEM + where]->len == 0)
    return;

  of_item = bench_median (self->seconds[RANDOM_ITEM + where]);
  of_plain = bench_median (self->seconds[RANDOM_PLAIN + where]);
  printf ("%-32s %7.2f of an item, %.2f of a plain file: %.2f times as long\n", what,
          of_item / RANDOM_READS * 1000, of_plain / RANDOM_READS * 1000,
          get_ratio (self->seconds[RANDOM_ITEM + where],
                     self->seconds[RANDOM_PLAIN + where]));
}

/* The last columns say how fast the vault was for this way's one: above 1 it was faster. */
static void
print_table (Bench *self)
{
  printf ("%-32s %7s %6s  %15s %7s %9s %9s\n", "", "s", "MiB/s", "s, all rounds",
          "CPU s", "speed of", "CPU");
  printf ("%-32s %7s %6s  %15s %7s %9s\n", "To disk, flushed", "", "", "", "",
          "import");
  print_row (self, "copy by a loop of 128 KiB", LOOP, IMPORT);
  print_row (self, "cp", CP, IMPORT);
  print_row (self, "plain rows in SQLite", PLAIN, IMPORT);
  print_row (self, "import into a vault", IMPORT, IMPORT);
  print_others (self, WRITE_OTHERS, IMPORT);
  printf ("%-32s %7s %6s  %15s %7s %9s\n", "Back", "", "", "", "", "reading");
  print_row (self, "plain file, from memory", READ_PLAIN, READ);
  print_row (self, "the cipher alone, one core", BARE, READ);
  print_row (self, "through the vault's stream", READ, READ);
  print_others (self, READ_OTHERS, READ);
  printf ("%-32s %7s\n", "1 MiB here and there", "ms");
  print_random (self, "from the disk", RANDOM_FROM_DISK);
  print_random (self, "from memory", RANDOM_FROM_MEMORY);
  printf ("\nMemory the import took at its peak: %.1f MiB\n",
          (double) self->growth_kib / 1024);
}

/* What ran before leaves the disk busy or quiet, and memory fresh or used: the first touch
 * of a page is dear on a virtual computer.  So the same thing runs before each way. */
static void
prepare (Bench *self)
{
  g_autofree char *path = bench_path ("before");

  plain_copy (self->path, path);
  bench_remove (path);
  bench_settle ();
}

static void
run_round (Bench *self, guint round)
{
  static const struct {
    const char *name;
    void (*run) (Bench *);
  } ways[] = {
    { "loop", run_loop },
    { "cp", run_cp },
    { "rows", run_plain },
    { "import", run_import },
  };
  const guint n_own = G_N_ELEMENTS (ways);
  const guint n_ways = n_own + N_OTHERS;

  for (guint i = 0; i < n_ways; i++) {
    guint way = (i + round) % n_ways;

    if (!is_wanted (way < n_own ? ways[way].name : "others"))
      continue;
    prepare (self);
    if (way < n_own)
      ways[way].run (self);
    else
      run_other (self, way - n_own);
  }
  if (is_wanted ("cipher"))
    run_bare (self);
}

int
main (int argc, char **argv)
{
  guint n_rounds;
  Bench self = { 0 };

  bench_start (argc, argv, "import");
  if (is_wanted ("others"))
    others_start (argc > 2 ? argv[2] : "plain-rows");
  n_rounds = (guint) bench_get_number ("NIGHTSTAND_BENCH_ROUNDS", 5);
  self.n_bytes = bench_get_number ("NIGHTSTAND_BENCH_MIB", 1024) * BENCH_MIB;
  self.path = choose_source_path (self.n_bytes);
  bench_remove_at_exit (self.path);
  make_source (&self);
  for (Row row = 0; row < N_ROWS; row++) {
    self.seconds[row] = g_array_new (FALSE, FALSE, sizeof (double));
    self.cpu_seconds[row] = g_array_new (FALSE, FALSE, sizeof (double));
  }

  for (guint round = 0; round < n_rounds; round++)
    run_round (&self, round);

  printf ("%" G_GUINT64_FORMAT " MiB of noise, %u rounds in turns, medians\n\n",
          self.n_bytes / BENCH_MIB, n_rounds);
  print_table (&self);
  return 0;
}
