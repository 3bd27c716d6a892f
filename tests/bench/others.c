/* others.c - what other programs take to seal the same bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "others.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "plain.h"

#define MOUNT_TRIES 500
#define MOUNT_TRY_US 10000

static const char *rows_program;
static const char *sqlcipher_library;
static char *mounted;
static const char *obstacles[N_OTHERS];

static gboolean
spawn (char **environment, const char *const *arguments, char **out)
{
  int status = -1;

  return g_spawn_sync (NULL, (char **) arguments, environment,
                       G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL
                           | (out == NULL ? G_SPAWN_STDOUT_TO_DEV_NULL : 0),
                       NULL, NULL, out, NULL, &status, NULL)
         && status == 0;
}

static void
must_spawn (const char *const *arguments)
{
  if (!spawn (NULL, arguments, NULL))
    bench_fail ("%s failed", arguments[0]);
}

static gboolean
is_installed (const char *program)
{
  g_autofree char *path = g_find_program_in_path (program);

  return path != NULL;
}

/* ---- SQLCipher ---- */

/* Runs plain-rows with SQLCipher's library in the place of SQLite's. */
static gboolean
run_rows (const char *verb, const char *from, const char *database, char **out)
{
  const char *arguments[] = { rows_program, verb, from, database, NULL };
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "LD_PRELOAD",
                                                 sqlcipher_library, TRUE);

  return spawn (environment, arguments, out);
}

static const char *
look_for_sqlcipher (void)
{
  static const char *const names[] = { "libsqlcipher.so.0", "libsqlcipher.so.1",
                                       "libsqlcipher.so.2" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *version = NULL;

    sqlcipher_library = names[i];
    if (run_rows ("cipher", NULL, NULL, &version))
      return NULL;
  }
  return "the library libsqlcipher is not installed";
}

static void
run_sqlcipher (const char *path, BenchWatch *writing, BenchWatch *reading)
{
  g_autofree char *database = bench_path ("sealed.db");

  bench_watch_start (writing);
  if (!run_rows ("write", path, database, NULL))
    bench_fail ("SQLCipher cannot write");
  bench_watch_stop (writing);

  bench_watch_start (reading);
  if (!run_rows ("check", path, database, NULL))
    bench_fail ("SQLCipher does not give back what it was given");
  bench_watch_stop (reading);
  bench_remove (database);
}

/* ---- age ---- */

static void
run_age (const char *path,
         const guint8 *bytes,
         guint64 n_bytes,
         BenchWatch *writing,
         BenchWatch *reading)
{
  g_autofree char *key = bench_path ("age.key");
  g_autofree char *sealed = bench_path ("sealed.age");
  const char *make_key[] = { "age-keygen", "-o", key, NULL };
  const char *seal[] = { "age", "-e", "-i", key, "-o", sealed, path, NULL };
  const char *open_again[] = { "age", "-d", "-i", key, sealed, NULL };
  GPid child;
  int status;
  int out;

  must_spawn (make_key);
  bench_watch_start (writing);
  must_spawn (seal);
  plain_flush (sealed);
  bench_watch_stop (writing);

  if (!g_spawn_async_with_pipes (NULL, (char **) open_again, NULL,
                                 G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL,
                                 NULL, &child, NULL, &out, NULL, NULL))
    bench_fail ("age failed");
  plain_read (out, bytes, n_bytes, reading);
  close (out);
  /* What a child used is counted when it is waited for. */
  bench_watch_start (reading);
  waitpid (child, &status, 0);
  bench_watch_stop (reading);
  bench_remove (key);
  bench_remove (sealed);
}

/* ---- gocryptfs ---- */

static void
unmount (void)
{
  const char *arguments[] = { "fusermount3", "-u", "-z", mounted, NULL };

  if (mounted != NULL)
    (void) spawn (NULL, arguments, NULL);
  g_clear_pointer (&mounted, g_free);
}

static gboolean
wait_until_mounted (const char *mount, const char *folder, GPid child)
{
  struct stat inside;
  struct stat outside;
  int status;

  for (guint i = 0; i < MOUNT_TRIES; i++) {
    if (g_stat (mount, &inside) == 0 && g_stat (folder, &outside) == 0
        && inside.st_dev != outside.st_dev)
      return TRUE;
    if (waitpid (child, &status, WNOHANG) == child)
      return FALSE;
    g_usleep (MOUNT_TRY_US);
  }
  return FALSE;
}

/* Returns: its process, 0 if it cannot be mounted. */
static GPid
mount_folder (const char *folder, const char *mount, const char *passphrase)
{
  const char *arguments[] = { "gocryptfs", "-fg",  "-q",  "-passfile",
                              passphrase,  folder, mount, NULL };
  GPid child;

  mounted = g_strdup (mount);
  if (g_spawn_async (NULL, (char **) arguments, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD
                         | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, &child, NULL)
      && wait_until_mounted (mount, folder, child))
    return child;

  unmount ();
  return 0;
}

/* Only the processor time: what the child used is counted when it is waited for. */
static void
end_mount (GPid child, BenchWatch *watch)
{
  double start_cpu_s = bench_cpu_s ();
  int status;

  unmount ();
  waitpid (child, &status, 0);
  watch->cpu_s += bench_cpu_s () - start_cpu_s;
}

static gboolean
run_gocryptfs (const char *path,
               const guint8 *bytes,
               guint64 n_bytes,
               BenchWatch *writing,
               BenchWatch *reading)
{
  g_autofree char *folder = bench_path ("gocryptfs");
  g_autofree char *mount = bench_path ("mount");
  g_autofree char *passphrase = bench_path ("passphrase");
  g_autofree char *inside = g_build_filename (mount, "film", NULL);
  const char *init[] = { "gocryptfs", "-init",    "-q",   "-scryptn", "10",
                         "-passfile", passphrase, folder, NULL };
  GPid child;

  if (g_mkdir (folder, 0700) != 0 || g_mkdir (mount, 0700) != 0
      || !g_file_set_contents (passphrase, BENCH_PASSPHRASE, -1, NULL))
    bench_fail ("cannot prepare gocryptfs");
  must_spawn (init);

  child = mount_folder (folder, mount, passphrase);
  if (child == 0) {
    obstacles[OTHER_GOCRYPTFS] = "mounting with FUSE fails here";
    return FALSE;
  }
  bench_watch_start (writing);
  plain_copy (path, inside);
  bench_watch_stop (writing);
  end_mount (child, writing);

  /* Again, so that nothing is still there in plain. */
  child = mount_folder (folder, mount, passphrase);
  if (child == 0)
    bench_fail ("gocryptfs does not mount again");
  plain_read_file (inside, bytes, n_bytes, reading);
  end_mount (child, reading);
  bench_remove (folder);
  bench_remove (mount);
  return TRUE;
}

/* ---- all ---- */

void
others_start (const char *rows)
{
  rows_program = rows;
  atexit (unmount);

  if (!is_installed ("age") || !is_installed ("age-keygen"))
    obstacles[OTHER_AGE] = "age is not installed";
  obstacles[OTHER_SQLCIPHER] = look_for_sqlcipher ();
  if (!is_installed ("gocryptfs") || !is_installed ("fusermount3"))
    obstacles[OTHER_GOCRYPTFS] = "gocryptfs or fusermount3 is not installed";
  else if (access ("/dev/fuse", R_OK | W_OK) != 0)
    obstacles[OTHER_GOCRYPTFS] = "/dev/fuse cannot be opened here";
}

const char *
other_get_name (Other self)
{
  static const char *const names[N_OTHERS] = {
    [OTHER_GOCRYPTFS] = "gocryptfs",
    [OTHER_AGE] = "age",
    [OTHER_SQLCIPHER] = "rows in SQLCipher",
  };

  return names[self];
}

const char *
other_get_obstacle (Other self)
{
  return obstacles[self];
}

gboolean
other_run (Other self,
           const char *path,
           const guint8 *bytes,
           guint64 n_bytes,
           BenchWatch *writing,
           BenchWatch *reading)
{
  if (obstacles[self] != NULL)
    return FALSE;

  if (self == OTHER_GOCRYPTFS)
    return run_gocryptfs (path, bytes, n_bytes, writing, reading);
  if (self == OTHER_AGE)
    run_age (path, bytes, n_bytes, writing, reading);
  else
    run_sqlcipher (path, writing, reading);
  return TRUE;
}
