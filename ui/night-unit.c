/* night-unit.c - asking systemd that nothing of this program is swapped out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-unit.h"

#include <string.h>
#include <unistd.h>

#define SYSTEMD_NAME "org.freedesktop.systemd1"
#define SYSTEMD_PATH "/org/freedesktop/systemd1"
#define MANAGER SYSTEMD_NAME ".Manager"
#define PROPERTIES "org.freedesktop.DBus.Properties"

/* How a desktop's units for one program are called is up to it, but for this part. */
#define OURS "org.nightstand.Nightstand"

static void
call (GDBusConnection *bus,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *parameters,
      const char *answer,
      GAsyncReadyCallback callback)
{
  g_dbus_connection_call (bus, SYSTEMD_NAME, path, interface, method, parameters,
                          G_VARIANT_TYPE (answer), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          NULL, callback, NULL);
}

static void
add_limit (GVariantBuilder *properties)
{
  g_variant_builder_add (properties, "(sv)", "MemorySwapMax", g_variant_new_uint64 (0));
}

static void
limit_unit (GDBusConnection *bus, const char *unit)
{
  GVariantBuilder properties;

  g_variant_builder_init (&properties, G_VARIANT_TYPE ("a(sv)"));
  add_limit (&properties);
  call (bus, SYSTEMD_PATH, MANAGER, "SetUnitProperties",
        g_variant_new ("(sba(sv))", unit, TRUE, &properties), "()", NULL);
}

static void
make_unit (GDBusConnection *bus)
{
  guint32 pid = (guint32) getpid ();
  g_autofree char *unit = g_strdup_printf ("app-" OURS "-%u.scope", pid);
  GVariantBuilder properties;

  g_variant_builder_init (&properties, G_VARIANT_TYPE ("a(sv)"));
  g_variant_builder_add (
      &properties, "(sv)", "PIDs",
      g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, &pid, 1, sizeof pid));
  g_variant_builder_add (&properties, "(sv)", "Slice",
                         g_variant_new_string ("app.slice"));
  g_variant_builder_add (&properties, "(sv)", "CollectMode",
                         g_variant_new_string ("inactive-or-failed"));
  add_limit (&properties);
  call (bus, SYSTEMD_PATH, MANAGER, "StartTransientUnit",
        g_variant_new ("(ssa(sv)@a(sa(sv)))", unit, "fail", &properties,
                       g_variant_new_array (G_VARIANT_TYPE ("(sa(sv))"), NULL, 0)),
        "(o)", NULL);
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusConnection *bus = G_DBUS_CONNECTION (source);
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (bus, result, NULL);
  g_autoptr (GVariant) name = NULL;

  if (answer == NULL)
    return;

  g_variant_get (answer, "(v)", &name);
  if (!g_variant_is_of_type (name, G_VARIANT_TYPE_STRING))
    return;

  if (strstr (g_variant_get_string (name, NULL), OURS) != NULL)
    limit_unit (bus, g_variant_get_string (name, NULL));
  else
    make_unit (bus);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusConnection *bus = G_DBUS_CONNECTION (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (bus, result, &error);
  g_autofree char *why = NULL;
  const char *path;

  if (answer != NULL) {
    g_variant_get (answer, "(&o)", &path);
    call (bus, path, PROPERTIES, "Get",
          g_variant_new ("(ss)", SYSTEMD_NAME ".Unit", "Id"), "(v)", named_cb);
    return;
  }

  /* As from a text console: not below the user manager at all. */
  why = g_dbus_error_get_remote_error (error);
  if (g_strcmp0 (why, SYSTEMD_NAME ".NoUnitForPID") == 0)
    make_unit (bus);
}

void
night_unit_refuse_swap (GDBusConnection *bus)
{
  if (bus != NULL)
    call (bus, SYSTEMD_PATH, MANAGER, "GetUnitByPID",
          g_variant_new ("(u)", (guint32) getpid ()), "(o)", found_cb);
}
