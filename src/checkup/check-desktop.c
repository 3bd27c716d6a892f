/* check-desktop.c - who may watch, and who collects what is in memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "checkup/checks.h"

#include <string.h>

/* A bus that does not answer is not waited for for long. */
#define BUS_PATIENCE_MS 3000

/* These ask the person before a program may record.  Of others it is not known. */
static gboolean
desktop_asks (const VaultRoots *roots)
{
  static const char *const ask[] = { "GNOME", "KDE", "Pantheon", "COSMIC", NULL };
  const char *desktop = vault_roots_getenv (roots, "XDG_CURRENT_DESKTOP");
  g_auto (GStrv) names = g_strsplit (desktop == NULL ? "" : desktop, ":", -1);

  for (char **name = names; *name != NULL; name++)
    if (g_strv_contains (ask, *name))
      return TRUE;
  return FALSE;
}

VaultCheck
vault_check_screen (const VaultRoots *roots)
{
  const char *wayland = vault_roots_getenv (roots, "WAYLAND_DISPLAY");
  const char *x11 = vault_roots_getenv (roots, "DISPLAY");

  if (wayland != NULL && *wayland != '\0')
    return vault_check_make (desktop_asks (roots) ? VAULT_FINDING_SCREEN_ASKS
                                                  : VAULT_FINDING_SCREEN_UNTOLD,
                             NULL);

  return vault_check_make (x11 != NULL && *x11 != '\0' ? VAULT_FINDING_SCREEN_X11
                                                       : VAULT_FINDING_SCREEN_UNTOLD,
                           NULL);
}

/* @out_on: a boolean property.  @out_nobody: nobody has the name, which is not started for
 * the sake of a look.  FALSE if it cannot be told. */
static gboolean
ask_accessibility (GDBusConnection *bus,
                   const char *property,
                   gboolean *out_on,
                   gboolean *out_nobody)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      bus, "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Get",
      g_variant_new ("(ss)", "org.a11y.Status", property), G_VARIANT_TYPE ("(v)"),
      G_DBUS_CALL_FLAGS_NO_AUTO_START, BUS_PATIENCE_MS, NULL, &error);

  *out_on = FALSE;
  *out_nobody = g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
                || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN);
  if (answer == NULL)
    return *out_nobody;

  g_variant_get (answer, "(v)", &value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return FALSE;
  *out_on = g_variant_get_boolean (value);
  return TRUE;
}

VaultCheck
vault_check_accessibility (const VaultRoots *roots)
{
  gboolean on, reader, nobody;

  if (roots->session_bus == NULL
      || !ask_accessibility (roots->session_bus, "IsEnabled", &on, &nobody))
    return vault_check_make (VAULT_FINDING_ACCESSIBILITY_UNTOLD, NULL);
  if (nobody)
    return vault_check_make (VAULT_FINDING_ACCESSIBILITY_OFF, NULL);

  if (!on
      && ask_accessibility (roots->session_bus, "ScreenReaderEnabled", &reader,
                            &nobody))
    on = reader;
  return vault_check_make (
      on ? VAULT_FINDING_ACCESSIBILITY_ON : VAULT_FINDING_ACCESSIBILITY_IDLE, NULL);
}

/* ---- programs that let others in ---- */

/* The kernel keeps fifteen letters of a name. */
static const struct {
  const char *name;
  const char *program;
} remotes[] = {
  { "gnome-remote-de", "GNOME Remote Desktop" },
  { "krfb", "Krfb" },
  { "krdpserver", "KRDP" },
  { "x11vnc", "x11vnc" },
  { "x0vncserver", "TigerVNC" },
  { "Xvnc", "VNC" },
  { "Xtigervnc", "TigerVNC" },
  { "Xtightvnc", "TightVNC" },
  { "vino-server", "Vino" },
  { "wayvnc", "wayvnc" },
  { "xrdp", "xrdp" },
  { "anydesk", "AnyDesk" },
  { "teamviewerd", "TeamViewer" },
  { "TeamViewer", "TeamViewer" },
  { "rustdesk", "RustDesk" },
  { "sunshine", "Sunshine" },
  { "nxserver.bin", "NoMachine" },
  { "chrome-remote-d", "Chrome Remote Desktop" },
};

static const char *
find_remote (const VaultRoots *roots, const char *process)
{
  g_autofree char *path = g_strconcat ("/proc/", process, "/comm", NULL);
  g_autofree char *name =
      g_ascii_isdigit (*process) ? vault_roots_read (roots, path) : NULL;

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (remotes); i++)
    if (strcmp (name, remotes[i].name) == 0)
      return remotes[i].program;
  return NULL;
}

VaultCheck
vault_check_remote (const VaultRoots *roots)
{
  g_autofree char *path = vault_roots_dup_path (roots, "/proc");
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *process;

  while (dir != NULL && (process = g_dir_read_name (dir)) != NULL) {
    const char *program = find_remote (roots, process);

    if (program != NULL)
      return vault_check_make (VAULT_FINDING_REMOTE_RUNS, program);
  }

  /* Where other people's processes are hidden, only our own were looked at. */
  return vault_check_make (vault_roots_has (roots, "/proc/1/comm")
                               ? VAULT_FINDING_REMOTE_NONE
                               : VAULT_FINDING_REMOTE_UNTOLD,
                           NULL);
}

/* ---- core dumps, the clock ---- */

VaultCheck
vault_check_cores (const VaultRoots *roots)
{
  static const char *const nothing[] = {
    "",  "/dev/null", "|/bin/false", "|/bin/true", "|/usr/bin/true", "|/usr/bin/false",
    NULL
  };
  g_autofree char *pattern = vault_roots_read (roots, "/proc/sys/kernel/core_pattern");
  g_auto (GStrv) words = NULL;
  g_autofree char *program = NULL;

  if (pattern == NULL)
    return vault_check_make (VAULT_FINDING_CORES_UNTOLD, NULL);

  words = g_strsplit (pattern, " ", 2);
  if (g_strv_contains (nothing, words[0] == NULL ? "" : words[0]))
    return vault_check_make (VAULT_FINDING_CORES_OFF, NULL);
  if (*pattern != '|')
    return vault_check_make (VAULT_FINDING_CORES_FILES, NULL);

  program = g_path_get_basename (words[0] + 1);
  return vault_check_make (VAULT_FINDING_CORES_COLLECTED, program);
}

VaultCheck
vault_check_clock (const VaultRoots *roots)
{
  switch (roots->ask_clock ()) {
  case VAULT_CLOCK_SET:
    return vault_check_make (VAULT_FINDING_CLOCK_SET, NULL);
  case VAULT_CLOCK_UNSET:
    return vault_check_make (VAULT_FINDING_CLOCK_UNSET, NULL);
  case VAULT_CLOCK_UNTOLD:
  default:
    return vault_check_make (VAULT_FINDING_CLOCK_UNTOLD, NULL);
  }
}
