/* roots.c - where the computer and the person's folders are looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "file/roots.h"

#include <sys/timex.h>

static VaultClockTruth
ask_kernel (void)
{
  struct timex timex = { 0 };
  int state = adjtimex (&timex);

  if (state < 0)
    return VAULT_CLOCK_UNTOLD;

  return (timex.status & STA_UNSYNC) != 0 ? VAULT_CLOCK_UNSET : VAULT_CLOCK_SET;
}

VaultRoots *
vault_roots_new (void)
{
  VaultRoots *self = g_new0 (VaultRoots, 1);

  self->top = g_strdup ("");
  self->home = g_strdup (g_get_home_dir ());
  self->config = g_strdup (g_get_user_config_dir ());
  self->data = g_strdup (g_get_user_data_dir ());
  self->cache = g_strdup (g_get_user_cache_dir ());
  self->state = g_strdup (g_get_user_state_dir ());
  self->environment = g_get_environ ();
  self->ask_clock = ask_kernel;
  return self;
}

VaultRoots *
vault_roots_new_with_bus (void)
{
  VaultRoots *self = vault_roots_new ();

  /* Without an address GLib would start a bus of its own. */
  if (vault_roots_getenv (self, "DBUS_SESSION_BUS_ADDRESS") != NULL)
    self->session_bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  /* GLib would end the program with the bus, in the middle of whatever it does. */
  if (self->session_bus != NULL)
    g_dbus_connection_set_exit_on_close (self->session_bus, FALSE);
  return self;
}

static VaultClockTruth
ask_nobody (void)
{
  return VAULT_CLOCK_UNTOLD;
}

VaultRoots *
vault_roots_new_at (const char *top, const char *home)
{
  VaultRoots *self = g_new0 (VaultRoots, 1);

  self->top = g_strdup (top);
  self->home = g_strdup (home);
  self->config = g_build_filename (home, ".config", NULL);
  self->data = g_build_filename (home, ".local", "share", NULL);
  self->cache = g_build_filename (home, ".cache", NULL);
  self->state = g_build_filename (home, ".local", "state", NULL);
  self->environment = g_new0 (char *, 1);
  self->ask_clock = ask_nobody;
  return self;
}

void
vault_roots_free (VaultRoots *self)
{
  if (self == NULL)
    return;

  g_free (self->top);
  g_free (self->home);
  g_free (self->config);
  g_free (self->data);
  g_free (self->cache);
  g_free (self->state);
  g_strfreev (self->environment);
  g_clear_object (&self->session_bus);
  g_free (self);
}

char *
vault_roots_dup_path (const VaultRoots *self, const char *path)
{
  return g_strconcat (self->top, path, NULL);
}

/* A pipe with the name of a settings file would be waited for without end. */
char *
vault_roots_read_file (const char *path)
{
  char *text = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)
      || !g_file_get_contents (path, &text, NULL, NULL))
    return NULL;

  return g_strstrip (text);
}

char *
vault_roots_read (const VaultRoots *self, const char *path)
{
  g_autofree char *full = vault_roots_dup_path (self, path);

  return vault_roots_read_file (full);
}

gboolean
vault_roots_has (const VaultRoots *self, const char *path)
{
  g_autofree char *full = vault_roots_dup_path (self, path);

  return g_file_test (full, G_FILE_TEST_EXISTS);
}

gboolean
vault_roots_has_in (const VaultRoots *self, VaultRootsFolder folder, const char *name)
{
  const char *const folders[] = {
    [VAULT_ROOTS_TOP] = self->top,       [VAULT_ROOTS_HOME] = self->home,
    [VAULT_ROOTS_CONFIG] = self->config, [VAULT_ROOTS_DATA] = self->data,
    [VAULT_ROOTS_CACHE] = self->cache,
  };
  /* Not g_build_filename(), to which an empty top is no folder at all. */
  g_autofree char *path = g_strconcat (folders[folder], "/", name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

const char *
vault_roots_getenv (const VaultRoots *self, const char *name)
{
  return g_environ_getenv (self->environment, name);
}
