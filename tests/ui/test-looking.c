/* test-looking.c - what the viewer reckons and says, without a display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <math.h>

#include "viewer/night-camera-text.h"
#include "viewer/night-cursor.h"
#include "viewer/night-zoom.h"

/* ---- the place in a list ---- */

static GObject *
thing (void)
{
  return g_object_new (G_TYPE_OBJECT, NULL);
}

static GListStore *
list_of (guint n)
{
  GListStore *list = g_list_store_new (G_TYPE_OBJECT);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GObject) object = thing ();

    g_list_store_append (list, object);
  }
  return list;
}

static void
assert_at (NightCursor *cursor, GListStore *list, guint position)
{
  for (int step = -2; step <= 2; step++) {
    g_autoptr (GObject) found = night_cursor_dup_neighbour (cursor, step);
    gint64 at = (gint64) position + step;
    g_autoptr (GObject) expected =
                   at < 0 ? NULL
                          : g_list_model_get_item (G_LIST_MODEL (list), (guint) at);

    g_assert_true (found == expected);
  }
}

static NightCursor *
cursor_at (GListStore *list, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), position);

  return night_cursor_new (G_LIST_MODEL (list), item);
}

static void
test_steps (void)
{
  g_autoptr (GListStore) list = list_of (5);
  g_autoptr (NightCursor) cursor = cursor_at (list, 1);

  assert_at (cursor, list, 1);
  night_cursor_step (cursor, 1);
  assert_at (cursor, list, 2);
  night_cursor_step (cursor, -2);
  assert_at (cursor, list, 0);
  night_cursor_step (cursor, -1);
  assert_at (cursor, list, 0);
  night_cursor_go_to_last (cursor);
  assert_at (cursor, list, 4);
  night_cursor_step (cursor, 1);
  assert_at (cursor, list, 4);
  night_cursor_go_to_first (cursor);
  assert_at (cursor, list, 0);
}

/* Whatever comes and goes, the cursor is where its item is; and if that goes, where it was. */
static void
test_changes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (GListStore) list = list_of (20);
  g_autoptr (NightCursor) cursor = cursor_at (list, 10);
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), 10);

  for (guint i = 0; i < 3000; i++) {
    guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
    guint at = (guint) g_rand_int_range (rand, 0, (int) n);
    guint position;

    if (n < 40 && g_rand_boolean (rand)) {
      g_autoptr (GObject) fresh = thing ();

      g_list_store_insert (list, at, fresh);
    } else if (n > 5) {
      g_autoptr (GObject) victim = g_list_model_get_item (G_LIST_MODEL (list), at);

      if (victim != item)
        g_list_store_remove (list, at);
    }
    g_assert_true (g_list_store_find (list, item, &position));
    assert_at (cursor, list, position);
  }
}

static int
compare_addresses (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return a < b ? -1 : a > b;
}

static void
test_sorted_and_gone (void)
{
  g_autoptr (GListStore) list = list_of (20);
  g_autoptr (NightCursor) cursor = cursor_at (list, 7);
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), 7);
  guint position;

  g_list_store_sort (list, compare_addresses, NULL);
  g_assert_true (g_list_store_find (list, item, &position));
  assert_at (cursor, list, position);
  g_list_store_remove (list, position);
  assert_at (cursor, list, position);

  g_list_store_remove_all (list);
  g_assert_null (night_cursor_dup_neighbour (cursor, 0));
  g_assert_null (night_cursor_dup_first (cursor));
  g_assert_null (night_cursor_dup_last (cursor));
  night_cursor_step (cursor, 1);
  night_cursor_go_to_first (cursor);
  night_cursor_go_to_last (cursor);
}

/* ---- the zoom ---- */

static NightZoom
zoom_of (double width, double height)
{
  NightZoom zoom = { 0 };

  night_zoom_set_view (&zoom, 800, 600);
  night_zoom_fit (&zoom);
  night_zoom_set_image (&zoom, width, height);
  return zoom;
}

#define assert_near(a, b) g_assert_cmpfloat_with_epsilon (a, b, 0.0001)

static void
test_toggle (void)
{
  NightZoom large = zoom_of (3200, 1200);
  NightZoom small = zoom_of (100, 100);

  assert_near (large.scale, 0.25);
  night_zoom_toggle (&large, 400, 300);
  assert_near (large.scale, 1);
  night_zoom_toggle (&large, 400, 300);
  assert_near (large.scale, 0.25);

  assert_near (small.scale, 1);
  night_zoom_toggle (&small, 400, 300);
  assert_near (small.scale, 2);
  night_zoom_toggle (&small, 400, 300);
  assert_near (small.scale, 1);
}

/* On its way round it begins as large as it was, and ends as large as it will be. */
static void
test_growth (void)
{
  NightZoom lying = zoom_of (3200, 1200);
  NightZoom standing = zoom_of (1200, 3200);

  assert_near (night_zoom_get_growth (&standing, 0), 1);
  assert_near (night_zoom_get_growth (&standing, -1) * standing.scale, lying.scale);
  assert_near (night_zoom_get_growth (&lying, 1) * lying.scale, standing.scale);
  night_zoom_to (&lying, 1, 400, 300);
  assert_near (night_zoom_get_growth (&lying, 1), 1);
}

/* ---- the camera ---- */

static void
test_camera_name (void)
{
  static const struct {
    const char *make;
    const char *model;
    const char *name;
  } table[] = {
    { "Marigold", "Five", "Marigold Five" },
    { "Marigold", "MARIGOLD Five", "MARIGOLD Five" },
    { "Marigold", NULL, "Marigold" },
    { NULL, "Five", "Five" },
    { NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    const VaultCamera camera = { .make = (char *) table[i].make,
                                 .model = (char *) table[i].model };
    g_autofree char *name = night_camera_text_dup_name (&camera);

    g_assert_cmpstr (name, ==, table[i].name);
  }
}

static void
test_exposure (void)
{
  static const struct {
    VaultCamera camera;
    const char *text;
  } table[] = {
    { { .exposure_us = 4000,
        .aperture_hundredths = 180,
        .iso = 400,
        .focal_length_tenths = 265 },
      "1/250 s, f/1.8, ISO 400, 26.5 mm" },
    { { .exposure_us = 125 }, "1/8000 s" },
    { { .exposure_us = 1 }, "1/1000000 s" },
    { { .exposure_us = 500000 }, "0.5 s" },
    { { .exposure_us = 30000000 }, "30 s" },
    { { .aperture_hundredths = 1100, .focal_length_tenths = 500 }, "f/11, 50 mm" },
    { { 0 }, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *text = night_camera_text_dup_exposure (&table[i].camera);

    g_assert_cmpstr (text, ==, table[i].text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/looking/steps", test_steps);
  g_test_add_func ("/looking/changes", test_changes);
  g_test_add_func ("/looking/sorted-and-gone", test_sorted_and_gone);
  g_test_add_func ("/looking/toggle", test_toggle);
  g_test_add_func ("/looking/growth", test_growth);
  g_test_add_func ("/looking/camera-name", test_camera_name);
  g_test_add_func ("/looking/exposure", test_exposure);
  return g_test_run ();
}
