/* test-vault-animation.c - animations and documents that are kept, and what ends them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-animation.h>

#include "support/media-maker.h"
#include "support/moving-maker.h"
#include "support/vault-box.h"

#include <dirent.h>
#include <string.h>

#define NEVER VAULT_EXPIRES_NEVER

static const char *const three_pages[] = { "1 0 0 rg 0 0 200 100 re f",
                                           "0 1 0 rg 0 0 200 100 re f", "", NULL };

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static VaultPixels *
run_next (VaultAnimation *animation, guint *out_n_frames, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint delay_ms;

  vault_animation_next_async (animation, 0, NULL, on_done_cb, &result);
  return vault_animation_next_finish (animation, wait_for (&result), &delay_ms,
                                      out_n_frames, error);
}

static VaultPixels *
run_page (VaultBox *box,
          VaultItem *item,
          guint page,
          guint *out_n_pages,
          GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_load_page_async (box->vault, item, page, 300, NULL, on_done_cb, &result);
  return vault_load_page_finish (box->vault, wait_for (&result), out_n_pages, error);
}

static void
assert_moves (VaultAnimation *animation)
{
  for (guint i = 0; i < 5; i++) {
    g_autoptr (GError) error = NULL;
    guint n_frames;
    g_autoptr (VaultPixels) pixels = run_next (animation, &n_frames, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (n_frames, ==, 4);
    g_assert_cmpuint (pixels->width, ==, 1);
  }
}

static void
assert_ended (VaultAnimation *animation, VaultError code)
{
  g_autoptr (GError) error = NULL;
  guint n_frames;

  g_assert_null (run_next (animation, &n_frames, &error));
  g_assert_error (error, VAULT_ERROR, (int) code);
}

static guint
count_children (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  g_autofree char *wanted = g_strdup_printf ("\nPPid:\t%d\n", getpid ());
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename ("/proc", name, "status", NULL);
    g_autofree char *text = NULL;

    if (g_ascii_isdigit (name[0]) && g_file_get_contents (path, &text, NULL, NULL))
      n += strstr (text, wanted) != NULL;
  }
  return n;
}

/* The thread that ends the process has nothing else to do. */
static void
wait_for_children (guint n)
{
  while (count_children () > n)
    g_usleep (1000);
}

static VaultItem *
import_moving (VaultBox *box, gint64 expires)
{
  g_autoptr (GBytes) bytes = moving_make_long_gif (4);

  return box_import (box, "Waving.gif", bytes, expires);
}

static void
test_moves (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_moving (box, NEVER);
  g_autoptr (VaultAnimation) animation = vault_animation_new (box->vault, item);
  guint n_children = count_children ();

  g_assert_cmpint (vault_item_get_kind (item), ==, VAULT_MEDIA_ANIMATION);
  g_assert_true (vault_item_has_thumbnail (item));
  assert_moves (animation);
  g_assert_cmpuint (count_children (), ==, n_children + 1);
  vault_animation_close (animation);
  assert_ended (animation, VAULT_ERROR_NO_ITEM);
  wait_for_children (n_children);
}

/* What is under way when it is closed does not get out. */
static void
test_closed_meanwhile (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_moving (box, NEVER);
  g_autoptr (VaultAnimation) animation = vault_animation_new (box->vault, item);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint delay_ms, n_frames;

  vault_animation_next_async (animation, 0, NULL, on_done_cb, &result);
  vault_animation_close (animation);
  g_assert_null (vault_animation_next_finish (animation, wait_for (&result), &delay_ms,
                                              &n_frames, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM);
}

static void
test_destroyed (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_moving (box, NEVER);
  g_autoptr (VaultAnimation) animation = vault_animation_new (box->vault, item);
  g_autoptr (GError) error = NULL;
  guint n_children = count_children ();

  assert_moves (animation);
  g_assert_true (run_delete (box->vault, item, &error));
  g_assert_no_error (error);
  wait_until_gone (item);
  assert_ended (animation, VAULT_ERROR_NO_ITEM);
  wait_for_children (n_children);
}

static void
test_locked (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_moving (box, NEVER);
  g_autoptr (VaultAnimation) animation = vault_animation_new (box->vault, item);
  g_autoptr (VaultAnimation) late = NULL;

  assert_moves (animation);
  run_lock (box->vault);
  assert_ended (animation, VAULT_ERROR_NO_ITEM);
  wait_for_children (0);
  late = vault_animation_new (box->vault, item);
  assert_ended (late, VAULT_ERROR_NO_ITEM);
}

static void
test_document (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = document_make (three_pages, "", "", "");
  g_autoptr (VaultItem) item = box_import (box, "Letters.pdf", bytes, NEVER);
  g_autoptr (GError) error = NULL;
  guint n_pages;

  g_assert_cmpint (vault_item_get_kind (item), ==, VAULT_MEDIA_DOCUMENT);
  g_assert_true (vault_item_has_thumbnail (item));
  g_assert_cmpuint (vault_item_get_width (item), ==, 267);
  for (guint page = 0; page < 3; page++) {
    g_autoptr (VaultPixels) pixels = run_page (box, item, page, &n_pages, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (n_pages, ==, 3);
    g_assert_cmpuint (pixels->width, ==, 300);
  }
  g_assert_null (run_page (box, item, 3, &n_pages, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_MEDIA);
  box_assert_holds (box, "Letters.pdf", bytes);
}

/* What nobody here can show is kept all the same: every byte comes out again. */
static void
test_kept (void)
{
  static const struct {
    const char *name;
    const char *bytes;
    VaultMediaKind kind;
  } cases[] = {
    { "list.jpg", "#EXTM3U\nfile:///etc/passwd\n", VAULT_MEDIA_OTHER },
    { "drawing.png", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", VAULT_MEDIA_OTHER },
    { "old.gif", "/* XPM */\nstatic char *x[] = {\"1 1 1 1\"};", VAULT_MEDIA_OTHER },
    { "page.mp4", "<!DOCTYPE html><script>1</script>", VAULT_MEDIA_OTHER },
    { "run.pdf", "#!/bin/sh\nexit 1\n", VAULT_MEDIA_OTHER },
    { "unknown.pdf", "%PDF-9.9 is not one", VAULT_MEDIA_DOCUMENT },
    { "new.jxl", "\xff\x0a and then nothing", VAULT_MEDIA_IMAGE },
    { "stub.gif", "GIF89a", VAULT_MEDIA_ANIMATION },
  };
  g_autoptr (VaultBox) box = vault_box_new_open ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes =
                   g_bytes_new_static (cases[i].bytes, strlen (cases[i].bytes));
    g_autoptr (GPtrArray) problems = NULL;
    g_autoptr (VaultItem) item = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (
        run_import_bytes (box->vault, cases[i].name, bytes, NEVER, &problems, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (problems->len, ==, 1);
    item = box_find (box, cases[i].name);
    g_assert_nonnull (item);
    g_assert_cmpint (vault_item_get_kind (item), ==, cases[i].kind);
    g_assert_false (vault_item_has_thumbnail (item));
    box_assert_holds (box, cases[i].name, bytes);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault/animation/moves", test_moves);
  g_test_add_func ("/vault/animation/closed-meanwhile", test_closed_meanwhile);
  g_test_add_func ("/vault/animation/destroyed", test_destroyed);
  g_test_add_func ("/vault/animation/locked", test_locked);
  g_test_add_func ("/vault/animation/document", test_document);
  g_test_add_func ("/vault/animation/kept", test_kept);
  return g_test_run ();
}
