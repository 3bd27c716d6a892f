/* sync-folder.c - does a folder lie where something copies it away?
 *
 * A vault in a synced folder has copies that no wipe and no expiry reaches.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/storage.h"

#include <string.h>

typedef struct {
  const char *mark;
  const char *service;
} Sign;

/* Files and folders that a sync program leaves in the folder it looks after. */
static const Sign left_behind[] = {
  { ".stfolder", "Syncthing" },
  { ".stignore", "Syncthing" },
  { ".dropbox", "Dropbox" },
  { ".dropbox.cache", "Dropbox" },
  { ".nextcloudsync.log", "Nextcloud" },
  { ".owncloudsync.log", "ownCloud" },
  { ".seafile-data", "Seafile" },
  { ".megaignore", "MEGA" },
};

/* Beginnings of names of such folders.  "Dropbox (Personal)" is one too. */
static const Sign names[] = {
  { "dropbox", "Dropbox" },
  { "nextcloud", "Nextcloud" },
  { "owncloud", "ownCloud" },
  { "onedrive", "OneDrive" },
  { "google drive", "Google Drive" },
  { "google-drive", "Google Drive" },
  { "googledrive", "Google Drive" },
  { "syncthing", "Syncthing" },
  { "megasync", "MEGA" },
  { "pclouddrive", "pCloud" },
  { "pcloud", "pCloud" },
  { "insync", "Insync" },
  { "seafile", "Seafile" },
  { "icloud", "iCloud" },
};

static const char *
find_name (const char *folder)
{
  g_autofree char *base = g_path_get_basename (folder);
  g_autofree char *lower = g_utf8_strdown (base, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    gsize n = strlen (names[i].mark);

    if (strncmp (lower, names[i].mark, n) == 0 && !g_ascii_isalpha (lower[n]))
      return names[i].service;
  }

  return NULL;
}

/* In the home folder ".dropbox" is a folder with settings; nothing there is synced. */
static gboolean
is_there (const char *path)
{
  if (g_str_has_suffix (path, "/.dropbox"))
    return g_file_test (path, G_FILE_TEST_IS_REGULAR);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static const char *
find_left_behind (const char *folder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (left_behind); i++) {
    g_autofree char *path = g_build_filename (folder, left_behind[i].mark, NULL);

    if (is_there (path))
      return left_behind[i].service;
  }

  return NULL;
}

const char *
vault_storage_find_sync (const char *folder)
{
  g_autofree char *at = g_canonicalize_filename (folder, NULL);

  for (;;) {
    const char *service = find_left_behind (at);
    g_autofree char *up = g_path_get_dirname (at);

    if (service == NULL)
      service = find_name (at);
    if (service != NULL || strcmp (up, at) == 0)
      return service;

    g_free (at);
    at = g_steal_pointer (&up);
  }
}
