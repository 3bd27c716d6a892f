/* test-traces-index.c - what the file search knows of a file, asked and forgotten over a bus
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <signal.h>

#include "support/bus-service.h"
#include "support/computer.h"
#include "support/index-bus.h"
#include "traces/hunt.h"

#define TRACKER "org.freedesktop.Tracker3.Miner.Files"
#define LOCALSEARCH "org.freedesktop.LocalSearch3"

typedef struct {
  Computer box;
  IndexBus *index;
  char *path;
  char *uri;
} Room;

/* GLib's own connection would outlive the bus, so each test has one more. */
static void
set_up (Room *room, const char *name, IndexTemper temper)
{
  room->box = computer_new ();
  computer_put_home (&room->box, ".cache/tracker3/files/meta.db");
  room->path =
      g_build_filename (room->box.home, "Pictures", "a '[1] \xc3\xa9.jpg", NULL);
  room->uri = g_filename_to_uri (room->path, NULL, NULL);
  computer_put_file (room->path, "photo");
  if (name == NULL)
    return;

  room->index = index_bus_new (name, temper);
  index_bus_add (room->index, room->uri);
  index_bus_add (room->index, "file:///another.jpg");
  room->box.roots->session_bus = bus_connect (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
}

static void
tear_down (Room *room)
{
  computer_clear (&room->box);
  index_bus_free (room->index);
  g_free (room->path);
  g_free (room->uri);
}

static VaultHunt *
hunt (Room *room)
{
  VaultHunt *self = vault_hunt_new (room->box.roots, NULL);

  vault_hunt_file (self, room->path, 0);
  vault_hunt_programs (self);
  return self;
}

/* "state:program state:program ", in order; nothing but indexes. */
static void
assert_found (const VaultHunt *self, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->found->len; i++) {
    const VaultTrace *trace = self->found->pdata[i];

    g_assert_cmpint (trace->kind, ==, VAULT_TRACE_INDEX);
    g_assert_nonnull (vault_trace_get_advice (trace));
    g_string_append_printf (text, "%s:%s ", vault_trace_state_get_nick (trace->state),
                            vault_trace_get_program (trace));
  }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_removes (const VaultHunt *self, VaultTraceOutcome outcome)
{
  VaultTrace *trace = self->found->pdata[0];

  vault_trace_remove (trace, NULL, NULL);
  g_assert_cmpstr (vault_trace_outcome_get_nick (trace->outcome), ==,
                   vault_trace_outcome_get_nick (outcome));
}

/* The entry of a file that is gone is taken out, and that of another stays. */
static void
test_forgets (gconstpointer name)
{
  Room room = { 0 };
  VaultHunt *found;

  set_up (&room, name, INDEX_HONEST);
  found = hunt (&room);
  assert_found (found, g_str_equal (name, TRACKER) ? "removable:Tracker "
                                                   : "removable:LocalSearch ");
  g_assert_cmpint (g_unlink (room.path), ==, 0);
  assert_removes (found, VAULT_TRACE_REMOVED);
  g_assert_false (index_bus_knows (room.index, room.uri));
  g_assert_true (index_bus_knows (room.index, "file:///another.jpg"));
  vault_hunt_free (found);
  tear_down (&room);
}

/* As long as the file is there, the entry would come back. */
static void
test_file_stays (void)
{
  Room room = { 0 };
  VaultHunt *found;

  set_up (&room, TRACKER, INDEX_HONEST);
  found = hunt (&room);
  assert_removes (found, VAULT_TRACE_NOT_TRIED);
  g_assert_true (index_bus_knows (room.index, room.uri));
  vault_hunt_free (found);
  tear_down (&room);
}

/* It knows nothing of this file: there is nothing to tell. */
static void
test_not_known (void)
{
  Room room = { 0 };
  VaultHunt *found;

  set_up (&room, TRACKER, INDEX_HONEST);
  g_free (room.path);
  room.path = g_build_filename (room.box.home, "b.jpg", NULL);
  found = hunt (&room);
  assert_found (found, "");
  vault_hunt_free (found);
  tear_down (&room);
}

/* What was taken out can still be read in the files. */
static void
test_in_its_files (void)
{
  Room room = { 0 };
  VaultHunt *found;
  g_autofree char *text = NULL;
  g_autofree char *journal = NULL;

  set_up (&room, TRACKER, INDEX_HONEST);
  text = g_strdup_printf ("SQLite %s more", room.uri);
  journal = g_build_filename (room.box.home, ".cache/tracker3/files/meta.db-wal", NULL);
  computer_put_file (journal, text);
  found = hunt (&room);
  assert_found (found, "removable:Tracker elsewhere:Tracker ");
  vault_hunt_free (found);
  tear_down (&room);
}

/* Whoever says that it forgot is asked again. */
static void
test_stubborn (void)
{
  Room room = { 0 };
  VaultHunt *found;

  set_up (&room, TRACKER, INDEX_STUBBORN);
  found = hunt (&room);
  g_assert_cmpint (g_unlink (room.path), ==, 0);
  assert_removes (found, VAULT_TRACE_FAILED);
  vault_hunt_free (found);
  tear_down (&room);
}

/* Nobody, an error, noise, nothing at all: it could not be checked, and is asked once. */
static void
test_no_answer (gconstpointer data)
{
  IndexTemper temper = (IndexTemper) GPOINTER_TO_INT (data);
  Room room = { 0 };
  VaultHunt *found;

  set_up (&room, TRACKER, temper);
  found = vault_hunt_new (room.box.roots, NULL);
  for (guint i = 0; i < 5; i++)
    vault_hunt_file (found, room.path, i);
  vault_hunt_programs (found);
  assert_found (found, "unknown:Tracker ");
  g_assert_cmpuint (index_bus_get_n_calls (room.index), ==, 1);
  vault_hunt_free (found);
  tear_down (&room);
}

static void
test_no_bus (void)
{
  Room room = { 0 };
  VaultHunt *found;

  set_up (&room, NULL, INDEX_HONEST);
  found = hunt (&room);
  assert_found (found, "unknown:Tracker ");
  vault_hunt_free (found);
  tear_down (&room);
}

/* Where there never was an index, nobody hears which files are asked about. */
static void
test_no_database (void)
{
  Room room = { 0 };
  VaultHunt *found;
  g_autofree char *database = NULL;
  g_autofree char *folder = NULL;

  set_up (&room, TRACKER, INDEX_HONEST);
  database = g_build_filename (room.box.home, ".cache/tracker3/files/meta.db", NULL);
  folder = g_path_get_dirname (database);
  g_assert_cmpint (g_unlink (database), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  found = hunt (&room);
  assert_found (found, "");
  g_assert_cmpuint (index_bus_get_n_calls (room.index), ==, 0);
  vault_hunt_free (found);
  tear_down (&room);
}

int
main (int argc, char **argv)
{
  /* As GLib's services do: who asks may not read to the end. */
  (void) signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/traces-index/tracker", TRACKER, test_forgets);
  g_test_add_data_func ("/traces-index/localsearch", LOCALSEARCH, test_forgets);
  g_test_add_func ("/traces-index/file-stays", test_file_stays);
  g_test_add_func ("/traces-index/not-known", test_not_known);
  g_test_add_func ("/traces-index/in-its-files", test_in_its_files);
  g_test_add_func ("/traces-index/stubborn", test_stubborn);
  g_test_add_data_func ("/traces-index/refusing", GINT_TO_POINTER (INDEX_REFUSING),
                        test_no_answer);
  g_test_add_data_func ("/traces-index/flooding", GINT_TO_POINTER (INDEX_FLOODING),
                        test_no_answer);
  g_test_add_data_func ("/traces-index/silent", GINT_TO_POINTER (INDEX_SILENT),
                        test_no_answer);
  g_test_add_func ("/traces-index/no-bus", test_no_bus);
  g_test_add_func ("/traces-index/no-database", test_no_database);
  return g_test_run ();
}
