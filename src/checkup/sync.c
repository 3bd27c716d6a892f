/* sync.c - does something copy a folder away, to other computers or to a cloud?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "checkup/sync.h"

#include <string.h>

#include "checkup/mounts.h"
#include "file/file.h"

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
  { ".sync/ID", "Resilio Sync" },
  { ".sync/IgnoreList", "Resilio Sync" },
  { ".sync/core.log", "Yandex Disk" },
  { ".debris", "MEGA" },
  { ".megaignore", "MEGA" },
};

/* The same by how their names begin. */
static const Sign beginnings[] = {
  { ".sync_", "Nextcloud" },
  { "._sync_", "Nextcloud" },
  { ".insync", "Insync" },
  { ".unison.", "Unison" },
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
  { "yandex.disk", "Yandex Disk" },
};

/* What shows another place as if it were a folder.  Shared folders of a virtual machine are
 * not here: they are this computer, and the light of the disk tells of them. */
static const Sign mounted[] = {
  { "fuse.rclone", "rclone" },
  { "fuse.gvfsd-fuse", "the desktop’s network folders" },
  { "fuse.google-drive-ocamlfuse", "Google Drive" },
  { "fuse.onedriver", "OneDrive" },
  { "fuse.pcloud", "pCloud" },
  { "fuse.insync", "Insync" },
  { "fuse.s3fs", "an S3 store" },
  { "fuse.goofys", "an S3 store" },
  { "fuse.sshfs", "another computer" },
  { "fuse.davfs", "a WebDAV server" },
  { "davfs", "a WebDAV server" },
  { "nfs", "another computer" },
  { "nfs4", "another computer" },
  { "cifs", "another computer" },
  { "smb3", "another computer" },
};

/* Set up, but in files that are not text; below home, config, data or cache. */
static const struct {
  VaultRootsFolder below;
  const char *name;
  const char *service;
} untold[] = {
  { VAULT_ROOTS_DATA, "data/Mega Limited/MEGAsync", "MEGA" },
  { VAULT_ROOTS_CONFIG, "Insync", "Insync" },
  { VAULT_ROOTS_CONFIG, "pCloud", "pCloud" },
  { VAULT_ROOTS_HOME, ".pcloud", "pCloud" },
  { VAULT_ROOTS_HOME, ".ccnet", "Seafile" },
  { VAULT_ROOTS_CONFIG, "resilio-sync", "Resilio Sync" },
  { VAULT_ROOTS_HOME, ".unison", "Unison" },
  { VAULT_ROOTS_CACHE, "rclone/bisync", "rclone" },
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
find_beginning (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
      if (g_str_has_prefix (name, beginnings[i].mark))
        return beginnings[i].service;
  return NULL;
}

static const char *
find_left_behind (const VaultRoots *roots, const char *folder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (left_behind); i++) {
    g_autofree char *path = g_build_filename (folder, left_behind[i].mark, NULL);

    if (is_there (path))
      return left_behind[i].service;
  }

  /* In the home itself such names are settings. */
  return strcmp (folder, roots->home) == 0 ? NULL : find_beginning (folder);
}

static const char *
find_mount (const VaultRoots *roots, const char *folder)
{
  g_autoptr (VaultMount) mount = vault_mount_find (roots, folder);

  for (gsize i = 0; mount != NULL && i < G_N_ELEMENTS (mounted); i++)
    if (g_strcmp0 (mount->type, mounted[i].mark) == 0)
      return mounted[i].service;
  return NULL;
}

/* A folder that will be made, without the links on the way to it. */
static char *
dup_real (const char *folder)
{
  g_autofree char *at = g_canonicalize_filename (folder, NULL);
  g_autofree char *up = g_path_get_dirname (at);
  g_autofree char *base = g_path_get_basename (at);
  g_autofree char *above = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (at);
  g_autoptr (GFileInfo) info = NULL;
  const char *target = NULL;

  if (strcmp (up, at) == 0)
    return g_steal_pointer (&at);

  above = dup_real (up);
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SYMLINK_TARGET,
                            G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  if (info != NULL)
    target = g_file_info_get_attribute_byte_string (
        info, G_FILE_ATTRIBUTE_STANDARD_SYMLINK_TARGET);
  if (target != NULL)
    return g_canonicalize_filename (target, above);

  return g_build_filename (above, base, NULL);
}

static const char *
find_above (const VaultRoots *roots, const char *folder)
{
  g_autofree char *at = g_strdup (folder);
  const char *service;

  do {
    service = find_left_behind (roots, at);
    if (service == NULL)
      service = find_name (at);
  } while (service == NULL && vault_file_go_up (&at));

  return service;
}

const char *
vault_sync_find (const VaultRoots *roots, const char *folder)
{
  g_autofree char *named = g_canonicalize_filename (folder, NULL);
  g_autofree char *real = dup_real (named);
  const char *service = vault_sync_find_in_settings (roots, real);

  if (service == NULL)
    service = find_mount (roots, real);
  if (service == NULL)
    service = find_above (roots, real);
  if (service == NULL && strcmp (named, real) != 0)
    service = find_above (roots, named);
  return service;
}

const char *
vault_sync_find_untold (const VaultRoots *roots)
{
  for (gsize i = 0; i < G_N_ELEMENTS (untold); i++)
    if (vault_roots_has_in (roots, untold[i].below, untold[i].name))
      return untold[i].service;

  return NULL;
}
