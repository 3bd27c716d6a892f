/* test-player-liars.c - helpers that hang, die and lie while they play
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/film-screen.h"
#include "support/play-fake.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "media/patience.h"

#define FILM_BYTES PLAY_FAKE_FILM_BYTES
#define SIDE PLAY_FAKE_SIDE
#define N_SILENT 3
/* More than a look at whether a helper hangs. */
#define SHORT_MS 2000

static char *folder;

/* Have the next helpers be liars of this kind. */
static void
become (const PlayFake *liar)
{
  g_autofree char *name = g_strconcat (PLAY_FAKE_PREFIX, liar->name, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (symlink ("/proc/self/exe", path) != 0)
    g_assert_cmpint (errno, ==, EEXIST);
  g_setenv ("NIGHTSTAND_DECODER", path, TRUE);
}

static gboolean
read_nothing (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  g_assert_cmpuint (offset, <=, FILM_BYTES);
  g_assert_cmpuint (n_bytes, <=, FILM_BYTES - offset);
  memset (out, 0, n_bytes);
  return TRUE;
}

static const VaultDecoderSource film = { read_nothing, NULL, FILM_BYTES };

static guint
count_descriptors (void)
{
  DIR *entries = opendir ("/proc/self/fd");
  guint n_entries = 0;

  while (readdir (entries) != NULL)
    n_entries++;
  closedir (entries);
  return n_entries;
}

static void
test_liar (gconstpointer data)
{
  guint n_descriptors = count_descriptors ();

  become (data);
  for (guint i = 0; i < 3; i++) {
    Screen screen = { .is_blocked = TRUE };

    screen_start (&screen, &film, 0, 0);
    g_assert_true (screen_wait_for (&screen, screen_has_failed));
    g_assert_cmpint (screen.code, ==, VAULT_ERROR_DECODER_FAILED);
    screen_stop (&screen);
  }
  g_assert_cmpuint (count_descriptors (), ==, n_descriptors);
}

/* Or the tests above would show nothing. */
static void
test_honest (gconstpointer data)
{
  Screen screen = { .is_blocked = TRUE };
  guint64 sum = 0;

  become (data);
  screen_start (&screen, &film, 0, 0);
  g_assert_true (screen_wait_for (&screen, screen_has_begun));
  g_assert_false (screen.has_failed);
  g_assert_cmpuint (screen.width, ==, SIDE);
  for (guint i = 0; i < 1000; i++) {
    gsize n_bytes;
    const guint8 *bytes = g_bytes_get_data (screen.kept->pdata[0], &n_bytes);

    sum += bytes[0] + bytes[n_bytes - 1];
  }
  g_assert_cmpuint (sum, >, 0);
  screen_stop (&screen);
}

static gboolean
has_all_frames (Screen *self)
{
  return self->kept->len == PLAY_FRAME_SLOTS;
}

static gboolean
has_one_frame (Screen *self)
{
  return self->kept->len == 1;
}

/* Who hangs is given up; who has filled all it may fill does not hang. */
static void
test_silent (void)
{
  Screen screens[N_SILENT] = { 0 };

  for (gsize i = N_SILENT; i > 0; i--) {
    Screen *screen = &screens[i - 1];

    become (&play_fake_silent[i - 1]);
    screen->is_blocked = TRUE;
    screen_start (screen, &film, 0, 0);
    /* The environment is for all of them, so each has to be there before the next. */
    if (i > 1)
      g_assert_true (screen_wait_for (screen, i == 3 ? has_all_frames : has_one_frame));
  }
  /* Not before: each of them was given the time a helper gets to start. */
  vault_patience_set_ms (SHORT_MS);
  for (gsize i = 0; i < 2; i++) {
    g_assert_true (screen_wait_for (&screens[i], screen_has_failed));
    g_assert_cmpint (screens[i].code, ==, VAULT_ERROR_DECODER_FAILED);
  }
  g_assert_false (screens[2].has_failed);
  for (gsize i = 0; i < N_SILENT; i++)
    screen_stop (&screens[i]);
  vault_patience_set_ms (VAULT_PATIENCE_MS);
}

static void
test_no_program (void)
{
  Screen screen = { 0 };

  g_setenv ("NIGHTSTAND_DECODER", "/nonexistent/decoder", TRUE);
  screen_start (&screen, &film, 0, 0);
  g_assert_true (screen_wait_for (&screen, screen_has_failed));
  g_assert_cmpint (screen.code, ==, VAULT_ERROR_DECODER_FAILED);
  screen_stop (&screen);
}

static void
add_tests (const char *prefix, const PlayFake *list, GTestDataFunc func)
{
  for (; list->name != NULL; list++) {
    g_autofree char *path = g_strconcat (prefix, list->name, NULL);

    g_test_add_data_func (path, list, func);
  }
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    unlink (path);
  }
  rmdir (folder);
}

int
main (int argc, char **argv)
{
  int status;

  play_fake_run_if_called (argv[0]);
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nightstand-liars-XXXXXX", NULL);
  add_tests ("/media/player/liars/", play_fake_liars, test_liar);
  add_tests ("/media/player/", play_fake_honest, test_honest);
  g_test_add_func ("/media/player/silent", test_silent);
  g_test_add_func ("/media/player/no-program", test_no_program);
  status = g_test_run ();
  remove_folder ();
  return status;
}
