/* bus-service.c - something with a name on a bus of the test's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/bus-service.h"

GDBusConnection *
bus_connect (const char *address)
{
  GDBusConnection *bus = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, NULL);

  g_assert_nonnull (bus);
  return bus;
}

void
bus_service_run (const BusService *self)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GDBusNodeInfo) node =
                 g_dbus_node_info_new_for_xml (self->introspection, NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) got = NULL;

  g_main_context_push_thread_default (context);
  bus = bus_connect (self->address);
  g_assert_cmpuint (g_dbus_connection_register_object (bus, self->path,
                                                       node->interfaces[0], self->table,
                                                       self->user_data, NULL, NULL),
                    >, 0);
  got = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/",
                                     "org.freedesktop.DBus", "RequestName",
                                     g_variant_new ("(su)", self->name, 0), NULL,
                                     G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_assert_nonnull (got);
  g_atomic_int_set (self->is_ready, TRUE);
  while (!g_atomic_int_get (self->is_over))
    g_main_context_iteration (context, FALSE);
  g_main_context_pop_thread_default (context);
}
