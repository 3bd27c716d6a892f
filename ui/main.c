/* main.c - starting Nightstand, with the environment that could leak turned off
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <locale.h>

#include <vault/vault-process.h>

#include "night-application.h"
#include "night-config.h"
#include "viewer/night-gstreamer.h"

/* Variables that make a library write what it works on to a file or the terminal, or
 * load code from a place the starter of the program chose. */
static void
scrub_environment (void)
{
  static const char *const names[] = {
    "GST_DEBUG",         "GST_DEBUG_FILE",   "GST_DEBUG_DUMP_DOT_DIR",
    "GST_DEBUG_OPTIONS", "GST_PLUGIN_PATH",  "GST_PLUGIN_PATH_1_0",
    "GST_TRACERS",       "G_MESSAGES_DEBUG", "G_DEBUG",
    "GTK_DEBUG",         "GTK_PATH",         "GTK_MODULES",
    "GDK_DEBUG",         "GSK_DEBUG",        "PULSE_LOG",
    "WAYLAND_DEBUG",     "G_DBUS_DEBUG",     "G_RESOURCE_OVERLAYS",
    "GIO_EXTRA_MODULES", "GIO_MODULE_DIR",   "GDK_PIXBUF_MODULE_FILE",
  };
  /* Whether files are chosen through a portal is for the person to say. */
  static const char *const kept[] = { "portals", "no-portals", NULL };
  g_autofree char *portals = g_strdup (g_getenv ("GDK_DEBUG"));

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_unsetenv (names[i]);
  if (portals != NULL && g_strv_contains (kept, portals))
    g_setenv ("GDK_DEBUG", portals, TRUE);
}

static void
harden (void)
{
  /* A core dump would hold keys and pictures.  Tracers are refused a moment later, when the
   * desktop's portal has seen who we are: night-portal.h. */
  if (!vault_process_refuse_cores ())
    g_warning ("core dumps could not be turned off");
  /* Before any library has had a chance to make one. */
  if (!vault_process_refuse_network ())
    g_warning ("sockets of networks could not be turned off");

  if (!NIGHT_DEVELOPER)
    scrub_environment ();
  night_gstreamer_restrict ();
}

int
main (int argc, char **argv)
{
  g_autoptr (NightApplication) application = NULL;

  harden ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, NIGHT_LOCALE_FOLDER);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Nightstand");

  application = night_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
