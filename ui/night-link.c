/* night-link.c - a page of the web, opened by the person's browser and not by us
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-link.h"

#include <glib/gi18n.h>

#include "night-access.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define SYSTEMD_NAME "org.freedesktop.systemd1"
#define SYSTEMD_PATH "/org/freedesktop/systemd1"
/* What lists of units show; the address is not for them. */
#define UNIT_WHAT "Open a page"

typedef struct {
  GtkWindow *parent;
  char *address;
} Opening;

static void
opening_free (Opening *self)
{
  g_object_unref (self->parent);
  g_free (self->address);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

/* A person may have closed the window meanwhile. */
static void
show_address (Opening *self)
{
  GtkWidget *dialog;
  GtkWidget *label;

  if (!gtk_widget_get_visible (GTK_WIDGET (self->parent)))
    return;

  dialog = adw_message_dialog_new (
      self->parent, _ ("No Browser Could Be Reached"),
      _ ("Nightstand starts no browser itself. This is the address:"));
  label = gtk_label_new (self->address);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), label);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  night_access_name_once (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) self = user_data;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (
      G_DBUS_CONNECTION (source), result, NULL);

  if (answer == NULL)
    show_address (self);
}

/* The browser outlives what starts it, and must not be ended with it. */
static GVariant *
make_properties (const char *program, const char *address)
{
  GVariantBuilder all;
  const char *argv[] = { program, address };
  GVariant *command[1];

  command[0] = g_variant_new ("(s@asb)", program,
                              g_variant_new_strv (argv, G_N_ELEMENTS (argv)), FALSE);
  g_variant_builder_init (&all, G_VARIANT_TYPE ("a(sv)"));
  g_variant_builder_add (&all, "(sv)", "Description", g_variant_new_string (UNIT_WHAT));
  g_variant_builder_add (&all, "(sv)", "CollectMode",
                         g_variant_new_string ("inactive-or-failed"));
  g_variant_builder_add (&all, "(sv)", "KillMode", g_variant_new_string ("process"));
  g_variant_builder_add (
      &all, "(sv)", "ExecStart",
      g_variant_new_array (G_VARIANT_TYPE ("(sasb)"), command, G_N_ELEMENTS (command)));
  return g_variant_builder_end (&all);
}

static void
ask_systemd (GDBusConnection *bus, Opening *self)
{
  g_autofree char *program = g_find_program_in_path ("xdg-open");
  g_autofree char *unit = NULL;

  if (program == NULL) {
    show_address (self);
    opening_free (self);
    return;
  }

  unit = g_strdup_printf ("open-page-%08x.service", (guint) g_get_monotonic_time ());
  g_dbus_connection_call (
      bus, SYSTEMD_NAME, SYSTEMD_PATH, SYSTEMD_NAME ".Manager", "StartTransientUnit",
      g_variant_new ("(ss@a(sv)@a(sa(sv)))", unit, "fail",
                     make_properties (program, self->address),
                     g_variant_new_array (G_VARIANT_TYPE ("(sa(sv))"), NULL, 0)),
      G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, started_cb, self);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusConnection *bus = G_DBUS_CONNECTION (source);
  Opening *self = user_data;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (bus, result, NULL);

  if (answer == NULL)
    ask_systemd (bus, self);
  else
    opening_free (self);
}

void
night_link_open (GtkWindow *parent, const char *address)
{
  GDBusConnection *bus;
  Opening *self;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (g_str_has_prefix (address, "https://"));

  bus = g_application_get_dbus_connection (g_application_get_default ());
  self = g_new0 (Opening, 1);
  self->parent = g_object_ref (parent);
  self->address = g_strdup (address);
  if (bus == NULL) {
    show_address (self);
    opening_free (self);
    return;
  }

  g_dbus_connection_call (
      bus, PORTAL_NAME, PORTAL_PATH, "org.freedesktop.portal.OpenURI", "OpenURI",
      g_variant_new ("(ss@a{sv})", "", self->address,
                     g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0)),
      G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, asked_cb, self);
}
