/* reader-bus.c - the bus of assistive technology, as far as it says whether it is used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/reader-bus.h"

#include "support/bus-service.h"

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
  const ReaderService *service = user_data;
  const BusService status = {
    service->address, "org.a11y.Bus",  "/org/a11y/bus",         introspection,
    &table,           service->status, &service->status->ready, &service->status->quit
  };

  bus_service_run (&status);
  return NULL;
}
