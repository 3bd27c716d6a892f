/* test-traces-metadata.c - what file managers keep, found by its name and taken out by its path
 *
 * The store is as gvfs 1.50 leaves it, as far as names in it go; its service is on a bus of the
 * test's own and writes down what it is told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <unistd.h>

#include "support/bus-service.h"
#include "support/computer.h"
#include "traces/hunt.h"

static const char introspection[] =
    "<node><interface name='org.gtk.vfs.Metadata'><method name='Remove'>"
    "<arg type='ay' direction='in'/><arg type='ay' direction='in'/>"
    "</method></interface></node>";

typedef struct {
  Computer box;
  char *path;
  GTestDBus *bus;
  GThread *service;
  gboolean refuses;
  char *told; /* "store path", after the last call */
  gint is_ready;
  gint is_over;
} Room;

static void
call (GDBusConnection *connection,
      const char *sender,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *parameters,
      GDBusMethodInvocation *invocation,
      gpointer user_data)
{
  Room *room = user_data;
  const char *store;
  const char *in_store;

  if (room->refuses) {
    g_dbus_method_invocation_return_dbus_error (invocation, "org.example.No", "no");
    return;
  }
  g_variant_get (parameters, "(^&ay^&ay)", &store, &in_store);
  room->told = g_strdup_printf ("%s %s", store, in_store);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static gpointer
serve (gpointer data)
{
  static const GDBusInterfaceVTable table = { .method_call = call };
  Room *room = data;
  const BusService service = { g_test_dbus_get_bus_address (room->bus),
                               "org.gtk.vfs.Metadata",
                               "/org/gtk/vfs/metadata",
                               introspection,
                               &table,
                               room,
                               &room->is_ready,
                               &room->is_over };

  bus_service_run (&service);
  return NULL;
}

/* The photo is in a folder behind a link; the store has its name, and another one. */
static void
set_up (Room *room, gconstpointer data)
{
  gboolean with_bus = GPOINTER_TO_INT (data);
  g_autofree char *link = NULL;
  g_autofree char *real = NULL;
  g_autofree char *store = NULL;

  room->box = computer_new ();
  link = g_build_filename (room->box.home, "Pictures", NULL);
  real = g_build_filename (room->box.home, "disk", "a b.jpg", NULL);
  store = g_build_filename (room->box.home, ".local/share/gvfs-metadata/home", NULL);
  room->path = g_build_filename (link, "a b.jpg", NULL);
  computer_put_file (real, "photo");
  g_assert_cmpint (symlink ("disk", link), ==, 0);
  computer_put_file (store, "meta Pictures. disk. a b.jpg. other.jpg. annotation");
  if (!with_bus)
    return;

  room->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (room->bus);
  room->service = g_thread_new ("gvfs", serve, room);
  while (!g_atomic_int_get (&room->is_ready))
    g_thread_yield ();
  room->box.roots->session_bus = bus_connect (g_test_dbus_get_bus_address (room->bus));
}

static void
tear_down (Room *room, gconstpointer data)
{
  computer_clear (&room->box);
  if (room->bus != NULL) {
    g_atomic_int_set (&room->is_over, TRUE);
    g_thread_join (room->service);
    g_test_dbus_down (room->bus);
    g_object_unref (room->bus);
  }
  g_free (room->path);
  g_free (room->told);
}

static VaultHunt *
hunt (Room *room)
{
  VaultHunt *self = vault_hunt_new (room->box.roots, NULL);

  vault_hunt_metadata (self, room->path);
  return self;
}

static VaultTrace *
get_only (VaultHunt *found, VaultTraceState state)
{
  VaultTrace *trace;

  g_assert_cmpuint (found->found->len, ==, 1);
  trace = found->found->pdata[0];
  g_assert_cmpint (trace->kind, ==, VAULT_TRACE_METADATA);
  g_assert_cmpstr (vault_trace_state_get_nick (trace->state), ==,
                   vault_trace_state_get_nick (state));
  return trace;
}

/* The name tells that there may be something; what goes is said by the path without links. */
static void
test_told (Room *room, gconstpointer data)
{
  g_autoptr (VaultHunt) found = hunt (room);
  VaultTrace *trace = get_only (found, VAULT_TRACE_DOUBTFUL);
  g_autofree char *expected = g_strdup_printf (
      "%s/.local/share/gvfs-metadata/home /disk/a b.jpg", room->box.home);

  vault_trace_remove (trace, NULL, NULL);
  g_assert_cmpint (trace->outcome, ==, VAULT_TRACE_REMOVED);
  g_assert_cmpstr (room->told, ==, expected);
}

/* It stays in the store when the file goes, and is found then, too. */
static void
test_gone (Room *room, gconstpointer data)
{
  g_autoptr (VaultHunt) found = NULL;

  g_assert_cmpint (g_unlink (room->path), ==, 0);
  found = hunt (room);
  (void) get_only (found, VAULT_TRACE_DOUBTFUL);
}

static void
test_refused (Room *room, gconstpointer data)
{
  g_autoptr (VaultHunt) found = hunt (room);
  VaultTrace *trace = get_only (found, VAULT_TRACE_DOUBTFUL);

  room->refuses = TRUE;
  vault_trace_remove (trace, NULL, NULL);
  g_assert_cmpint (trace->outcome, ==, VAULT_TRACE_FAILED);
}

static void
test_not_named (Room *room, gconstpointer data)
{
  g_autoptr (VaultHunt) found = NULL;

  g_free (room->path);
  room->path = g_build_filename (room->box.home, "disk", "third.jpg", NULL);
  found = hunt (room);
  g_assert_cmpuint (found->found->len, ==, 0);
}

/* Which store of gvfs has what is outside of the home, only gvfs knows. */
static void
test_outside (Room *room, gconstpointer data)
{
  g_autoptr (VaultHunt) found = NULL;

  g_free (room->path);
  room->path = g_build_filename (room->box.top, "a b.jpg", NULL);
  found = hunt (room);
  (void) get_only (found, VAULT_TRACE_UNKNOWN);
}

static void
test_no_bus (Room *room, gconstpointer data)
{
  g_autoptr (VaultHunt) found = hunt (room);

  (void) get_only (found, VAULT_TRACE_UNKNOWN);
}

#define ADD(path, test, with_bus)                                                      \
  g_test_add (path, Room, GINT_TO_POINTER (with_bus), set_up, test, tear_down)

int
main (int argc, char **argv)
{
  /* As the command line has it: the store of whoever runs this is no test's. */
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("/traces-metadata/told", test_told, TRUE);
  ADD ("/traces-metadata/gone", test_gone, TRUE);
  ADD ("/traces-metadata/refused", test_refused, TRUE);
  ADD ("/traces-metadata/not-named", test_not_named, TRUE);
  ADD ("/traces-metadata/outside", test_outside, TRUE);
  ADD ("/traces-metadata/no-bus", test_no_bus, FALSE);
  return g_test_run ();
}
