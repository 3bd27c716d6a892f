/* index-bus.c - the file search of a desktop, on a bus of its own, as far as it is asked
 *
 * What goes through the pipes is as Tracker 3.4 and LocalSearch 3.8 have it: a row is its number
 * of columns, their types, where each ends, and the texts; an update is its length and its text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/index-bus.h"

#include <gio/gunixfdlist.h>
#include <string.h>
#include <unistd.h>

#include "support/bus-service.h"

#define ENDPOINT "/org/freedesktop/Tracker3/Endpoint"

struct _IndexBus {
  GTestDBus *bus;
  char *name;
  IndexTemper temper;
  GMutex mutex;
  GHashTable *uris;
  GArray *kept_open; /* int */
  guint n_calls;
  gboolean is_ready;
  gboolean is_over;
  GThread *thread;
};

static const char introspection[] =
    "<node><interface name='org.freedesktop.Tracker3.Endpoint'>"
    "<method name='Query'><arg type='s' direction='in'/><arg type='h' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='as' direction='out'/></method>"
    "<method name='Update'><arg type='h' direction='in'/></method>"
    "</interface></node>";

static void
write_row (int fd, const char *text)
{
  const gint32 numbers[] = { 1, 1, (gint32) strlen (text) };

  g_assert_cmpint (write (fd, numbers, sizeof numbers), ==, sizeof numbers);
  g_assert_cmpint (write (fd, text, strlen (text) + 1), ==, (int) strlen (text) + 1);
}

/* Until nobody reads it any more. */
static gpointer
flood (gpointer data)
{
  int fd = GPOINTER_TO_INT (data);
  g_autofree char *noise = g_strnfill (4096, 'x');

  while (write (fd, noise, 4096) > 0)
    ;
  close (fd);
  return NULL;
}

static void
query (IndexBus *self, GVariant *parameters, int fd, GDBusMethodInvocation *invocation)
{
  const char *const names[] = { "file", NULL };
  g_autoptr (GVariant) arguments = g_variant_get_child_value (parameters, 2);
  const char *uri = "";

  g_assert_true (g_variant_lookup (arguments, "url", "&s", &uri));
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(^as)", names));
  if (self->temper == INDEX_SILENT) {
    g_array_append_val (self->kept_open, fd);
    return;
  }
  if (self->temper == INDEX_FLOODING) {
    g_thread_unref (g_thread_new ("flood", flood, GINT_TO_POINTER (fd)));
    return;
  }
  g_mutex_lock (&self->mutex);
  if (g_hash_table_contains (self->uris, uri))
    write_row (fd, uri);
  g_mutex_unlock (&self->mutex);
  close (fd);
}

static gboolean
is_named_in (gpointer uri, gpointer value, gpointer text)
{
  g_autofree char *quoted = g_strdup_printf ("nie:url \"%s\"", (const char *) uri);

  return strstr (text, quoted) != NULL;
}

static void
update (IndexBus *self, int fd, GDBusMethodInvocation *invocation)
{
  g_autofree char *text = g_malloc0 (65536);
  gint32 n_text = 0;

  g_assert_cmpint (read (fd, &n_text, sizeof n_text), ==, sizeof n_text);
  g_assert_cmpint (n_text, >, 0);
  g_assert_cmpint (read (fd, text, 65535), ==, n_text);
  close (fd);
  g_assert_true (g_str_has_prefix (text, "DELETE { GRAPH ?graph {"));
  g_mutex_lock (&self->mutex);
  if (self->temper != INDEX_STUBBORN)
    g_hash_table_foreach_remove (self->uris, is_named_in, text);
  g_mutex_unlock (&self->mutex);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

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
  IndexBus *self = user_data;
  GDBusMessage *message = g_dbus_method_invocation_get_message (invocation);
  int fd = g_unix_fd_list_get (g_dbus_message_get_unix_fd_list (message), 0, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_atomic_int_inc (&self->n_calls);
  if (self->temper == INDEX_REFUSING) {
    close (fd);
    g_dbus_method_invocation_return_dbus_error (invocation, "org.example.No", "no");
  } else if (g_str_equal (method, "Query")) {
    query (self, parameters, fd, invocation);
  } else {
    update (self, fd, invocation);
  }
}

static gpointer
serve (gpointer data)
{
  static const GDBusInterfaceVTable table = { .method_call = call };
  IndexBus *self = data;
  const BusService service = { g_test_dbus_get_bus_address (self->bus),
                               self->name,
                               ENDPOINT,
                               introspection,
                               &table,
                               self,
                               &self->is_ready,
                               &self->is_over };

  bus_service_run (&service);
  return NULL;
}

IndexBus *
index_bus_new (const char *name, IndexTemper temper)
{
  IndexBus *self = g_new0 (IndexBus, 1);

  g_mutex_init (&self->mutex);
  self->name = g_strdup (name);
  self->temper = temper;
  self->uris = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->kept_open = g_array_new (FALSE, FALSE, sizeof (int));
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->thread = g_thread_new ("index", serve, self);
  while (!g_atomic_int_get (&self->is_ready))
    g_thread_yield ();
  return self;
}

void
index_bus_free (IndexBus *self)
{
  if (self == NULL)
    return;

  g_atomic_int_set (&self->is_over, TRUE);
  g_thread_join (self->thread);
  for (guint i = 0; i < self->kept_open->len; i++)
    close (g_array_index (self->kept_open, int, i));
  g_test_dbus_down (self->bus);
  g_object_unref (self->bus);
  g_array_unref (self->kept_open);
  g_hash_table_unref (self->uris);
  g_mutex_clear (&self->mutex);
  g_free (self->name);
  g_free (self);
}

void
index_bus_add (IndexBus *self, const char *uri)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_add (self->uris, g_strdup (uri));
  g_mutex_unlock (&self->mutex);
}

gboolean
index_bus_knows (IndexBus *self, const char *uri)
{
  gboolean knows;

  g_mutex_lock (&self->mutex);
  knows = g_hash_table_contains (self->uris, uri);
  g_mutex_unlock (&self->mutex);
  return knows;
}

guint
index_bus_get_n_calls (IndexBus *self)
{
  return (guint) g_atomic_int_get (&self->n_calls);
}
