/* bench.h - what the benchmarks share: a folder on a real disk, a clock, medians
 *
 * A benchmark never fails for being slow.  It fails when what it measured was not done.
 *
 * NIGHTSTAND_BENCH_FOLDER: where to work; without it the first argument.
 *
 * Threads:  one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "vault/session.h"

G_BEGIN_DECLS

#define BENCH_MIB ((guint64) 1 << 20)
/* The passphrase of every vault here. */
#define BENCH_PASSPHRASE "correct horse battery staple"

/* Make the folder for this run, removed with all in it at exit, and first remove what an
 * interrupted run left. */
void bench_start (int argc, char **argv, const char *name);

/* A path in that folder; free it with g_free(). */
char *bench_path (const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* Say what went wrong and exit. */
void bench_fail (const char *format, ...) G_GNUC_PRINTF (1, 2) G_GNUC_NORETURN;

/* Fail if @error is set. */
void bench_check (const GError *error, const char *what);

/* Remove a file or a folder with all in it. */
void bench_remove (const char *path);

/* The same when the program ends, for one thing outside the folder. */
void bench_remove_at_exit (const char *path);

/* Let the disk come to rest. */
void bench_settle (void);

guint64 bench_get_number (const char *variable, guint64 fallback);

VaultSecret *bench_passphrase (void);

double bench_now_s (void);

/* Processor time of this program and of those it has run: steadier than the clock on a
 * computer that has other things to do. */
double bench_cpu_s (void);

/* Time spent between start and stop, added up. */
typedef struct {
  double start_s;
  double start_cpu_s;
  double s;
  double cpu_s;
} BenchWatch;

void bench_watch_start (BenchWatch *self);
void bench_watch_stop (BenchWatch *self);

/* Write a file out and take its pages from memory, so that it is read from the disk. */
void bench_forget (const char *path);

/* Memory this process has resident, and the most since bench_reset_peak(), in KiB. */
guint64 bench_get_resident_kib (void);
guint64 bench_get_peak_kib (void);
void bench_reset_peak (void);

/* Import one file into an open vault, and open the one item that is in a vault. */
void bench_import (VaultSession *session, const char *path);
VaultSource *bench_open_item (VaultSession *session);

/* The value below which @percent of them lie; @seconds is a GArray of double. */
double bench_percentile (GArray *seconds, double percent);

static inline double
bench_median (GArray *seconds)
{
  return bench_percentile (seconds, 50);
}

/* Make a vault of @n_items tiny items of no particular kind. */
void bench_make_vault (const char *folder, guint n_items);

G_END_DECLS
