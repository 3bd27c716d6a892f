/* check-seeds.c - a target under its seeds: each is accepted or refused as its name says
 *
 * Without this a fuzzer could run for days against a checksum and never reach the parser
 * behind it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

static char *
read_seed (const char *folder, const char *name, gsize *out_n_bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, out_n_bytes, &error);
  g_assert_no_error (error);
  /* Without the NUL behind it, so that a sanitizer sees one byte too many being read. */
  return g_memdup2 (text, MAX (*out_n_bytes, 1));
}

static void
check_seed (const char *folder, const char *name, guint *n_good, guint *n_bad)
{
  gboolean is_good = g_str_has_prefix (name, "accept-");
  gsize n_bytes;
  g_autofree char *seed = read_seed (folder, name, &n_bytes);

  g_test_message ("%s", name);
  g_assert_true (is_good || g_str_has_prefix (name, "refuse-"));
  /* Twice: nothing may be left from one input that changes what the next one does. */
  for (int i = 0; i < 2; i++) {
    gboolean is_accepted;

    fuzz_restart_random ();
    is_accepted = fuzz_target ((const guint8 *) seed, n_bytes);
    if (is_accepted != is_good)
      g_error ("%s: %s", name, is_accepted ? "accepted" : "refused");
  }

  *(is_good ? n_good : n_bad) += 1;
}

static void
test_seeds (gconstpointer data)
{
  const char *folder = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  guint n_good = 0;
  guint n_bad = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    check_seed (folder, name, &n_good, &n_bad);

  g_assert_cmpuint (n_good, >, 0);
  g_assert_cmpuint (n_bad, >, 0);
}

static void
test_prefixes (gconstpointer data)
{
  const char *folder = data;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  /* Whatever is cut off a seed, the target bears it. */
  while ((name = g_dir_read_name (dir)) != NULL) {
    gsize n_bytes;
    g_autofree char *seed = read_seed (folder, name, &n_bytes);

    for (gsize n = 0; n < MIN (n_bytes, 64); n++) {
      g_autofree guint8 *part = g_memdup2 (seed, MAX (n, 1));

      fuzz_restart_random ();
      (void) fuzz_target (part, n);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  fuzz_start ();
  g_test_add_data_func ("/seeds", argv[1], test_seeds);
  g_test_add_data_func ("/prefixes", argv[1], test_prefixes);
  return g_test_run ();
}
