/* bench.c - what the benchmarks share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <fcntl.h>
#include <ftw.h>
#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define TINY_BYTES 100

static char *folder;
static char *elsewhere;
static pid_t owner;

static int
remove_one (const char *path, const struct stat *info, int type, struct FTW *where)
{
  (void) info;
  (void) type;
  (void) where;
  return remove (path);
}

void
bench_remove (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    (void) nftw (path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void
finish (void)
{
  /* A child that failed to start its program is not to tidy up. */
  if (getpid () != owner)
    return;

  bench_remove (folder);
  if (elsewhere != NULL)
    bench_remove (elsewhere);
}

void
bench_remove_at_exit (const char *path)
{
  elsewhere = g_strdup (path);
}

void
bench_start (int argc, char **argv, const char *name)
{
  const char *where = g_getenv ("NIGHTSTAND_BENCH_FOLDER");
  g_autofree char *own = g_strdup_printf ("nightstand-bench-%s", name);

  if (where == NULL)
    where = argc > 1 ? argv[1] : "/var/tmp";
  if (sodium_init () < 0)
    bench_fail ("libsodium does not start");

  folder = g_build_filename (where, own, NULL);
  bench_remove (folder);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    bench_fail ("cannot make %s", folder);

  owner = getpid ();
  atexit (finish);
  setvbuf (stdout, NULL, _IOLBF, 0);
}

char *
bench_path (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

void
bench_fail (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vfprintf (stderr, format, arguments);
  va_end (arguments);
  fputc ('\n', stderr);
  exit (EXIT_FAILURE);
}

void
bench_check (const GError *error, const char *what)
{
  if (error != NULL)
    bench_fail ("%s: %s", what, error->message);
}

void
bench_settle (void)
{
  sync ();
  g_usleep (200000);
}

guint64
bench_get_number (const char *variable, guint64 fallback)
{
  const char *text = g_getenv (variable);
  guint64 number;

  if (text == NULL)
    return fallback;
  if (!g_ascii_string_to_unsigned (text, 10, 1, 1 << 20, &number, NULL))
    bench_fail ("%s is not a number", variable);
  return number;
}

VaultSecret *
bench_passphrase (void)
{
  g_autoptr (GError) error = NULL;
  VaultSecret *secret =
      vault_secret_new_from (BENCH_PASSPHRASE, strlen (BENCH_PASSPHRASE), &error);

  bench_check (error, "guarded memory");
  return secret;
}

double
bench_now_s (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static double
get_usage_s (int who)
{
  struct rusage usage;

  getrusage (who, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

double
bench_cpu_s (void)
{
  return get_usage_s (RUSAGE_SELF) + get_usage_s (RUSAGE_CHILDREN);
}

void
bench_watch_start (BenchWatch *self)
{
  self->start_s = bench_now_s ();
  self->start_cpu_s = bench_cpu_s ();
}

void
bench_watch_stop (BenchWatch *self)
{
  self->s += bench_now_s () - self->start_s;
  self->cpu_s += bench_cpu_s () - self->start_cpu_s;
}

void
bench_forget (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0 || fdatasync (fd) != 0
      || posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED) != 0)
    bench_fail ("cannot take a file out of memory");
  close (fd);
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

guint64
bench_get_resident_kib (void)
{
  return read_status_kib ("VmRSS:");
}

guint64
bench_get_peak_kib (void)
{
  return read_status_kib ("VmHWM:");
}

void
bench_reset_peak (void)
{
  int fd = open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);

  if (fd < 0 || write (fd, "5", 1) != 1)
    bench_fail ("cannot reset the peak of memory");
  close (fd);
}

void
bench_import (VaultSession *session, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autoptr (GError) error = NULL;
  const VaultImportSource source = { .file = file };
  const VaultWork work = { 0 };
  guint n_imported = 0;

  (void) !vault_session_import (session, &source, 1, NULL, VAULT_EXPIRES_NEVER,
                                VAULT_METADATA_KEPT, &work, problems, &n_imported,
                                &error);
  bench_check (error, "import");
  if (n_imported != 1)
    bench_fail ("nothing was imported");
}

VaultSource *
bench_open_item (VaultSession *session)
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

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

double
bench_percentile (GArray *seconds, double percent)
{
  g_autoptr (GArray) sorted = g_array_copy (seconds);
  guint rank = (guint) ceil (percent / 100 * seconds->len);

  if (seconds->len == 0)
    bench_fail ("nothing was measured");

  g_array_sort (sorted, compare_doubles);
  return g_array_index (sorted, double, MAX (rank, 1) - 1);
}

void
bench_make_vault (const char *vault_folder, guint n_items)
{
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSession) session = vault_session_create (
      vault_folder, passphrase, VAULT_KDF_QUICK, NULL, &error);
  g_autofree VaultImportSource *sources = g_new0 (VaultImportSource, n_items);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const VaultWork work = { 0 };
  guint n_imported = 0;

  bench_check (error, "create");
  for (guint i = 0; i < n_items; i++) {
    guint8 noise[TINY_BYTES];

    randombytes_buf (noise, sizeof noise);
    noise[0] = 0xff; /* the beginning of nothing that is known */
    noise[1] = 0x00;
    sources[i].bytes = g_bytes_new (noise, sizeof noise);
    sources[i].name = g_strdup_printf ("item %u", i);
    g_ptr_array_add (names, (gpointer) sources[i].name);
  }

  if (!vault_session_import (session, sources, n_items, NULL, VAULT_EXPIRES_NEVER,
                             VAULT_METADATA_KEPT, &work, problems, &n_imported, &error))
    bench_check (error, "import");
  if (n_imported != n_items || problems->len != 0)
    bench_fail ("%u of %u items imported", n_imported, n_items);

  for (guint i = 0; i < n_items; i++)
    g_bytes_unref (sources[i].bytes);
  vault_session_close (session);
}
