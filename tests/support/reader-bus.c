/* reader-bus.c - the bus of assistive technology, as far as it says whether it is used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/reader-bus.h"

static const char introspection[] =
    "<node><interface name='org.a11y.Status'>"
    "<property name='IsEnabled' type='b' access='read'/>"
    "<property name='ScreenReaderEnabled' type='b' access='read'/>"
    "</interface></node>";

static GVariant *
get_status (GDBusConnection *bus,
            const char *sender,
            const char *path,
            const char *interface,
            const char *property,
            GError **error,
            gpointer user_data)
{
  ReaderStatus *status = user_data;

  return g_variant_new_boolean (g_str_equal (property, "IsEnabled") ? status->enabled
                                                                    : status->reader);
}

gpointer
reader_bus_serve (gpointer user_data)
{
  static const GDBusInterfaceVTable table = { .get_property = get_status };
  ReaderService *service = user_data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) got = NULL;

  g_main_context_push_thread_default (context);
  bus = g_dbus_connection_new_for_address_sync (
      service->address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, NULL);
  g_assert_cmpuint (g_dbus_connection_register_object (bus, "/org/a11y/bus",
                                                       node->interfaces[0], &table,
                                                       service->status, NULL, NULL),
                    >, 0);
  got = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/",
                                     "org.freedesktop.DBus", "RequestName",
                                     g_variant_new ("(su)", "org.a11y.Bus", 0), NULL,
                                     G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_assert_nonnull (got);
  g_atomic_int_set (&service->status->ready, TRUE);
  while (!g_atomic_int_get (&service->status->quit))
    g_main_context_iteration (context, FALSE);
  g_main_context_pop_thread_default (context);
  return NULL;
}
