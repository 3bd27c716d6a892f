/* test-guard.c - when nobody has touched the window, and when a device is pulled out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "guard/night-idle.h"
#include "guard/night-usb.h"

#include <glib/gstdio.h>

#define LIMIT_S 300

/* ---- idle ---- */

static gint64 now;

static gint64
read_now (void)
{
  return now;
}

typedef struct {
  NightIdle *idle;
  guint n_idle;
  gboolean watching;
} Idle;

static gboolean
is_watching (gpointer user_data)
{
  return ((Idle *) user_data)->watching;
}

static void
count_idle (Idle *box)
{
  box->n_idle++;
}

static void
idle_set_up (Idle *box, gconstpointer data)
{
  night_idle_set_clock (read_now);
  now = 1000000;
  box->idle = night_idle_new (is_watching, box);
  g_signal_connect_swapped (box->idle, "idle", G_CALLBACK (count_idle), box);
}

static void
idle_tear_down (Idle *box, gconstpointer data)
{
  g_clear_object (&box->idle);
  night_idle_set_clock (NULL);
}

/* The timer fires whenever it likes; only the clock decides. */
static guint
look_after (Idle *box, gint64 seconds)
{
  now += seconds;
  night_idle_look (box->idle);
  return box->n_idle;
}

static void
test_limit (Idle *box, gconstpointer data)
{
  night_idle_start (box->idle, LIMIT_S);
  g_assert_cmpuint (look_after (box, LIMIT_S - 1), ==, 0);
  g_assert_cmpuint (look_after (box, 1), ==, 1);
}

static void
test_touch (Idle *box, gconstpointer data)
{
  night_idle_start (box->idle, LIMIT_S);
  for (guint i = 0; i < 10; i++) {
    now += LIMIT_S - 1;
    night_idle_touch (box->idle);
    g_assert_cmpuint (look_after (box, 0), ==, 0);
  }

  g_assert_cmpuint (look_after (box, LIMIT_S), ==, 1);
}

/* The first movement after a sleep comes before the timer does. */
static void
test_touch_too_late (Idle *box, gconstpointer data)
{
  night_idle_start (box->idle, LIMIT_S);
  now += 8 * 60 * 60;
  night_idle_touch (box->idle);
  g_assert_cmpuint (box->n_idle, ==, 1);
}

static void
test_watching (Idle *box, gconstpointer data)
{
  box->watching = TRUE;
  night_idle_start (box->idle, LIMIT_S);
  g_assert_cmpuint (look_after (box, LIMIT_S), ==, 0);
  g_assert_cmpuint (look_after (box, NIGHT_IDLE_WATCH_S - LIMIT_S - 1), ==, 0);
  g_assert_cmpuint (look_after (box, 1), ==, 1);
}

static void
test_watching_ends (Idle *box, gconstpointer data)
{
  box->watching = TRUE;
  night_idle_start (box->idle, LIMIT_S);
  g_assert_cmpuint (look_after (box, LIMIT_S), ==, 0);
  box->watching = FALSE;
  g_assert_cmpuint (look_after (box, 1), ==, 1);
}

static void
test_touched_while_watching (Idle *box, gconstpointer data)
{
  box->watching = TRUE;
  night_idle_start (box->idle, LIMIT_S);
  now += 60 * 60;
  night_idle_touch (box->idle);
  g_assert_cmpuint (box->n_idle, ==, 0);
  box->watching = FALSE;
  g_assert_cmpuint (look_after (box, LIMIT_S - 1), ==, 0);
}

static void
test_never (Idle *box, gconstpointer data)
{
  night_idle_start (box->idle, 0);
  g_assert_cmpuint (look_after (box, 365 * 24 * 60 * 60), ==, 0);
  night_idle_start (box->idle, LIMIT_S);
  night_idle_stop (box->idle);
  g_assert_cmpuint (look_after (box, LIMIT_S), ==, 0);
}

/* ---- a device ---- */

typedef struct {
  char *root;
  char *devices;
  char *nodes;
  NightUsb *usb;
  guint n_removed;
} Plug;

static void
write_attribute (Plug *box, const char *device, const char *name, const char *value)
{
  g_autofree char *folder = g_build_filename (box->devices, device, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, value, -1, NULL));
}

static char *
dup_node (Plug *box, const char *number)
{
  return g_build_filename (box->nodes, "001", number, NULL);
}

static void
plug_in (Plug *box, const char *device, const char *serial, const char *number)
{
  g_autofree char *node = dup_node (box, number);

  write_attribute (box, device, "idVendor", "1050\n");
  write_attribute (box, device, "idProduct", "0407\n");
  write_attribute (box, device, "serial", serial);
  write_attribute (box, device, "product", "Small\tKey \xe2\x80\xae\x1b[31m\n");
  write_attribute (box, device, "bDeviceClass", "00\n");
  write_attribute (box, device, "busnum", "1\n");
  write_attribute (box, device, "devnum", g_str_equal (number, "004") ? "4\n" : "5\n");
  g_assert_true (g_file_set_contents (node, "", 0, NULL));
}

static void
remove_attributes (Plug *box, const char *device)
{
  static const char *const names[] = { "idVendor",     "idProduct", "serial", "product",
                                       "bDeviceClass", "busnum",    "devnum" };
  g_autofree char *folder = g_build_filename (box->devices, device, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);

    g_unlink (path);
  }

  g_rmdir (folder);
}

static void
pull_out (Plug *box, const char *device, const char *number)
{
  g_autofree char *node = dup_node (box, number);

  remove_attributes (box, device);
  g_unlink (node);
}

static void
count_removed (Plug *box)
{
  box->n_removed++;
}

static void
plug_set_up (Plug *box, gconstpointer data)
{
  g_autofree char *bus = NULL;

  box->root = g_dir_make_tmp ("night-usb-XXXXXX", NULL);
  box->devices = g_build_filename (box->root, "devices", NULL);
  box->nodes = g_build_filename (box->root, "nodes", NULL);
  bus = g_build_filename (box->nodes, "001", NULL);
  g_assert_cmpint (g_mkdir_with_parents (bus, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (box->devices, 0700), ==, 0);
  box->usb = night_usb_new (box->devices, box->nodes);
  g_signal_connect_swapped (box->usb, "removed", G_CALLBACK (count_removed), box);
}

static void
plug_tear_down (Plug *box, gconstpointer data)
{
  g_autofree char *bus = g_build_filename (box->nodes, "001", NULL);

  g_clear_object (&box->usb);
  pull_out (box, "1-1", "004");
  pull_out (box, "1-2", "005");
  g_rmdir (bus);
  g_rmdir (box->nodes);
  g_rmdir (box->devices);
  g_assert_cmpint (g_rmdir (box->root), ==, 0);
  g_free (box->root);
  g_free (box->devices);
  g_free (box->nodes);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GPtrArray *
list (Plug *box)
{
  g_autoptr (GAsyncResult) result = NULL;

  night_usb_list_async (box->usb, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return night_usb_list_finish (box->usb, result, NULL);
}

static void
test_list (Plug *box, gconstpointer data)
{
  g_autoptr (GPtrArray) devices = NULL;
  const NightUsbDevice *device;

  plug_in (box, "1-1", "0001\n", "004");
  plug_in (box, "1-2", "hub\n", "005");
  write_attribute (box, "1-2", "bDeviceClass", "09\n");

  devices = list (box);
  g_assert_cmpuint (devices->len, ==, 1);
  device = g_ptr_array_index (devices, 0);
  g_assert_cmpstr (device->id, ==, "1050:0407:0001");
  /* No tab, no escape, nothing that turns the direction. */
  g_assert_cmpstr (device->name, ==, "SmallKey [31m");
}

static void
test_no_devices (Plug *box, gconstpointer data)
{
  g_autoptr (GPtrArray) devices = NULL;

  g_assert_cmpint (g_rmdir (box->devices), ==, 0);
  devices = list (box);
  g_assert_cmpuint (devices->len, ==, 0);
  g_assert_cmpint (g_mkdir (box->devices, 0700), ==, 0);
}

/* One look on a thread, and what it leads to. */
static void
settle (Plug *box)
{
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GPtrArray) devices = list (box);

    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
}

/* Until the device has been found and its going would be noticed. */
static void
watch (Plug *box)
{
  night_usb_watch (box->usb, "1050:0407:0001");
  while (!night_usb_is_watching (box->usb))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_removed (Plug *box, gconstpointer data)
{
  plug_in (box, "1-1", "0001\n", "004");
  watch (box);

  pull_out (box, "1-1", "004");
  while (box->n_removed == 0)
    g_main_context_iteration (NULL, TRUE);

  /* It was the sign once. */
  plug_in (box, "1-1", "0001\n", "004");
  pull_out (box, "1-1", "004");
  settle (box);
  g_assert_cmpuint (box->n_removed, ==, 1);
}

/* The kernel takes the node away first. */
static void
test_going (Plug *box, gconstpointer data)
{
  g_autofree char *node = dup_node (box, "004");

  plug_in (box, "1-1", "0001\n", "004");
  watch (box);

  g_unlink (node);
  while (box->n_removed == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* A twin of the same make is another device. */
static void
test_another (Plug *box, gconstpointer data)
{
  plug_in (box, "1-1", "0001\n", "004");
  plug_in (box, "1-2", "0002\n", "005");
  watch (box);

  pull_out (box, "1-2", "005");
  settle (box);
  g_assert_cmpuint (box->n_removed, ==, 0);

  pull_out (box, "1-1", "004");
  while (box->n_removed == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_not_there (Plug *box, gconstpointer data)
{
  night_usb_watch (box->usb, "1050:0407:0001");
  settle (box);
  g_assert_cmpuint (box->n_removed, ==, 0);

  night_usb_watch (box->usb, NULL);
  plug_in (box, "1-1", "0001\n", "004");
  pull_out (box, "1-1", "004");
  settle (box);
  g_assert_cmpuint (box->n_removed, ==, 0);
}

#define ADD_IDLE(path, test)                                                           \
  g_test_add ("/guard/idle/" path, Idle, NULL, idle_set_up, test, idle_tear_down)
#define ADD_USB(path, test)                                                            \
  g_test_add ("/guard/usb/" path, Plug, NULL, plug_set_up, test, plug_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_IDLE ("limit", test_limit);
  ADD_IDLE ("touch", test_touch);
  ADD_IDLE ("touch-too-late", test_touch_too_late);
  ADD_IDLE ("watching", test_watching);
  ADD_IDLE ("watching-ends", test_watching_ends);
  ADD_IDLE ("touched-while-watching", test_touched_while_watching);
  ADD_IDLE ("never", test_never);
  ADD_USB ("list", test_list);
  ADD_USB ("no-devices", test_no_devices);
  ADD_USB ("removed", test_removed);
  ADD_USB ("going", test_going);
  ADD_USB ("another", test_another);
  ADD_USB ("not-there", test_not_there);
  return g_test_run ();
}
