/* test-spot.c - removing the file that was found, and no other that stands in its place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "support/computer.h"
#include "traces/spot.h"

static char *
at_home (Computer *box, const char *name)
{
  return g_build_filename (box->home, name, NULL);
}

static char *
put (Computer *box, const char *name, const char *text)
{
  char *path = at_home (box, name);

  computer_put_file (path, text);
  return path;
}

typedef struct {
  char *path;
  char *other;
} Swap;

/* Somebody saves another file under the name while the one that was found is compared. */
static gboolean
swap_meanwhile (int fd, guint64 n_bytes, gpointer user_data, GError **error)
{
  Swap *swap = user_data;

  g_assert_cmpint (g_rename (swap->other, swap->path), ==, 0);
  return TRUE;
}

static void
test_swapped_while_proven (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "folder/a.jpg", "photo");
  g_autofree char *folder = at_home (&box, "folder");
  g_autofree char *other = put (&box, "other", "other");
  g_autoptr (VaultSpot) spot = vault_spot_new (path, NULL);
  Swap swap = { path, other };

  g_assert_cmpint (vault_spot_remove (spot, swap_meanwhile, &swap, NULL), ==,
                   VAULT_TRACE_CHANGED);
  computer_assert_text (path, "other");
  g_assert_cmpuint (folder_count (folder), ==, 1);
}

/* The same length, other bytes, written into the same file. */
static void
test_rewritten (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "a.jpg", "photo");
  g_autoptr (VaultSpot) spot = vault_spot_new (path, NULL);

  file_write (path, 0, "PHOTO", 5);
  /* As if it had been later than the clock of the file system is fine. */
  spot->info.st_mtim.tv_nsec ^= 1;
  g_assert_cmpint (vault_spot_remove (spot, NULL, NULL, NULL), ==, VAULT_TRACE_CHANGED);
  computer_assert_text (path, "PHOTO");
}

static gboolean
grow_meanwhile (int fd, guint64 n_bytes, gpointer user_data, GError **error)
{
  file_write (user_data, n_bytes, "!", 1);
  return TRUE;
}

static void
test_grown_while_proven (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "a.jpg", "photo");
  g_autoptr (VaultSpot) spot = vault_spot_new (path, NULL);

  g_assert_cmpint (vault_spot_remove (spot, grow_meanwhile, path, NULL), ==,
                   VAULT_TRACE_CHANGED);
  computer_assert_text (path, "photo!");
}

static void
test_link_in_its_place (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "a.jpg", "photo");
  g_autofree char *victim = put (&box, "victim", "photo");
  g_autoptr (VaultSpot) spot = vault_spot_new (path, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (symlink (victim, path), ==, 0);
  g_assert_cmpint (vault_spot_remove (spot, NULL, NULL, NULL), ==, VAULT_TRACE_CHANGED);
  computer_assert_text (victim, "photo");
  g_assert_null (vault_spot_new (path, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NOT_A_FILE);
}

/* A folder above it became a link to where a file of the same name lies. */
static void
test_link_above (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "one/two/a.jpg", "photo");
  g_autofree char *one = at_home (&box, "one");
  g_autofree char *away = at_home (&box, "away");
  g_autoptr (VaultSpot) spot = vault_spot_new (path, NULL);

  g_assert_cmpint (g_rename (one, away), ==, 0);
  g_assert_cmpint (symlink (away, one), ==, 0);
  g_assert_cmpint (vault_spot_remove (spot, NULL, NULL, NULL), ==, VAULT_TRACE_CHANGED);
  computer_assert_text (path, "photo");
}

static void
test_folder_gone (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "one/a.jpg", "photo");
  g_autofree char *one = at_home (&box, "one");
  g_autofree char *away = at_home (&box, "away");
  g_autofree char *later = NULL;
  g_autoptr (VaultSpot) spot = vault_spot_new (path, NULL);

  g_assert_cmpint (g_rename (one, away), ==, 0);
  later = put (&box, "one/a.jpg", "photo");
  g_assert_cmpint (vault_spot_remove (spot, NULL, NULL, NULL), ==, VAULT_TRACE_CHANGED);
  computer_assert_text (later, "photo");
}

/* A pipe would be waited for without end. */
static void
test_pipe_in_its_place (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "a.jpg", "photo");
  g_autoptr (VaultSpot) spot = vault_spot_new (path, NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_cmpint (vault_spot_remove (spot, NULL, NULL, NULL), ==, VAULT_TRACE_CHANGED);
  g_assert_true (file_exists (path));
}

static gboolean
refuse (int fd, guint64 n_bytes, gpointer user_data, GError **error)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED, "locked");
  return FALSE;
}

static void
test_not_proven (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "a.jpg", "photo");
  g_autoptr (VaultSpot) spot = vault_spot_new (path, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (vault_spot_remove (spot, refuse, NULL, &error), ==,
                   VAULT_TRACE_FAILED);
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  computer_assert_text (path, "photo");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spot/swapped-while-proven", test_swapped_while_proven);
  g_test_add_func ("/spot/rewritten", test_rewritten);
  g_test_add_func ("/spot/grown-while-proven", test_grown_while_proven);
  g_test_add_func ("/spot/link-in-its-place", test_link_in_its_place);
  g_test_add_func ("/spot/link-above", test_link_above);
  g_test_add_func ("/spot/folder-gone", test_folder_gone);
  g_test_add_func ("/spot/pipe-in-its-place", test_pipe_in_its_place);
  g_test_add_func ("/spot/not-proven", test_not_proven);
  return g_test_run ();
}
