/* bus-service.h - something with a name on a bus of the test's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

typedef struct {
  const char *address;
  const char *name;
  const char *path;
  const char *introspection; /* of one interface */
  const GDBusInterfaceVTable *table;
  gpointer user_data;
  gint *is_ready; /* atomic: set when it can be asked */
  gint *is_over;  /* atomic: looked at */
} BusService;

/* Answer on this thread, which is one of its own as who asks waits for the answer, until it is
 * over. */
void bus_service_run (const BusService *self);

/* Returns: (transfer full). */
GDBusConnection *bus_connect (const char *address);
