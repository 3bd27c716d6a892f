/* test-vectors.c - the C code against the known answers
 *
 * The vectors come from make_vectors.py, which does not know this code.  Where sealing
 * draws a nonce, the vector's output must open; where it does not, it must also be made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vectors/checks.h"

#include <sodium.h>
#include <string.h>

static const struct {
  const char *name;
  void (*check) (const Vector *v);
} constructions[] = {
  { "subkey", check_subkey },
  { "bind", check_bind },
  { "kdf", check_kdf },
  { "passphrase", check_passphrase },
  { "recovery", check_recovery },
  { "slot", check_slot },
  { "recipient", check_recipient },
  { "directory", check_directory },
  { "cell", check_cell },
  { "reseal", check_reseal },
  { "record", check_record },
  { "card", check_card },
  { "entry", check_entry },
  { "chunk", check_chunk },
  { "late", check_late },
  { "header", check_header },
  { "state", check_state },
  { "clock", check_clock },
  { "epoch", check_epoch },
  { "passed", check_passed },
  { "place", check_place },
  { "wipe", check_wipe },
};

static void
test_vector (gconstpointer data)
{
  g_autoptr (Vector) vector = vector_load (data);
  const char *name = vector_get_text (vector, "construction");

  for (guint i = 0; i < G_N_ELEMENTS (constructions); i++) {
    if (g_str_equal (constructions[i].name, name)) {
      constructions[i].check (vector);
      return;
    }
  }

  g_error ("%s: no construction \"%s\"", (const char *) data, name);
}

static void
test_registry_is_covered (gconstpointer data)
{
  const GPtrArray *paths = data;
  g_autoptr (GPtrArray) vectors =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vector_free);

  for (guint i = 0; i < paths->len; i++)
    g_ptr_array_add (vectors, vector_load (paths->pdata[i]));
  check_registry_is_covered (vectors);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  folder = g_dir_open (g_test_get_dir (G_TEST_DIST), 0, NULL);
  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL) {
    if (g_str_has_suffix (name, ".vector"))
      g_ptr_array_add (paths, g_test_build_filename (G_TEST_DIST, name, NULL));
  }
  g_ptr_array_sort (paths, compare_names);
  g_assert_cmpuint (paths->len, >, 0);

  for (guint i = 0; i < paths->len; i++) {
    g_autofree char *base = g_path_get_basename (paths->pdata[i]);
    g_autofree char *test_path = NULL;

    base[strlen (base) - strlen (".vector")] = '\0';
    test_path = g_strdup_printf ("/vectors/%s", base);
    g_test_add_data_func (test_path, paths->pdata[i], test_vector);
  }
  g_test_add_data_func ("/vectors/registry-is-covered", paths,
                        test_registry_is_covered);

  return g_test_run ();
}
