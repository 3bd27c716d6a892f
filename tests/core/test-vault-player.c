/* test-vault-player.c - a film of a vault, while the vault is open and no longer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/film-maker.h"
#include "support/film-screen.h"
#include "support/vault-box.h"

#include <gst/gst.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <vault/vault-player.h>

#define FILM FILM_SCENES "x264enc ! mp4mux" FILM_FILE

typedef struct {
  VaultBox *box;
  VaultItem *item;
  VaultPlayer *player;
  Screen screen;
} Show;

static void
show_start (Show *self, gint64 expires)
{
  g_autoptr (GBytes) film = film_make (FILM);
  g_autoptr (GError) error = NULL;

  self->box = vault_box_new_open ();
  self->item = box_import (self->box, "film.mp4", film, expires);
  self->screen.is_blocked = TRUE;
  screen_init (&self->screen);
  self->player = vault_open_player (self->box->vault, self->item, 0, 0, &screen_events,
                                    &self->screen, screen_destroyed, &error);
  g_assert_no_error (error);
  g_assert_true (screen_wait_for (&self->screen, screen_has_begun));
}

static gboolean
is_destroyed (Screen *screen)
{
  return screen->is_destroyed;
}

static void
show_stop (Show *self)
{
  vault_player_close (self->player);
  vault_player_close (self->player);
  g_ptr_array_set_size (self->screen.kept, 0);
  while (!screen_wait_for (&self->screen, is_destroyed))
    g_thread_yield ();
  vault_player_unref (self->player);
  g_ptr_array_unref (self->screen.kept);
  g_object_unref (self->item);
  vault_box_free (self->box);
}

/* How many decoders this process has. */
static guint
count_children (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task");
  g_autoptr (GDir) tasks = g_dir_open (path, 0, NULL);
  const char *task;
  guint n = 0;

  while ((task = g_dir_read_name (tasks)) != NULL) {
    g_autofree char *children = g_strdup_printf ("/proc/self/task/%s/children", task);
    g_autofree char *text = NULL;

    if (g_file_get_contents (children, &text, NULL, NULL))
      for (const char *at = text; (at = strchr (at, ' ')) != NULL; at++)
        n++;
  }
  return n;
}

static void
assert_no_children (void)
{
  while (count_children () > 0)
    g_usleep (1000);
}

static void
test_plays (void)
{
  Show show = { 0 };

  show_start (&show, VAULT_EXPIRES_NEVER);
  g_assert_true (show.screen.facts.has_picture);
  g_assert_cmpint (show.screen.facts.duration_ns, ==,
                   4 * G_GINT64_CONSTANT (1000000000));
  vault_player_hold (show.player);
  g_mutex_lock (&show.screen.mutex);
  show.screen.first_ns[VAULT_PLAYER_PICTURE] = -1;
  show.screen.n_pieces[VAULT_PLAYER_PICTURE] = 0;
  g_ptr_array_set_size (show.screen.kept, 0);
  g_mutex_unlock (&show.screen.mutex);
  vault_player_seek (show.player, 2 * G_GINT64_CONSTANT (1000000000));
  g_assert_true (screen_wait_for (&show.screen, screen_has_begun));
  g_assert_true (screen_is_like (show.screen.first_colour, film_colours[2]));
  show_stop (&show);
  assert_no_children ();
}

static void
test_lock (void)
{
  Show show = { 0 };

  show_start (&show, VAULT_EXPIRES_NEVER);
  vault_prepare_player (show.box->vault);
  run_lock (show.box->vault);
  g_assert_true (screen_wait_for (&show.screen, screen_has_failed));
  g_assert_cmpint (show.screen.code, ==, VAULT_ERROR_LOCKED);
  assert_no_children ();
  vault_prepare_player (show.box->vault);
  g_assert_cmpuint (count_children (), ==, 0);
  show_stop (&show);
}

static void
test_wipe (void)
{
  Show show = { 0 };
  VaultReceipt receipt;

  show_start (&show, VAULT_EXPIRES_NEVER);
  g_assert_true (run_wipe (show.box->vault, &receipt, NULL));
  g_assert_true (screen_wait_for (&show.screen, screen_has_failed));
  g_assert_cmpint (show.screen.code, ==, VAULT_ERROR_LOCKED);
  assert_no_children ();
  show_stop (&show);
}

/* All of a short film has been read long before: it ends all the same. */
static void
test_expiry (void)
{
  Show show = { 0 };

  show_start (&show, FAKE_NOW + 100);
  fake_clock_pass (99);
  g_assert_true (run_set_expiry (show.box->vault, show.item, FAKE_NOW + 100, NULL));
  fake_clock_pass (1);
  wait_until_gone (show.item);
  g_assert_true (screen_wait_for (&show.screen, screen_has_failed));
  g_assert_cmpint (show.screen.code, ==, VAULT_ERROR_EXPIRED);
  assert_no_children ();
  show_stop (&show);
}

static void
test_delete (void)
{
  g_autoptr (GError) error = NULL;
  Show show = { 0 };

  show_start (&show, VAULT_EXPIRES_NEVER);
  g_assert_true (run_delete (show.box->vault, show.item, &error));
  g_assert_no_error (error);
  g_assert_true (screen_wait_for (&show.screen, screen_has_failed));
  g_assert_cmpint (show.screen.code, ==, VAULT_ERROR_NO_ITEM);
  g_assert_null (vault_open_player (show.box->vault, show.item, 0, 0, &screen_events,
                                    &show.screen, NULL, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM);
  show_stop (&show);
}

/* One is kept ready, taken, and kept ready again. */
static void
test_spare (void)
{
  Show show = { 0 };

  show_start (&show, VAULT_EXPIRES_NEVER);
  g_assert_cmpuint (count_children (), ==, 1);
  vault_prepare_player (show.box->vault);
  while (count_children () < 2)
    g_usleep (1000);
  show_stop (&show);
  assert_no_children ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_test_add_func ("/vault/player/plays", test_plays);
  g_test_add_func ("/vault/player/lock", test_lock);
  g_test_add_func ("/vault/player/wipe", test_wipe);
  g_test_add_func ("/vault/player/expiry", test_expiry);
  g_test_add_func ("/vault/player/delete", test_delete);
  g_test_add_func ("/vault/player/spare", test_spare);
  return g_test_run ();
}
